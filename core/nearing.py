"""What may have been meant by a text that its field does not take: the same in another spelling, or within bounds."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import slugify

from core.fields import PartialDateField
from core.names import nearest
from core.printed import Unreadable, read_date

TRUTHS = dict.fromkeys(["yes", "y", "1", "t", "x"], "true") | dict.fromkeys(["no", "n", "0", "f"], "false")
NUMBER = re.compile(r"(?<![\d.])-?\d{1,18}(?:\.\d{1,12})?(?![\d.])")
THOUSANDS = re.compile(r"(?<=\d)[,' \u00a0\u202f](?=\d{3}(?!\d))")
DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
MOMENT = re.compile(r"(?<=\d{4}-\d\d-\d\d)[T ].+")
DAYS, EPOCH = re.compile(r"[1-6]\d{4}"), date(1899, 12, 30)
"""How spreadsheets keep a date: as days since then."""
MONTH, SHORT = (
    re.compile(r"(?P<month>\d{1,2})[/.](?P<year>\d{4})"),
    re.compile(r"(?P<month>[A-Za-z]{3,9})-(?P<year>\d\d)"),
)
PIVOT = "30"
"""Spreadsheets write 2017-04 as Apr-17; from here on such a year is of the last century."""
MOST_NEAREST, LONGEST_TOLD = 2, 60


def nearest_to(field: models.Field, text: str) -> str:
    """Return the values nearest to a text that a field takes; blank where none is near."""
    if isinstance(field, models.BooleanField):
        return TRUTHS.get(text.strip().lower(), "true, false")
    if takes(field, text):
        return ""
    if isinstance(field, PartialDateField):
        return nearest_date(text)
    if field.choices:
        return ", ".join(nearest(text, [code for code, _ in field.flatchoices], MOST_NEAREST))
    taken = (each for each in dict.fromkeys(spellings(field, text)) if takes(field, each))
    return ", ".join(islice(taken, MOST_NEAREST))


def in_full(error: ValidationError, model: type[models.Model], name: str, text: str) -> ValidationError:
    """Return what is said of a text given for a field with the text and what is nearest, where it lacks them."""
    field = {field.name: field for field in model._meta.fields if not field.is_relation}.get(name)
    (told,) = error.messages
    if not field or "Given: " in told:
        return error
    near = model.free_slug(text) if name == "slug" and takes(field, text) else nearest_to(field, text)
    if not re.search(rf"(?<!\w){re.escape(text)}(?!\w)", told):
        told += f" Given: “{shortened(text)}”."
    if near and "nearest" not in told.lower():
        told += f" Nearest: {near}."
    return ValidationError(told, error.code)


def shortened(text: str) -> str:
    return f"{text[:LONGEST_TOLD]}…" if len(text) > LONGEST_TOLD else text


def nearest_date(text: str) -> str:
    """Return the dates nearest to a text, which a spreadsheet may have written in its own way."""
    try:
        return read_date(respelt(text))
    except Unreadable as error:
        return error.apart()[1]


def respelt(text: str) -> str:
    """Return a date as people write it: of a moment its day, of a number of days that day, and “May-16” in full."""
    if DAYS.fullmatch(text):
        return (EPOCH + timedelta(days=int(text))).isoformat()
    if match := MONTH.fullmatch(text):
        return f"{match['year']}-{match['month']:0>2}"
    if match := SHORT.fullmatch(text):
        return f"{match['month']} {'19' if match['year'] >= PIVOT else '20'}{match['year']}"
    return MOMENT.sub("", text)


def takes(field: models.Field, text: str) -> bool:
    try:
        field.clean(text, None)
    except (TypeError, ValidationError):
        return False
    return True


def spellings(field: models.Field, text: str) -> Iterator[str]:
    """Yield what somebody may have meant."""
    if isinstance(field, models.IntegerField | models.DecimalField):
        yield from numbers(field, text)
    elif isinstance(field, models.SlugField):
        yield slugify(text)
    elif isinstance(field, models.URLField):
        yield f"https://{text.strip().rpartition('://')[2]}"
    elif isinstance(field, models.CharField):
        yield text.strip().upper()


def numbers(field: models.IntegerField | models.DecimalField, text: str) -> Iterator[str]:
    """Yield the numbers in a text, each as the field has it and within its bounds."""
    least = [rule.limit_value for rule in field.validators if isinstance(rule, MinValueValidator)]
    most = [rule.limit_value for rule in field.validators if isinstance(rule, MaxValueValidator)]
    places = field.decimal_places if isinstance(field, models.DecimalField) else 0
    for found in NUMBER.findall(DECIMAL_COMMA.sub(".", THOUSANDS.sub("", text))):
        number = Decimal(min([max([Decimal(found), *least]), *most]))
        text = f"{round(number, places):f}"
        yield text.rstrip("0").rstrip(".") if "." in text else text
