"""How PostgreSQL keeps dates, texts and the data version."""

from django.db import models

from core.database.changes import ADDED, CHANGED, DELETED, Noted, watched
from core.database.definitions import NAMES, bump, quoted

HEBREW, ARABIC = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7", "\u0610-\u061a\u064b-\u065f\u0670"
INDIAN = "\u0900-\u0963\u0966-\u096f\u0971-\u0dff"
"""Points and vowel signs: parts of words that the server takes for punctuation."""


class PostgreSQL:
    """Generated ``tsvector`` columns with GIN indexes; one trigger per table and statement."""

    vendor, backend, bytewise = "postgresql", "django.db.backends.postgresql", "C"
    options = {"options": "-c jit=off", "connect_timeout": 10}
    json_rows = "(SELECT COALESCE(JSONB_AGG(JSONB_BUILD_ARRAY({})), '[]'::jsonb) FROM (%(subquery)s) AS listed)"

    begin_snapshot, end_snapshot = ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",), ("ROLLBACK",)
    beside = "({})::text || CHR(29) || ({})::text"
    array_of_rows = "SELECT COALESCE(JSON_AGG(JSON_BUILD_ARRAY({columns})), '[]'::json)::text FROM ({rows}) AS listed"
    json_array = "JSON_BUILD_ARRAY({})"
    strung = "(SELECT STRING_AGG(item, ';') FROM (%(subquery)s) AS listed)"
    json_list = "(SELECT COALESCE(JSON_AGG({}), '[]'::json) FROM (%(subquery)s) AS listed)"

    numbered_keys = (
        "SELECT place, text::bigint AS id FROM JSON_ARRAY_ELEMENTS_TEXT(%s::json) WITH ORDINALITY AS keys (text, place)"
    )
    line = "JSON_BUILD_ARRAY({keys})::text || CHR({end}) || {record}::text"
    all_lines = "SELECT STRING_AGG(line, CHR({end})) FROM ({lines}) AS listed"

    given_up = "statement timeout"
    apart = "({})"  # its planner knows the limit, and how many rows there are
    met = "(({}) IS TRUE)"  # no join answers that
    in_whole = "SELECT UNNEST(ARRAY({}))"  # no join begins with the order then
    joins_by_itself = True
    by_key = "{}"  # it reads both tables once

    @staticmethod
    def led_by(rows: models.QuerySet, column: str) -> models.QuerySet:
        """Return the rows as they are: the planner knows that a page of an order is read along it."""
        return rows

    differs = "{} IS DISTINCT FROM {}"

    @staticmethod
    def copy_in(cursor, table: str, columns: list[str], rows: list) -> None:
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    @staticmethod
    def new_key(cursor, table: str) -> str:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        return f"nextval('{cursor.fetchone()[0]}')"

    @staticmethod
    def know_sizes(cursor, table: str) -> None:
        cursor.execute(f"ANALYZE {table}")

    @staticmethod
    def within_limit(cursor, sql: str, params: list, seconds: float, most: int) -> list[tuple]:
        limit = f"SET LOCAL statement_timeout = {int(seconds * 1000)}"
        if getattr(cursor, "name", None):  # it reads piece by piece, in a transaction
            cursor.connection.execute(limit)
            cursor.execute(sql, params)
        else:
            cursor.execute(f"{limit}; {sql}", params)
            cursor.nextset()
        return cursor.fetchmany(most)

    @staticmethod
    def quoted(sql: str) -> str:
        return quoted(f'({sql}) COLLATE "C"')

    @staticmethod
    def as_json(sql: str, field: models.Field) -> str:
        """Return a value as it goes into JSON: times in UTC, decimals without idle zeros."""
        if isinstance(field, models.DateTimeField):
            utc = f"TO_CHAR({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
            return f"REPLACE({utc}, '.000000Z', 'Z')"
        return f"TRIM_SCALE({sql})" if isinstance(field, models.DecimalField) else sql

    @staticmethod
    def json_object(values: dict[str, str]) -> str:
        """Return a row as JSON: compact, in order, and faster than naming each key in each row."""
        columns = ", ".join(f'{value} AS "{name}"' for name, value in values.items())
        return f"(SELECT ROW_TO_JSON(built) FROM (SELECT {columns}) AS built)"

    @staticmethod
    def in_words(sql: str, field: models.Field) -> str:
        """Return a value as text, of one collation whatever its column has, so that any two can be joined."""
        written = f"TRIM_SCALE({sql})" if isinstance(field, models.DecimalField) else sql
        return f"COALESCE(({written})::text, '') COLLATE \"C\""

    @staticmethod
    def partial_date_check(column: str) -> str:
        return rf"{column} ~ '^[12]\d{{3}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$'"

    @staticmethod
    def row_matches(table: str, row: str, weight: str) -> str:
        return f"{PostgreSQL.texts(f'{row}.text_search', weight)} @@ to_tsquery('simple', %s)"

    @staticmethod
    def matching(table: str, column: str, weight: str) -> str:
        return f"SELECT {column} FROM {table} WHERE {PostgreSQL.row_matches(table, table, weight)}"

    @staticmethod
    def texts(column: str, weight: str) -> str:
        """Return the words of one weight apart: an index of all words does not know which have which."""
        return f"ts_filter({column}, '{{{weight.lower()}}}')" if weight else column

    @staticmethod
    def words_query(model: type[models.Model], spellings: list[list[tuple[str, ...]]], weight: str, begun: bool) -> str:
        phrases = [[" <-> ".join(f"'{word}'" for word in phrase) for phrase in one] for one in spellings]
        phrases[-1] = [f"{phrase}:*" for phrase in phrases[-1]] if begun else phrases[-1]
        return " & ".join(f"({' | '.join(spelling)})" for spelling in phrases)

    @staticmethod
    def text_index(table: str, index: dict[str, str]) -> list[str]:
        vectors = " || ".join(
            f"setweight(to_tsvector('simple', {PostgreSQL.words_of(column)}), '{weight}')"
            for column, weight in index.items()
        )
        return [
            f"ALTER TABLE {table} ADD COLUMN text_search tsvector GENERATED ALWAYS AS ({vectors}) STORED",
            f"CREATE INDEX {{name}} ON {table} USING gin (text_search)",
            f"CREATE INDEX {{name}}_names ON {table} USING gin ({PostgreSQL.texts('text_search', NAMES)})",
        ]

    @staticmethod
    def words_of(column: str) -> str:
        """Return the SQL that cuts a text into words as ``core.names.words`` and FTS5 do."""
        decomposed = f"normalize(lower(coalesce({column}, '')), NFD)"
        unmarked = rf"regexp_replace({decomposed}, '([a-z])[\u0300-\u036f]+', '\1', 'g')"
        return f"regexp_replace(normalize({unmarked}, NFC), '[^[:alnum:]{HEBREW}{ARABIC}{INDIAN}]+', ' ', 'g')"

    @staticmethod
    def version_trigger(table: str) -> list[str]:
        """Before a statement takes its rows, so that no two writers wait for one another."""
        body = "BEGIN " + bump("extract(epoch FROM clock_timestamp()) * 1000000") + "; RETURN NULL; END"
        return [
            f"CREATE OR REPLACE FUNCTION armoury_bump() RETURNS trigger LANGUAGE plpgsql AS '{body}'",
            f"CREATE TRIGGER {{name}} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION armoury_bump()",
        ]

    @staticmethod
    def change_triggers(noted: Noted) -> list[str]:
        columns = list(watched(noted.columns))
        differ = {column: f"o.{column} IS DISTINCT FROM n.{column}" for column in columns}
        parts = [PostgreSQL.parts(row, differ, noted.columns) for row in ("o", "n")]
        both = f"new_rows n JOIN old_rows o ON n.id = o.id WHERE {' OR '.join(differ.values())}"
        notes = {
            "INSERT": noted.insert("n", ADDED, "NULL", PostgreSQL.whole("n", noted.columns)) + " FROM new_rows n",
            "UPDATE": noted.insert("n", CHANGED, *parts) + f" FROM {both}",
            "DELETE": noted.insert("o", DELETED, PostgreSQL.whole("o", noted.columns), "NULL") + " FROM old_rows o",
        }
        rows = {
            "INSERT": "NEW TABLE AS new_rows",
            "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
            "DELETE": "OLD TABLE AS old_rows",
        }
        made = []
        for event, note in notes.items():
            function = f"armoury_note_{noted.table}_{event[0].lower()}"
            body = note.replace("{now}", "STATEMENT_TIMESTAMP()")
            made += [
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql"
                f" AS $$ BEGIN {body}; RETURN NULL; END $$",
                f"CREATE TRIGGER {{name}}_{event[0].lower()} AFTER {event} ON {noted.table} REFERENCING {rows[event]}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
            ]
        return made

    @staticmethod
    def whole(row: str, columns: dict[str, models.Field]) -> str:
        values = {name: PostgreSQL.as_json(f"{row}.{name}", field) for name, field in columns.items()}
        listed = ", ".join(f'{value} AS "{name}"' for name, value in values.items())
        return f"(SELECT TO_JSONB(built) FROM (SELECT {listed}) AS built)"

    @staticmethod
    def parts(row: str, differ: dict[str, str], columns: dict[str, models.Field]) -> str:
        """Return the SQL of a JSON object of the columns that differ."""
        values = {name: f"TO_JSON({PostgreSQL.as_json(f'{row}.{name}', columns[name])})" for name in differ}
        members = [
            f"""CASE WHEN {differ[name]} THEN ',"{name}":' || COALESCE({values[name]}::text, 'null') ELSE '' END"""
            for name in differ
        ]
        return f"('{{' || SUBSTR({' || '.join(members)}, 2) || '}}')::jsonb"

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
                name: f"ALTER TABLE {table} DROP COLUMN IF EXISTS text_search" for name, table in cursor.fetchall()
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
