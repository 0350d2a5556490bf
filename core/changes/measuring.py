"""What the numbers in changes are measured in: as their row said when it was changed.

A model says so by ``measured_in``: by the path to a unit, the fields that hold numbers of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from core.changes.models import Change
from core.changes.naming import table

Model = type[models.Model]
Deciding = tuple[Any, Any]
"""What a row had, before and after a change, in the column that decides on its unit."""


def tell_units(changes: Iterable[Change]) -> None:
    """Have each change know the units of its numbers, before and after it, by their columns."""
    by_model: dict[Model, list[Change]] = defaultdict(list)
    for change in changes:
        if (model := table(change.model)) and hasattr(model, "measured_in"):
            by_model[model].append(change)
    for model, found in by_model.items():
        for path, names in model.measured_in.items():  # type: ignore[attr-defined]  # it was looked for
            columns = {model._meta.get_field(name).column for name in names}
            tell_unit(model, path, columns, [each for each in found if columns & in_change(each).keys()])


def tell_unit(model: Model, path: str, columns: set[str], changes: list[Change]) -> None:
    """Have changes know the unit that a path leads to."""
    name, _, unit = path.partition("__")
    deciding = model._meta.get_field(name)
    decided = decided_by(model, deciding.column, changes)
    if unit and decided:
        keys = {key for pair in decided.values() for key in pair}
        units = dict(deciding.related_model._base_manager.filter(pk__in=keys).values_list("pk", unit))
        decided = {change: (units.get(was), units.get(now)) for change, (was, now) in decided.items()}
    for change in changes:
        change.units = {**change.units, **dict.fromkeys(columns, decided[change.pk])}


def decided_by(model: Model, column: str, changes: list[Change]) -> dict[int, Deciding]:
    """Return what stood in a column when each change was made: in it, or before the next one of it, or today."""
    found: dict[int, Deciding] = {}
    silent = [change for change in changes if column not in in_change(change)]
    for change in changes:
        was, now = (values.get(column) if values else None for values in (change.old, change.new))
        found[change.pk] = (was if change.old else now, now if change.new else was)
    if silent:
        keys = {change.key for change in silent}
        today = dict(model._base_manager.filter(pk__in=keys).values_list("pk", column))
        since = Q(model=model._meta.label_lower, key__in=keys, pk__gt=min(change.pk for change in silent))
        later = list(Change.objects.filter(since, old__has_key=column).order_by("pk"))
        for change in silent:
            ahead = (each.old[column] for each in later if each.key == change.key and each.pk > change.pk)
            then = next(ahead, today.get(change.key))
            found[change.pk] = (then, then)
    return found


def in_change(change: Change) -> dict:
    """Return the values a change says anything of."""
    return (change.old or {}) | (change.new or {})
