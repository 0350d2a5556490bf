"""How fast it loads: fixtures beside raw rows and ``loaddata``, a data set beside reading its file.

``python -m benchmarks.loading WAY FILE`` does one thing on the database that ``DATABASE_URL`` names and says how long
it took and how much memory; ``measure`` sets all side by side, each on a fresh copy of the same database.
"""

import csv
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.files import FOLDER, events, written
from core.database.engines import engine_of

ROUNDS, SIZE, FEW, EVENTS = 3, 100_000, 5_000, 20_000


def tables() -> list:
    labels = [
        "incident",
        "incident_countries",
        "participant",
        "participant_sources",
        "incidentcitation",
        "incidentalias",
    ]
    found = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}
    return [found[f"events.{label}"] for label in labels]


def by_load(path: Path) -> None:
    call_command("load", path, stdout=StringIO())


def by_loaddata(path: Path) -> None:
    call_command("loaddata", path, verbosity=0)


def by_import(path: Path) -> None:
    call_command("import_ucdp", path, rejected=FOLDER / f"{path.stem}.rejected.csv", stdout=StringIO())


def kept_rows(path: Path) -> None:
    """Load a file and keep the rows it makes, as the tables have them, for raw writing."""
    last = {model: model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in tables()}
    by_load(path)
    kept = {}
    for model in tables():
        columns = [field.column for field in model._meta.concrete_fields]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(columns)} FROM {model._meta.db_table} WHERE id > %s ORDER BY id", [last[model]]
            )
            kept[model._meta.db_table] = [columns, cursor.fetchall()]
    rows_of(path).write_text(json.dumps(kept, default=str))


def rows_of(path: Path) -> Path:
    return path.with_suffix(f".{connection.vendor}.rows")


def by_hand(path: Path) -> Callable[[], None]:
    """Write the rows that a load of the file makes, in batches, by COPY or executemany, in one transaction."""
    kept = json.loads(rows_of(path).read_text())

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in kept.items():
                engine_of(connection).copy_in(cursor, table, columns, rows)

    return write


def by_reader(path: Path) -> None:
    """Read every row of a table and do nothing with it."""
    with open(path, encoding="utf-8", newline="") as stream:
        for _ in csv.DictReader(stream):
            pass


WAYS: dict[str, Callable[[Path], Callable[[], None] | None]] = {
    "load": lambda path: lambda: by_load(path),
    "loaddata": lambda path: lambda: by_loaddata(path),
    "by_hand": by_hand,
    "import": lambda path: lambda: by_import(path),
    "reader": lambda path: lambda: by_reader(path),
    "keep": lambda path: lambda: kept_rows(path),
}


def timed(way: str, path: Path) -> dict:
    """Do one thing and return how long it took and the most memory the process had, in MB."""
    connection.ensure_connection()
    do = WAYS[way](path)
    start, cpu = time.perf_counter(), time.process_time()
    do()
    taken = time.perf_counter() - start
    return {
        "seconds": taken,
        "cpu": time.process_time() - cpu,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def run(address: str, path: Path, *ways: str) -> list[dict]:
    """Do things one after the other in a process of their own, and return what is said of each."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.loading", str(path), *ways]
    environment = os.environ | {"DATABASE_URL": address}
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)


def prepared(address: str) -> str:
    """Return the address of a database once it holds the fixtures and nothing else."""
    environment = os.environ | {"DATABASE_URL": address}
    for command in (["migrate", "-v0"], ["load", "fixtures"]):
        subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True, stdout=subprocess.DEVNULL)
    return address


def copied(base: str) -> str:
    """Return the address of a fresh copy of a database."""
    copy = f"{base.removesuffix('.sqlite3')}_copy"
    if base.startswith("sqlite"):
        for ending in ("", "-wal", "-shm"):
            path_of(f"{copy}.sqlite3{ending}").unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(path_of(base))) as original,
            closing(sqlite3.connect(path_of(f"{copy}.sqlite3"))) as to,
        ):
            original.backup(to)
        return f"{copy}.sqlite3"
    name, original = copy.rpartition("/")[2], base.rpartition("/")[2]
    statements = [f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {original}"]
    with psycopg.connect(base.replace(original, "postgres"), autocommit=True) as server:
        for statement in statements:
            server.execute(statement)
    return copy


def path_of(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


def measure(base: str, large: int, rounds: int = ROUNDS) -> dict[str, float]:
    """Print and return the figures of loading, with a database of its own; ``loaddata`` is given few and scaled."""
    path, few = written(SIZE), written(FEW)
    prepared(base)
    run(copied(base), path, "keep")
    found: dict[str, list[float]] = defaultdict(list)
    table = events(EVENTS)
    for _ in range(rounds):
        first, second = run(copied(base), path, "load", "load")
        (raw,) = run(copied(base), path, "by_hand")
        found["load_of_copy"].append(raw["seconds"] / first["seconds"])
        found["reload_of_load"].append(first["seconds"] / second["seconds"])
        (usual,) = run(copied(base), few, "loaddata")
        found["load_of_loaddata"].append(usual["seconds"] * SIZE / FEW / first["seconds"])
        read, taken = run(copied(base), table, "reader", "import")
        found["import_of_reader"].append(read["seconds"] / taken["seconds"])
    figures = {figure: statistics.median(each) for figure, each in found.items()}
    (small,), (most,) = (run(copied(base), written(size), "load") for size in (10_000, large))
    figures["load_memory_mb"] = most["peak"] - small["peak"]
    for figure, number in figures.items():
        print(f"  {figure:36} {number:8.2f}", flush=True)
    return figures


if __name__ == "__main__":
    print(json.dumps([timed(way, Path(sys.argv[1])) for way in sys.argv[2:]]))
