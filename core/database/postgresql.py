"""How PostgreSQL keeps dates, texts and the data version."""

from django.db import models

from core.database.definitions import bump, quoted

HEBREW, ARABIC = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7", "\u0610-\u061a\u064b-\u065f\u0670"
INDIAN = "\u0900-\u0963\u0966-\u096f\u0971-\u0dff"
"""Points and vowel signs: parts of words that the server takes for punctuation."""


class PostgreSQL:
    """Generated ``tsvector`` columns with GIN indexes; one trigger per table and statement."""

    vendor, backend, bytewise = "postgresql", "django.db.backends.postgresql", "C"
    options = {"options": "-c jit=off", "connect_timeout": 10}
    json_rows = "(SELECT COALESCE(JSONB_AGG(JSONB_BUILD_ARRAY({})), '[]'::jsonb) FROM (%(subquery)s) AS listed)"

    begin_snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    beside = "({})::text || CHR(29) || ({})::text"
    array_of_rows = "SELECT COALESCE(JSON_AGG(JSON_BUILD_ARRAY({columns})), '[]'::json)::text FROM ({rows}) AS listed"
    json_array = "JSON_BUILD_ARRAY({})"
    strung = "(SELECT STRING_AGG(item, ';') FROM (%(subquery)s) AS listed)"
    json_list = "(SELECT COALESCE(JSON_AGG({}), '[]'::json) FROM (%(subquery)s) AS listed)"

    line = "JSON_BUILD_ARRAY({keys})::text || CHR({end}) || {record}::text"
    all_lines = "SELECT STRING_AGG(line, CHR({end})) FROM ({lines}) AS listed"

    given_up = "statement timeout"
    apart = "({})"  # its planner knows the limit, and how many rows there are

    @staticmethod
    def led_by(rows: models.QuerySet, column: str) -> models.QuerySet:
        """Return the rows as they are: the planner knows that a page of an order is read along it."""
        return rows

    @staticmethod
    def within_limit(cursor, sql: str, params: list, seconds: float) -> tuple:
        cursor.execute(f"SET LOCAL statement_timeout = {int(seconds * 1000)}; {sql}", params)
        cursor.nextset()
        return cursor.fetchone()

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

    row_matches = "{row}.text_search @@ to_tsquery('simple', %s)"
    matching_keys = "SELECT id FROM {table} WHERE text_search @@ to_tsquery('simple', %s)"
    matching_values = "SELECT {column} FROM {table} WHERE text_search @@ to_tsquery('simple', %s)"

    @staticmethod
    def words_query(model: type[models.Model], spellings: list[list[tuple[str, ...]]], weight: str) -> str:
        marked = f":{weight}" if weight else ""
        phrases = [[" <-> ".join(f"'{word}'{marked}" for word in phrase) for phrase in one] for one in spellings]
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
        ]

    @staticmethod
    def words_of(column: str) -> str:
        """Return the SQL that cuts a text into words as ``core.names.words`` and FTS5 do."""
        decomposed = f"normalize(lower(coalesce({column}, '')), NFD)"
        unmarked = rf"regexp_replace({decomposed}, '([a-z])[\u0300-\u036f]+', '\1', 'g')"
        return f"regexp_replace(normalize({unmarked}, NFC), '[^[:alnum:]{HEBREW}{ARABIC}{INDIAN}]+', ' ', 'g')"

    @staticmethod
    def version_trigger(table: str) -> list[str]:
        body = "BEGIN " + bump("extract(epoch FROM clock_timestamp()) * 1000000") + "; RETURN NULL; END"
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
