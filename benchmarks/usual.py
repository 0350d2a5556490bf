"""The usual way: model serializers over rows fetched with ``prefetch_related``, tuned as well as it can be.

It says what an answer must hold, so the tests hold the compiled reading against it, and it is one
of the ways that ``make bench`` compares.
"""

from django.db.models import Prefetch, QuerySet
from rest_framework import relations

from core.api.representation import visible
from core.api.serializers import Computed, Reference, Slugs, child_of, may_hide


def serialized(rows: QuerySet, serializer_class, reader) -> list[dict]:
    """Return records as the serializer itself shows them to a reader."""
    serializer = serializer_class()
    return serializer_class(fetched(rows, serializer, reader), many=True).data


def fetched(rows: QuerySet, serializer, reader) -> QuerySet:
    """Fetch with the records what the serializer shows of others: joined, or in one query per relation."""
    joined, prefetched = [], []
    for name, field in serializer.fields.items():
        if child := child_of(field):
            prefetched.append(Prefetch(field.source, claims(rows.model, field.source, child, reader)))
        elif isinstance(field, relations.ManyRelatedField | Reference | Slugs):
            related = rows.model._meta.get_field(field.source).related_model
            if isinstance(field, relations.ManyRelatedField) or may_hide(rows.model, field.source):
                shown = visible(related, reader)
                names = () if isinstance(getattr(field, "child_relation", field), Slugs) else ("name",)
                prefetched.append(Prefetch(field.source, shown.only("slug", *names)))
            else:
                joined.append(field.source)
        elif isinstance(field, Computed):
            rows = rows.annotate(**{name: field.expression(rows.model)})
    rows = rows.prefetch_related(*prefetched)
    return rows.select_related(*joined) if joined else rows


def claims(model, source: str, serializer, reader) -> QuerySet:
    """Return the visible claims that records of a model own through a relation."""
    relation = model._meta.get_field(source)
    rows = relation.related_model._default_manager.all()
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(reader, seen_from=relation.field.name)
    return fetched(rows, serializer, reader)
