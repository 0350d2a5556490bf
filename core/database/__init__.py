"""What differs between SQLite and PostgreSQL, behind names of our own; nothing else asks.

The database itself does three things whichever way a row is written: it keeps the full-text
indexes of the models that declare ``text_index``, grows the data version, one number that is new
after every writing transaction, and notes the change in the change log (see ``core.changes``).
Indexes and triggers are derived state: ``rebuild`` makes them anew.
"""

import hashlib
import re

import dj_database_url
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.expressions import Func

from core.database.changes import CHANGE_TABLE, belonging, noted, noted_fields, watched
from core.database.counting import by_link, by_value, commonest
from core.database.definitions import NAMES, TEXT, VERSION_TABLE
from core.database.engines import ENGINES, engine_of
from core.database.json import (
    PART_END,
    Cells,
    Delimited,
    InWords,
    JSONRows,
    Listed,
    Record,
    Single,
    Strung,
    beside,
    compiled,
    in_a_line,
)
from core.database.merging import Arms, Query, Records, counted_over, instead, led_by, merged_page_of, or_else, together
from core.database.planning import (
    FEW,
    SEVERAL,
    Few,
    NumberOf,
    among,
    at_once,
    first_of,
    in_parts,
    in_whole,
    met_in,
    number_in,
    to_be_counted,
    united,
    walked,
)
from core.database.staged import AT_FAULT, Staged, automatic
from core.database.statements import (
    Line,
    Stretch,
    TooSlow,
    as_array,
    aside,
    at_one_moment,
    counted,
    hold_writers,
    keys_in_order,
    lines_in,
    lines_of,
    page_of,
    pieces_of,
    snapshot,
    version,
)
from core.database.texts import Matches

CREATED = re.compile(r"CREATE (?:VIRTUAL TABLE|TRIGGER|INDEX) (\w+)")


def settings_for(url: str) -> dict:
    """Return Django's settings for a database address; raise ImproperlyConfigured for a bad one."""
    try:
        found = dj_database_url.parse(url)
        engine = next(engine for engine in ENGINES if engine.backend == found["ENGINE"])
    except (ValueError, StopIteration):
        found = {}
    if not found.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL must look like sqlite:////path/to/db.sqlite3 or postgres://user:password@host:5432/name."
        )
    kept = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    return found | {"OPTIONS": found.get("OPTIONS", {}) | engine.options} | kept


def bytewise_collation(connection) -> str | None:
    """Return the name of the collation that compares bytes; None where that is the default."""
    return engine_of(connection).bytewise


def partial_date_check(connection, column: str) -> str:
    """Return the column rule that keeps 2017, 2017-04 and 2017-04-22 and refuses all else."""
    return engine_of(connection).partial_date_check(connection.ops.quote_name(column))


class InBytes(Func):
    """A column in its order: a text byte by byte, whatever the locale it is kept in."""

    def as_sql(self, compiler, connection, **extra):
        engine, (column,) = engine_of(connection), self.source_expressions
        kept = column.output_field.db_parameters(connection).get("collation")
        text = isinstance(column.output_field, models.CharField | models.TextField)
        collated = text and engine.bytewise and kept != engine.bytewise
        template = f'%(expressions)s COLLATE "{engine.bytewise}"' if collated else "%(expressions)s"
        return super().as_sql(compiler, connection, template=template, **extra)


def server_problems(connection) -> list[str]:
    """Say what makes this server unfit: another encoding than UTF-8, a locale that knows no letters."""
    return engine_of(connection).server_problems(connection)


def missing(connection) -> list[str]:
    """Name the triggers and text indexes that the tables of this database lack."""
    statements = [statement for piece in _derived(connection).values() for statement in piece]
    wanted = {name for statement in statements for name in CREATED.findall(statement)}
    return sorted(wanted - set(engine_of(connection).existing(connection)))


def rebuild(connection) -> None:
    """Make all derived state anew; it takes as long as indexing every text once."""
    drop(connection)
    with connection.cursor() as cursor:
        for statements in _derived(connection).values():
            for statement in statements:
                cursor.execute(statement)


def drop(connection) -> None:
    """Remove all derived state, as before a migration: Django remakes SQLite tables silently."""
    with connection.cursor() as cursor:
        for statement in engine_of(connection).existing(connection).values():
            cursor.execute(statement)


def _derived(connection) -> dict[str, list[str]]:
    """Return every piece of derived state of the tables there are, by a name that changes with its definition."""
    tables, pieces = set(connection.introspection.table_names()), {}
    for label in settings.ARMOURY_APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if (table := model._meta.db_table) in tables:
                for kind, statements in _kept(model, engine_of(connection), logged=CHANGE_TABLE in tables).items():
                    pieces |= _named(table, kind, statements)
    return pieces


def _kept(model: type[models.Model], engine, logged: bool) -> dict[str, list[str]]:
    """Return what is kept about one table; there is a log of changes once the table for it is made."""
    table, pieces = model._meta.db_table, {}
    if index := getattr(model, "text_index", None):
        pieces["text"] = engine.text_index(table, index)
    if table != VERSION_TABLE:
        pieces["version"] = engine.version_trigger(table)
        pieces |= {"change": engine.change_triggers(noted(model))} if logged else {}
    return pieces


def _named(table: str, kind: str, statements: list[str]) -> dict[str, list[str]]:
    digest = hashlib.sha256("".join(statements).encode()).hexdigest()[:6]
    name = f"armoury_{kind}_{table[:35]}_{digest}"
    return {name: [statement.replace("{name}", name) for statement in statements]}


__all__ = [
    "AT_FAULT",
    "FEW",
    "NAMES",
    "PART_END",
    "SEVERAL",
    "TEXT",
    "VERSION_TABLE",
    "Arms",
    "Cells",
    "Delimited",
    "Few",
    "InWords",
    "JSONRows",
    "Line",
    "Listed",
    "Matches",
    "NumberOf",
    "Query",
    "Record",
    "Records",
    "Single",
    "Staged",
    "Stretch",
    "Strung",
    "TooSlow",
    "among",
    "as_array",
    "aside",
    "at_once",
    "at_one_moment",
    "automatic",
    "belonging",
    "beside",
    "by_link",
    "by_value",
    "commonest",
    "compiled",
    "counted",
    "counted_over",
    "first_of",
    "hold_writers",
    "in_a_line",
    "in_parts",
    "in_whole",
    "instead",
    "keys_in_order",
    "led_by",
    "lines_in",
    "lines_of",
    "merged_page_of",
    "met_in",
    "noted_fields",
    "number_in",
    "or_else",
    "page_of",
    "pieces_of",
    "snapshot",
    "to_be_counted",
    "together",
    "united",
    "version",
    "walked",
    "watched",
]
