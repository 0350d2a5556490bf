"""Published tables as they come: of any encoding, with a preamble, a footer, a row of tags, or without a header."""

import csv
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import NamedTuple

from core.names import nearest
from reference.loading.mapping import Unresolved
from reference.loading.reading import Unreadable, refuse_unless_file
from reference.loading.reading.tables import encoding_of, lines_of

DELIMITERS = ",;\t"
MOST_BEFORE_HEADER = 40
LONGEST_LINE = 1 << 20
NOTES = ("©", "(c)", "#")
ALL_ROWS = 0
"""The line of what stands beside all rows: without it none can be stored."""


class Rejected(Exception):  # noqa: N818  it says what becomes of a row
    """A row that is not taken: the kind of problem, and what exactly."""

    def __init__(self, kind: str, reason: str):
        super().__init__(reason)
        self.kind = kind


class Misnamed(Unreadable):
    """A file without the columns it should have: so many are missing."""

    def __init__(self, told: str, missing: int):
        super().__init__(told)
        self.missing = missing


class Published:
    """A table read by the names of its columns, whatever their order and the lines before and after."""

    def __init__(self, path: Path, needed: list[str], optional: list[str], without_header: list[list[str]] = []):  # noqa: B006  never changed
        self.path, self.needed, self.optional, self.without_header = path, needed, optional, without_header
        refuse_unless_file(path)
        try:
            self.encoding = encoding_of(path)
        except Unreadable as error:
            raise Unreadable(f"{path.name}: {error}.") from None
        self.header, self.before, self.delimiter = self.found_header()
        self.names = [*needed, *optional]
        """Of the cells of each row."""
        self.at = self.line = 0

    def found_header(self) -> tuple[list[str], int, str]:
        """Return the names of the columns, how many lines stand before the first row, and what parts the cells."""
        best: list[str] = []
        for number, line in enumerate(self.first_lines()):
            delimiter = max(DELIMITERS, key=line.count)
            names = named(cells_of(line, delimiter))
            if set(self.needed) <= set(names):
                return names, number + 1, delimiter
            best = max(best, names, key=lambda found: len(set(found) & set(self.needed)))
            headers = [header for header in self.without_header if number == 0 and len(header) == len(names)]
            if headers and names[0].isdecimal():
                return headers[0], 0, delimiter
        missing = [name for name in self.needed if name not in best]
        near = ", ".join(f"“{name}” (nearest: {', '.join(nearest(name, best, 1)) or 'none'})" for name in missing[:5])
        told = f"{self.path.name}: no line names the columns of this data set; missing are {near}."
        raise Misnamed(told, len(missing))

    def first_lines(self) -> list[str]:
        with open(self.path, encoding=self.encoding, newline="") as stream:
            lines = list(islice(iter(lambda: stream.readline(LONGEST_LINE), ""), MOST_BEFORE_HEADER))
        if any("\0" in line for line in lines):
            raise Unreadable(f"{self.path.name}: it is no text, it holds NUL.")
        if any(len(line) == LONGEST_LINE for line in lines):
            raise Unreadable(f"{self.path.name}: a line is longer than {LONGEST_LINE >> 20} MB, this is no table.")
        return lines

    def rows(self, reject) -> Iterator[tuple]:
        """Walk through the rows, each as its needed and optional cells; one that is broken is given to ``reject``."""
        places = [self.header.index(name) if name in self.header else len(self.header) for name in self.names]
        chosen, width = itemgetter(*places), len(self.header)
        with open(self.path, encoding=self.encoding, newline="") as stream:
            for _ in range(self.before):
                stream.readline()
            reader = csv.reader(lines_of(stream), delimiter=self.delimiter)
            self.line = self.before + 1
            try:
                for cells in reader:
                    if problem := broken(cells, width):
                        reject(problem, cells)
                    elif len(cells) == width and not cells[0].startswith("©"):
                        cells.append("")
                        yield chosen(cells)
                    self.line = self.before + reader.line_num + 1
            except (csv.Error, Unreadable) as error:
                raise Unreadable(f"{self.path.name}:{self.line}: not CSV: {error}.") from None


def opened_as(path: Path, forms: list[tuple[list[str], list[str]]]) -> tuple[int, Published]:
    """Return the place of the first of several forms, as needed and optional columns, that a file has, and its table.

    Raise Unreadable where it has none, with what it lacks of the nearest.
    """
    wrong = []
    for place, (needed, optional) in enumerate(forms):
        try:
            return place, Published(path, needed, optional)
        except Misnamed as error:
            wrong.append(error)
    raise min(wrong, key=attrgetter("missing"))


