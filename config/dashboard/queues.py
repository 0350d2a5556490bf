"""Queues: rows of one table that wait for somebody, each a list that its number opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate

from core import database
from core.admin.conditions import fields_of, narrowed
from reference.admin.waiting import ALIKE
from reference.models import Citation, Claim, Entry, Load, RefusedLoad, Source

MOST = 10_000
"""Rows are counted up to so many; that there are more is all one needs to know."""
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Queue:
    """The rows of a table for which some conditions hold, as its list is narrowed by them."""

    model: type[Model]
    conditions: tuple[str, ...]
    words: str = ""
    """What it is called; the name of its table where that says enough."""

    @property
    def label(self) -> str:
        return capfirst(self.words or self.model._meta.verbose_name_plural)

    @property
    def address(self) -> str:
        return f"{list_of(self.model)}?{urlencode([('where', condition) for condition in self.conditions], safe=':')}"

    def rows(self, request) -> QuerySet:
        page = admin.site.get_model_admin(self.model)
        rows, fields = self.model._default_manager.all(), fields_of(page, request)
        for condition in self.conditions:
            rows = narrowed(rows, fields, condition)
        return rows

    def query(self, request, most: int | None = MOST + 1) -> tuple[str, tuple]:
        return database.counted(self.rows(request), most)


@dataclass(frozen=True)
class Number:
    """How many rows wait in a queue; None where that takes too long to tell."""

    queue: Queue
    number: int | None

    @property
    def told(self) -> str:
        if self.number is None:
            return "many"
        return f"{MOST:,}+" if self.number > MOST else f"{self.number:,}"


def list_of(model: type[Model]) -> str:
    """Return the address of a table's list."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def tables(family: type[Model]) -> list[type[Model]]:
    """Return the tables of a family, those that editors come for first."""
    labels = reversed(settings.ARMOURY_APPS)
    return [model for label in labels for model in apps.get_app_config(label).get_models() if issubclass(model, family)]


def drafts(user=None) -> list[Queue]:
    """Return the drafts of each type, or only those a user has written by hand."""
    mine = (f"editor:is:{user.get_username()}",) if user else ()
    return [Queue(model, ("publication:is:draft", *mine)) for model in tables(Entry)]


def mine(user) -> dict[str, list[Queue]]:
    """Return what waits for one member of staff."""
    refused = Queue(RefusedLoad, ("settled:is:no", f"by:is:{user.get_username()}"), "refused and not settled since")
    return {"Your drafts": drafts(user), "Your imports": [refused]}


def queues() -> dict[str, list[Queue]]:
    """Return what waits for anybody, by what is to be done."""
    year_ago = (localdate() - A_YEAR).isoformat()
    return {
        "Drafts": drafts(),
        "Stale citations": [Queue(model, ("stale:is:yes", "anew:is:no")) for model in tables(Citation)],
        "Sources to check": [
            Queue(Source, (f"accessed:between:..{year_ago}",), "not checked for a year"),
            Queue(Source, ("accessed:empty",), "never checked"),
        ],
        "Look-alikes": [Queue(model, (ALIKE,)) for model in tables(Entry)],
        "Loads": [
            Queue(RefusedLoad, ("settled:is:no",), "refused and not settled since"),
            Queue(Load, ("conflicting:between:1..",), "left what was changed here as it is"),
        ],
    }


def uncited(model: type[Model]) -> Queue:
    """Return the published rows without a source: claims, or entries with such facts."""
    return Queue(model, ("published:is:yes", "cited:is:no") if issubclass(model, Claim) else ("uncited:is:yes",))


def numbered(queues: Iterable[Queue], values: list | None) -> list[Number]:
    """Return each queue with its number."""
    queues = list(queues)
    return [Number(queue, number) for queue, number in zip(queues, values or [None] * len(queues), strict=True)]
