"""A file as tables of rows, each cell as its field takes it; what cannot be read is told with its place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models

from core.fields import NameKeyField, PartialDateField
from core.names import nearest
from reference.loading.selecting import loadable
from reference.loading.values import from_text

CLEAR = "<clear>"
"""Written into a cell, it erases the value there; an empty cell keeps it."""
NOT_READ = "(not read)"
"""A column whose name has this is for people: such are added to a file that is given back."""
MOST_ROWS, MOST_COLUMNS = 50_000, 100
NOT_LETTERS = re.compile(r"[^a-z0-9.]+")


class Problem(NamedTuple):
    """One thing wrong: where, with which value, and the nearest right one if it is known. Row 0 is all of a sheet."""

    sheet: str
    row: int
    column: str
    value: str
    problem: str
    nearest: str = ""

    @property
    def cell(self) -> tuple[str, int, str]:
        return self.sheet, self.row, self.column


class Wrong(NamedTuple):
    """A cell that holds no value: its text, and why."""

    text: str
    told: str


Cell = str | Wrong
NAMELESS = ""
Column = models.Field | str | None
"""The field a column is of: none where it is not read, and no name where it has none."""


class Row(NamedTuple):
    """A row of a sheet by its number there: the fields it gives, and as which texts."""

    number: int
    fields: dict[str, Any]
    texts: dict[str, str]


@dataclass
class Sheet:
    """The rows of one model."""

    name: str
    model: type[models.Model] | None
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def letters(text: str) -> str:
    return NOT_LETTERS.sub("", text.lower())


def names_of_models() -> dict[str, type[models.Model]]:
    """Return the models by all that a sheet of each may be called."""
    found: dict[str, type[models.Model]] = {}
    for label, model in loadable().items():
        for name in (label, model._meta.model_name, model._meta.verbose_name, model._meta.verbose_name_plural):
            found.setdefault(letters(str(name)), model)
    return found


def model_named(name: str) -> type[models.Model] | None:
    """Return the model a sheet is named by: reference.country, Country or countries."""
    return names_of_models().get(letters(name))


def given_by(model: type[models.Model]) -> dict[str, models.Field]:
    """Return the fields a row may give, by name."""
    fields = [each for each in model._meta.concrete_fields if not each.primary_key and each.editable]
    return {each.name: each for each in [*fields, *model._meta.many_to_many] if not isinstance(each, NameKeyField)}


def laid_out(name: str, model: type[models.Model] | None, lines: Iterable[tuple[int, list[Cell]]]) -> Sheet:
    """Return lines, the first of which names fields, as the rows of a model."""
    sheet = Sheet(name, model)
    if model is None:
        known = names_of_models()
        told = "The name of a sheet says which table its rows go to, unless a file has a single one; this names none."
        near = ", ".join(known[each]._meta.label_lower for each in nearest(letters(name), known, 1))
        sheet.problems.append(Problem(name, 0, "", name, told, near))
        return sheet
    numbered = ((number, cells) for number, cells in lines if any(map(is_given, cells)))
    number, header = next(numbered, (0, []))
    columns = columns_of(sheet, number, header)
    for number, cells in numbered:
        sheet.rows.append(row_of(sheet, number, cells, columns))
    return sheet


def is_given(cell: Cell) -> bool:
    return isinstance(cell, Wrong) or bool(cell.strip())


def columns_of(sheet: Sheet, number: int, header: list[Cell]) -> list[Column]:
    """Return the field of each column; note the names of none, those given twice, and a sheet without names."""
    fields = given_by(sheet.model)  # type: ignore[arg-type]  # it has one
    known = {letters(str(each.verbose_name)): each for each in fields.values()}
    known |= {letters(name): each for name, each in fields.items()}
    columns: list[Column] = []
    for cell in header:
        text = cell if isinstance(cell, str) else cell.text
        column = known.get(letters(text))
        is_read = bool(text.strip()) and NOT_READ not in text
        told = "" if column or not is_read else "This column is no field of the table, and would not be read."
        if column and column in columns:
            told, near = f"The column “{column.name}” stands here twice.", ""
        else:
            near = ", ".join(nearest(text, fields, 1)) if told else ""
        if told:
            sheet.problems.append(Problem(sheet.name, number, text, text, told, near))
        columns.append(column if column and not told else None if text.strip() else NAMELESS)
    if not any(columns):
        told = "The first line names no field of the table."
        sheet.problems.append(Problem(sheet.name, 0, "", "", told, ", ".join(list(fields)[:3])))
    return columns


def row_of(sheet: Sheet, number: int, cells: list[Cell], columns: list[Column]) -> Row:
    row = Row(number, {}, {})
    for place, cell in enumerate(cells):
        column = columns[place] if place < len(columns) else NAMELESS
        if not is_given(cell):
            continue
        if isinstance(cell, Wrong):
            name = column.name if column else ""
            sheet.problems.append(Problem(sheet.name, number, name, cell.text, cell.told))
        elif column:
            row.fields[column.name], row.texts[column.name] = value_of(column, cell), cell
        elif column == NAMELESS:
            told = f"It stands in column {place + 1}, under no name."
            sheet.problems.append(Problem(sheet.name, number, "", cell, told))
    return row


def value_of(column: models.Field, text: str):
    """Return what a cell that is not empty gives its field."""
    if text.strip().lower() == CLEAR:
        return [] if column.many_to_many else cleared(column)
    free = type(column) in {models.CharField, models.TextField} and not column.choices
    return from_text(column, text if free and not isinstance(column, PartialDateField) else text.strip())


def cleared(column: models.Field) -> str | None:
    """Return nothing, as a field has it; one that needs a value refuses it."""
    empty = not column.null and column.empty_strings_allowed and not column.is_relation
    return "" if empty else None
