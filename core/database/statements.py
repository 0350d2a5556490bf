"""Statements that answer a whole request at once, so that all they say is of one moment."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.db.models.expressions import Combinable, RawSQL

from core.database.definitions import VERSION_TABLE
from core.database.engines import engine_of
from core.database.json import FIELD_END, LINE_END, PART_END

VERSION = f"SELECT number FROM {VERSION_TABLE} WHERE id = 1"


class Line(NamedTuple):
    """One record of a page: its JSON, and what it is ordered by."""

    order: str
    text: str

    @property
    def keys(self) -> list:
        """Return the number of its stretch and the values it is ordered by."""
        return json.loads(self.order, parse_float=str)


@dataclass(frozen=True)
class Stretch:
    """A part of a list, in its order: rows, and the columns they are ordered by, each with whether it descends."""

    rows: QuerySet
    columns: tuple[tuple[str | Combinable, bool], ...]

    def turned(self) -> "Stretch":
        """Return the same rows in the opposite order."""
        return Stretch(self.rows, tuple((column, not descends) for column, descends in self.columns))

    def query(self, limit: int, **numbers: int) -> tuple[str, tuple]:
        """Return the SQL of the first so many keys, after the numbers of the stretch and the like."""
        order = ["-" * descends + name for name, (_, descends) in zip(self.named, self.columns, strict=True)]
        rows = self.keyed().order_by(*order)[:limit]
        sql, params = rows.query.sql_with_params()
        known = ", ".join(f"{number} AS {name}" for name, number in numbers.items())
        return f"SELECT {known}, stretch.* FROM ({sql}) AS stretch", params

    def sorted(self) -> tuple[str, tuple]:
        """Return the SQL of all keys in order: rows are gone through as they are kept, and then put in order."""
        sql, params = self.keyed().query.sql_with_params()
        order = [name + " DESC" * descends for name, (_, descends) in zip(self.named, self.columns, strict=True)]
        rows = engine_of(connection).by_key.format(sql)
        return f"SELECT stretch.id FROM ({rows}) AS stretch ORDER BY {', '.join(order)}", params

    @property
    def named(self) -> dict:
        return {f"k{place}": column for place, (column, _) in enumerate(self.columns)}

    def keyed(self) -> QuerySet:
        """Return the rows as their keys and what they are ordered by."""
        return self.rows.order_by().annotate(**self.named).values_list("id", *self.named)


def hold_writers() -> None:
    """Have every other writer wait until this transaction ends: what is read from now on nobody changes meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {VERSION_TABLE} SET number = number")


def version() -> int:
    """Return the data version as the last commit left it; 0 before the first write.

    It is all that most answers read. So it is asked of the driver itself, whose cursor costs a third of
    Django's, unless queries are counted; and it tells whether a connection kept open still is one.
    """
    if connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(VERSION)
            return _number(cursor)
    try:
        return _version()
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
    connection.close()
    return _version()


def _version() -> int:
    connection.ensure_connection()
    with connection.wrap_database_errors:
        number = _number(connection.connection.execute(VERSION))
    connection.health_check_done = True
    return number


def _number(cursor) -> int:
    return (cursor.fetchone() or (0,))[0]


def at_one_moment(*queries: tuple[str, tuple], seconds: float | None = None) -> tuple[int, list]:
    """Run queries of one value each as one statement: return the data version they saw, and the values.

    Raise TooSlow after so many seconds, or as many as the settings allow.
    """
    sql = "SELECT " + ", ".join(f"({text})" for text, _ in [(VERSION, ()), *queries])
    with connection.cursor() as cursor:
        params = [value for _, given in queries for value in given]
        ((number, *values),) = within_limit(cursor, sql, params, seconds or settings.ARMOURY_QUERY_SECONDS)
    return number or 0, values


class TooSlow(Exception):  # noqa: N818  it says what a question is
    """A question takes longer than a reader may keep the database busy; it was given up."""


def within_limit(cursor, sql: str, params: Sequence, seconds: float, most: int = 1) -> list[tuple]:
    """Return the first rows of a statement; raise TooSlow when they are not there in time."""
    engine = engine_of(connection)
    try:
        return engine.within_limit(cursor, sql, params, seconds, most)
    except OperationalError as error:
        if engine.given_up in str(error):
            raise TooSlow from error
        raise


