"""Records as rows of a table, for spreadsheets: one column per field, what a record owns or is linked to as one text.

A related record is its slug; of several, and of claims, the slugs stand with semicolons between:
what a claim is about, an alias's text, a citation's source. NDJSON gives claims in full.
"""

from functools import lru_cache
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OuterRef
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce
from rest_framework import relations

from core import database
from core.api.representation import KEPT, Shape, chosen, claims, linked, value, visible
from core.api.serializers import Links, Reference, Serializer, Slugs, child_of
from core.models import Record

TIME = "time, UTC"
UNITS = {
    models.DateTimeField: TIME,
    models.BooleanField: "true or false",
    models.DecimalField: "number",
    models.IntegerField: "number",
}
CREDIT = ("attribution", "licence")


class Column(NamedTuple):
    """One column: its name, what is read for it, and the unit of its values."""

    name: str
    expression: object
    unit: str = ""


@lru_cache(KEPT)
def columns(serializer_class: type[Serializer], shape: Shape) -> list[Column]:
    """Return the columns of a table of records, as the public may see them; credit and licence come last."""
    serializer, public = chosen(serializer_class, shape), AnonymousUser()
    names = [name for name, field in serializer.fields.items() if not isinstance(field, Links)]
    return [column(serializer, name, public) for name in names] + credits_of(serializer.Meta.model)


def column(serializer: Serializer, name: str, reader) -> Column:
    """Return the column of one field."""
    model, field = serializer.Meta.model, serializer.fields[name]
    if child := child_of(field):
        return Column(name, database.Strung(claims(model, field.source, reader), gist(child)), "; between")
    if isinstance(field, relations.ManyRelatedField):
        return Column(name, database.Strung(linked(model, field.source, reader), F("slug")), "slugs, ; between")
    if isinstance(field, Reference | Slugs):
        relation = model._meta.get_field(field.source)
        rows = visible(relation.related_model, reader).filter(pk=OuterRef(relation.attname))
        return Column(name, database.Single(rows, F("slug")), "slug")
    unit = getattr(serializer.Meta, "units", {}).get(name) or unit_of(model, field.source)
    return Column(name, value(model, field, reader), unit)


def unit_of(model: type[models.Model], name: str) -> str:
    """Return what the numbers or texts of a field are given in, as its type tells."""
    known = {field.name: field for field in model._meta.fields}
    return next((unit for kind, unit in UNITS.items() if isinstance(known.get(name), kind)), "")


def gist(serializer: Serializer):
    """Return what a row that a record owns is about, in a word."""
    model = serializer.Meta.model
    named = [serializer.flat] if hasattr(serializer, "flat") else model.subject_fields
    relations = {field.name for field in model._meta.fields if field.is_relation}
    words = [F(f"{name}__slug") if name in relations else F(name) for name in named]
    return Cast(Coalesce(*words) if len(words) > 1 else words[0], models.TextField())


def credits_of(model: type[Record]) -> list[Column]:
    """Return the columns that say whom to credit for a record, and on which terms it may be used."""
    if names_dataset(model):
        dataset = Record.datasets._default_manager.filter(pk=OuterRef("dataset"))
        return [Column(name, database.Single(dataset, F(name))) for name in CREDIT]
    if model.credited:
        return [Column(name, database.Strung(datasets_of(model), F(name)), "; between") for name in CREDIT]
    return []


def datasets_of(model: type[Record]) -> models.QuerySet:
    """Return the data sets that a model's records may come from, of those that may be given away."""
    free = Record.datasets._default_manager.filter(redistributable=True).order_by("slug")
    return free if names_dataset(model) else free.filter(slug__in=model.credited)


def names_dataset(model: type[Record]) -> bool:
    """Tell whether each record says which data set it comes from."""
    return "dataset" in {field.name for field in model._meta.fields}


@lru_cache(KEPT)
def compiled(serializer_class: type[Serializer], shape: Shape, form: type) -> RawSQL:
    """Return a record's row in a form of the database's, a line or cells, as an expression over its table."""
    expressions = [column.expression for column in columns(serializer_class, shape)]
    return database.compiled(serializer_class.Meta.model, form(*expressions))
