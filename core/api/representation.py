"""How records become JSON: the serializer is the one definition of what an answer holds.

From its declared fields follow which may be selected (``fields=``, ``omit=``) and which rows
must be fetched with the records, so that a list costs the same queries at any length and a
reader is never shown what is hidden from him.
"""

from django.db.models import DecimalField, Prefetch, QuerySet
from rest_framework import relations, serializers

from core.api.routing import links_to, route_of
from core.fields import PartialDateField

Tree = dict[str, "Tree"]
"""Field names, each with those selected below it; an empty tree means all."""


class Reference(relations.RelatedField):
    """A related record: ``{"slug", "name"}``; null when there is none, or none that may be shown."""

    def use_pk_only_optimization(self):
        return False

    def to_representation(self, value):
        return {"slug": value.slug, "name": value.name}


class Number(serializers.DecimalField):
    """A decimal as a JSON number, without trailing zeros."""

    def to_representation(self, value):
        return None if value is None else int(value) if value == int(value) else float(value)


class Slugs(serializers.SlugRelatedField):
    """Related records by their slugs alone."""

    def __init__(self, **kwargs):
        super().__init__(slug_field="slug", **kwargs)


class Computed(serializers.ReadOnlyField):
    """A property of the model, and the relations it reads."""

    def __init__(self, *, needs: tuple[str, ...] = (), schema: dict, **kwargs):
        super().__init__(**kwargs)
        self.needs, self.schema = needs, schema


class Links(serializers.Field):
    """The addresses that belong to a record: its own, and the filtered lists that point at it."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, record):
        root, slug = "/api/v1", record.slug
        own = {"self": f"{root}/{route_of(type(record))}/{slug}/"}
        return own | {
            name: f"{root}/{route}/?{parameter}={slug}" for name, (route, parameter) in links_to(type(record)).items()
        }


class Serializer(serializers.ModelSerializer):
    """A read-only serializer: relations as references, decimals as numbers."""

    serializer_related_field = Reference
    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        DecimalField: Number,
        PartialDateField: serializers.CharField,
    }

    def get_fields(self):
        fields = super().get_fields()
        for name, field in fields.items():
            field.read_only = True
            field.allow_null |= isinstance(field, Reference) and may_hide(self.Meta.model, name)
        return fields


def tree_of(paths: list[str]) -> Tree:
    """Return dotted paths as a tree: ``operators.country``, ``operators.since``; a name alone means all below it."""
    tree: Tree = {}
    for path in paths:
        if any(path.startswith(f"{whole}.") for whole in paths):
            continue
        branch = tree
        for step in path.split("."):
            branch = branch.setdefault(step, {})
    return tree


def paths_of(serializer) -> list[str]:
    """Return every path that ``fields=`` and ``omit=`` may name."""
    paths = []
    for name, field in serializer.fields.items():
        below = child_of(field)
        paths += [name, *(f"{name}.{path}" for path in paths_of(below) if below)] if below else [name]
    return paths


def child_of(field):
    """Return the serializer of the claims that a field nests, if it nests any."""
    child = getattr(field, "child", field)
    return child if isinstance(child, serializers.BaseSerializer) else None


def select(serializer, keep: Tree | None = None, omit: Tree | None = None) -> None:
    """Drop the fields of a serializer that are not asked for."""
    for name, field in list(serializer.fields.items()):
        if (keep and name not in keep) or (omit and omit.get(name) == {}):
            serializer.fields.pop(name)
        elif child := child_of(field):
            select(child, (keep or {}).get(name), (omit or {}).get(name))


def fetched(queryset: QuerySet, serializer, reader) -> QuerySet:
    """Fetch with the records what the serializer shows of others, in one query per relation."""
    joined, prefetched = [], []
    for field in serializer.fields.values():
        child = child_of(field)
        if child:
            prefetched.append(Prefetch(field.source, claims(queryset.model, field.source, child, reader)))
        elif isinstance(field, relations.ManyRelatedField | Reference | Slugs):
            if isinstance(field, relations.ManyRelatedField) or may_hide(queryset.model, field.source):
                prefetched.append(Prefetch(field.source, visible(related(queryset.model, field.source), reader)))
            else:
                joined.append(field.source)
        joined += getattr(field, "needs", [])
    queryset = queryset.prefetch_related(*prefetched)
    return queryset.select_related(*joined) if joined else queryset


def claims(model, source: str, serializer, reader) -> QuerySet:
    """Return the visible claims that records of a model own through a relation."""
    relation = model._meta.get_field(source)
    rows = relation.related_model._default_manager.all()
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(reader, seen_from=relation.field.name)
    return fetched(rows, serializer, reader)


def related(model, source: str):
    """Return the model a relation leads to."""
    return model._meta.get_field(source).related_model


def visible(model, reader) -> QuerySet:
    """Return a model's rows as a reader sees them; reference tables are seen whole."""
    rows = model._default_manager.all()
    return rows.visible_to(reader) if hasattr(rows, "visible_to") else rows


def may_hide(model, source: str) -> bool:
    """Tell whether a relation leads to records that some readers may not see."""
    return hasattr(related(model, source)._default_manager.all(), "visible_to")
