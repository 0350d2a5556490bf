"""What differs between SQLite and PostgreSQL, behind names of our own; no other file asks.

The database itself keeps two things up to date, whichever way a row is written: the full-text
indexes of the models that declare ``text_index``, and the data version, one number that grows
with every writing transaction. Both are derived state: ``rebuild`` makes them anew.
"""

import hashlib

import dj_database_url
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, models
from django.db.models.expressions import RawSQL, Subquery

VERSION_TABLE = "reference_dataversion"
NAMES, TEXT = "A", "B"
"""The two weights of a full-text column: what a thing is called, and what is said about it."""


def settings_for(url: str) -> dict:
    """Return Django's settings for a database address; raise ImproperlyConfigured for a bad one."""
    try:
        found = dj_database_url.parse(url)
        options = next(engine.options for engine in ENGINES if engine.backend == found["ENGINE"])
    except (ValueError, StopIteration):
        found = {}
    if not found.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL must look like sqlite:////path/to/db.sqlite3 or postgres://user:password@host:5432/name."
        )
    return found | {"OPTIONS": found.get("OPTIONS", {}) | options, "CONN_MAX_AGE": 0}


def bytewise_collation(connection) -> str | None:
    """Return the name of the collation that compares bytes; None where that is the default."""
    return _engine(connection).bytewise


def partial_date_check(connection, column: str) -> str:
    """Return the column rule that keeps 2017, 2017-04 and 2017-04-22 and refuses all else."""
    return _engine(connection).partial_date_check(connection.ops.quote_name(column))


def matching(model: type[models.Model], words: list[str], names_only: bool = False) -> RawSQL:
    """Return the keys of the rows whose full-text index holds all the words, for ``pk__in``."""
    return _engine(connections["default"]).matching(model, words, names_only)


class JSONRows(Subquery):
    """The rows of a subquery as one JSON array of arrays, in the subquery's order."""

    def __init__(self, queryset: models.QuerySet, *fields: str):
        self.columns = {f"c{number}": models.F(field) for number, field in enumerate(fields)}
        super().__init__(queryset.values(**self.columns), output_field=models.JSONField())

    def as_sql(self, compiler, connection, **extra):
        template = _engine(connection).json_rows.format(", ".join(self.columns))
        return super().as_sql(compiler, connection, template=template, **extra)


def server_problems(connection) -> list[str]:
    """Say what makes this server unfit: another encoding than UTF-8, a locale that knows no letters."""
    return _engine(connection).server_problems(connection)


def missing(connection) -> list[str]:
    """Name the triggers and text indexes that the tables of this database lack."""
    engine = _engine(connection)
    return sorted(set(_derived(connection)) - set(engine.existing(connection)))


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
        for statement in _engine(connection).existing(connection).values():
            cursor.execute(statement)


def _engine(connection):
    return next(engine for engine in ENGINES if engine.vendor == connection.vendor)


def _derived(connection) -> dict[str, list[str]]:
    """Return every piece of derived state of the tables there are, by a name that changes with its definition."""
    engine, pieces = _engine(connection), {}
    tables = set(connection.introspection.table_names())
    for label in settings.ARMOURY_APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in tables:
                continue
            if index := getattr(model, "text_index", None):
                pieces |= _named(table, "text", engine.text_index(table, index))
            if table != VERSION_TABLE:
                pieces |= _named(table, "version", engine.version_trigger(table))
    return pieces


def _named(table: str, kind: str, statements: list[str]) -> dict[str, list[str]]:
    digest = hashlib.sha256("".join(statements).encode()).hexdigest()[:6]
    name = f"armoury_{kind}_{table[:35]}_{digest}"
    return {name: [statement.replace("{name}", name) for statement in statements]}


def bump(start: str) -> str:
    """Return the SQL that grows the data version; a new one starts at the clock, never at an old number."""
    return (
        f"INSERT INTO {VERSION_TABLE} (id, number) VALUES (1, {start})"
        f" ON CONFLICT (id) DO UPDATE SET number = {VERSION_TABLE}.number + 1"
    )


