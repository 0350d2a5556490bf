"""``make bench``: everything side by side in one run, as ratios; ``make bench-quick`` the same on fewer rows.

Absolute times mean nothing on a shared machine: each figure is the median of the ratios of rounds in
which both sides took turns. The figures also go to ``benchmarks/results/latest.json``.
"""

import json
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks import killing, loading
from benchmarks.growth import ASKED, CASES, PLACE, WAY_OF
from benchmarks.results import FILE, note, noted
from benchmarks.ways import LIST, QUESTIONS
from core.api.exports import FORMS
from tests.cluster import running, server_binaries

FOLDER = Path(__file__).parent
TIMES = 5
CSV = "/api/v1/incidents.csv"
SMALL, THOROUGH = 10_000, 1_000_000
PAIRS = {  # figure: whose throughput, of whose
    "list_of_limit": ("ours", "by_hand"),
    "list_of_usual": ("ours", "usual"),
    "list_of_datasette": ("rows_alone", "datasette_rows"),
    "nested_list_of_datasette_as_it_comes": ("ours", "datasette_as_it_comes"),
    "nested_list_of_datasette_by_hand": ("ours", "datasette_by_hand"),
    "cached_of_limit": ("kept", "by_hand"),
    "not_modified_of_empty": ("not_modified", "empty"),
}


