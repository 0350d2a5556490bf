"""Which facts entries state, and which of those name no source, asked of the database."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Sum, Value, When

from core.fields import PartialDateField
from reference.models.finding import Publication

PUBLISHED = Q(publication=Publication.PUBLISHED)


def stated_facts(entries: type[models.Model]) -> dict[str, Q]:
    """Return the condition under which each fact of such entries is stated."""
    fields = {fact: entries.fact_fields.get(fact, [fact]) for fact in entries.facts()}
    return {fact: any_of(has_value(entries._meta.get_field(name)) for name in names) for fact, names in fields.items()}


def has_value(field: models.Field) -> Q:
    """Return the condition that a field says something; a number may say 0."""
    if isinstance(field, models.BooleanField):
        return Q(**{field.name: True})
    texts = isinstance(field, models.CharField | models.TextField) and not isinstance(field, PartialDateField)
    return Q(**{f"{field.name}__gt": ""}) if texts else Q(**{f"{field.name}__isnull": False})


def uncited(entries: type[models.Model]) -> dict[str, Q]:
    """Return the condition under which each fact is stated without a source; one for the whole entry is for all."""
    if not entries.needs_source:
        return {}
    known = entries.citations.rel.related_model._base_manager.order_by().filter(entry=OuterRef("pk"))
    known = known.exclude(source=None)
    whole = Q(Exists(known.filter(fact="")))
    return {fact: said & ~whole & ~Exists(known.filter(fact=fact)) for fact, said in stated_facts(entries).items()}


def has_uncited_facts(entries: type[models.Model]) -> Q:
    """Return the condition of being published with a fact that has no source."""
    return PUBLISHED & any_of(uncited(entries).values())


def facts_counted(entries: type[models.Model]) -> models.QuerySet:
    """Return one row: how many facts the published entries state, and how many of them have no source."""
    everything = entries._base_manager.order_by().filter(PUBLISHED).annotate(one=Value(1)).values("one")
    return everything.annotate(stated=number_of(stated_facts(entries)), uncited=number_of(uncited(entries)))


def number_of(conditions: dict[str, Q]):
    """Return how many of several conditions hold, summed over rows."""
    ones = [Case(When(condition, then=Value(1)), default=Value(0)) for condition in conditions.values()]
    return Sum(sum(ones[1:], ones[0]) if ones else Value(0))


def any_of(conditions) -> Q:
    found = Q(pk=None)
    for condition in conditions:
        found |= condition
    return found
