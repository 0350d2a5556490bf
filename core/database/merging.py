"""One list over several tables: each gives what a page needs of it, in an order they share."""

from collections.abc import Iterator

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from core.database.engines import engine_of
from core.database.json import FIELD_END, LINE_END, PART_END
from core.database.statements import Stretch, counted

Query = tuple[str, tuple]
Arms = list[tuple[int, Stretch]]
"""What several tables give to one stretch of a list, each with the number of its table."""
Records = dict[int, tuple[type[Model], RawSQL]]
"""How the record of a key is written, by the number of its table."""


def led_by(rows: QuerySet, column: str) -> QuerySet:
    """Return rows for an order that begins with a related table's column: that table is read first, in its order."""
    return engine_of(connection).led_by(rows, column)


def counted_over(several: list[QuerySet]) -> Query:
    """Return the query of how many rows there are in several tables together."""
    queries = [counted(rows) for rows in several] or [("SELECT 0", ())]
    return "SELECT " + " + ".join(f"({sql})" for sql, _ in queries), tuple(p for _, params in queries for p in params)


def merged_page_of(stretches: dict[int, Arms], records: Records, limit: int, offset: int = 0) -> Query:
    """Return the query of a page's lines, as ``page_of`` does for one table.

    Rows of one stretch are ordered by their first column, then by the number of their table, then by
    the others. No table is asked for more rows than the page can show.
    """
    if not any(stretches.values()):
        return "SELECT NULL", ()
    columns = next(arm.columns for arms in stretches.values() for _, arm in arms)
    first, *others = (f"k{place}" for place in range(len(columns)))
    keys, turn = [first, "arm", *others], " DESC" * columns[0][1]
    order = ", ".join(key + turn for key in keys)
    merged = list(merged_keys(stretches, order, offset + limit))
    if not merged:
        return "SELECT NULL", ()
    engine = engine_of(connection)
    record, given = of_its_table(records)
    line = engine.line.format(keys=", ".join(["part", *keys]), record=record, end=ord(FIELD_END))
    found = f"{' UNION ALL '.join(sql for sql, _ in merged)} LIMIT {limit} OFFSET {offset}"
    lines = f"SELECT {line} AS line FROM ({found}) AS found ORDER BY part{turn}, {order}"
    params = (*given, *(param for _, params in merged for param in params))
    return engine.all_lines.format(lines=lines, end=ord(LINE_END)), params


def merged_keys(stretches: dict[int, Arms], order: str, limit: int) -> Iterator[Query]:
    """Return the query of each stretch's first keys."""
    for number, arms in stretches.items():
        found, params = [], []
        for table, arm in arms:
            try:
                sql, given = arm.query(limit, part=number, arm=table)
            except EmptyResultSet:
                continue
            found.append(sql)
            params += given
        if found:
            several = " UNION ALL ".join(found)
            yield f"SELECT * FROM (SELECT * FROM ({several}) AS arms ORDER BY {order} LIMIT {limit}) AS merged", params


def of_its_table(records: Records) -> Query:
    """Return the record of a found key, of whichever table it is."""
    cases = [
        f"WHEN {number} THEN (SELECT {record.sql} FROM {table} WHERE {table}.id = found.id)"
        for number, record, table in [(n, record, model._meta.db_table) for n, (model, record) in records.items()]
    ]
    params = tuple(param for _, record in records.values() for param in record.params)
    return f"(CASE found.arm {' '.join(cases)} END)", params


def together(queries: list[Query]) -> Query:
    """Return several JSON texts as one array."""
    texts = " || ',' || ".join(f"({sql})" for sql, _ in queries)
    return f"SELECT '[' || {texts} || ']'", tuple(param for _, params in queries for param in params)


def instead(text: str | None) -> str | None:
    """Return what was made instead of a text by ``or_else``."""
    return text[1:] if text and text[0] == PART_END else None


def or_else(query: Query, other: Query) -> Query:
    """Return one text, or where there is none another behind ``PART_END``, which is made only then."""
    (text, params), (instead, given) = query, other
    return f"SELECT COALESCE(({text}), %s || ({instead}))", (*params, PART_END, *given)
