"""The timeline of a record: its changes and those of all that belongs to it, by whom and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from core.changes.measuring import tell_units
from core.changes.models import Batch, Change, Operation
from core.changes.naming import Row, address_of, names_of, subject, table
from core.changes.wording import Line, lines, named_in, relation_of, row_of
from core.database import belonging, noted_fields

Model = type[models.Model]


@dataclass
class Told:
    """What was done to one row in a step, its links among its values."""

    subject: str
    row: Row | None
    operation: str
    owner: str = ""
    lines: list[Line] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return the address of the row's own timeline; blank when its table has no pages."""
        return address_of(self.row, "history") if self.row else ""

    @property
    def keys(self) -> str:
        """Return the changes as an address names them."""
        return "-".join(map(str, sorted(self.changes)))


@dataclass
class Step:
    """Changes that were made together."""

    batch: Batch | None
    moment: datetime
    rows: list[Told] = field(default_factory=list)


class About:
    """What the log has of a record and of all that belongs to it: its links, and the rows of other tables."""

    def __init__(self, model: Model, key: int):
        self.model, self.key = model, key
        self.links, self.owned = parts_of(model)
        tables = [other._meta.label_lower for other in self.owned]
        found = Change.objects.filter(owner=key, model__in=tables).order_by().values_list("model", "key").distinct()
        self.rows: dict[Model, list[int]] = {other: [] for other in self.owned}
        for label, row in found.order_by("model", "key"):
            self.rows[apps.get_model(label)].append(row)

    def changes(self, asked: str = "") -> QuerySet[Change]:
        """Return the changes, the latest first: all, or those of a field, of a table, of a row as in ``choices``."""
        if not asked:
            return found_by(self.of_record(self.model, *self.links), *map(self.of_table, self.owned))
        name, _, key = asked.partition(":")
        for other in (other for other in self.owned if other._meta.model_name == name):
            return found_by(self.of_table(other, key))
        for link in (link for link in self.links if link._meta.model_name == name):
            return found_by(self.of_record(link))
        if asked not in {field.column for field in noted_fields(self.model)}:
            return found_by()
        return found_by(self.of_record(self.model)).filter(Q(old__has_key=asked) | Q(new__has_key=asked))

    def of_record(self, *tables: Model) -> Q:
        return Q(model__in=[each._meta.label_lower for each in tables], key=self.key)

    def of_table(self, other: Model, key: str = "") -> Q:
        """Return the changes of the rows of a table that belong to the record, or of one of them, with their links."""
        rows = [row for row in self.rows[other] if key in ("", str(row))]
        tables = [other._meta.label_lower, *(link._meta.label_lower for link in parts_of(other)[0])]
        return Q(model__in=tables, key__in=rows)

    def choices(self, names: dict[Row, str]) -> dict[str, list[tuple[str, str]]]:
        """Return what a timeline can be narrowed to, in groups: values of the record, other tables and their rows."""
        fields = [(each.column, capfirst(each.verbose_name)) for each in noted_fields(self.model)]
        fields += [(link._meta.model_name, capfirst(relation_of(link).verbose_name)) for link in self.links]
        groups = {capfirst(self.model._meta.verbose_name): fields}
        for other in (other for other in self.owned if self.rows[other]):
            name, plural = other._meta.model_name, other._meta.verbose_name_plural
            rows = [(f"{name}:{key}", names.get((other, key)) or str(key)) for key in self.rows[other]]
            groups[capfirst(plural)] = [(name, f"All {plural}"), *rows]
        return groups

    def named(self) -> set[Row]:
        """Return the record, and the rows that belong to it."""
        return {(self.model, self.key), *((other, key) for other, keys in self.rows.items() for key in keys)}


def found_by(*conditions: Q) -> QuerySet[Change]:
    """Return the changes any condition holds for; each is asked of an index by itself."""
    keys = [Change.objects.order_by().filter(condition).values("pk") for condition in conditions]
    found = keys[0].union(*keys[1:]) if keys else []
    return Change.objects.filter(pk__in=found).select_related("batch")


def changes_of(model: Model, keys: Iterable[int]) -> QuerySet[Change]:
    """Return the changes of some records, their links and all that belongs to them, the latest first."""
    links, owned = parts_of(model)
    conditions = [Q(model__in=labels(model, *links), key__in=keys)]
    for other in owned:
        rows = Change.objects.order_by().filter(owner__in=keys, model=other._meta.label_lower).values("key")
        conditions.append(Q(model__in=labels(other, *parts_of(other)[0]), key__in=rows))
    return found_by(*conditions)


def labels(*tables: Model) -> list[str]:
    return [each._meta.label_lower for each in tables]


def parts_of(model: Model) -> tuple[list[Model], list[Model]]:
    """Return the tables of a record's links, and the tables whose rows belong to it."""
    tables = [each for label in settings.ARMOURY_APPS for each in apps.get_app_config(label).get_models(True)]
    belong = [each for each in tables if (field := belonging(each)) and field.related_model is model]
    return [each for each in belong if each._meta.auto_created], [
        each for each in belong if not each._meta.auto_created
    ]


def steps(changes: Iterable[Change], names: dict[Row, str]) -> list[Step]:
    """Return changes, the latest first, as steps: those of one batch, row by row, each other one by itself."""
    made: list[Step] = []
    rows: dict[tuple, Told] = {}
    for change in changes:
        if not made or change.batch is None or made[-1].batch != change.batch:
            made.append(Step(change.batch, change.moment))
            rows = {}
        model = table(change.model)
        row = row_of(change, model) if model else (change.model, change.key)
        if row not in rows:
            rows[row] = told_of(change, names)
            made[-1].rows.append(rows[row])
        take_in(rows[row], change, names)
    return made


def told_of(change: Change, names: dict[Row, str]) -> Told:
    model = table(change.model)
    if model is None:
        return Told(str(change), None, Operation.CHANGED.label)
    row, field = row_of(change, model), belonging(model)
    owner = subject((field.related_model, change.owner), names) if field and change.owner else ""
    return Told(subject(row, names), row, Operation.CHANGED.label, owner)


def take_in(told: Told, change: Change, names: dict[Row, str]) -> None:
    """Add a change to what is told of its row, before what was done later."""
    model = table(change.model)
    link = model and model._meta.auto_created
    if not link and change.operation != Operation.CHANGED:
        told.operation = Operation(change.operation).label
    found = lines(change, names)
    told.lines[:] = [*told.lines, *found] if link else [*found, *told.lines]
    told.changes.append(change.pk)


def read(changes: Iterable[Change], also: Iterable[Row] = ()) -> tuple[list[Step], dict[Row, str]]:
    """Return changes as steps, and the names of all rows in them and of some others."""
    changes = list(changes)
    names = names_of({*named_in(changes), *also})
    tell_units(changes)
    return steps(changes, names), names
