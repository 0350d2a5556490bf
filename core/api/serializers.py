"""What an answer holds: the serializer is the one definition, ``representation`` reads it from the database.

From its declared fields also follow the OpenAPI description and what ``fields=`` and ``omit=`` may name.
"""

from collections.abc import Callable, Sequence
from functools import cache

from django.db.models import DecimalField, Model
from rest_framework import relations, serializers

from core.api.routing import links_to, route_of
from core.fields import PartialDateField

Tree = dict[str, "Tree"]
"""Field names, each with those selected below it; an empty tree means all."""


class Reference(relations.RelatedField):
    """A related record: ``{"slug", "name"}``; null when there is none, or none that may be shown."""

    shown: Sequence[str] = ("slug", "name")

    def use_pk_only_optimization(self):
        return False

    def to_representation(self, value):
        return {name: getattr(value, name) for name in self.shown}


class Number(serializers.DecimalField):
    """A decimal as a JSON number, without trailing zeros."""

    def to_representation(self, value):
        return None if value is None else int(value) if value == int(value) else float(value)


class Slugs(serializers.SlugRelatedField):
    """Related records by their slugs alone."""

    def __init__(self, **kwargs):
        super().__init__(slug_field="slug", **kwargs)


class Computed(serializers.ReadOnlyField):
    """What the database computes from a row: an expression over the model, of no join of the row's own table."""

    def __init__(self, expression: Callable[[type[Model]], object], *, schema: dict, **kwargs):
        super().__init__(**kwargs)
        self.expression, self.schema = expression, schema


class Links(serializers.Field):
    """The addresses that belong to a record: its own, and the filtered lists that point at it."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, record):
        return {name: f"{address}{record.slug}{end}" for name, (address, end) in addresses(type(record)).items()}


@cache
def addresses(model: type[Model]) -> dict[str, tuple[str, str]]:
    """Return the links of a model's records, each as what stands before and after the slug."""
    root = "/api/v1"
    lists = {name: (f"{root}/{route}/?{parameter}=", "") for name, (route, parameter) in links_to(model).items()}
    return {"self": (f"{root}/{route_of(model)}/", "/")} | lists


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


@cache
def paths_of(serializer_class: type[Serializer]) -> list[str]:
    """Return every path that ``fields=`` and ``omit=`` may name."""
    return list(_paths(serializer_class()))


def _paths(serializer):
    for name, field in serializer.fields.items():
        yield name
        if below := child_of(field):
            yield from (f"{name}.{path}" for path in _paths(below))
        elif isinstance(reference_of(field), Reference):
            yield from (f"{name}.{path}" for path in Reference.shown)


def reference_of(field):
    """Return the relation behind a field, of one record or of each of several."""
    return getattr(field, "child_relation", field)


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
        elif isinstance(relation := reference_of(field), Reference):
            kept, dropped = (keep or {}).get(name) or Reference.shown, (omit or {}).get(name) or ()
            relation.shown = [part for part in Reference.shown if part in kept and part not in dropped]


def may_hide(model, source: str) -> bool:
    """Tell whether a relation leads to records that some readers may not see."""
    related = model._meta.get_field(source).related_model
    return hasattr(related._default_manager.all(), "visible_to")
