"""Columns with a meaning of their own: counts, partial dates, slugs, name keys."""

import calendar
import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from core import database
from core.names import name_key
from core.printed import Unreadable, read_date

PARTIAL_DATE = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def validate_partial_date(value: str) -> None:
    """Refuse what is not a day, month or year of the calendar in ISO 8601."""
    if not PARTIAL_DATE.fullmatch(value):
        raise ValidationError(f"“{value}” is not a date: write 2017, 2017-04 or 2017-04-22.", code="invalid")
    try:
        date.fromisoformat(first_day(value))
    except ValueError:
        raise ValidationError(f"“{value}” is not a day of the calendar.", code="invalid") from None


def first_day(value: str) -> str:
    """Return the first day a partial date may mean: 2017-04 gives 2017-04-01."""
    return value + "-01-01"[len(value) - 4 :]


def last_day(value: str) -> str:
    """Return the last day a partial date may mean: 2017-04 gives 2017-04-30."""
    if len(value) == len("2017"):
        return f"{value}-12-31"
    if len(value) == len("2017-04"):
        return f"{value}-{calendar.monthrange(int(value[:4]), int(value[5:]))[1]:02}"
    return value


def possibly_from(field: str, bound: str) -> Q:
    """Match dates that may be on or after the bound: for 2017-06-15 also 2017 and 2017-06."""
    day = first_day(bound)
    return Q(**{f"{field}__gte": day}) | Q(**{f"{field}__in": [day[:4], day[:7]]})


def possibly_until(field: str, bound: str) -> Q:
    """Match dates that may be on or before the bound: for 2017-06-15 also 2017 and 2017-06."""
    return Q(**{f"{field}__lte": last_day(bound)})


def possibly_within(field: str, start: str, end: str) -> Q:
    """Match dates that may be between two bounds, as spans an index can answer."""
    first, last = first_day(start), last_day(end)
    around = [date for date in (first[:4], first[:7]) if date <= last]
    return Q(**{f"{field}__gte": first, f"{field}__lte": last}) | Q(**{f"{field}__in": around})


def possibly_during(field: str, period: str) -> Q:
    """Match dates that may fall into the period: for 2017-06 also 2017 and 2017-06-15."""
    return possibly_within(field, period, period)


def surely_from(field: str, bound: str) -> Q:
    """Match dates no day of which is before the bound."""
    day = first_day(bound)
    same_start = [prefix for prefix in (day[:4], day[:7]) if first_day(prefix) == day]
    return Q(**{f"{field}__gte": day}) | Q(**{f"{field}__in": same_start})


def surely_until(field: str, bound: str) -> Q:
    """Match dates no day of which is after the bound."""
    day = last_day(bound)
    reaching_past = [prefix for prefix in (day[:4], day[:7]) if last_day(prefix) > day]
    return Q(**{f"{field}__lte": day}) & ~Q(**{f"{field}__in": reaching_past})


def beginning(field: str, key: str) -> Q:
    """Match texts compared byte by byte that begin with a key, as a span an index can answer."""
    return Q(**{f"{field}__gte": key, f"{field}__lt": f"{key}\U0010ffff"})


LARGEST = 2**31 - 1
"""The largest number that a column of whole numbers holds on every engine."""


class End(models.Func):
    """One end of a number known as low, best and high: given first the column of that end, then best, then the other.

    ``furthest`` is what the end may be where only the other one is known. It stands in the text, so
    that an index of the same expression is recognised.
    """

    output_field = models.IntegerField()

    def as_sql(self, compiler, connection, **extra):
        known, best, other = (compiler.compile(column)[0] for column in self.source_expressions)
        return f"COALESCE({known}, {best}, CASE WHEN {other} IS NOT NULL THEN {self.extra['furthest']} END)", []


def least(number: str) -> End:
    """Return the least that may be meant by an estimate."""
    return End(f"{number}_low", f"{number}_best", f"{number}_high", furthest=0)


def most(number: str) -> End:
    """Return the most that may be meant by an estimate."""
    return End(f"{number}_high", f"{number}_best", f"{number}_low", furthest=LARGEST)


class Bytewise:
    """Text compared byte by byte on every engine, so that order never depends on a locale."""

    def db_parameters(self, connection):
        return super().db_parameters(connection) | {"collation": database.bytewise_collation(connection)}


class SlugField(Bytewise, models.SlugField):
    """The public name of a record: letters, digits, hyphens, underscores; never reused."""


class PrintedDateField(forms.CharField):
    """A date typed as it is printed: “April 2017” and “22 Apr 2025” are taken for what they mean."""

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return read_date(text) if text else text
        except Unreadable as error:
            raise ValidationError(str(error), code="invalid") from None


class CountField(models.PositiveIntegerField):
    """How many of something; SQLite would hold more than PostgreSQL does, so both take what PostgreSQL holds."""

    default_validators = [MaxValueValidator(2**31 - 1)]

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, kwargs


class PartialDateField(Bytewise, models.CharField):
    """A date as precise as it is known, in ISO 8601: 2017, 2017-04 or 2017-04-22; null when unknown.

    Text order is date order. The database refuses what has not this form.
    """

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 10, "null": True, "blank": True} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {k: v for k, v in kwargs.items() if k not in {"max_length", "null", "blank"}}

    def db_check(self, connection):
        return database.partial_date_check(connection, self.column)

    def to_python(self, value):
        return super().to_python(value) or None

    def get_prep_value(self, value):
        return super().get_prep_value(value) or None

    def formfield(self, **kwargs):
        hint = "2017, April 2017 or 22 Apr 2017"
        typed = {"form_class": PrintedDateField, "max_length": None, "empty_value": None}
        return super().formfield(**typed | {"help_text": hint} | kwargs)


class NameKeyField(Bytewise, models.CharField):
    """The normalised form of another field (see ``core.names``), kept on every save."""

    def __init__(self, source: str = "name", **kwargs):
        self.source = source
        super().__init__(**{"max_length": 400, "editable": False, "db_index": True, "default": ""} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kept = {k: v for k, v in kwargs.items() if k not in {"max_length", "editable", "db_index", "default"}}
        return name, path, args, {"source": self.source} | kept

    def pre_save(self, instance, add):
        key = name_key(getattr(instance, self.source))[: self.max_length]
        setattr(instance, self.attname, key)
        return key