class Taken(NamedTuple):
    """A row as it came, and the objects it is taken in as."""

    line: int
    cells: list
    objects: list[dict]


class PublishedFile(ABC):
    """A published table, row by row as objects; rows that no object can be made of are kept with the reason.

    ``beside`` are the objects that stand even when the row that brought them is refused: the data set, its release,
    actors that are new. Rows up to the line ``after`` were stored by an earlier run; in the line ``last`` begins the
    last row that is asked for, once the file was read to its end. This run ``stored`` so many records.
    """

    table: Published
    numbered_by = ""
    """The column of the publisher's own numbers, if there is one."""
    unknown: tuple[str, ...] = ("",)
    """What stands in a cell of numbers or states for one that is not known, as texts; 0 is a number."""
    has_footer = False
    """Whether such files end with a line of the publisher's, after the last row."""

    def __init__(self, path: Path, release: str, limit: int | None = None, progress: Callable[[int], object] = int):
        self.path, self.release, self.limit, self.progress = path, release, limit, progress
        self.rejected: list[tuple[int, Rejected, list]] = []
        self.beside: list[tuple[int, dict]] = []
        self.warnings: Counter[str] = Counter()
        self.torn: set[str] = set()
        self.after = self.last = self.stored = 0

    @abstractmethod
    def records(self) -> Iterator[Taken]:
        """Walk through the rows that objects can be made of, in the order of their lines."""

    def rows(self) -> Iterator[tuple]:
        """Walk through the rows as they are, as many as are asked for."""
        for count, row in enumerate(self.table.rows(self.tear), start=1):
            if self.limit and count > self.limit:
                return
            yield row

    def is_row(self, row: tuple) -> bool:
        """Tell whether a row of the table is meant to be one."""
        return True

    def told(self, cell: str) -> str:
        """Return what a cell tells; blank where that is not known."""
        text = cell.strip().removesuffix(".0")
        return "" if text in self.unknown else text

    def tear(self, problem: Rejected, cells: list[str]) -> None:
        """Refuse a row that is broken; what it stands for is in the file all the same, so its number is kept."""
        places = [place for place, name in enumerate(self.table.header) if name == self.numbered_by]
        self.torn.update(cells[place].strip().removesuffix(".0") for place in places if place < len(cells))
        self.reject(problem, [*[""] * len(self.table.names), self.table.delimiter.join(cells)])

    @property
    def is_refused(self) -> bool:
        """Tell whether no row was taken yet, by this run or an earlier one."""
        return not (self.stored or self.after)

    def bring(self, obj: dict) -> None:
        if self.table.line > self.after:
            self.beside.append((self.table.line, obj))

    def beside_taken(self) -> list[tuple[int, dict]]:
        """Return what was brought since this was asked last."""
        brought, self.beside = self.beside, []
        return brought

    def reject(self, problem: Rejected, cells) -> None:
        if self.table.line > self.after:
            self.rejected.append((self.table.line, problem, cells))

    def unresolved(self) -> list[Unresolved]:
        """Return the names of its rows that nobody has."""
        return []


def heading(dataset: dict, version: str, **document) -> list[tuple[int, dict]]:
    """Return, to stand beside the rows, a data set, its release and the source that its rows cite."""
    source = {"publisher": dataset["owner"], "url": dataset["url"], "kind": "dataset", "reliability": "high"} | document
    return [
        (ALL_ROWS, {"model": "reference.dataset", "fields": dataset}),
        (ALL_ROWS, {"model": "reference.release", "fields": {"dataset": [dataset["slug"]], "version": version}}),
        (ALL_ROWS, {"model": "reference.source", "fields": source}),
    ]


def cells_of(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def named(cells: list[str]) -> list[str]:
    """Return the names of columns; one without a name is the doubt about the one before it."""
    names = [cell.strip() for cell in cells]
    return [name or f"{names[place - 1]}?" for place, name in enumerate(names)]


def broken(cells: list[str], width: int) -> Rejected | None:
    """Return why a line is no row, unless it is one, or is not meant to be."""
    if "\0" in "".join(cells):
        return Rejected("rows that are no text", "it holds NUL")
    if len(cells) == width or not cells or is_note(cells):
        return None
    return Rejected("rows of another length", f"{len(cells)} cells instead of {width}")


def is_note(cells: list[str]) -> bool:
    """Tell whether a line is the publisher's own remark: one cell, or a copyright."""
    return not any(cells[1:]) or cells[0].lower().startswith(NOTES)
