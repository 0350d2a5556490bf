"""Values and dates of a file as sources print them, read as forms read them; what means nothing is a problem there."""

import re

from core.fields import PartialDateField
from core.nearing import nearest_date
from core.printed import Unreadable, read_date
from reference.bulk.sheets import Problem, Row, Sheet

IN_FIGURES = re.compile(r"(?!.*-00)\d+(-\d+)*")
"""A date in the form it is kept in, or near it: the field itself says what is wrong with one."""


def understood(sheets: list[Sheet]) -> list[Sheet]:
    """Read what the rows of sheets print."""
    for sheet in sheets:
        if sheet.model:
            dates = [field.name for field in sheet.model._meta.fields if isinstance(field, PartialDateField)]
            for row in sheet.rows:
                read_dates(sheet, row, dates)
            read_values(sheet)
    return sheets


def read_dates(sheet: Sheet, row: Row, names: list[str]) -> None:
    for name in names:
        text = row.fields.get(name)
        if isinstance(text, str) and text and not IN_FIGURES.fullmatch(text):
            try:
                row.fields[name] = read_date(text)
            except Unreadable as problem:
                told, _ = problem.apart()
                sheet.problems.append(Problem(sheet.name, row.number, name, text, told, nearest_date(text)))


def read_values(sheet: Sheet) -> None:
    """Read the values of a table that says how."""
    read = getattr(sheet.model, "as_printed", None)
    number_of = {id(row.fields): row.number for row in sheet.rows}
    for fields, measure in read(row.fields for row in sheet.rows) if read else ():
        if isinstance(measure, Unreadable):
            number, text = number_of[id(fields)], fields["stated"]
            sheet.problems.append(Problem(sheet.name, number, "stated", text, *measure.apart()))
        else:
            fields |= {"minimum": measure.minimum, "maximum": measure.maximum, "approximate": measure.approximate}
