"""One fact as ``claims/`` shows it: a claim, or the citation of a scalar fact.

The serializer is the one definition: each of its fields is an expression over the table a fact lies in.
"""

from collections.abc import Callable
from functools import cache

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils.text import slugify
from rest_framework import serializers

from core import database
from core.api.representation import around
from core.api.routing import route_of
from core.api.serializers import Computed
from core.database import Listed, Record, Single
from reference.api.entries import restricted, synthetic
from reference.models import Claim, Source

TEXT, FLAG = {"type": "string"}, {"type": "boolean"}


def name_of(model) -> str:
    """Return what the rows of a table are called."""
    return slugify(model._meta.verbose_name)


def endpoint_of(model) -> str:
    """Return the endpoint that shows the entries which own such facts."""
    return route_of(model._meta.get_field(model.owner_field).related_model)


def owners(model) -> QuerySet:
    """Return the entry that owns a row."""
    field = model._meta.get_field(model.owner_field)
    return field.related_model._base_manager.filter(pk=OuterRef(field.attname))


def said(model) -> F:
    """Return the column that names what a row says."""
    return F("ref") if issubclass(model, Claim) else F("fact")


def graded(column: str, otherwise: str | None) -> Callable:
    """Return how a column of claims is read; a citation has something else in its place."""
    return lambda model: F(column) if issubclass(model, Claim) else Value(otherwise, CharField())


def sources(model) -> Listed:
    """Return the slugs of a row's sources; a citation has one or none."""
    claim = issubclass(model, Claim)
    back = {model.sources.field.related_query_name(): OuterRef("pk")} if claim else {"pk": OuterRef("source")}
    return Listed(Source.objects.filter(**back), F("slug"))


def of_either(told: Callable) -> Callable:
    """Return how it is told whether a row, or the entry that owns it, comes from such a data set."""

    def expression(model):
        of_entry = Exists(owners(model).filter(told(owners(model).model)))
        return of_entry | told(model) if issubclass(model, Claim) else of_entry

    return expression


class OwnerSerializer(serializers.Serializer):
    type = Computed(
        lambda model: Value(route_of(model), CharField()), schema=TEXT, help_text="The endpoint that shows the entry."
    )
    slug = Computed(lambda model: F("slug"), schema=TEXT)
    name = Computed(lambda model: F("name"), schema=TEXT)


class ClaimSerializer(serializers.Serializer):
    type = Computed(
        lambda model: Value(name_of(model), CharField()),
        schema=TEXT,
        help_text="What it says: operator, specification …; citation for a scalar fact.",
    )
    owner = OwnerSerializer()
    ref = Computed(
        said, schema=TEXT, help_text="The claim's ref, or the name of the scalar fact; blank for a whole entry."
    )
    certainty = Computed(graded("certainty", ""), schema=TEXT)
    rank = Computed(
        graded("rank", None), schema=TEXT, allow_null=True, help_text="Null for the citation of a scalar fact."
    )
    note = Computed(lambda model: F("note"), schema=TEXT)
    sources = Computed(sources, schema={"type": "array", "items": TEXT})
    restricted = Computed(
        of_either(restricted), schema=FLAG, help_text="Of a data set that may not be given to the public."
    )
    synthetic = Computed(
        of_either(synthetic), schema=FLAG, help_text="Made up, as its data set says or that of its entry: no fact."
    )
    url = Computed(
        lambda model: Single(owners(model), around("slug", f"/api/v1/{endpoint_of(model)}/", "/")),
        schema=TEXT,
        help_text="The entry in which it stands.",
    )


def whole(serializer, model) -> Record:
    """Return a row as its serializer shows it: an expression over its table."""
    return Record({name: value(field, model) for name, field in serializer.fields.items()})


def value(field, model):
    """Return one field's value; what is nested is of the entry that owns the row."""
    if isinstance(field, Computed):
        return field.expression(model)
    return Single(owners(model), whole(field, owners(model).model))


@cache
def written(model) -> RawSQL:
    """Return a row as the answer shows it, compiled."""
    return database.compiled(model, whole(ClaimSerializer(), model))
