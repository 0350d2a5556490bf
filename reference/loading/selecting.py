"""Loading a part of what files hold: the objects of some models, and those they refer to."""

from graphlib import TopologicalSorter

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import models

from core.database import belonging, telling
from core.names import nearest
from reference.loading.intake import Intake


def loadable() -> dict[str, type[models.Model]]:
    """Return the models that fixtures hold, by label, each after those it refers to."""
    found = {
        model._meta.label_lower: model
        for label in settings.ARMOURY_APPS
        for model in apps.get_app_config(label).get_models()
        if hasattr(model, "keyed_by")
    }
    graph = {label: targets(model) - {label} for label, model in found.items()}
    return {label: found[label] for label in TopologicalSorter(graph).static_order()}


def targets(model: type[models.Model]) -> set[str]:
    """Return the labels of the models that a model refers to."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {field.related_model._meta.label_lower for field in fields if field.is_relation}


def models_named(labels: list[str] | tuple[str, ...]) -> list[type[models.Model]]:
    """Return the models of apps and models named, all without names; raise CommandError for a name of none."""
    known = loadable()
    found = {}
    for label in labels:
        named = {each: model for each, model in known.items() if label.lower() in {each, each.partition(".")[0]}}
        if not named:
            near = nearest(label, [*settings.ARMOURY_APPS, *known], 1)[0]
            raise CommandError(f"“{label}” is neither an app nor a model of fixtures. Nearest: {near}.")
        found |= named
    return [model for label, model in known.items() if label in found or not labels]


def leave_out(intakes: dict[str, Intake], wanted: set[str], with_deps: bool) -> None:
    """Mark the given rows of other models than those wanted, except, if so asked, what those need."""
    others = {label: intake for label, intake in intakes.items() if label not in wanted}
    for intake in others.values():
        telling.leave_out(intake.staged)
    while with_deps and any(takes_in(intake, intakes) for intake in others.values()):
        continue


def takes_in(intake: Intake, intakes: dict[str, Intake]) -> bool:
    """Take in what rows going on refer to, and what belongs to records going on; tell whether there was more."""
    model, staged = intake.model, intake.staged
    if "slug" in staged.bits:
        return telling.take_named(staged, [other.staged for other in intakes.values()])
    owner = belonging(model)
    held = owner and intakes.get(owner.related_model._meta.label_lower)
    return bool(held) and telling.take_owned(staged, held.staged, owner.name)
