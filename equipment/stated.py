"""What is stated of a system as a source prints it, read as numbers in the unit of its property."""

from collections.abc import Iterable, Iterator

from django.db import models

from core.database import in_parts
from core.printed import Measure, Unreadable, read_measure

BY_HAND = "Or give minimum and maximum yourself."
PIECE = 500
Read = tuple[dict, "Measure | Unreadable"]


def read_stated(measured, text: str) -> Measure | None:
    """Return what a printed value means in its property's unit; nothing for texts and unknown properties."""
    if measured is None or measured.dimension == "text" or not text:
        return None
    return read_measure(text, measured.dimension, measured.unit)


def as_printed(specifications: type[models.Model], rows: Iterable[dict]) -> Iterator[Read]:
    """Yield the rows of a file whose words are new and whose numbers are not given, with what the words mean."""
    asked = [row for row in rows if text_in(row, "stated") and not {"minimum", "maximum"} & row.keys()]
    there = stored(specifications, asked)
    properties = specifications._meta.get_field("property").related_model._base_manager
    known = {measured.slug: measured for measured in properties.all()} if asked else {}
    for row in asked:
        was, stated = there.get(key_in(row), ("", ""))
        if row["stated"] == stated:
            continue
        try:
            measure = read_stated(known.get(text_in(row, "property") or was), row["stated"])
        except Unreadable as problem:
            yield row, Unreadable(f"{problem} {BY_HAND}")
        else:
            if measure:
                yield row, measure


def stored(specifications: type[models.Model], rows: list[dict]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the property and the words of the specifications that are here already, by their natural keys."""
    systems = sorted({text_in(row, "system") for row in rows})
    found = {}
    for part in in_parts(systems, PIECE):
        there = specifications._base_manager.filter(system__slug__in=part)
        told = there.values_list("system__slug", "ref", "property__slug", "stated")
        found |= {(system, ref): (measured, stated) for system, ref, measured, stated in told}
    return found


def key_in(row: dict) -> tuple[str, str]:
    return text_in(row, "system"), text_in(row, "ref")


def text_in(row: dict, name: str) -> str:
    """Return the text of a field, of a relation the slug; blank for what has not that form."""
    value = row.get(name)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) else ""
