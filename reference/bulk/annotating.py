"""Giving a file back as it came, each row with what is wrong with it; given again, that column is not read."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.http import HttpResponse
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from core.api.spreadsheet import LONGEST_TEXT, UNWRITABLE
from core.fixtures.shapes import objects_of
from core.models import Upload
from reference.bulk.exporting import CSVExport, JSONExport, XLSXExport, harmless
from reference.bulk.importing import outcome_of
from reference.bulk.reading import LINE_ENDS, delimiter_of, form_of, text_of
from reference.bulk.sheets import NOT_READ, Problem, Sheet, columns_of, model_named
from reference.bulk.workbook import WRONG, refuse_unless_workbook

Rows = dict[int, list[Problem]]
"""The problems of one sheet by the number of the row; those of all of it stand at its head."""
MARK, MARKED = PatternFill("solid", fgColor="FFF2CC"), Font(bold=True, color="9C2A00")


def annotated(upload: Upload) -> HttpResponse:
    """Return the file of an import with its problems."""
    sheets: dict[str, Rows] = defaultdict(lambda: defaultdict(list))
    for problem in outcome_of(upload).problems:
        sheets[problem.sheet][problem.row].append(problem)
    form = form_of(upload.name)
    write, kind = WAYS[form]
    response = HttpResponse(write(upload, sheets), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="problems{form}"'
    return response


def told(problems: Iterable[Problem], named: bool = True) -> str:
    """Return what is wrong with a row, or a cell, in words."""
    return "; ".join(
        (f"{each.column}: " if named and each.column else "")
        + each.problem
        + (f" Nearest: {each.nearest}." if each.nearest else "")
        for each in problems
    )


def as_csv(upload: Upload, sheets: dict[str, Rows]) -> bytes:
    text, rows = text_of(upload.name, bytes(upload.content)), sheets[upload.name]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    lines, number = [], 1
    for cells in reader:
        lines.append((number, cells))
        number = reader.line_num + 1
    width, head = max(len(cells) for _, cells in lines), next(number for number, cells in lines if any(cells))
    end = LINE_ENDS.search(text)
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=delimiter_of(text), lineterminator=end.group() if end else "\r\n")
    for number, cells in lines:
        padded = [harmless(cell) for cell in [*cells, *[""] * (width - len(cells))]]
        writer.writerow([*padded, harmless(noted(number, head, rows))])
    return b"\xef\xbb\xbf" + held.getvalue().encode()


def noted(number: int, head: int, rows: Rows) -> str:
    """Return what stands in the added column of a row: its name at the head, after it what is wrong with the head."""
    if number != head:
        return told(rows.get(number, []))
    return NOT_READ + "".join(f" {told([each])}" for each in [*rows.get(0, []), *rows.get(head, [])])


def as_json(upload: Upload, sheets: dict[str, Rows]) -> bytes:
    of_rows = {number: problems for rows in sheets.values() for number, problems in rows.items()}
    objects = objects_of(text_of(upload.name, bytes(upload.content)))
    for number, problems in of_rows.items():
        given = objects[number - 1]
        objects[number - 1] = (given if isinstance(given, dict) else {"given": given}) | {NOT_READ: told(problems)}
    return json.dumps(objects, ensure_ascii=False, indent=1, default=float).encode()


def as_workbook(upload: Upload, sheets: dict[str, Rows]) -> bytes:
    """Write a workbook anew, its values and how they are shown; wrong cells are coloured and carry what is wrong."""
    content = bytes(upload.content)
    refuse_unless_workbook(upload.name, content)
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    written = Workbook(write_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        model = model_named(upload.table) if upload.table and len(book.worksheets) == 1 else model_named(sheet.title)
        copy_sheet(sheet, written.create_sheet(sheet.title), model, sheets[sheet.title])
    held = io.BytesIO()
    written.save(held)
    return held.getvalue()


def copy_sheet(sheet, copy, model, rows: Rows) -> None:
    columns: dict[int, str] = {}
    width, head = 0, 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if not head and any(cell.value is not None for cell in cells):
            texts = ["" if cell.value is None else str(cell.value) for cell in cells]
            found = columns_of(Sheet("", model), number, texts) if model else []
            columns = {place: field.name for place, field in enumerate(found) if field}
            head, width = number, len(cells)
        wrong = rows.get(number, [])
        line = [copied(copy, cell, place, columns, wrong) for place, cell in enumerate(cells)]
        note = noted(number, head, rows) if head else ""
        copy.append([*line, *[None] * (width - len(line)), marked(copy, note, []) if note else None])


def copied(copy, cell, place: int, columns: dict[int, str], wrong: list[Problem]):
    """Return a cell as it was; a formula as its text, and one that is wrong with what is wrong."""
    names = {columns.get(place), None if cell.value is None else str(cell.value)} - {None}
    of_cell = [each for each in wrong if each.column and each.column in names]
    if cell.value is None:
        return marked(copy, None, of_cell) if of_cell else None
    value = str(getattr(cell.value, "text", cell.value)) if cell.data_type in WRONG else cell.value
    twin = marked(copy, value, of_cell)
    twin.number_format = cell.number_format
    return twin


def marked(copy, value, problems: list[Problem]):
    """Return a cell that holds a value, never a formula, and carries its problems."""
    is_text = isinstance(value, str)
    twin = WriteOnlyCell(copy, value=UNWRITABLE.sub("", value)[:LONGEST_TEXT] if is_text else value)
    if is_text:
        twin.data_type = "s"
    if problems:
        twin.fill, twin.font = MARK, MARKED
        twin.comment = Comment(told(problems, named=False), "Armoury")
    return twin


WAYS: dict[str, tuple[Callable[[Upload, dict[str, Rows]], bytes], str]] = {
    ".csv": (as_csv, CSVExport.type),
    ".json": (as_json, JSONExport.type),
    ".xlsx": (as_workbook, XLSXExport.type),
}
