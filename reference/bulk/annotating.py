"""Giving a file back as it came, each row with what is wrong with it, and what doubtful; neither is read again."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from operator import itemgetter

from django.http import HttpResponse
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from core.api.spreadsheet import LONGEST_TEXT, UNWRITABLE
from core.fixtures.shapes import objects_of
from core.models import Upload
from reference.bulk.exporting import CSVExport, JSONExport, XLSXExport, harmless
from reference.bulk.files import NEW_RECORDS
from reference.bulk.importing import outcome_of
from reference.bulk.reading import LINE_ENDS, delimiter_of, form_of, text_of, without_notes
from reference.bulk.sheets import NOT_READ, Problem, Sheet, columns_of, model_named
from reference.bulk.workbook import WRONG, refuse_unless_workbook, rows_of

PROBLEMS, DOUBTS = f"problems {NOT_READ}", f"doubts {NOT_READ}"
Rows = dict[int, list[Problem]]
"""What is told of one sheet by the number of the row; what is of all of it stands at its head."""
Notes = dict[str, Rows]
"""What is told of one sheet by the column that is added for it: doubts have one where there are any."""
STYLES = {
    PROBLEMS: (PatternFill("solid", fgColor="FFF2CC"), Font(bold=True, color="9C2A00")),
    DOUBTS: (PatternFill("solid", fgColor="DDEBF7"), Font(color="1F4E79")),
}


def annotated(upload: Upload) -> HttpResponse:
    """Return the file of an import with its problems and doubts."""
    outcome = outcome_of(upload)
    columns = {PROBLEMS: outcome.problems} | ({DOUBTS: outcome.doubts} if outcome.doubts else {})
    sheets: dict[str, Notes] = defaultdict(lambda: {column: defaultdict(list) for column in columns})
    for column, found in columns.items():
        for each in found:
            sheets[each.sheet][column][each.row].append(each)
    form = form_of(upload.name)
    write, kind = WAYS[form]
    response = HttpResponse(write(upload, sheets), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="problems{form}"'
    return response


def told(problems: Iterable[Problem], named: bool = True) -> str:
    """Return what is wrong with a row, or a cell, in words."""
    sentences = [
        (f"{each.column}: " if named and each.column else "")
        + each.problem
        + (f" Nearest: {each.nearest}." if each.nearest else "")
        for each in problems
    ]
    return "; ".join([*(each.removesuffix(".") for each in sentences[:-1]), *sentences[-1:]])


def as_csv(upload: Upload, sheets: dict[str, Notes]) -> bytes:
    text, notes = text_of(upload.name, bytes(upload.content)), sheets[upload.name]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    lines, number = [], 1
    for cells in reader:
        lines.append((number, cells))
        number = reader.line_num + 1
    width = max(len(cells) for _, cells in lines)
    head, names = next((number, cells) for number, cells in lines if any(cells))
    kept = [place for place in range(width) if place >= len(names) or NOT_READ not in names[place]]
    end = LINE_ENDS.search(text)
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=delimiter_of(text), lineterminator=end.group() if end else "\r\n")
    for number, cells in lines:
        padded = [*cells, *[""] * (width - len(cells))]
        added = [noted(number, head, column, rows) for column, rows in notes.items()]
        writer.writerow(map(harmless, [*(padded[place] for place in kept), *added]))
    return b"\xef\xbb\xbf" + held.getvalue().encode()


def noted(number: int, head: int, column: str, rows: Rows) -> str:
    """Return what stands in an added column of a row: its name at the head, after it what is told of the head."""
    if number != head:
        return told(rows.get(number, []))
    return column + "".join(f" {told([each])}" for each in [*rows.get(0, []), *rows.get(head, [])])


def as_json(upload: Upload, sheets: dict[str, Notes]) -> bytes:
    objects = [without_notes(each) for each in objects_of(text_of(upload.name, bytes(upload.content)))]
    for notes in (notes for name, notes in sheets.items() if not name.startswith(NEW_RECORDS)):
        for column, number in ((column, number) for column, rows in notes.items() for number in rows):
            given = objects[number - 1]
            noted_in = given if isinstance(given, dict) else {"given": given}
            objects[number - 1] = noted_in | {column: told(notes[column][number])}
    return json.dumps(objects, ensure_ascii=False, indent=1, default=float).encode()


def as_workbook(upload: Upload, sheets: dict[str, Notes]) -> bytes:
    """Write a workbook anew, its values and how they are shown; cells are coloured by what they carry a note of."""
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


def copy_sheet(sheet, copy, model, notes: Notes) -> None:
    """Copy the rows that hold anything, each where it was."""
    width = max((width for *_, width in rows_of(sheet)), default=0)
    columns: dict[int, str] = {}
    kept, head, last = range(width), 0, 0
    for number, cells, _ in filter(itemgetter(2), rows_of(sheet)):
        if not head:
            texts = ["" if cell.value is None else str(cell.value) for cell in cells]
            found = columns_of(Sheet("", model), number, texts) if model else []
            columns = {place: field.name for place, field in enumerate(found) if field}
            kept = [place for place in range(width) if NOT_READ not in texts[place]]
            head = number
        for _ in range(number - last - 1):
            copy.append([])
        of_row = {column: rows.get(number, []) for column, rows in notes.items()}
        line = [copied(copy, cells[place], columns.get(place), of_row) for place in kept]
        added = [noted(number, head, column, rows) for column, rows in notes.items()]
        copy.append([*line, *(marked(copy, note, {}) if note else None for note in added)])
        last = number


def copied(copy, cell, column: str | None, of_row: dict[str, list[Problem]]):
    """Return a cell as it was; a formula as its text, and one that something is told of with that."""
    names = {column, None if cell.value is None else str(cell.value)} - {None}
    of_cell = {name: [each for each in found if each.column in names] for name, found in of_row.items()}
    of_cell = {name: found for name, found in of_cell.items() if found}
    if cell.value is None:
        return marked(copy, None, of_cell) if of_cell else None
    value = str(getattr(cell.value, "text", cell.value)) if cell.data_type in WRONG else cell.value
    twin = marked(copy, value, of_cell)
    twin.number_format = cell.number_format
    return twin


def marked(copy, value, notes: dict[str, list[Problem]]):
    """Return a cell that holds a value, never a formula, and carries its problems and doubts."""
    is_text = isinstance(value, str)
    twin = WriteOnlyCell(copy, value=UNWRITABLE.sub("", value)[:LONGEST_TEXT] if is_text else value)
    if is_text:
        twin.data_type = "s"
    if notes:
        twin.fill, twin.font = STYLES[next(iter(notes))]
        twin.comment = Comment(" ".join(told(found, named=False) for found in notes.values()), "Armoury")
    return twin


WAYS: dict[str, tuple[Callable[[Upload, dict[str, Notes]], bytes], str]] = {
    ".csv": (as_csv, CSVExport.type),
    ".json": (as_json, JSONExport.type),
    ".xlsx": (as_workbook, XLSXExport.type),
}
