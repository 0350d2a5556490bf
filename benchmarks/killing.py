"""``python -m benchmarks.killing 200``: kill loads at random moments; count those that left half of what they bring.

It empties the incidents of the database that ``DATABASE_URL`` names: give it one of its own.
"""

import os
import random
import sys
import time
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from benchmarks.loading import tables, written
from core import database
from tests.killing import kill_after, load_in_a_process

OBJECTS = 10_000


def counts() -> list[int]:
    return [model._base_manager.count() for model in tables()]


def empty() -> None:
    for model in reversed(tables()):
        model._base_manager.all()._raw_delete("default")


def main(moments: int) -> None:
    chance, path, half = random.Random(9), written(OBJECTS), 0
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
    empty()
    call_command("load", path, stdout=StringIO())
    assert counts() == whole
    assert database.missing(connection) == []
    print(f"{moments} loads killed, {half} half loads, and the next one succeeded.")


if __name__ == "__main__":
    main(int(sys.argv[1]))
