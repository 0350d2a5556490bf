"""What the fields of a form hold, as its controls send it; so that what was, is and is typed can be compared."""

import hashlib
import json
from collections.abc import Iterable, Iterator

from django.forms import BaseInlineFormSet, BooleanField, Field, Form
from django.forms.models import InlineForeignKeyField

Opened = dict[str, dict[str, str]]
"""What a page showed: for the record, whose prefix is blank, and the rows of each table, by key, what they held."""
Values = dict[str, object]


def sent(field: Field, value) -> list[str]:
    """Return what a control that shows a value sends."""
    value = field.prepare_value(value)
    if isinstance(field, BooleanField):
        return ["on"] if value else []
    if isinstance(value, str) or not isinstance(value, Iterable):
        return ["" if value is None else plain(str(value))]
    return sorted((str(key) for key in value), key=lambda key: (len(key), key))


def plain(text):
    """Return a text with the ends of lines that are kept; browsers send others."""
    return text.replace("\r\n", "\n") if isinstance(text, str) else text


def fields_of(form: Form) -> Iterator[tuple[str, Field]]:
    """Yield the fields of a row itself: not its key, its record, and whether to delete it."""
    meta = form.instance._meta
    own = {field.name for field in (*meta.fields, *meta.many_to_many)} - {meta.pk.name}
    for name, field in form.fields.items():
        if name in own and not isinstance(field, InlineForeignKeyField):
            yield name, field


def digest(form: Form, values: Values | None = None) -> str:
    """Return, in short, what a form's fields hold, or would hold with other values."""
    given = form.initial if values is None else values
    told = [(name, sent(field, given.get(name))) for name, field in fields_of(form)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def rows_of(form: Form, formsets: Iterable[BaseInlineFormSet]) -> dict[str, dict[str, Form]]:
    """Return the forms of a page's record and of its rows, by key."""
    rows = {part.prefix: {str(row.instance.pk): row for row in part.initial_forms} for part in formsets}
    return {"": {str(form.instance.pk): form}} | rows


def held(form: Form, formsets: Iterable[BaseInlineFormSet]) -> Opened:
    """Return, in short, what the fields of a page hold."""
    return {prefix: {key: digest(row) for key, row in rows.items()} for prefix, rows in rows_of(form, formsets).items()}
