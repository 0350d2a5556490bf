"""Orders of a list: always total, the unknown last, and able to go on from any record in either direction.

A list is one or several stretches that follow one another: the records whose value is known and
then the others, or the ways a text was found, the best first. Within a stretch an index gives the
order, so that the thousandth page costs what the first one does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import Func
from django.db.models.lookups import Exact, GreaterThan, LessThan

from core.database import InBytes, Stretch

MISSING = models.IntegerField()
"""1 where a value is unknown, else 0."""


class Beyond(Func):
    """Columns taken together come after values, or before them: a comparison an index answers in one step."""

    output_field = models.BooleanField()

    def __init__(self, columns: list, values: list, descends: bool):
        super().__init__(*columns, *values, sign="<" if descends else ">", half=len(columns))

    def as_sql(self, compiler, connection, **extra):
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        texts, half = [sql for sql, _ in parts], self.extra["half"]
        sql = f"({', '.join(texts[:half])}) {self.extra['sign']} ({', '.join(texts[half:])})"
        return sql, [value for _, given in parts for value in given]


@dataclass(frozen=True)
class Term:
    """One of the values a list is ordered by."""

    expression: Any
    field: models.Field
    descends: bool

    def value(self, given) -> Value:
        """Return a cursor's value as one of this term."""
        value = self.field.to_python(given)
        if isinstance(self.field, models.DateTimeField) and value.tzinfo is None:
            value = value.replace(tzinfo=UTC)
        return Value(value, output_field=self.field)


class Order:
    """The order of a list: the columns asked for, then the slug, in the direction of the last of them."""

    def __init__(self, model: type[models.Model], asked: list[tuple[str, bool]]):
        fields = {model._meta.get_field(name): descends for name, descends in asked}
        slug = model._meta.get_field("slug")
        fields = fields | ({} if slug in fields else {slug: asked[-1][1] if asked else False})
        self.leading = next(iter(fields))
        self.by_index = len(fields) <= len((self.leading, slug)) and len(set(fields.values())) == 1
        """Whether an index gives this order: of one column, and then the slug in the same direction."""
        self.terms = [term for field, descends in fields.items() for term in self.terms_of(field, descends)]

    def terms_of(self, field: models.Field, descends: bool) -> Iterable[Term]:
        if field.null and not self.by_index:
            missing = Case(When(**{f"{field.name}__isnull": True}, then=Value(1)), default=Value(0))
            yield Term(missing, MISSING, False)
        yield Term(InBytes(field.name), field, descends)

    def stretches(self, rows: QuerySet) -> list[Stretch]:
        """Return the list in its order; where an index leads, those without a value are a stretch of their own."""
        columns = tuple((term.expression, term.descends) for term in self.terms)
        if not (self.by_index and self.leading.null):
            return [Stretch(rows, columns)]
        name = f"{self.leading.name}__isnull"
        return [Stretch(rows.filter(**{name: missing}), columns) for missing in (False, True)]

    def following(self, stretch: Stretch, keys: list) -> Stretch:
        """Return what is left of a stretch behind the record with these keys."""
        known = [
            (term.expression, term.value(key), descends)
            for term, key, (_, descends) in zip(self.terms, keys, stretch.columns, strict=True)
            if key is not None
        ]
        columns, values, directions = zip(*known, strict=True)
        behind = Beyond(columns, values, directions[0]) if self.by_index else one_by_one(known)
        return Stretch(stretch.rows.filter(behind), stretch.columns)


def listed(order: Order, parts: list[QuerySet], keys: list | None, backwards: bool) -> dict[int, Stretch]:
    """Return what is left of a list, in one direction, behind the record with these keys; its parts follow in turn."""
    stretches = dict(enumerate(stretch for rows in parts for stretch in order.stretches(rows)))
    if backwards:
        stretches = {number: stretches[number].turned() for number in reversed(stretches)}
    if keys:
        part, *values = keys
        stretches = {number: one for number, one in stretches.items() if number == part or (number < part) == backwards}
        stretches[part] = order.following(stretches[part], values)
    return stretches


def one_by_one(known: list[tuple]) -> Q:
    """Return the condition for coming after values in several directions, for which no index helps."""
    condition, same = Q(), Q()
    for column, value, descends in known:
        condition |= same & Q((LessThan if descends else GreaterThan)(column, value))
        same &= Q(Exact(column, value))
    return condition
