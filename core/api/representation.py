"""Reading compiled: a serializer's declared fields become one SQL expression that builds its JSON.

The expression stands alone: related records and claims are correlated subqueries on the table of
the records themselves, so one compiled text serves every filter and order, and is kept for the
next request. A reader is never shown what is hidden from him: who may see what is part of it.
"""

from functools import lru_cache
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Case, F, JSONField, OuterRef, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat
from rest_framework import relations

from core import database
from core.api.serializers import Computed, Links, Reference, Serializer, Slugs, addresses, child_of, select, tree_of

KEPT = 512
"""How many compiled expressions are kept: one for each serializer, choice of fields, and kind of reader."""


class Shape(NamedTuple):
    """Which fields of a representation are asked for: these, or all but those."""

    fields: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()


def record(serializer_class: type[Serializer], shape: Shape, reader) -> RawSQL:
    """Return the JSON of a record as an expression over its table, as far as this reader may see it."""
    return compiled(serializer_class, shape, reader.is_staff)


def chosen(serializer_class: type[Serializer], shape: Shape) -> Serializer:
    """Return a serializer with the fields asked for."""
    serializer = serializer_class()
    select(serializer, tree_of(shape.fields), tree_of(shape.omit))
    return serializer


@lru_cache(KEPT)
def compiled(serializer_class: type[Serializer], shape: Shape, staff: bool) -> RawSQL:
    """Return the same, from what it depends on alone."""
    serializer, reader = chosen(serializer_class, shape), User(is_staff=True) if staff else AnonymousUser()
    return database.compiled(serializer.Meta.model, whole(serializer, reader))


@lru_cache(KEPT)
def place(model) -> RawSQL:
    """Return where a record is known to be, as GeoJSON has it, with its slug: an expression over its table."""
    point = database.Record({"type": Value("Point"), "coordinates": database.Cells("longitude", "latitude")})
    geometry = Case(When(latitude__isnull=False, then=point), output_field=JSONField())
    return database.compiled(model, database.Record({"id": F("slug"), "geometry": geometry}))


def whole(serializer: Serializer, reader) -> database.Record:
    """Return a record's or a claim's JSON as an expression over its table."""
    model = serializer.Meta.model
    return database.Record({name: value(model, field, reader) for name, field in serializer.fields.items()})


def value(model, field, reader):
    """Return one field's value as an expression over the table of a model."""
    if child := child_of(field):
        return database.Listed(claims(model, field.source, reader), whole(child, reader))
    if isinstance(field, relations.ManyRelatedField):
        return database.Listed(linked(model, field.source, reader), named(field.child_relation))
    if isinstance(field, Reference | Slugs):
        relation = model._meta.get_field(field.source)
        rows = visible(relation.related_model, reader).filter(pk=OuterRef(relation.attname))
        return database.Single(rows, named(field))
    if isinstance(field, Links):
        return database.Record({name: around("slug", *ends) for name, ends in addresses(model).items()})
    return field.expression(model) if isinstance(field, Computed) else F(field.source)


def around(column: str, start: str, end: str) -> Concat:
    """Return a column's text between two others."""
    return Concat(Value(start), column, Value(end), output_field=TextField())


def named(relation: Reference | Slugs):
    """Return how a related record is shown: its slug and name, or its slug alone."""
    if isinstance(relation, Slugs):
        return F("slug")
    return database.Record({name: F(name) for name in relation.shown})


def claims(model, source: str, reader) -> QuerySet:
    """Return the visible claims that a record of a model owns through a relation."""
    relation = model._meta.get_field(source)
    rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
    return rows.visible_to(reader, seen_from=relation.field.name) if hasattr(rows, "visible_to") else rows


def linked(model, source: str, reader) -> QuerySet:
    """Return the visible records to which a record of a model is linked."""
    relation = model._meta.get_field(source)
    back = relation.field.name if relation.auto_created else relation.related_query_name()
    return visible(relation.related_model, reader).filter(**{back: OuterRef("pk")})


def visible(model, reader) -> QuerySet:
    """Return a model's rows as a reader sees them; reference tables are seen whole."""
    rows = model._default_manager.all()
    return rows.visible_to(reader) if hasattr(rows, "visible_to") else rows