class SQLite:
    """FTS5 tables beside the indexed ones, kept by triggers."""

    vendor, backend, bytewise = "sqlite", "django.db.backends.sqlite3", None
    options = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    json_rows = "(SELECT JSON_GROUP_ARRAY(JSON_ARRAY({})) FROM (%(subquery)s))"

    @staticmethod
    def partial_date_check(column: str) -> str:
        year, month, day = "[12][0-9][0-9][0-9]", "[01][0-9]", "[0-3][0-9]"
        return (
            f"{column} GLOB '{year}' OR (substr({column}, 6, 2) BETWEEN '01' AND '12' AND ({column} GLOB '{year}-{month}'"
            f" OR ({column} GLOB '{year}-{month}-{day}' AND substr({column}, 9, 2) BETWEEN '01' AND '31')))"
        )

    @staticmethod
    def matching(model: type[models.Model], words: list[str], names_only: bool) -> RawSQL:
        index = f"{model._meta.db_table}_text"
        names = " ".join(column for column, weight in model.text_index.items() if weight == NAMES)
        query = "(" + " AND ".join(f'"{word}"' for word in words) + ")"
        if names_only:
            query = f"{{{names}}} : {query}"
        return RawSQL(f"SELECT rowid FROM {index} WHERE {index} MATCH %s", [query])

    @staticmethod
    def text_index(table: str, index: dict[str, str]) -> list[str]:
        columns = ", ".join(index)
        new, old = (", ".join(f"{row}.{column}" for column in index) for row in ("new", "old"))
        add = f"INSERT INTO {table}_text(rowid, {columns}) VALUES (new.id, {new});"
        remove = f"INSERT INTO {table}_text({table}_text, rowid, {columns}) VALUES ('delete', old.id, {old});"
        tokens = "unicode61 remove_diacritics 2 categories ''L* M* N* Co''"
        return [
            f"CREATE VIRTUAL TABLE {table}_text USING fts5"
            f"({columns}, content='{table}', content_rowid='id', tokenize='{tokens}')",
            f"INSERT INTO {table}_text({table}_text) VALUES ('rebuild')",
            f"CREATE TRIGGER {{name}} AFTER INSERT ON {table} BEGIN {add} END",
            f"CREATE TRIGGER {{name}}_d AFTER DELETE ON {table} BEGIN {remove} END",
            f"CREATE TRIGGER {{name}}_u AFTER UPDATE OF {columns} ON {table} BEGIN {remove} {add} END",
        ]

    @staticmethod
    def version_trigger(table: str) -> list[str]:
        body = bump("strftime('%s') * 1000")
        return [
            f"CREATE TRIGGER {{name}}{suffix} AFTER {event} ON {table} BEGIN {body}; END"
            for suffix, event in {"": "INSERT", "_u": "UPDATE", "_d": "DELETE"}.items()
        ]

    @staticmethod
    def existing(connection) -> dict[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'armoury_%'")
            triggers = {name: f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()}
            cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE %_text USING fts5%'")
            return triggers | {name: f"DROP TABLE {name}" for (name,) in cursor.fetchall()}

    @staticmethod
    def server_problems(connection) -> list[str]:
        return []


class PostgreSQL:
    """Generated ``tsvector`` columns with GIN indexes; one trigger per table and statement."""

    vendor, backend, bytewise = "postgresql", "django.db.backends.postgresql", "C"
    options = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}, "connect_timeout": 10}
    json_rows = (
        "(SELECT COALESCE(JSONB_AGG(JSONB_BUILD_ARRAY({})), '[]'::jsonb) FROM (%(subquery)s) AS listed)"
    )

    @staticmethod
    def partial_date_check(column: str) -> str:
        return rf"{column} ~ '^[12]\d{{3}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$'"

    @staticmethod
    def matching(model: type[models.Model], words: list[str], names_only: bool) -> RawSQL:
        weight = f":{NAMES}" if names_only else ""
        query = " & ".join(f"'{word}'{weight}" for word in words)
        return RawSQL(f"SELECT id FROM {model._meta.db_table} WHERE text_search @@ to_tsquery('simple', %s)", [query])

    @staticmethod
    def text_index(table: str, index: dict[str, str]) -> list[str]:
        vectors = " || ".join(
            f"setweight(to_tsvector('simple', {PostgreSQL.words_of(column)}), '{weight}')"
            for column, weight in index.items()
        )
        return [
            f"ALTER TABLE {table} ADD COLUMN text_search tsvector GENERATED ALWAYS AS ({vectors}) STORED",
            f"CREATE INDEX {{name}} ON {table} USING gin (text_search)",
        ]

    @staticmethod
    def words_of(column: str) -> str:
        """Return the SQL that cuts a text into words as ``core.names.words`` and FTS5 do."""
        unmarked = f"regexp_replace(normalize(lower(coalesce({column}, '')), NFKD), '[\u0300-\u036f]', '', 'g')"
        return f"regexp_replace({unmarked}, '[^[:alnum:]\u0900-\u0963\u0966-\u0dff]+', ' ', 'g')"

    @staticmethod
    def version_trigger(table: str) -> list[str]:
        body = "BEGIN " + bump("extract(epoch FROM now()) * 1000") + "; RETURN NULL; END"
        return [
            f"CREATE OR REPLACE FUNCTION armoury_bump() RETURNS trigger LANGUAGE plpgsql AS '{body}'",
            f"CREATE TRIGGER {{name}} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION armoury_bump()",
        ]

    @staticmethod
    def existing(connection) -> dict[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE 'armoury\\_%'")
            triggers = {name: f"DROP TRIGGER {name} ON {table}" for name, table in cursor.fetchall()}
            cursor.execute(
                "SELECT indexname, tablename FROM pg_indexes"
                " WHERE schemaname = current_schema() AND indexname LIKE 'armoury\\_text\\_%'"
            )
            return triggers | {
                name: f"ALTER TABLE {table} DROP COLUMN text_search" for name, table in cursor.fetchall()
            }

    @staticmethod
    def server_problems(connection) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
            )
            encoding, ctype = cursor.fetchone()
        told = []
        if encoding != "UTF8":
            told.append(f"The database is encoded in {encoding}; Armoury needs UTF8 (createdb -E UTF8).")
        if ctype in ("C", "POSIX"):
            told.append(f"The database's character type is {ctype}; Armoury needs one that knows letters (C.UTF-8).")
        return told


ENGINES = [SQLite, PostgreSQL]
