"""Filters of what lies on a scale: numbers, estimates and dates known more or less exactly."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, IsNull, LessThanOrEqual

from core import fields
from core.api import reading
from core.api.filters import Filter


class Number(Filter):
    """A number; bounds are inclusive."""

    lookups = ("", "not", "gte", "lte", "range", "isnull")
    expected = reading.NUMBER
    schema = {"type": "integer", "minimum": 0, "maximum": reading.LARGEST}

    def __init__(self, path, **options):
        super().__init__(path, **{"sort": path, "example": "10"} | options)

    def read(self, text):
        return reading.read_number(text)

    def match_gte(self, values):
        return Q(**{f"{self.path}__gte": values[0]})

    def match_lte(self, values):
        return Q(**{f"{self.path}__lte": values[0]})

    def match_range(self, values):
        return self.match_gte(values[:1]) & self.match_lte(values[1:])


class Money(Number):
    """An amount of money, in the currency of the record."""

    expected = "an amount such as 350000000 or 99.50"
    schema = {"type": "number", "minimum": 0}

    def read(self, text):
        return reading.read_amount(text)


class Estimate(Number):
    """A number known as low, best and high: a bound matches when the span may reach it."""

    lookups = ("", "gte", "lte", "range", "surely_gte", "surely_lte", "isnull")

    def __init__(self, path, **options):
        super().__init__(path, **{"sort": f"{path}_best"} | options)
        self.low, self.best, self.high = (f"{path}_{part}" for part in ("low", "best", "high"))

    def condition(self, lookup, values):
        if lookup == "isnull":
            unknown = self._unknown(self.low, self.best, self.high)
            return unknown if values[0] else ~unknown
        return super().condition(lookup, values)

    def match_any(self, values):
        condition = Q()
        for value in values:
            condition |= self.match_range([value, value])
        return condition

    def match_gte(self, values):
        return Q(GreaterThanOrEqual(fields.most(self.path), values[0]))

    def match_lte(self, values):
        return Q(LessThanOrEqual(fields.least(self.path), values[0]))

    def match_surely_gte(self, values):
        return Q(GreaterThanOrEqual(Coalesce(F(self.low), F(self.best)), values[0]))

    def match_surely_lte(self, values):
        return Q(LessThanOrEqual(Coalesce(F(self.high), F(self.best)), values[0]))

    def listed(self, model, lookup, values):
        """Return the bounds, each by itself."""
        if lookup == "isnull":
            least = fields.least(self.path)
            return [[Q(IsNull(least, True)) if values[0] else Q(GreaterThanOrEqual(least, 0))]]
        most_at_least = GreaterThanOrEqual(fields.most(self.path), min(values))
        least_at_most = LessThanOrEqual(fields.least(self.path), max(values))
        bounds = {
            "gte": [most_at_least],
            "lte": [least_at_most],
            "surely_gte": [GreaterThanOrEqual(fields.least(self.path), values[0])],
            "surely_lte": [LessThanOrEqual(fields.most(self.path), values[0])],
        }
        return [[Q(bound)] for bound in bounds.get(lookup, [most_at_least, least_at_most])]

    @staticmethod
    def _unknown(*fields: str) -> Q:
        return Q(**{f"{field}__isnull": True for field in fields})


class PartialDate(Filter):
    """A date as precise as it is known; a value matches what may fall into it."""

    lookups = ("", "not", "gte", "lte", "range", "surely_gte", "surely_lte", "isnull")
    expected = reading.DATE
    schema = {"type": "string", "pattern": rf"^{fields.PARTIAL_DATE.pattern}$"}

    def __init__(self, path, **options):
        super().__init__(path, **{"sort": path, "example": "2017-04"} | options)

    def read(self, text):
        return reading.read_date(text)

    def reversed(self, low, high):
        return low[: len(high)] > high

    def match_any(self, values):
        condition = Q()
        for value in values:
            condition |= fields.possibly_during(self.path, value)
        return condition

    def match_gte(self, values):
        return fields.possibly_from(self.path, values[0])

    def match_lte(self, values):
        return fields.possibly_until(self.path, values[0])

    def match_range(self, values):
        return fields.possibly_within(self.path, *values)

    def match_surely_gte(self, values):
        return fields.surely_from(self.path, values[0])

    def match_surely_lte(self, values):
        return fields.surely_until(self.path, values[0])
