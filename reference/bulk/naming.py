"""What editors call records in their files: a name is no slug, but tells which was meant."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from core.names import name_key
from reference.bulk.sheets import model_named

PIECE = 500


def meant_by(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the slug of the one record a name stands for, by the model and the name given for a slug."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for label, name in named:
        names[label][name] = name_key(name)
    found: dict[tuple[str, str], str] = {}
    for label, keys in names.items():
        slugs = slugs_of(model_named(label), sorted(set(keys.values())))
        found |= {(label, name): slugs[key] for name, key in keys.items() if key in slugs}
    return found


def slugs_of(model: type[models.Model] | None, keys: list[str]) -> dict[str, str]:
    """Return the slugs of the records of a name or other name, by its key; what two are called is nobody's."""
    found: dict[str, set[str]] = defaultdict(set)
    if model and "name_key" in {field.name for field in model._meta.fields}:
        for start in range(0, len(keys), PIECE):
            piece = keys[start : start + PIECE]
            pairs = list(model._base_manager.filter(name_key__in=piece).values_list("name_key", "slug"))
            if hasattr(model, "aliases"):
                aliases = model.aliases.rel.related_model._base_manager.filter(key__in=piece)
                pairs += aliases.values_list("key", "entry__slug")
            for key, slug in pairs:
                found[key].add(slug)
    return {key: next(iter(slugs)) for key, slugs in found.items() if len(slugs) == 1}
