"""CSV fixtures: one table a file, named by its model, its fields in the first line."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from core.fixtures.shapes import members
from reference.loading.reading.forms import FixtureFile, Place, Torn, Unreadable

NAMED = re.compile(r"(?:\d+_)?([a-z]+\.[a-z]+)\.csv", re.IGNORECASE)
DELIMITERS = ",;\t"
ENCODINGS = ("utf-8-sig", "cp1252")
LONGEST = 16 << 20
csv.field_size_limit(LONGEST)


class CSVFile(FixtureFile):
    """The rows of one model: ``40_equipment.weaponsystem.csv``. Several keys in a cell have ``;`` between."""

    typed = False

    def objects(self) -> Iterator:
        named = NAMED.fullmatch(self.name)
        if not named:
            raise Unreadable("a table is named by its model, as in reference.country.csv")
        with open(self.path, encoding=encoding_of(self.path), newline="") as stream:
            first = next(lines_of(stream))
            delimiter = max(DELIMITERS, key=first.count)
            stream.seek(0)
            self.reader = csv.reader(lines_of(stream), delimiter=delimiter, strict=True)
            self.line, self.header = 1, []
            try:
                self.header = [name.strip() for name in next(self.reader)]
                yield from self.rows(named[1].lower())
            except csv.Error as error:
                raise Unreadable(f"not CSV: {error}", Place(self.reader.line_num, 1)) from None

    def rows(self, label: str) -> Iterator:
        self.line = self.reader.line_num + 1
        for cells in self.reader:
            if cells:
                yield self.row(label, cells)
            self.line = self.reader.line_num + 1

    def row(self, label: str, cells: list[str]) -> dict | Torn:
        if len(cells) != len(self.header):
            return Torn(f"{len(cells)} cells stand under {len(self.header)} names.")
        return {"model": label, "fields": members(list(zip(self.header, cells, strict=True)))}

    def places(self, field: str = "") -> list[Place]:
        columns = [column for column, name in enumerate(self.header, start=1) if name == field]
        return [Place(self.line, column) for column in columns or [1]]


def lines_of(stream) -> Iterator[str]:
    """Walk through the lines of a table; raise Unreadable at one that is longer than memory should hold."""
    for line in iter(partial(stream.readline, LONGEST), ""):
        if len(line) == LONGEST:
            raise Unreadable(f"a line is longer than {LONGEST >> 20} MB")
        yield line


def encoding_of(path) -> str:
    """Return utf-8-sig where all of a file is UTF-8, else cp1252, which spreadsheets write.

    Raise Unreadable for a file that is neither.
    """
    for encoding in ENCODINGS:
        with suppress(UnicodeDecodeError), open(path, encoding=encoding) as stream:
            while stream.read(1 << 20):
                pass
            return encoding
    raise Unreadable("it is no text, neither in UTF-8 nor in Windows-1252")
