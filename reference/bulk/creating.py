"""Offering to create the records that rows name and that are not there: never silently."""

from dataclasses import dataclass

from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst, slugify

from core.names import LETTERS
from reference.bulk.sheets import given_by, model_named
from reference.bulk.trial import storable
from reference.loading.table import default_error

MOST_CHOICES = 200
LONGEST_SLUG = 80


@dataclass
class Question:
    """A field that a new record needs beside its name, and what may be answered."""

    field: models.Field
    choices: list[tuple[str, str]]

    @property
    def label(self) -> str:
        return capfirst(self.field.verbose_name)


@dataclass
class Wanting:
    """A record that rows name and that is not there; without questions when it cannot be created from here."""

    label: str
    key: str
    nearest: str
    model: type[models.Model]
    questions: list[Question] | None
    is_there: bool
    """Whether there is a record of the slug it would have: the rows name it otherwise."""

    @property
    def kind(self) -> str:
        return self.model._meta.verbose_name

    @property
    def slug(self) -> str:
        return slug_of(self.key)

    @property
    def name(self) -> str:
        """Return the name the record may have: what the rows say, or the words of a slug."""
        return self.key if self.key != self.slug else capfirst(self.key.replace("-", " "))

    @property
    def can_be_created(self) -> bool:
        return self.questions is not None and bool(LETTERS.search(self.slug)) and not self.is_there


def wanting_of(named: list) -> list[Wanting]:
    """Return what rows name and what is not there; each table is asked once what its new records need."""
    found = {label: model_named(label) for label, *_ in named}
    models_found = {label: model for label, model in found.items() if model}
    questions = {label: questions_of(model) for label, model in models_found.items()}
    slugs = {
        label: set(model._base_manager.filter(slug__in=slugs).values_list("slug", flat=True))
        for label, model in models_found.items()
        if (slugs := [slug_of(key) for of, key, _ in named if of == label])
    }
    return [
        Wanting(*each, models_found[each[0]], questions[each[0]], slug_of(each[1]) in slugs[each[0]]) for each in named
    ]


def slug_of(key: str) -> str:
    return slugify(key)[:LONGEST_SLUG]


def questions_of(model: type[models.Model]) -> list[Question] | None:
    """Return what must be known of a new record; None when it is more than can be chosen from short lists."""
    needed = [each for name, each in given_by(model).items() if name not in {"slug", "name"} and default_error(each)]
    questions = [Question(each, choices_of(each)) for each in needed]
    return questions if all(0 < len(question.choices) <= MOST_CHOICES for question in questions) else None


def choices_of(each: models.Field) -> list[tuple[str, str]]:
    if each.is_relation:
        rows = each.related_model._base_manager.order_by("slug").values_list("slug", "name")
        return list(rows[: MOST_CHOICES + 1])
    return [(str(value), str(text)) for value, text in each.choices or [] if value]


def additions_from(sent: QueryDict, wanting: list[Wanting]) -> list[dict]:
    """Return the records that were ticked, as they are loaded."""
    found = []
    for number, each in enumerate(wanting):
        if f"create-{number}" in sent and each.can_be_created:
            fields: dict = {"slug": each.slug, "name": storable(sent.get(f"name-{number}", "").strip()) or each.name}
            for question in each.questions or []:
                answer = sent.get(f"{question.field.name}-{number}", "")
                fields[question.field.name] = [answer] if question.field.is_relation else answer
            found.append({"model": each.label, "for": each.key, "fields": fields})
    return found
