"""How SQLite keeps dates, texts and the data version."""

import time

from django.db import models
from django.db.models import Exists, OuterRef

from core.database.changes import ADDED, CHANGED, DELETED, Noted, watched
from core.database.definitions import bump, quoted

STEPS_BETWEEN_LOOKS = 10_000
"""How many steps of its machine pass between two looks at the clock: a fraction of a millisecond."""

CACHE = "PRAGMA cache_size=-{}"
"""How many KB of the file a connection holds."""


class SQLite:
    """FTS5 tables beside the indexed ones, kept by triggers."""

    vendor, backend, bytewise = "sqlite", "django.db.backends.sqlite3", None
    options = {
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {CACHE.format(40_000)};",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    json_rows = "(SELECT JSON_GROUP_ARRAY(JSON_ARRAY({})) FROM (%(subquery)s))"
    begin_snapshot = (CACHE.format(8_000), "BEGIN")  # a sort holds as much again, and a pass needs no more
    end_snapshot = ("ROLLBACK", CACHE.format(40_000))
    beside = "{} || CHAR(29) || {}"
    array_of_rows = "SELECT JSON_GROUP_ARRAY(JSON_ARRAY({columns})) FROM ({rows})"
    json_array = "JSON_ARRAY({})"
    strung = "(SELECT GROUP_CONCAT(item, ';') FROM (%(subquery)s))"
    json_list = "(SELECT JSON_GROUP_ARRAY({}) FROM (%(subquery)s))"

    numbered_keys = "SELECT key AS place, value AS id FROM JSON_EACH(%s)"
    line = "JSON_ARRAY({keys}) || CHAR({end}) || {record}"
    all_lines = "SELECT GROUP_CONCAT(line, CHAR({end})) FROM ({lines} LIMIT -1)"

    quoted = staticmethod(quoted)
    given_up = "interrupted"
    apart = met = "+({})"  # no index answers a sum
    in_whole = "{}"
    joins_by_itself = False
    by_key = "{} ORDER BY id LIMIT -1"  # what belongs to rows stands in the order of their keys, as a rule

    @staticmethod
    def led_by(rows: models.QuerySet, column: str) -> models.QuerySet:
        """Return the same rows, each looked up by itself, so that no other table of the conditions can lead."""
        looked_up = rows.filter(**{"pk": OuterRef("pk"), column: OuterRef(column)})
        return rows.model._base_manager.order_by().filter(Exists(looked_up))

    differs = "{} IS NOT {}"

    @staticmethod
    def copy_in(cursor, table: str, columns: list[str], rows: list) -> None:
        places = ", ".join("?" * len(columns))
        cursor.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)

    @staticmethod
    def new_key(cursor, table: str) -> str:
        """Keys that were never used, in the order of the objects."""
        return f"(SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = '{table}') + g.n"

    @staticmethod
    def know_sizes(cursor, table: str) -> None:
        """Nothing to do: it takes an index wherever there is one."""

    @staticmethod
    def within_limit(cursor, sql: str, params: list, seconds: float, most: int) -> list[tuple]:
        end = time.monotonic() + seconds
        cursor.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS_BETWEEN_LOOKS)
        try:
            return cursor.execute(sql, params).fetchmany(most)
        finally:
            cursor.connection.set_progress_handler(None, 0)

    @staticmethod
    def as_json(sql: str, field: models.Field) -> str:
        """Return a value as it goes into JSON: SQLite forgets that a text is JSON, and has no truth values."""
        if isinstance(field, models.JSONField):
            return f"JSON({sql})"
        if isinstance(field, models.BooleanField):
            return f"JSON(CASE {sql} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"
        return f"REPLACE({sql}, ' ', 'T') || 'Z'" if isinstance(field, models.DateTimeField) else sql

    @staticmethod
    def json_object(values: dict[str, str]) -> str:
        return "JSON_OBJECT({})".format(", ".join(f"'{name}', {value}" for name, value in values.items()))

    @staticmethod
    def in_words(sql: str, field: models.Field) -> str:
        if isinstance(field, models.BooleanField):
            sql = f"CASE {sql} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"
        return f"COALESCE(CAST({sql} AS TEXT), '')"

    @staticmethod
    def partial_date_check(column: str) -> str:
        year, month, day = "[12][0-9][0-9][0-9]", "[01][0-9]", "[0-3][0-9]"
        month_known, day_known = f"{column} GLOB '{year}-{month}'", f"{column} GLOB '{year}-{month}-{day}'"
        return (
            f"{column} GLOB '{year}' OR (substr({column}, 6, 2) BETWEEN '01' AND '12'"
            f" AND ({month_known} OR ({day_known} AND substr({column}, 9, 2) BETWEEN '01' AND '31')))"
        )

    @staticmethod
    def row_matches(table: str, row: str, weight: str) -> str:
        return f"EXISTS (SELECT 1 FROM {table}_text WHERE {table}_text MATCH %s AND rowid = {row}.id)"

    @staticmethod
    def matching(table: str, column: str, weight: str) -> str:
        """Return the query of the rows that match; their keys stand in the index itself."""
        joined = "" if column == "id" else f" JOIN {table} ON {table}.id = {table}_text.rowid"
        return f"SELECT {'rowid' if column == 'id' else column} FROM {table}_text{joined} WHERE {table}_text MATCH %s"

    @staticmethod
    def words_query(model: type[models.Model], spellings: list[list[tuple[str, ...]]], weight: str, begun: bool) -> str:
        phrases = [[f'"{" ".join(phrase)}"' for phrase in spelling] for spelling in spellings]
        phrases[-1] = [f"{phrase} *" for phrase in phrases[-1]] if begun else phrases[-1]
        query = "(" + " AND ".join(f"({' OR '.join(spelling)})" for spelling in phrases) + ")"
        columns = " ".join(column for column, kept in model.text_index.items() if kept == weight)
        return f"{{{columns}}} : {query}" if weight else query

    @staticmethod
    def text_index(table: str, index: dict[str, str]) -> list[str]:
        columns = ", ".join(index)
        new, old = (", ".join(f"{row}.{column}" for column in index) for row in ("new", "old"))
        add = f"INSERT INTO {table}_text(rowid, {columns}) VALUES (new.id, {new});"
        remove = f"INSERT INTO {table}_text({table}_text, rowid, {columns}) VALUES ('delete', old.id, {old});"
        tokens = "unicode61 remove_diacritics 2 categories ''L* M* Nd Nl''"
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
        body = bump("CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000")
        return [
            f"CREATE TRIGGER {{name}}{suffix} AFTER {event} ON {table} BEGIN {body}; END"
            for suffix, event in {"": "INSERT", "_u": "UPDATE", "_d": "DELETE"}.items()
        ]

    @staticmethod
    def change_triggers(noted: Noted) -> list[str]:
        now, columns = "STRFTIME('%Y-%m-%d %H:%M:%f', 'now')", list(watched(noted.columns))
        differ = {column: f"old.{column} IS NOT new.{column}" for column in columns}
        notes = {
            "INSERT": noted.insert("new", ADDED, "NULL", SQLite.whole("new", noted.columns)),
            "DELETE": noted.insert("old", DELETED, SQLite.whole("old", noted.columns), "NULL"),
            f"UPDATE OF {', '.join(columns)}": noted.insert(
                "new", CHANGED, *(SQLite.parts(row, differ, noted.columns) for row in ("old", "new"))
            )
            + f" WHERE {' OR '.join(differ.values())}",
        }
        return [
            f"CREATE TRIGGER {{name}}_{event[0].lower()} AFTER {event} ON {noted.table} BEGIN {note}; END".replace(
                "{now}", now
            )
            for event, note in notes.items()
        ]

    @staticmethod
    def whole(row: str, columns: dict[str, models.Field]) -> str:
        return SQLite.json_object({name: SQLite.as_json(f"{row}.{name}", field) for name, field in columns.items()})

    @staticmethod
    def parts(row: str, differ: dict[str, str], columns: dict[str, models.Field]) -> str:
        """Return the SQL of a JSON object of the columns that differ."""
        values = {name: f"JSON_QUOTE({SQLite.as_json(f'{row}.{name}', columns[name])})" for name in differ}
        members = [f"""CASE WHEN {differ[name]} THEN ',"{name}":' || {values[name]} ELSE '' END""" for name in differ]
        return f"'{{' || SUBSTR({' || '.join(members)}, 2) || '}}'"

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
