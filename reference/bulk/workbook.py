"""Reading workbooks that may be anything: their size is known before they are unpacked, and no formula is taken."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time

from openpyxl import load_workbook
from openpyxl.worksheet._reader import WorkSheetParser

from reference.bulk.sheets import MOST_COLUMNS, MOST_ROWS, Cell, Wrong
from reference.loading.reading import Unreadable

MOST_UNPACKED, MOST_PARTS = 64 << 20, 500
LAST_ROW = 2 * MOST_ROWS
WRONG = {
    "f": "It is a formula: give its value (copy, then paste as values).",
    "e": "It is the fault of a formula, not a value.",
}


class Book:
    """The sheets of a workbook."""

    def __init__(self, name: str, book):
        self.name, self.book = name, book

    def sheets(self) -> Iterator[tuple[str, list[tuple[int, list[Cell]]]]]:
        """Yield each sheet's name and its lines that hold anything, with their numbers."""
        for sheet in self.book.worksheets:
            lines = []
            for number, cells, width in rows_of(sheet):
                if width > MOST_COLUMNS:
                    raise Unreadable(f"“{self.name}”: row {number} of “{sheet.title}” is wider than any table.")
                values = [value_of(cell) for cell in cells]
                if any(values):
                    self.refuse_far(sheet.title, number)
                    lines.append((number, values))
                if len(lines) > MOST_ROWS + 1:
                    raise Unreadable(f"“{self.name}” has more than {MOST_ROWS:,} rows: part it.")
            yield sheet.title, lines

    def refuse_far(self, title: str, number: int) -> None:
        """Refuse a row that is further down than any of a table."""
        if number > LAST_ROW:
            told = f"has a value in row {number:,}, at most {LAST_ROW:,} are read: remove the blank rows before it."
            raise Unreadable(f"“{self.name}”: “{title}” {told}")


def rows_of(sheet) -> Iterator[tuple[int, tuple, int]]:
    """Yield the rows a sheet has, with their numbers and widths; openpyxl fills all gaps, however far they reach."""
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=sheet.parent.epoch,
            date_formats=sheet.parent._date_formats,
            timedelta_formats=sheet.parent._timedelta_formats,
        )
        for number, cells in parser.parse():
            width = max((cell["column"] for cell in cells if cell["value"] is not None), default=0)
            yield number, sheet._get_row(cells, max_col=MOST_COLUMNS), width


@contextmanager
def opened(name: str, content: bytes) -> Iterator[Book]:
    """Open a workbook; raise Unreadable for what is none, or would be too large unpacked."""
    refuse_unless_workbook(name, content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        yield Book(name, book)
    except Unreadable:
        raise
    except Exception:
        raise Unreadable(f"“{name}” is a broken workbook: open it in a spreadsheet and save it anew.") from None


def refuse_unless_workbook(name: str, content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable(f"“{name}” is no workbook (.xlsx), whatever its name says.") from None
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable(f"“{name}” is no workbook (.xlsx): it is another kind of archive.")
    size = sum(part.file_size for part in parts)
    if size > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise Unreadable(f"“{name}” unpacks to {size >> 20} MB in {len(parts)} parts: too large to be read.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(f"“{name}” is protected by a password.")


def value_of(cell) -> Cell:
    """Return a cell as a text, or what is wrong with it."""
    if cell.value is None:
        return ""
    if cell.data_type in WRONG:
        return Wrong(str(getattr(cell.value, "text", cell.value)), WRONG[cell.data_type])
    text = text_of(cell)
    return Wrong(text, "A text cannot hold NUL.") if "\0" in text else text


def text_of(cell) -> str:
    value = cell.value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return date_of(value, str(cell.number_format).lower()) if isinstance(value, datetime) else str(value)


def date_of(value: datetime, shown: str) -> str:
    """Return a date as exactly as it is shown: “2017-04”, typed into a cell, is kept as the first of April."""
    if value.time() != time():
        return value.isoformat()
    if "d" in shown:
        return value.date().isoformat()
    return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
