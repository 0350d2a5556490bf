"""Finding rows as people type names: T72 finds T-72, and the one called exactly so comes first."""

from django.db import models
from django.db.models import Case, Q, Value, When

from core.fields import NameKeyField
from core.names import name_key

WAYS = ["exact", "startswith", "contains"]


def found_by(queryset: models.QuerySet, text: str, columns: list[str]) -> models.QuerySet:
    """Keep the rows all words of a text are found in, annotated with ``tier``: 0 when the text is a name of theirs.

    A column is a text of the row, or a relation: then the names at its other end count as its own.
    """
    model, text = queryset.model, text.replace("\0", " ")
    if not columns:
        return queryset.none().annotate(tier=Value(len(WAYS)))
    kept = Q()
    for word in text.split():
        kept &= _found(model, "contains", word, columns)
    tiers = [When(_found(model, way, text, columns), then=Value(tier)) for tier, way in enumerate(WAYS[:2])]
    return queryset.filter(kept).annotate(tier=Case(*tiers, default=Value(2)))


def _found(model: type[models.Model], way: str, text: str, columns: list[str]) -> Q:
    found = Q()
    for column in columns:
        found |= _matches(model, model._meta.get_field(column), way, text)
    return found


def _matches(model: type[models.Model], field, way: str, text: str) -> Q:
    if field.is_relation:
        there = field.related_model
        related = there._default_manager.order_by().filter(_found(there, way, text, names_of(there)))
        if field.concrete:
            return Q(**{f"{field.name}__in": related.values("pk")})
        return Q(pk__in=related.values(field.remote_field.name))
    keys = [f.name for f in model._meta.fields if isinstance(f, NameKeyField) and f.source == field.name]
    return Q(**{f"{key}__{way}": name_key(text) for key in keys} or {f"{field.name}__i{way}": text})


def names_of(model: type[models.Model]) -> list[str]:
    """Return the columns a row is known by."""
    there = {field.name for field in model._meta.get_fields()}
    return [name for name in ["slug", "name", "text", "aliases"] if name in there]
