"""Two rows that may not stand beside each other, made one: what one of them says is not lost."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from core import database

Values = dict[str, object]
"""What a row is to hold, by the names of columns."""
NOTE = "note"


def folded(kept: models.Model, going: models.Model, same: set[str], decided: dict[str, bool]) -> Values:
    """Return what the kept row is to hold, so that nothing the other one says is lost.

    What the kept one leaves blank is filled in, texts are joined, and of the rest a note keeps what the
    other says. ``same`` are the fields that are not looked at, ``decided`` those of which it is settled
    elsewhere whether the value of the row that goes is taken.
    """
    values: Values = {}
    said = []
    for field in database.noted_fields(type(kept)):
        mine, theirs = field.value_from_object(kept), field.value_from_object(going)
        unstated = {None, "", getattr(kept, "unstated", {}).get(field.name)}
        if field.name in same or mine == theirs or theirs in unstated:
            continue
        if mine in unstated or decided.get(field.name):
            values[field.attname] = theirs
        elif is_text(field) and field.name not in decided:
            values[field.attname] = joined(field, mine, theirs)
        elif field.name not in decided:
            said.append(f"{field.verbose_name}: {theirs}")
    return values | noted(kept, values, said)


def noted(kept: models.Model, values: Values, said: list[str]) -> Values:
    """Return the note that keeps what else the other row says, where there are notes."""
    if not said or not hasattr(kept, NOTE):
        return {}
    mine = str(values.get(NOTE, getattr(kept, NOTE)))
    return {NOTE: joined(kept._meta.get_field(NOTE), mine, f"Merged, {', '.join(said)}")}


def is_text(field: models.Field) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def joined(field: models.Field, mine: str, theirs: str) -> str:
    """Return two texts as one; raise ValidationError when that is longer than the field."""
    if theirs in mine:
        return mine
    both = f"{mine}; {theirs}" if mine else theirs
    if field.max_length and len(both) > field.max_length:
        told = f"“{field.verbose_name}” of “{mine}” and “{theirs}” is too long for one: shorten either first."
        raise ValidationError(capfirst(told))
    return both
