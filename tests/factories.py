"""Valid records for tests, made from what the models declare."""

import itertools
from collections import defaultdict

from django.db import models

from core.fields import PartialDateField
from equipment.models import Property
from reference.models import Entry, Publication

ALSO_NEEDED = {Property: {"unit": "m"}}
"""What the rules of a model ask for beyond its required fields."""
numbers: dict[type[models.Model], itertools.count] = defaultdict(lambda: itertools.count(1))


def make(model: type[models.Model], **fields):
    """Return a saved record with the given fields and every required one; entries are published."""
    links = {field.name: fields.pop(field.name) for field in model._meta.many_to_many if field.name in fields}
    number = next(numbers[model])
    record = model(**needed(model, fields, number) | fields)
    record.save()
    for name, related in links.items():
        getattr(record, name).set(related)
    return record


def needed(model: type[models.Model], given: dict, number: int) -> dict:
    """Return values for the required fields that were not given, and for one of each pair of which one is due."""
    names = [field.name for field in model._meta.fields if is_required(field)]
    names += [pair[0] for pair in pairs(model) if not any(given.get(name) for name in pair)]
    values = {name: sample(model._meta.get_field(name), number) for name in names if name not in given}
    if issubclass(model, Entry):
        values |= {"publication": Publication.PUBLISHED}
        values |= {"external_id": str(number)} if given.get("dataset") else {}
    return values | ALSO_NEEDED.get(model, {})


def is_required(field: models.Field) -> bool:
    return not (field.null or field.blank or field.has_default() or field.primary_key)


def pairs(model: type[models.Model]) -> list[list[str]]:
    """Return the fields of which exactly one is used, as ``exactly_one_of`` names them in its constraint."""
    named = [constraint.name.removeprefix(f"{model._meta.model_name}_") for constraint in model._meta.constraints]
    return [name.split("_or_") for name in named if "_or_" in name]


def sample(field: models.Field, number: int):
    """Return a value the field takes; texts and slugs are numbered, so that they differ and sort."""
    if field.choices:
        return next(value for value, _ in field.choices if value)
    if isinstance(field, models.ForeignKey):
        return make(field.related_model)
    if isinstance(field, PartialDateField):
        return "2000"
    if isinstance(field, models.BooleanField):
        return True
    return text(field, number) if isinstance(field, (models.CharField, models.TextField)) else number


def text(field: models.Field, number: int) -> str:
    if isinstance(field, models.SlugField):
        return f"{field.model._meta.model_name}-{number:04}"
    if field.max_length and field.max_length < 10:
        return f"{number:0{field.max_length}}"
    return f"{field.model._meta.verbose_name.capitalize()} {number:04}"
