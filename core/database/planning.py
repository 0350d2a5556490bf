"""Choosing how rows are found, which an engine guesses wrongly: by an index that lists few, or in their order."""

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.sql.where import WhereNode

from core.database.engines import engine_of
from core.database.statements import at_one_moment

FEW = 2_000
"""How many rows are listed and then put in order; where there are more, the order is followed to the first of them."""


class Apart(WhereNode):
    """Conditions that are asked of a row once it is there, and for which no index is looked through."""

    def as_sql(self, compiler, connection):
        sql, params = super().as_sql(compiler, connection)
        return engine_of(connection).apart.format(sql), params


def walked(rows: models.QuerySet) -> models.QuerySet:
    """Return the same rows, to be found in the order, or by the keys, that are asked for later."""
    rows = rows.all()
    if rows.query.where:
        rows.query.where = WhereNode([Apart([rows.query.where])])
    return rows


def united(parts: list[models.QuerySet]) -> models.QuerySet:
    """Return the keys that are in one of the parts, for ``pk__in``."""
    first, *more = parts
    return first.union(*more) if more else first


def number_in(groups: list[list[models.QuerySet]]) -> list[int]:
    """Return how many rows each group of sets has, counted no further than to see that they are not few; at once."""
    return at_one_moment(*map(_counted, groups))[1] if groups else []


def _counted(group: list[models.QuerySet]) -> tuple[str, tuple]:
    parts, params = [], []
    for rows in group:
        try:
            sql, given = rows[: FEW + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")
        params += given
    return f"SELECT {' + '.join(parts) or '0'}", tuple(params)
