"""What rows are called, those that are gone too."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.db.models import Q, Value
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from core.changes.models import Change, Operation
from core.database import InWords

Row = tuple[type[models.Model], int]
"""A row of a table, by its key."""
NAMING = ["name", "text", "ref", "version", "slug", "number", "fact"]
"""Columns that name a row, the most telling first."""
GONE = " (deleted)"


def table(label: str) -> type[models.Model] | None:
    """Return the model of a table by the label the log has; None when there is none any more."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def naming_column(model: type[models.Model]) -> str:
    """Return the column that names the rows of a table."""
    there = {field.name for field in model._meta.fields}
    return next((name for name in NAMING if name in there), model._meta.pk.name)


def names_of(rows: Iterable[Row]) -> dict[Row, str]:
    """Return the name of each row, by one statement; of what is gone, the last name it had."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for model, key in rows:
        wanted[model].add(key)
    asked = [
        model._base_manager.order_by()
        .filter(pk__in=keys)
        .values_list(
            Value(model._meta.label_lower, models.TextField()),
            "pk",
            model.called() if hasattr(model, "called") else InWords(naming_column(model)),
            InWords(f"{model.named_beside}__name" if hasattr(model, "named_beside") else Value("", models.TextField())),
        )
        for model, keys in wanted.items()
    ]
    there = asked[0].union(*asked[1:], all=True) if asked else []
    names = {(table(label), key): name or unnamed(table(label), beside) for label, key, name, beside in there}
    gone = {
        model: missing for model, keys in wanted.items() if (missing := {k for k in keys if (model, k) not in names})
    }
    return last_names(gone) | names


def unnamed(model: type[models.Model] | None, beside: str) -> str:
    """Return what a row is called whose naming column is blank, if its model says so, by the record named beside it."""
    return model.unnamed(beside) if hasattr(model, "unnamed") else ""


def last_names(gone: dict[type[models.Model], set[int]]) -> dict[Row, str]:
    """Return the names that deleted rows had."""
    condition = Q()
    for model, keys in gone.items():
        condition |= Q(model=model._meta.label_lower, key__in=keys)
    deletions = Change.objects.filter(condition, operation=Operation.DELETED).order_by("id") if gone else []
    found = {(table(change.model), change.key): change.old for change in deletions}
    beside = {row: named for row, old in found.items() if (named := beside_of(row[0], old))}
    others = names_of(set(beside.values())) if beside else {}
    return {
        row: f"{old.get(naming_column(row[0]), row[1]) or unnamed(row[0], others.get(beside.get(row), ''))}{GONE}"
        for row, old in found.items()
    }


def beside_of(model: type[models.Model], old: dict) -> Row | None:
    """Return the record that is named beside a deleted row whose naming column was blank."""
    if old.get(naming_column(model)) != "" or not hasattr(model, "named_beside"):
        return None
    field = model._meta.get_field(model.named_beside)
    key = old.get(field.attname)
    return (field.related_model, key) if key else None


def address_of(row: Row, page: str) -> str:
    """Return the address of one of a row's pages; blank when its table has none."""
    model, key = row
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=[key])
    except NoReverseMatch:
        return ""


def subject(row: Row, names: dict[Row, str]) -> str:
    """Return what a row is called in a sentence: Operator “in”."""
    model, key = row
    return f"{capfirst(model._meta.verbose_name)} “{names.get(row) or key}”"
