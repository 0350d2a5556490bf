"""Changes in people's words: what was, what is, by the names of fields and of the records they name."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime

from core.changes.effects import relations
from core.changes.models import Change, Operation
from core.changes.naming import GONE, Row, address_of, table
from core.database import belonging, noted_fields


class Name(str):
    """What a row is called, with the address of its page; blank where it has none."""

    address = ""


class Line(NamedTuple):
    """One value of a row: its field, what it was and what it is; blank for nothing."""

    field: str
    old: str
    new: str

    @property
    def sides(self) -> tuple[tuple[str, str], ...]:
        """Return both values, each with what it is."""
        return ("old", self.old), ("new", self.new)


def named_in(changes: Iterable[Change]) -> Iterator[Row]:
    """Yield every row that some changes are about or name."""
    for change in changes:
        if model := table(change.model):
            yield row_of(change, model)
            if change.owner:
                yield belonging(model).related_model, change.owner
            fields = relations(model)
            for values in (change.old or {}, change.new or {}):
                yield from ((fields[n].related_model, key) for n, key in values.items() if n in fields and key)


def row_of(change: Change, model: type[models.Model]) -> Row:
    """Return the row a change is about: a link is a value of the record that lists the other."""
    return model._meta.auto_created or model, change.key


def lines(change: Change, names: dict[Row, str]) -> list[Line]:
    """Return what a change says, in the order of the model's fields."""
    model, old, new = table(change.model), change.old or {}, change.new or {}
    if model is None:
        return [Line(name, str(old.get(name, "")), str(new.get(name, ""))) for name in {**old, **new}]
    if model._meta.auto_created:
        return [link_line(model, old, new, names)]
    fields = [field for field in noted_fields(model) if field.column in old.keys() | new.keys()]
    if change.operation != Operation.CHANGED:
        fields = [field for field in fields if is_telling(model, field, old or new)]
    values = ((field, *(in_words(field, each.get(field.column), names) for each in (old, new))) for field in fields)
    return [Line(label_of(field, change), was, now) for field, was, now in values]


def label_of(field: models.Field, change: Change) -> str:
    """Return what a value is called, with its unit as its form has it: Minimum (km)."""
    units = dict.fromkeys(unit for unit in change.units.get(field.column, ()) if unit is not None)
    told = " → ".join(unit or "no unit" for unit in units) if any(units) else ""
    return capfirst(field.verbose_name) + (f" ({told})" if told else "")


def link_line(model: type[models.Model], old: dict, new: dict, names: dict[Row, str]) -> Line:
    """Return what was linked, or is no more, under the name of the relation."""
    (other,) = [field for field in relations(model).values() if field != belonging(model)]
    was, now = (in_words(other, values.get(other.column), names) for values in (old, new))
    return Line(capfirst(relation_of(model).verbose_name), was, now)


def relation_of(link: type[models.Model]) -> models.ManyToManyField:
    """Return the relation whose links a table holds."""
    lister = link._meta.auto_created
    return next(field for field in lister._meta.many_to_many if field.remote_field.through is link)


def is_telling(model: type[models.Model], field: models.Field, values: dict) -> bool:
    """Tell whether a value of a row that came or went is worth a line: what was never filled in is not."""
    value = values.get(field.column)
    given = value not in (None, "") and (not field.has_default() or value != field.get_default())
    times = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return given and not times and field != belonging(model)


def in_words(field: models.Field, value: Any, names: dict[Row, str]) -> str:
    """Return a value of the log as people read it."""
    if value is None or value == "":
        return ""
    if field.is_relation:
        name = Name(names.get((field.related_model, value)) or value)
        name.address = "" if name.endswith(GONE) else address_of((field.related_model, value), "change")
        return name
    if isinstance(field, models.BooleanField):
        return "yes" if value else "no"
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(value)):
        return date_format(localtime(moment), "DATETIME_FORMAT")
    return str(dict(field.flatchoices).get(value, value))
