"""What the database notes of every row that is written, whichever way."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

CHANGE_TABLE, BATCH_TABLE = "core_change", "core_batch"
OPEN_BATCH = f"(SELECT MAX(id) FROM {BATCH_TABLE} WHERE finished IS NULL)"
"""The batch this transaction writes in. It is closed before the transaction ends, so no other ever sees it open."""
ADDED, CHANGED, DELETED = "added", "changed", "deleted"


@dataclass(frozen=True)
class Noted:
    """A table, as it is noted: what names its rows, what they belong to, and the columns whose values are kept."""

    model: str
    table: str
    key: str
    owner: str | None
    columns: dict[str, models.Field]

    def insert(self, rows: str, operation: str, old: str, new: str) -> str:
        """Return the SQL that notes one row, its key and owner as ``rows`` has them."""
        owner = f"{rows}.{self.owner}" if self.owner else "NULL"
        values = f"{OPEN_BATCH}, '{self.model}', {rows}.{self.key}, {owner}, '{operation}', {old}, {new}"
        columns = "moment, batch_id, model, key, owner, operation, old, new"
        return f"INSERT INTO {CHANGE_TABLE} ({columns}) SELECT {{now}}, {values}"


def noted(model: type[models.Model]) -> Noted:
    """Return how a table is noted. A link of two records has the key of the record that lists the other."""
    owner, own = belonging(model), model._meta.pk.column
    link = bool(model._meta.auto_created)
    key, owner = (owner.column, None) if link else (own, owner and owner.column)
    columns = {field.column: field for field in noted_fields(model)}
    return Noted(model._meta.label_lower, model._meta.db_table, key, owner, columns)


def noted_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the columns whose values are kept: all but the key and what is computed from others."""
    return [field for field in model._meta.concrete_fields if not (field.primary_key or hasattr(field, "source"))]


def belonging(model: type[models.Model]) -> models.ForeignKey | None:
    """Return the relation to the record a row is deleted with: a claim's entry; of a link, who lists the other."""
    if lister := model._meta.auto_created:
        (field,) = [field for field in lister._meta.many_to_many if field.remote_field.through is model]
        return model._meta.get_field(field.m2m_field_name())
    keys = (field for field in model._meta.fields if field.many_to_one)
    return next((field for field in keys if field.remote_field.on_delete is models.CASCADE), None)


def watched(columns: dict[str, models.Field]) -> Iterator[str]:
    """Name the columns of which a new value is a change: a time of change alone is none."""
    return (column for column, field in columns.items() if not getattr(field, "auto_now", False))
