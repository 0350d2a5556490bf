"""What a set of changes amounts to: for each row, what was there before and what after."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from core.changes.models import Change, Operation
from core.changes.naming import Row, table
from core.database import noted_fields, watched

Values = dict[str, Any]


@dataclass
class Effect:
    """One row: its values before and after; None where it was not there. Of a changed row, what differs."""

    model: type[models.Model]
    key: int
    before: Values | None
    after: Values | None
    last: int

    @property
    def row(self) -> Row:
        return self.model, self.key

    @property
    def is_link(self) -> bool:
        return bool(self.model._meta.auto_created)

    def add(self, change: Change) -> None:
        """Take in a later change of the row."""
        if change.operation == Operation.CHANGED:
            self.before = self.before and (change.old | self.before)
            self.after = (self.after or {}) | change.new
        else:
            self.before = self.before and ((change.old or {}) | self.before)
            self.after = change.new
        self.last = change.pk

    def leave_out_what_is_equal(self) -> None:
        """Keep, of a row that was there before and after, the values that differ; a time of change says nothing."""
        if self.before is not None and self.after is not None and not self.is_link:
            told = {field.column: field for field in noted_fields(self.model)}
            differ = [name for name in watched(told) if self.before.get(name) != self.after.get(name)]
            self.before, self.after = (
                {name: values.get(name) for name in differ} for values in (self.before, self.after)
            )


def effects_of(changes: Iterable[Change]) -> list[Effect]:
    """Return what changes, the earliest first, amount to; rows that are again as they were are left out."""
    found: dict[tuple, Effect] = {}
    for change in changes:
        model = table(change.model)
        if model is None:
            raise LookupError(change.model)
        values = tuple(sorted((change.new or change.old).items())) if model._meta.auto_created else ()
        if known := found.get((model, change.key, values)):
            known.add(change)
        else:
            effect = Effect(model, change.key, change.old, change.new, change.pk)
            found[model, change.key, values] = effect
    for effect in found.values():
        effect.leave_out_what_is_equal()
    return [effect for effect in found.values() if effect.before != effect.after]


def read(model: type[models.Model], values: Values) -> Values:
    """Return the values of the log as Python has them, without columns there are none of any more."""
    fields = {field.column: field for field in noted_fields(model)}
    return {fields[name].attname: fields[name].to_python(value) for name, value in values.items() if name in fields}


def relations(model: type[models.Model]) -> dict[str, models.ForeignKey]:
    """Return the columns of a table that name rows."""
    return {field.attname: field for field in model._meta.fields if field.many_to_one}
