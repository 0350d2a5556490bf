"""Rules kept by the database, written as sentences, each with the form's message; and the orders it keeps ready."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint, CheckConstraint, F, Index, Model, Q, UniqueConstraint
from django.db.models.functions import Left, Length
from django.db.models.lookups import LessThanOrEqual

from core.database import InBytes
from core.fields import least, most


def in_order(start: str, end: str) -> CheckConstraint:
    """Two partial dates do not run backwards, compared at the coarser of their precisions.

    ``2010-04`` to ``2010`` is in order: at the precision of a year the two are the same.
    """
    return CheckConstraint(
        name=f"%(class)s_{start}_before_{end}",
        condition=LessThanOrEqual(Left(start, Length(end)), F(end)),
        violation_error_message=f"“{_label(end)}” is before “{_label(start)}”.",
    )


def not_above(low: str, high: str) -> CheckConstraint:
    """The lower bound of a range is not above its upper bound; either may be open."""
    return CheckConstraint(
        name=f"%(class)s_{low}_not_above_{high}",
        condition=Q(**{f"{low}__lte": F(high)}),
        violation_error_message=f"“{_label(low)}” is above “{_label(high)}”.",
    )


def within(field: str, low, high) -> CheckConstraint:
    """A number lies between two bounds, both included."""
    return CheckConstraint(
        name=f"%(class)s_{field}_within_bounds",
        condition=Q(**{f"{field}__gte": low, f"{field}__lte": high}),
        violation_error_message=f"“{_label(field)}” must lie between {low} and {high}.",
    )


def different(one: str, other: str) -> CheckConstraint:
    """A record is not linked to itself, nor a deal's two sides the same."""
    return CheckConstraint(
        name=f"%(class)s_{one}_is_not_{other}",
        condition=~Q(**{one: F(other)}),
        violation_error_message=f"“{_label(one)}” and “{_label(other)}” must differ.",
    )


def one_of(field: str, choices: list[str], blank: bool = False) -> CheckConstraint:
    """A coded value comes from its vocabulary; blank, where allowed, means not known."""
    return CheckConstraint(
        name=f"%(class)s_{field}_in_vocabulary",
        condition=Q(**{f"{field}__in": [*choices, *([""] if blank else [])]}),
        violation_error_message=f"“{_label(field)}” must be {'blank or ' * blank}one of: {', '.join(choices)}.",
    )


def exactly_one_of(*fields: str) -> CheckConstraint:
    """Of several ways to say who is meant, one is used."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return CheckConstraint(
        name=f"%(class)s_{'_or_'.join(fields)}",
        condition=condition,
        violation_error_message=f"Give exactly one of: {', '.join(map(_label, fields))}.",
    )


def at_most_one_of(one: str, other: str) -> CheckConstraint:
    """Of two ways to say who is meant, one is used, or none when nobody knows."""
    return CheckConstraint(
        name=f"%(class)s_{one}_not_with_{other}",
        condition=Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}),
        violation_error_message=f"Give “{_label(one)}” or “{_label(other)}”, not both.",
    )


def together(one: str, other: str) -> CheckConstraint:
    """Two values make sense only as a pair: both are known or neither is."""
    return CheckConstraint(
        name=f"%(class)s_{one}_with_{other}",
        condition=Q(**{f"{one}__isnull": True, f"{other}__isnull": True})
        | Q(**{f"{one}__isnull": False, f"{other}__isnull": False}),
        violation_error_message=f"Give both “{_label(one)}” and “{_label(other)}”, or neither.",
    )


def unique_together(*fields: str) -> UniqueConstraint:
    """No two rows share these values; where one of them is null, rows are never the same."""
    return UniqueConstraint(
        name=f"%(class)s_unique_{'_'.join(fields)}",
        fields=fields,
        violation_error_message=f"There is a record with this {' and '.join(map(_label, fields))} already.",
    )


def refuse_links_to_itself(record: Model, links: Mapping[str, Collection]) -> None:
    """A record is not among those it is linked to; no constraint can see that of a many-to-many relation."""
    own = [name for name in links if record._meta.get_field(name).related_model is type(record)]
    if loops := [name for name in own if record.pk in links[name]]:
        raise ValidationError({name: f"“{_label(name)}” cannot name the record itself." for name in loops})


def broken_rule(error: Exception) -> BaseConstraint | None:
    """Return the rule for which the database refused a row: some engines name it, some the columns it compares."""
    named = set(re.findall(r"[\w.]+", str(error)))
    columns = {name for name in named if "." in name}
    for model in apps.get_models():
        for rule in model._meta.constraints:
            if rule.name in named or (columns and columns == _columns(model, rule)):
                return rule
    return None


def compared(rule: BaseConstraint) -> set[str]:
    """Return the fields a rule is about."""
    if isinstance(rule, CheckConstraint):
        return Q(rule.condition).referenced_base_fields
    return set(rule.fields) if isinstance(rule, UniqueConstraint) else set()


def named_by(rule: BaseConstraint, model: type[Model]) -> list[str]:
    """Return the fields a rule is about in order: as it names them, or as the model has them."""
    if isinstance(rule, UniqueConstraint):
        return list(rule.fields)
    return [field.name for field in model._meta.fields if field.name in compared(rule)]


def applies(rule: UniqueConstraint, row: Model) -> bool:
    """Tell whether a row is one of those a rule is about."""
    condition = rule.condition or Q()
    return condition.check(row._get_field_expression_map(meta=row._meta))  # type: ignore[attr-defined]


def _columns(model: type[Model], rule: BaseConstraint) -> set[str]:
    names = rule.fields if isinstance(rule, UniqueConstraint) else ()
    return {f"{model._meta.db_table}.{field.column}" for field in model._meta.fields if field.name in names}


def listed_by(*fields: str, beside: Collection[str] = ()) -> list[Index]:
    """Lists in the order of these fields, then of the slug, are read off an index, the last page like the first.

    What stands beside them in the index is known of a record that is skipped without reading it, and
    so is its key, which SQLite's indexes have anyway.
    """
    behind = {field: [F(other) for other in ("slug", *beside) if other != field] for field in fields}
    return [
        Index(InBytes(field), *others, name=f"%(class)s_by_{field}", include=["id"]) for field, others in behind.items()
    ]


def bounded_by(*numbers: str) -> list[Index]:
    """Estimates, known as low, best and high, are found by either of their ends."""
    return [
        Index(end(number), F("slug"), name=f"%(class)s_by_{end.__name__}_{number}")
        for end in (least, most)
        for number in numbers
    ]


def linked_by(owner: str, *others: str, words: Iterable[str] = ()) -> list[Index]:
    """The owners of what links or measures these, in such words, are listed off an index, without reading a link."""
    return [
        *(Index(fields=[other, owner], name=f"%(class)s_by_{other}") for other in others),
        *(Index(InBytes(word), F(owner), name=f"%(class)s_by_{word}") for word in words),
    ]


@cache
def leading(model: type[Model]) -> set[str]:
    """Return the fields that an index of a model begins with."""
    first = [index.expressions[0] for index in model._meta.indexes if index.expressions]
    plain = {index.fields[0] for index in model._meta.indexes if index.fields}
    ordered = {name for column in first if isinstance(column, InBytes) for name in Q(column).referenced_base_fields}
    indexed = {field.name for field in model._meta.fields if getattr(field, "db_index", False) or field.unique}
    return {"pk"} | ordered | plain | indexed


def _label(field: str) -> str:
    return field.replace("_", " ")
