"""Statements that answer a whole request at once, so that all they say is of one moment."""

import json
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
        named = {f"k{place}": column for place, (column, _) in enumerate(self.columns)}
        order = ["-" * descends + name for name, (_, descends) in zip(named, self.columns, strict=True)]
        rows = self.rows.order_by().annotate(**named).order_by(*order).values_list("id", *named)[:limit]
        sql, params = rows.query.sql_with_params()
        known = ", ".join(f"{number} AS {name}" for name, number in numbers.items())
        return f"SELECT {known}, stretch.* FROM ({sql}) AS stretch", params


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
        number, *values = within_limit(cursor, sql, params, seconds or settings.ARMOURY_QUERY_SECONDS)
    return number or 0, values


class TooSlow(Exception):  # noqa: N818  it says what a question is
    """A question takes longer than a reader may keep the database busy; it was given up."""


def within_limit(cursor, sql: str, params: list, seconds: float) -> tuple:
    """Return the one row of a statement; raise TooSlow when it is not there in time."""
    engine = engine_of(connection)
    try:
        return engine.within_limit(cursor, sql, params, seconds)
    except OperationalError as error:
        if engine.given_up in str(error):
            raise TooSlow from error
        raise


@contextmanager
def snapshot():
    """Let several statements see one and the same moment, without keeping a writer waiting."""
    with connection.cursor() as cursor:
        outermost = not connection.in_atomic_block
        if outermost:
            cursor.execute(engine_of(connection).begin_snapshot)
        try:
            yield
        finally:
            if outermost:
                cursor.execute("ROLLBACK")


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


def lines_in(text: str | None) -> list[Line]:
    """Return the lines of a page; what was made instead of one (see ``or_else``) has none."""
    return [Line(*line.split(FIELD_END)) for line in text.split(LINE_END)] if text and text[0] != PART_END else []
