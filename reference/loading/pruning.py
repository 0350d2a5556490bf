"""Deleting what earlier loads of the same files brought and the files hold no longer."""

from collections import defaultdict

from django.db import models
from django.db.models.deletion import Collector, ProtectedError

from core.changes.models import Change, Operation
from core.database import belonging, telling
from reference.loading.local import changed_here
from reference.loading.selecting import loadable, models_named


def prune(loading) -> None:
    """Delete, the right-most tables first, what was loaded, is not given any more and was not changed here.

    Of models that ``--only`` does not name nothing is deleted: what the files give of them was left out.
    """
    asked = models_named(loading.mode.only)
    given = {intake.model: telling.keys(intake.staged) for intake in loading.intakes.values() if intake.plans}
    for label, model in reversed(loadable().items()):
        if model not in asked:
            continue
        for row in brought(model, loading.mode.name):
            if row.pk not in given.get(model, ()):
                told = why_kept(row, given) or deleted(row)
                loading.report.conflicting[label] += bool(told)
                loading.report.pruned[label] += not told
                if told:
                    loading.report.conflicts.append(f"{label} {row}: not in the files any more, and {told}")


def brought(model: type[models.Model], name: str) -> models.QuerySet:
    """Return the rows that loads of this name added."""
    changes = Change.objects.filter(model=model._meta.label_lower, batch__load__name=name)
    added = changes.filter(operation=Operation.ADDED).order_by().values("key")
    return model._base_manager.filter(pk__in=added).order_by("pk")


def why_kept(row: models.Model, given: dict[type[models.Model], set[int]]) -> str:
    """Say what speaks against deleting a row with all that goes with it: what was changed here, or is in the files."""
    if changed_here(type(row), [row.pk]):
        return "changed here"
    try:
        going = deleted_with(row)
    except ProtectedError:
        return ""
    for model, keys in going.items():
        if local := changed_here(model, keys):
            return f"{named(model, min(local))} goes with it and was changed here"
        if held := keys & given.get(model, set()):
            return f"{named(model, min(held))} goes with it and is in the files"
    return ""


def deleted_with(row: models.Model) -> dict[type[models.Model], set[int]]:
    """Return the keys, as the change log has them, of what deleting a row deletes; raise ProtectedError."""
    collector = Collector("default", origin=row)
    collector.collect([row])
    going = defaultdict(set)
    for rows in (*collector.data.values(), *collector.fast_deletes):
        for each in rows:
            going[type(each)].add(getattr(each, key_of(type(each))))
    return going


def key_of(model: type[models.Model]) -> str:
    """Return what the change log names a row by: of a link, the record that lists the other."""
    return belonging(model).attname if model._meta.auto_created else "pk"  # type: ignore[union-attr]  # a link has one


def named(model: type[models.Model], key: int) -> str:
    row = model._base_manager.filter(**{key_of(model): key}).first()
    return f"{model._meta.verbose_name} {row}"


def deleted(row: models.Model) -> str:
    """Delete a row; say what refuses it."""
    try:
        row.delete()
    except ProtectedError as error:
        other = next(iter(error.protected_objects))
        return f"{other._meta.verbose_name} {other} refers to it"
    return ""