class Worker:
    """A process that answers in the ways it is asked for, on one database."""

    def __init__(self, address: str):
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "benchmarks.worker"],
            env=os.environ | {"DATABASE_URL": address},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def ask(self, way: str, address: str = LIST, times: int = TIMES) -> dict:
        self.begin(way, address, times)
        return self.answer()

    def begin(self, way: str, address: str = LIST, times: int = TIMES) -> None:
        self.process.stdin.write(json.dumps([way, address, times]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict:
        return json.loads(self.process.stdout.readline())


def median(told: dict) -> float:
    return statistics.median(told["seconds"])


def compare(workers: list[Worker], ways: list[str], rounds: int) -> dict[str, list[float]]:
    """Return the median seconds of each way in each round; several workers work at the same time."""
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for way in ways:
        for worker in workers:
            worker.ask(way, times=2)
    for _ in range(rounds):
        for way in ways:
            for worker in workers:
                worker.begin(way)
            taken[way].append(statistics.median(median(worker.answer()) for worker in workers))
    return taken


def compare_questions(worker: Worker) -> None:
    """Print how our throughput stands to the limit's and the usual way's for each kind of question."""
    for question, address in QUESTIONS.items():
        taken: dict[str, list[float]] = {"ours": [], "kept": [], "by_hand": [], "usual": []}
        for _ in range(3):
            for way, seconds in taken.items():
                seconds.append(median(worker.ask(way, address, times=2)))
        told = {way: statistics.median(seconds) for way, seconds in taken.items()}
        of = ", ".join(f"{other} {told[other] / told['ours']:.2f}" for other in ("by_hand", "usual"))
        print(f"  {question:36} ours of {of}; kept of by_hand {told['by_hand'] / told['kept']:.0f}", flush=True)


def ratios(taken: dict[str, list[float]]) -> dict[str, list[float]]:
    """Return each figure's ratio of throughputs, round by round."""
    pairs = {figure: pair for figure, pair in PAIRS.items() if set(pair) <= set(taken)}
    return {
        figure: [other / mine for mine, other in zip(taken[one], taken[two], strict=True)]
        for figure, (one, two) in pairs.items()
    }


def grown(small: Worker, large: Worker, figure: str, rounds: int) -> dict[str, list[float]]:
    """Return how much longer each address takes on the large database, by rounds; each is given up after a while."""
    factors, way = {}, WAY_OF.get(figure, "ours")
    for address in CASES[figure]:
        found = []
        for _ in range(rounds):
            both = [worker.ask(way, address, times=3) for worker in (small, large)]
            if any("failed" in told for told in both):
                found = [float("inf")]
                break
            found.append(median(both[1]) / median(both[0]))
        factors[address] = sorted(found)
    return factors


def exported(large: str, rounds: int) -> dict[str, float]:
    """Return the export's rows per second of the cursor's, and the memory of the form that takes the most, in MB.

    In one round only CSV is looked at.
    """
    with Worker(large) as ours, Worker(large) as other:
        times = [(median(other.ask("cursor", times=1)), median(ours.ask("export", CSV, 1))) for _ in range(rounds)]
    memory = {form: held(large, form) for form in (FORMS if rounds > 1 else ["csv"])}
    print("  memory above idle, MB:", ", ".join(f"{form} {most:.0f}" for form, most in memory.items()), flush=True)
    ratio = statistics.median(theirs / mine for theirs, mine in times)
    return {"export_of_cursor": ratio, "export_memory_mb": max(memory.values())}


def held(large: str, form: str) -> float:
    """Return the memory that an export takes above that of a process that has answered once, in MB."""
    with Worker(large) as fresh:
        idle = fresh.ask("ours", ASKED, times=1)["peak"]
        return fresh.ask("export", f"/api/v1/incidents.{form}", times=1)["peak"] - idle


def measure(engine: str, small: str, large: str, thorough: bool) -> dict[str, float]:
    """Print an engine's table and return its figures; thoroughly: in more rounds, and by two processes too."""
    ways = [way for pair in PAIRS.values() for way in pair if engine == "sqlite" or "datasette" not in way]
    figures: dict[str, float] = {}
    for processes in (1, 2) if thorough else (1,):
        with ExitStack() as stack:
            workers = [stack.enter_context(Worker(small)) for _ in range(processes)]
            for figure, found in ratios(compare(workers, list(dict.fromkeys(ways)), 7 if thorough else 3)).items():
                spread = f"{min(found):.2f} – {max(found):.2f}"
                print(f"  {figure:36} on {processes} {statistics.median(found):8.2f}  ({spread})", flush=True)
                figures[figure if processes == 1 else f"{figure}_by_two_processes"] = statistics.median(found)
    with Worker(small) as one, Worker(large) as other:
        compare_questions(one)
        for figure in CASES if thorough else ["growth_max"]:
            factors = grown(one, other, figure, 5 if thorough else 1)
            for address, found in sorted(factors.items(), key=lambda item: -statistics.median(item[1])):
                told = f"{statistics.median(found):8.2f}  ({found[0]:.2f} – {found[-1]:.2f})"
                print(f"  growth {address.removeprefix(ASKED).removeprefix(PLACE):36} {told}", flush=True)
            figures[figure] = max(map(statistics.median, factors.values()))
    figures |= exported(large, 3 if thorough else 1)
    print(f"  export_of_cursor {figures['export_of_cursor']:.2f}", flush=True)
    return figures


def filled(address: str, size: int) -> str:
    """Return a database's address once it holds so many incidents."""
    subprocess.run(
        [sys.executable, "-m", "benchmarks.data", str(size)], env=os.environ | {"DATABASE_URL": address}, check=True
    )
    return address


def main(large: int) -> None:
    kept = FOLDER.parent / "build"
    kept.mkdir(exist_ok=True)
    results, thorough = {}, large >= THOROUGH
    print("SQLite:", flush=True)
    addresses = [filled(f"sqlite:///{kept}/bench_{size}.sqlite3", size) for size in (SMALL, large)]
    results["sqlite"] = measure("sqlite", *addresses, thorough)
    if thorough:
        results["sqlite"] |= loading.measure(f"sqlite:///{kept}/bench_loading.sqlite3", large)
    if binaries := server_binaries():
        print("PostgreSQL:", flush=True)
        with running(binaries, kept / "bench_postgres") as address:
            addresses = [filled(made(address, f"bench_{size}"), size) for size in (SMALL, large)]
            results["postgresql"] = measure("postgresql", *addresses, thorough)
            if thorough:
                results["postgresql"] |= loading.measure(made(address, "bench_loading"), large)
    of_killing = {figure: told for figure, told in noted().items() if figure in killing.FIGURES}
    by_figure = {name: {engine: told.get(name) for engine, told in results.items()} for name in results["sqlite"]}
    note(by_figure | of_killing)
    print(f"Written to {FILE.relative_to(FOLDER.parent)}.")


def made(server: str, name: str) -> str:
    """Make a database on a server, unless it is there, and return its address."""
    there = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"
    make = f"cursor.execute({there!r}); cursor.fetchone() or cursor.execute('CREATE DATABASE {name}')"
    statement = f"exec('with connection._nodb_cursor() as cursor: ' + {make!r})"
    command = [sys.executable, "-c", f"import benchmarks; from django.db import connection; {statement}"]
    subprocess.run(command, env=os.environ | {"DATABASE_URL": server}, check=True)
    return f"{server.rpartition('/')[0]}/{name}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
