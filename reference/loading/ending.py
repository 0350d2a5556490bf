"""Whether a published file is there to its end, as far as that can be told."""

import csv
import os
from itertools import islice
from pathlib import Path

from django.core.management.base import CommandError
from django.db.models import Max

from core.changes.undoing import without_effect
from reference.loading.published import NOTES, Published, PublishedFile, is_note
from reference.loading.reading import Unreadable
from reference.models import Load

END = "end"
"""Read after the last line of a file, it stands alone unless a quotation there is open."""
TAIL = 1 << 16
LINE_ENDS = ("\r", "\n")


def read_to_end(file: PublishedFile, rows: int | None, force: bool) -> int:
    """Read a file to its end before anything is stored of it; return the line that its last row begins in.

    Raise CommandError where it cannot be read, has no rows, ends within one, or has not as many as it should; and
    where nothing ends it, unless that is forced.
    """
    table = file.table
    read = torn = line = 0

    def tear(*row) -> None:
        nonlocal torn, line
        torn, line = torn + 1, table.line

    try:
        for count, row in enumerate(table.rows(tear), start=1):
            read, line = read + file.is_row(row), table.line
            if not file.limit or count <= file.limit:
                file.last = line
    except Unreadable as error:
        raise CommandError(str(error)) from None
    if told := wrong_end(file, line, range(read, read + torn + 1), rows) or (not force and forced_end(file)):
        raise CommandError(f"{table.path.name}{told}")
    return line


def wrong_end(file: PublishedFile, line: int, numbers: range, rows: int | None) -> str:
    """Say what is wrong with the end of a file that has one of these numbers of rows; blank where nothing is."""
    if not numbers[-1]:
        return ": it has no rows."
    if is_cut_off(file.table, line):
        return f":{line}: the file ends in the middle of a row: is it there to its end?"
    if rows is not None and rows not in numbers:
        return f": it has {numbers[-1]:,} rows, not {rows:,}: is it there to its end?"
    return ""


def forced_end(file: PublishedFile) -> str:
    """Say what an end lacks that a file may lack after all."""
    why = unended(file)
    return f": {why}: is it there to its end? --force takes it as it is." if why else ""


def is_cut_off(table: Published, line: int) -> bool:
    """Tell whether the last row of a table, which begins in a line, is too short or ends inside a quotation."""
    with open(table.path, encoding=table.encoding, newline="") as stream:
        rest = list(islice(stream, line - 1, None))
    *found, end = csv.reader([*rest, END], delimiter=table.delimiter)
    last = [cells for cells in found if cells][-1:]
    if end != [END] or not last:
        return True
    short = len(last[0]) < len(table.header) and not is_note(last[0])
    return short or (last[0][0].isdecimal() and len(last[0]) == 1 and not rest[-1].endswith(LINE_ENDS))


def looks_cut_off(file: PublishedFile, line: int, dataset: str) -> str:
    """Say why a file whose last row is whole looks cut off all the same; blank where it does not, or is read in part.

    ``dataset`` names the data set of which it says that it is a whole release: these grow from one to the next.
    """
    before = Load.objects.filter(name=dataset, unfinished=False).exclude(batch__in=without_effect())
    longest = 0 if file.limit else before.aggregate(longest=Max("line"))["longest"] or 0
    told = f"its last row stands in line {line:,}, that of a release loaded before in line {longest:,}"
    return unended(file) or (told if line < longest else "")


def unended(file: PublishedFile) -> str:
    """Say what is missing behind the last row of a file that is read whole; blank where nothing is."""
    last = last_line(file.table.path, file.table.encoding)
    if file.limit or last.lstrip('"').lower().startswith(NOTES):
        return ""
    if file.has_footer:
        return "the line with © is missing that such files end with"
    return "" if last.endswith(LINE_ENDS) else "nothing ends its last line"


def last_line(path: Path, encoding: str) -> str:
    """Return the last line of a file in which something stands, or its end."""
    with open(path, "rb") as stream:
        stream.seek(max(os.path.getsize(path) - TAIL, 0))
        lines = stream.read().decode(encoding, errors="replace").splitlines(keepends=True)
    return next((line for line in reversed(lines) if line.strip()), "")
