"""Deleting what earlier loads of the same files brought and the files hold no longer."""

from django.db import models
from django.db.models.deletion import ProtectedError

from core.changes.models import Change, Operation
from core.database import telling
from reference.loading.local import changed_here
from reference.loading.selecting import loadable, models_named


def prune(loading) -> None:
    """Delete, the right-most tables first, what was loaded, is not given any more and was not changed here.

    Of models that ``--only`` does not name nothing is deleted: what the files give of them was left out.
    """
    asked = models_named(loading.mode.only)
    for label, model in reversed(loadable().items()):
        if model not in asked:
            continue
        intake = loading.intakes.get(label)
        given = telling.keys(intake.staged) if intake and intake.plans else set()
        for row in brought(model, loading.mode.name):
            if row.pk not in given:
                told = why_kept(row) or deleted(row)
                loading.report.conflicting[label] += bool(told)
                loading.report.pruned[label] += not told
                if told:
                    loading.report.conflicts.append(f"{label} {row}: not in the files any more, and {told}")


def brought(model: type[models.Model], name: str) -> models.QuerySet:
    """Return the rows that loads of this name added."""
    changes = Change.objects.filter(model=model._meta.label_lower, batch__load__name=name)
    added = changes.filter(operation=Operation.ADDED).order_by().values("key")
    return model._base_manager.filter(pk__in=added).order_by("pk")


def why_kept(row: models.Model) -> str:
    return "changed here" if changed_here(type(row), [row.pk]) else ""


def deleted(row: models.Model) -> str:
    """Delete a row; say what refuses it."""
    try:
        row.delete()
    except ProtectedError as error:
        other = next(iter(error.protected_objects))
        return f"{other._meta.verbose_name} {other} refers to it"
    return ""
