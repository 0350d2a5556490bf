"""``python -m benchmarks.killing 200``: kill loads at random moments, and load again after each.

It counts the kills that left half of what a load brings, and the next loads that did not succeed; the figures go to
``benchmarks/results/latest.json``. It empties the incidents of the database that ``DATABASE_URL`` names: give it one of
its own.
"""

import os
import random
import sys
import time
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import connection

from benchmarks.files import written
from benchmarks.loading import tables
from benchmarks.results import note, noted
from core import database
from tests.killing import kill_after, load_in_a_process

OBJECTS = 10_000
FIGURES = ("loads_killed", "half_loads", "next_loads_failed")


def counts() -> list[int]:
    return [model._base_manager.count() for model in tables()]


def empty() -> None:
    for model in reversed(tables()):
        model._base_manager.all()._raw_delete("default")


def main(moments: int) -> None:
    chance, path, half, failed = random.Random(9), written(OBJECTS), 0, 0
    call_command("migrate", verbosity=0)
    call_command("load", *sorted(Path("fixtures").glob("[1-5]*.json")), stdout=StringIO())
    empty()
    begun = time.monotonic()
    os.waitpid(load_in_a_process(path), 0)
    whole, taken = counts(), time.monotonic() - begun
    for _ in range(moments):
        empty()
        kill_after(load_in_a_process(path), chance.uniform(0, taken))
        half += counts() not in ([0] * len(whole), whole)
        failed += not loaded(path, whole)
    print(f"{moments} loads killed: {half} half loads, {failed} next loads that did not succeed.")
    found, engine = noted(), connection.vendor
    for figure, number in zip(FIGURES, (moments, half, failed), strict=True):
        found[figure] = found.get(figure, {}) | {engine: number}
    note(found)


def loaded(path: Path, whole: list[int]) -> bool:
    """Load a file, and tell whether all of it is there, and every trigger."""
    try:
        call_command("load", path, stdout=StringIO())
    except CommandError as error:
        print(error)
        return False
    return counts() == whole and database.missing(connection) == []


if __name__ == "__main__":
    main(int(sys.argv[1]))
