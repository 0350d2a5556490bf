"""What a field takes: its own rules, asked only of values that were not seen to keep them."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator, RegexValidator
from django.db import models

from core.fields import PartialDateField
from core.fixtures.shapes import fault

MOST_KNOWN = 10_000
WHOLE = re.compile(r"[+-]?\d{1,30}")
TRUTHS = {"true": True, "false": False}
Check = Callable[[Any], Any]


class Misshapen(Exception):  # noqa: N818  it says what a value is
    """A value of a form that its field cannot have, in words."""


def check_of(field: models.Field, connection) -> Check:
    """Return the function that gives a value as it is stored; it raises Misshapen or ValidationError.

    What it takes at once, the field's own rules would take as well; they are asked of all the rest.
    """

    asked = partial(asked_of, field, connection)
    if field.many_to_many:
        return links_checked(asked)
    if field.is_relation:
        return relation_checked(asked)
    if isinstance(field, models.CharField | models.TextField) and not isinstance(field, PartialDateField):
        return text_checked(field, remembered(asked, str))
    return remembered(asked, int if isinstance(field, models.IntegerField) else str)


def asked_of(field, connection, value):
    """Ask a field's own rules of a value."""
    if told := fault(field.model, field.name, value, raw=False):
        raise Misshapen(told)
    if field.many_to_many:
        return [key[0] for key in value]
    if field.is_relation and value is not None:
        return value[0]
    return field.get_db_prep_save(field.clean(value, None), connection)


def remembered(asked: Check, kind: type) -> Check:
    """Return a check that asks about each value of one type once."""
    known: dict = {}

    def check(value):
        if type(value) is not kind:
            return asked(value)
        if value not in known:
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[value] = asked(value)
        return known[value]

    return check


def text_checked(field: models.Field, asked: Check) -> Check:
    """Return a check that takes plain texts at once, when length and form are all their field asks of them."""
    validators = [each for each in field.validators if not isinstance(each, ProhibitNullCharactersValidator)]
    lengths = [each for each in validators if isinstance(each, MaxLengthValidator)]
    forms = [each for each in validators if type(each) is RegexValidator and not each.inverse_match]
    if field.choices or len(lengths) + len(forms) < len(validators) or len(forms) > 1:
        return asked
    longest = min((each.limit_value for each in lengths), default=LARGEST_TEXT)
    matches = re.compile(forms[0].regex).search if forms else None

    def check(value):
        plain = type(value) is str and 0 < len(value) <= longest and value.isascii() and "\0" not in value
        return value if plain and (matches is None or matches(value)) else asked(value)

    return check


LARGEST_TEXT = 1 << 40


def relation_checked(asked: Check) -> Check:
    def check(value):
        if type(value) is list and len(value) == 1 and is_plain(value[0]):
            return value[0]
        return asked(value)

    return check


def links_checked(asked: Check) -> Check:
    def check(value):
        if type(value) is list and all(type(key) is list and len(key) == 1 and is_plain(key[0]) for key in value):
            return [key[0] for key in value]
        return asked(value)

    return check


def is_plain(text) -> bool:
    return type(text) is str and text.isascii() and "\0" not in text


def from_texts(model: type[models.Model], fields: dict) -> dict:
    """Return the fields of a table's row or of a text for people, each as the type its field asks for."""
    known = {field.name: field for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    given = {name: from_text(known[name], value) if name in known else value for name, value in fields.items()}
    return {name: value for name, value in given.items() if value is not NOT_GIVEN}


NOT_GIVEN = object()


def from_text(field: models.Field, value):
    if field.many_to_many:
        keys = value.split(";") if isinstance(value, str) else value
        return [key if isinstance(key, list) else [key.strip()] for key in keys or [] if key]
    if value is None or value == "":
        return nothing(field)
    if field.is_relation:
        return value if isinstance(value, list) else [value]
    if isinstance(field, models.BooleanField):
        return TRUTHS.get(str(value).lower(), value)
    if isinstance(field, models.IntegerField) and isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    return value


def nothing(field: models.Field):
    """Return what an empty cell gives a field: null, an empty text, or nothing where it can be neither."""
    if field.null:
        return None
    return "" if field.empty_strings_allowed and not field.is_relation else NOT_GIVEN
