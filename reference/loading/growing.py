"""Tables of CSV that an import writes beside what it stores, as it comes upon their rows."""

import csv
from collections.abc import Iterable
from pathlib import Path

from django.core.management import CommandError


class GrowingTable:
    """A table that rows are added to, after those of the run that was cut off if it is gone on with."""

    def __init__(self, path: Path, head: list[str], goes_on: bool, what: str):
        self.path, self.head, self.what = path, head, what
        self.mode = "a" if goes_on else "w"

    def add(self, rows: Iterable[list]) -> None:
        """Write rows, the first below the names of the columns; raise CommandError where that cannot be."""
        try:
            with open(self.path, self.mode, encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerows([self.head] if stream.tell() == 0 else [])
                writer.writerows(rows)
        except OSError as error:
            told = f"{self.what} cannot be written to {self.path} ({error.strerror}): name --rejected."
            raise CommandError(told) from None
        self.mode = "a"
