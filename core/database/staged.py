"""Rows on their way into a table: kept beside it, merged with what is there, stored by one statement a table."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from core.database.engines import engine_of

SAME, NEW, CHANGED, KEPT = range(4)
"""What becomes of a row: nothing, stored, stored over the one there, left to the one there."""
WANTED = f"state IN ({NEW}, {CHANGED})"
STORED = f"{WANTED} AND wrong = 0"
AT_FAULT = 1 << 62
"""Marks a row that is refused, beside the bits of the fields it is refused for; all bits: ask it nothing more."""
LEFT_OUT = -1
"""Marks given rows that are well and not asked for."""
MOST_TOLD = 100


class Staged:
    """The rows of one table. First they are given; merged, each knows its key, its relations and what becomes of it.

    Relations are given by the slug of the record they lead to. ``named`` holds a bit for each field a
    row gives; the others keep what is there, or have the model's default. ``wrong`` holds a bit for each
    field that is not what it should be: such a row is not stored, and asked the rules about its other fields.
    """

    def __init__(self, model: type[models.Model], connection, most_told: int = MOST_TOLD):
        meta = model._meta
        self.model, self.connection, self.engine = model, connection, engine_of(connection)
        self.table, self.given, self.merged = meta.db_table, f"given_{meta.db_table}", f"merged_{meta.db_table}"
        self.fields = [field for field in meta.concrete_fields if not field.primary_key]
        self.links = list(meta.many_to_many)
        self.bits = {field.name: 1 << place for place, field in enumerate([*self.fields, *self.links])}
        self.bits |= {field.name: self.bits[field.source] for field in self.fields if hasattr(field, "source")}
        self.key = [meta.get_field(name) for name in model.keyed_by()]  # type: ignore[attr-defined]  # all have it
        self.some, self.every, self.most_told = 0, -1, most_told

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def own(self, field) -> bool:
        """Tell whether a relation leads to the same table."""
        return field.is_relation and field.related_model is self.model

    def well(self, names: Iterable[str]) -> str:
        """Return the condition that nothing is wrong with these fields of a row.

        That of most rows nothing is wrong at all is what a planner knows of them.
        """
        return f"(wrong = 0 OR wrong & {self.bits_of(names)} = 0)"

    def bits_of(self, names: Iterable[str]) -> int:
        return sum({self.bits.get(name, 0) for name in names})

    def columns(self) -> list[str]:
        """Return the columns of a given row: its number, what it names, what is wrong with it, its values."""
        return ["n", "named", "wrong", *(f"{f.name}_key" if f.is_relation else f.column for f in self.fields)]

    def open(self) -> None:
        """Make the tables that given rows and their links go to."""
        bytewise = f' COLLATE "{self.engine.bytewise}"' if self.engine.bytewise else ""
        slug = f"CAST(NULL AS TEXT){bytewise}"
        typed = [f"{slug} AS {f.name}_key" if f.is_relation else f"t.{f.column}" for f in self.fields]
        counts = [f"CAST(0 AS BIGINT) AS {name}" for name in ("n", "named", "wrong")]
        self.run(
            f"CREATE TEMP TABLE {self.given} AS SELECT {', '.join([*counts, *typed])} FROM {self.table} t WHERE 1 = 0"
        )
        for link in self.links:
            self.run(
                f"CREATE TEMP TABLE {self.linked(link)} AS SELECT CAST(0 AS BIGINT) AS n, {slug} AS key WHERE 1 = 0"
            )

    def close(self) -> None:
        for table in [self.given, self.merged, *map(self.linked, self.links), *map(self.wanted, self.links)]:
            self.run(f"DROP TABLE IF EXISTS {table}")

    def linked(self, link) -> str:
        return f"given_{link.remote_field.through._meta.db_table}"

    def wanted(self, link) -> str:
        return f"wanted_{link.remote_field.through._meta.db_table}"

    def write(self, rows: list, links: dict[str, list]) -> None:
        """Take rows in, laid out as ``columns`` says, and for each link pairs of a row's number and a slug."""
        with self.connection.cursor() as cursor:
            self.engine.copy_in(cursor, self.given, self.columns(), rows)
            for link in self.links:
                if pairs := links.get(link.name):
                    self.engine.copy_in(cursor, self.linked(link), ["n", "key"], pairs)

    def merge(self, moment: datetime) -> None:
        """Find each row's relations and the row that is there already, and tell what becomes of it."""
        with self.connection.cursor() as cursor:
            self.engine.know_sizes(cursor, self.given)
            new = self.engine.new_key(cursor, self.table)
        params: list = []
        values = [f"{self.value(field, moment, params)} AS {field.column}" for field in self.fields]
        related = self.related()
        lost = [
            f"(CASE WHEN g.{f.name}_key IS NOT NULL AND {f.name}_r.id IS NULL THEN {self.unknown(f)} ELSE 0 END)"
            for f in related
            if not self.own(f)
        ]
        joins = "".join(
            f" LEFT JOIN {f.related_model._meta.db_table} {f.name}_r ON {f.name}_r.slug = g.{f.name}_key"
            for f in related
        )
        self.run(
            f"CREATE TEMP TABLE {self.merged} AS SELECT g.n, g.named, CAST(COALESCE(t.id, {new}) AS BIGINT) AS id,"
            f" CASE WHEN t.id IS NULL THEN {NEW} WHEN {self.differing()} THEN {CHANGED} ELSE {SAME} END AS state,"
            f" {' | '.join(['g.wrong', *lost])} AS wrong, {', '.join(values)}"
            f" FROM {self.given} g{joins} LEFT JOIN {self.table} t ON {self.matching()} WHERE g.wrong <> {LEFT_OUT}",
            params,
        )
        with self.connection.cursor() as cursor:
            self.engine.know_sizes(cursor, self.merged)

    def related(self) -> list:
        """Return the relations that rows name."""
        return [field for field in self.fields if field.is_relation and self.bits[field.name] & self.some]

    def find_own(self) -> None:
        """Find the relations that lead to rows of the same table, given at the same time."""
        for field in filter(self.own, self.related()):
            key, column = f"{field.name}_key", field.column
            self.run(
                f"UPDATE {self.merged} SET {column} = f.id,"
                f" state = CASE state WHEN {SAME} THEN {CHANGED} ELSE state END"
                f" FROM (SELECT g.n, MIN(o.id) AS id FROM {self.given} g JOIN {self.merged} o ON o.slug = g.{key}"
                f" WHERE o.state = {NEW} AND o.wrong = 0 GROUP BY g.n) f WHERE f.n = {self.merged}.n"
            )
            self.run(
                f"UPDATE {self.merged} SET wrong = {self.merged}.wrong | {self.unknown(field)} FROM {self.given} g"
                f" WHERE g.n = {self.merged}.n AND g.{key} IS NOT NULL AND {self.merged}.{column} IS NULL"
            )

    def unknown(self, field) -> str:
        """Return, as bits, what a relation to no record leaves unknown: in a key, all fields that are not named."""
        bit = self.bits[field.name]
        return f"({bit} | ~g.named)" if field in self.key else str(bit)

    def given_value(self, field) -> str:
        """Return the SQL of what a row gives for a field."""
        if not field.is_relation:
            return f"g.{field.column}"
        return f"{field.name}_r.id" if self.bits[field.name] & self.some else "NULL"

    def value(self, field, moment: datetime, params: list) -> str:
        """Return the SQL of a field's value: what the row names, what is there, or the default."""
        if automatic(field):
            params.append(field.get_db_prep_save(moment, self.connection))
            return "%s" if field.auto_now else f"COALESCE(t.{field.column}, %s)"
        bit = self.bits[field.name]
        if bit & self.every & self.some:
            return self.given_value(field)
        default = field.get_db_prep_save(field.get_default(), self.connection)
        params.append(default)
        kept = f"CASE WHEN t.id IS NULL THEN %s ELSE t.{field.column} END"
        if not bit & self.some:
            return kept
        return f"CASE WHEN g.named & {bit} <> 0 THEN {self.given_value(field)} ELSE {kept} END"

    def differing(self) -> str:
        """Return the condition that a row names another value than the one there."""
        told = []
        for field in self.fields:
            bit = self.bits[field.name]
            if bit & self.some and not automatic(field):
                differs = self.engine.differs.format(f"t.{field.column}", self.given_value(field))
                told.append(differs if bit & self.every else f"(g.named & {bit} <> 0 AND {differs})")
        return " OR ".join(told) or "1 = 0"

    def matching(self) -> str:
        """Return the condition that a row there has a given row's natural key."""
        told = []
        for field in self.key:
            given, there = self.given_value(field), f"t.{field.column}"
            none = f" OR ({there} IS NULL AND {given} IS NULL)" if field.null else ""
            told.append(f"({there} = {given}{none})")
        return " AND ".join(told)

    def run(self, sql: str, params=()) -> list:
        """Run a statement and return the rows it gives."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params or None)
            return cursor.fetchall() if cursor.description else []

    def any(self, rows: str, params=()) -> bool:
        """Tell whether there are rows; what stores none must not run, for a statement alone is noted as a write."""
        return bool(self.run(f"SELECT 1 {rows} LIMIT 1", params))

    def count(self) -> dict[int, int]:
        """Return how many merged rows each fate has."""
        return dict(self.run(f"SELECT state, COUNT(*) FROM {self.merged} GROUP BY state"))

    def mark(self, state: int, where: str, params=()) -> None:
        """Give the merged rows that go on and meet a condition another fate."""
        self.run(f"UPDATE {self.merged} SET state = {state} WHERE wrong = 0 AND ({where})", params)


def automatic(field) -> bool:
    """Tell whether the time of writing is the value of a field."""
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