@contextmanager
def snapshot():
    """Let several statements see one and the same moment, without keeping a writer waiting, and with little memory."""
    engine, outermost = engine_of(connection), not connection.in_atomic_block
    with connection.cursor() as cursor:
        for statement in engine.begin_snapshot if outermost else ():
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in engine.end_snapshot if outermost else ():
                cursor.execute(statement)


@contextmanager
def aside():
    """Let temporary tables be written in one go, without keeping other writers waiting."""
    with connection.cursor() as cursor:
        outermost = not connection.in_atomic_block
        if outermost:
            cursor.execute("BEGIN")
        try:
            yield
        except BaseException:
            if outermost:
                cursor.execute("ROLLBACK")
            raise
        if outermost:
            cursor.execute("COMMIT")


def counted(rows: QuerySet, most: int | None = None) -> tuple[str, tuple]:
    """Return the query of how many rows there are, without what only their order or looks need; or of so many."""
    try:
        sql, params = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0", ()
    return f"SELECT COUNT(*) FROM ({sql}{f' LIMIT {most}' if most else ''}) AS counted", params


def as_array(rows: QuerySet) -> tuple[str, tuple]:
    """Return the query of a queryset's rows as one JSON text, an array of arrays."""
    names = list(rows.query.values_select) + list(rows.query.annotation_select)
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT '[]'", ()
    return engine_of(connection).array_of_rows.format(columns=", ".join(names), rows=sql), params


def page_of(stretches: dict[int, Stretch], record: RawSQL, limit: int, offset: int = 0) -> tuple[str, tuple]:
    """Return the query of a page's lines, as one text: keys are found first, and JSON is built for those alone.

    The stretches follow one another as they are given, by their numbers.
    """
    engine, found, params = engine_of(connection), [], []
    for number, stretch in stretches.items():
        try:
            sql, given = stretch.query(offset + limit, part=number)
        except EmptyResultSet:
            continue
        found.append(sql)
        params += given
    if not found:
        return "SELECT NULL", ()
    table, columns = stretch.rows.model._meta.db_table, stretch.columns
    keys = [f"k{place}" for place in range(len(columns))]
    directions = [list(stretches) != sorted(stretches), *(descends for _, descends in columns)]
    order = [key + " DESC" * descends for key, descends in zip(["part", *keys], directions, strict=True)]
    line = engine.line.format(keys=", ".join(["part", *keys]), record=record.sql, end=f"{ord(FIELD_END)}")
    lines = (
        f"SELECT {line} AS line FROM ({' UNION ALL '.join(found)} LIMIT {limit} OFFSET {offset}) AS found"
        f" JOIN {table} ON {table}.id = found.id ORDER BY {', '.join(order)}"
    )
    return engine.all_lines.format(lines=lines, end=ord(LINE_END)), (*record.params, *params)


def keys_in_order(stretch: Stretch, piece: int) -> Iterator[list[int]]:
    """Yield the keys of a stretch whose order no index gives, so many at a time: they are sorted once."""
    for rows in in_pieces(*stretch.sorted(), piece):
        yield [key for (key,) in rows]


def pieces_of(rows: QuerySet, piece: int) -> Iterator[list[tuple]]:
    """Yield the columns that a queryset selects, so many rows at a time."""
    try:
        yield from in_pieces(*rows.query.sql_with_params(), piece)
    except EmptyResultSet:
        return


def in_pieces(sql: str, params: Sequence, piece: int) -> Iterator[list[tuple]]:
    """Yield what a statement finds, so many rows at a time; raise TooSlow where the first are not there in time."""
    with connection.chunked_cursor() as cursor:
        rows = within_limit(cursor, sql, params, settings.ARMOURY_QUERY_SECONDS, piece)
        while rows:
            yield rows
            rows = cursor.fetchmany(piece)


def lines_of(table: str, keys: list[int], record: RawSQL) -> tuple[str, tuple]:
    """Return the query of the lines of some records, as one text, in the order of their keys here."""
    engine = engine_of(connection)
    line = engine.line.format(keys="found.place", record=record.sql, end=f"{ord(FIELD_END)}")
    lines = (
        f"SELECT {line} AS line FROM ({engine.numbered_keys}) AS found"
        f" JOIN {table} ON {table}.id = found.id ORDER BY found.place"
    )
    return engine.all_lines.format(lines=lines, end=ord(LINE_END)), (*record.params, json.dumps(keys))


def lines_in(text: str | None) -> list[Line]:
    """Return the lines of a page; what was made instead of one (see ``or_else``) has none."""
    return [Line(*line.split(FIELD_END)) for line in text.split(LINE_END)] if text and text[0] != PART_END else []
