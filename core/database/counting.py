"""Numbers of rows by value: rows are gone through once, and what the values are called is looked up last."""

from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.expressions import Combinable

from core.database.engines import engine_of

Query = tuple[str, tuple]


def by_value(rows: QuerySet, value: Combinable) -> Query:
    """Return the query of how many rows have each value, nothing among them."""
    grouped = rows.order_by().annotate(facet_value=value).values("facet_value").annotate(number=Count("*"))
    return grouped.query.sql_with_params()


def by_link(rows: QuerySet, links: QuerySet) -> Query:
    """Return the query of how many rows each value is linked to, however often, and how many none is linked to.

    ``links`` gives ``facet_owner``, the key of a row, and ``facet_value``, pair by pair.
    """
    (records, given), (linked, more) = (one.order_by().query.sql_with_params() for one in (rows.values("id"), links))
    records = engine_of(connection).by_key.format(records)
    sql = (
        "SELECT link.facet_value, COUNT(DISTINCT record.id) AS number"
        f" FROM ({records}) AS record LEFT JOIN ({linked}) AS link ON link.facet_owner = record.id"
        " GROUP BY link.facet_value"
    )
    return sql, (*given, *more)


def commonest(grouped: Query, names: QuerySet | None, text: bool, most: int) -> Query:
    """Return the query of so many values as one JSON text, the commonest first, each with its name and number.

    ``names`` gives ``facet_key``, ``facet_value`` and ``facet_label`` of what the values are keys of: a key that it
    lacks is of nothing. Before
    all others comes nothing itself, that is null or an empty text, where there are rows that have it.
    """
    engine, (counted, params) = engine_of(connection), grouped
    source, value, label = f"({counted}) AS grouped", "grouped.facet_value", "NULL"
    value = f"NULLIF({value}, '')" if text else value
    if names is not None:
        known, given = names.order_by().query.sql_with_params()
        source += f" LEFT JOIN ({known}) AS known ON known.facet_key = {value}"
        value, label, params = "known.facet_value", "MAX(known.facet_label)", (*params, *given)
    order = f'value COLLATE "{engine.bytewise}"' if engine.bytewise and (text or names is not None) else "value"
    told = f"SELECT {value} AS value, {label} AS label, SUM(grouped.number) AS number FROM {source} GROUP BY {value}"
    rows = (
        f"SELECT value, label, number FROM ({told}) AS told"
        f" ORDER BY CASE WHEN value IS NULL THEN 0 ELSE 1 END, number DESC, {order} LIMIT {most}"
    )
    return engine.array_of_rows.format(columns="value, label, number", rows=rows), params
