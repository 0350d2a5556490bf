"""Reading the files that editors give: CSV, JSON and XLSX; what is not what its name says is refused as a whole."""

import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.db import models

from core.fixtures.shapes import misshapen, objects_of, unknown_model, written
from core.names import nearest
from reference.bulk.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    NOT_READ,
    Cell,
    Problem,
    Row,
    Sheet,
    Wrong,
    laid_out,
    model_named,
)
from reference.bulk.workbook import opened
from reference.loading.reading import Unreadable

LARGEST = 20 << 20
FORMS = [".csv", ".xlsx", ".json"]
KIN = {".txt": ".csv", ".tsv": ".csv"}
DELIMITERS = ",;\t|"
QUOTED = re.compile(r'"[^"]*"')
LINE_ENDS = re.compile(r"\r\n|\r|\n")
ARCHIVE = b"PK\x03\x04"
KNOWN = {ARCHIVE: "a ZIP archive or a workbook", b"%PDF": "a PDF", b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)"}
MARKED = re.compile(r"'+[=+\-@\t\r]")
"""How a table of texts writes a text that a spreadsheet would take for a formula."""


def sheets_of(name: str, content: bytes, model: type[models.Model] | None) -> list[Sheet]:
    """Return the sheets of a file; raise Unreadable for one that is none. A single table goes to ``model``."""
    form = form_of(name)
    if form not in FORMS:
        near = KIN.get(form) or nearest(form, FORMS, 1)[0]
        raise Unreadable(f"“{name}”: a file to import is one of {', '.join(FORMS)}. Nearest: {near}.")
    if len(content) > LARGEST:
        raise Unreadable(f"“{name}” is larger than {LARGEST >> 20} MB: part it.")
    if not content.strip():
        raise Unreadable(f"“{name}” is empty.")
    found = READERS[form](name, content, model)
    rows = sum(len(sheet.rows) for sheet in found)
    if rows > MOST_ROWS:
        raise Unreadable(f"“{name}” has {rows:,} rows, at most {MOST_ROWS:,} are imported at once: part it.")
    if not any(sheet.rows or sheet.problems for sheet in found):
        raise Unreadable(f"“{name}” holds no rows.")
    return found


def form_of(name: str) -> str:
    return Path(name).suffix.lower()


def delimiter_of(text: str) -> str:
    """Return what parts the cells of a table of texts."""
    return max(DELIMITERS, key=text.lstrip().partition("\n")[0].count)


def text_of(name: str, content: bytes) -> str:
    """Return a file's text; raise Unreadable for what is no UTF-8 text."""
    for mark, kind in KNOWN.items():
        if content.startswith(mark):
            raise Unreadable(f"“{name}” is {kind}, not what its name says.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"“{name}” is UTF-16: save it as UTF-8.")
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise Unreadable(f"“{name}” is no text: it holds NUL in line {line}.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(f"“{name}” is not UTF-8 in line {line}: save it as “CSV UTF-8”.") from None


def csv_sheets(name: str, content: bytes, model: type[models.Model] | None) -> list[Sheet]:
    """Read one table, which goes to the model chosen or named by the file."""
    text = text_of(name, content)
    ends = {end.replace("\r", "CR ").replace("\n", "LF").strip() for end in LINE_ENDS.findall(QUOTED.sub("", text))}
    if len(ends) > 1:
        told = ", ".join(sorted(ends))
        raise Unreadable(
            f"“{name}”: its lines end in several ways ({told}): it was put together of several files. Save it anew."
        )
    model = model or model_named(Path(name).stem.partition("_")[2]) or model_named(Path(name).stem)
    if model is None:
        raise Unreadable(f"“{name}”: choose the table its rows go to, or name the file by it.")
    return [laid_out(name, model, list(csv_lines(name, text)))]


def csv_lines(name: str, text: str) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows of a table of texts, each with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells[MOST_COLUMNS:]):
                raise Unreadable(f"“{name}”: the row in line {line} is wider than any table.")
            yield line, [csv_cell(cell) for cell in cells[:MOST_COLUMNS]]
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"“{name}” is no CSV in the row that begins in line {line}: {error}.") from None


def csv_cell(text: str) -> Cell:
    if text.startswith("="):
        return Wrong(text, "It is a formula: give its value, or write ' before a text that begins with =.")
    return text[1:] if MARKED.match(text) else text


def json_sheets(name: str, content: bytes, model: type[models.Model] | None) -> list[Sheet]:
    """Read objects, each a model's label and fields as in fixtures, or the fields only where a model is chosen."""
    try:
        objects = objects_of(text_of(name, content))
    except ValueError as error:
        raise Unreadable(f"“{name}”: {error}.") from None
    sheets: dict[str, Sheet] = {}
    for number, obj in enumerate(map(partial(with_model, model), objects), 1):
        told = misshapen(obj) if not isinstance(obj, dict) or not isinstance(obj.get("fields"), dict) else ""
        target = None if told else model_named(str(obj.get("model")))
        if target is None:
            told = told or unknown_model(str(obj.get("model")))
            bad = sheets.setdefault("", Sheet(name, None))
            bad.problems.append(Problem(name, number, "", written(obj), told))
            continue
        sheet = sheets.setdefault(target._meta.label_lower, Sheet(target._meta.label_lower, target))
        texts = {field: written(value) for field, value in obj["fields"].items()}
        sheet.rows.append(Row(number, obj["fields"], texts))
    return list(sheets.values())


def with_model(model: type[models.Model] | None, obj):
    """Return an object with its model, where it gives fields only, and without what was noted in it."""
    obj = without_notes(obj)
    plain = model and isinstance(obj, dict) and "model" not in obj
    return {"model": model._meta.label_lower, "fields": obj} if model and plain else obj


def without_notes(obj):
    """Return an object without what was noted in it when it was given back."""
    for name in [name for name in obj if NOT_READ in name] if isinstance(obj, dict) else ():
        del obj[name]
    return obj


def xlsx_sheets(name: str, content: bytes, model: type[models.Model] | None) -> list[Sheet]:
    """Read every sheet that holds anything; a single one goes to the model chosen, whatever its name."""
    found = []
    with opened(name, content) as book:
        for title, lines in book.sheets():
            if lines:
                found.append((title, lines))
    if len(found) == 1 and model:
        return [laid_out(found[0][0], model, found[0][1])]
    return [laid_out(title, model_named(title), lines) for title, lines in found]


READERS = {".csv": csv_sheets, ".json": json_sheets, ".xlsx": xlsx_sheets}
