"""Writing records as a fixture: sorted, one a line, with every field, so that two dumps differ where data do."""

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.db import models

from core.database import InBytes, automatic
from core.fields import NameKeyField

BATCH = 2_000


def lines_of(wanted: list[type[models.Model]]) -> Iterator[str]:
    """Return the text of a fixture, line by line."""
    before = "[\n"
    for model in wanted:
        for fields in objects_of(model):
            obj = json.dumps({"model": model._meta.label_lower, "fields": fields}, ensure_ascii=False)
            yield f"{before}{obj}"
            before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def objects_of(model: type[models.Model]) -> Iterator[dict]:
    """Return the fields of a table's rows, in the order of their natural keys."""
    fields = [field for field in model._meta.concrete_fields if is_written(field)]
    order = [path_of(model._meta.get_field(name)) for name in model.keyed_by()]  # type: ignore[attr-defined]  # all have it
    rows = model._base_manager.order_by(*(InBytes(path) for path in order))
    found = rows.values_list("pk", *map(path_of, fields)).iterator(BATCH)
    while batch := list(islice(found, BATCH)):
        links = {link.name: linked(link, [pk for pk, *_ in batch]) for link in model._meta.many_to_many}
        for pk, *values in batch:
            given = {field.name: plain(field, value) for field, value in zip(fields, values, strict=True)}
            given |= {name: [[slug] for slug in sorted(found[pk])] for name, found in links.items()}
            yield dict(sorted(given.items()))


def is_written(field: models.Field) -> bool:
    """Tell whether a column is a fact, and not computed when a row is stored."""
    return not (field.primary_key or automatic(field) or isinstance(field, NameKeyField) or not field.editable)


def path_of(field: models.Field) -> str:
    """Return the path to what a fixture has in a field: of a relation, the slug of the record it leads to."""
    return f"{field.name}__slug" if field.is_relation else field.name


def linked(link, keys: list[int]) -> dict[int, list[str]]:
    """Return the slugs of the records that rows are linked to."""
    found = defaultdict(list)
    pairs = link.remote_field.through._base_manager.order_by().filter(**{f"{link.m2m_field_name()}__in": keys})
    for key, slug in pairs.values_list(link.m2m_field_name(), f"{link.m2m_reverse_field_name()}__slug"):
        found[key].append(slug)
    return found


def plain(field: models.Field, value):
    """Return a value as JSON has it: a relation as a natural key, a decimal as the shortest number it is."""
    if value is None or not (field.is_relation or isinstance(value, Decimal) or hasattr(value, "isoformat")):
        return value
    if field.is_relation:
        return [value]
    return number(value) if isinstance(value, Decimal) else value.isoformat().replace("+00:00", "Z")


def number(value: Decimal) -> int | float | str:
    """Return a decimal as a number of JSON; as a text where a program would read another number."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value.normalize())
