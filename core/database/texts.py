"""Looking for words: in one row, or for all rows that have them."""

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import Func, RawSQL, Subquery

from core.database.engines import engine_of
from core.database.statements import at_one_moment

Spellings = list[list[tuple[str, ...]]]
"""Words to look for, each in its ways to be spelt, each way a phrase."""
MOST_COUNTED = 2_001


class Matches(Func):
    """Whether a row's full-text index holds all the words; asked of its names alone, or of all its texts."""

    output_field = models.BooleanField()

    def __init__(self, model: type[models.Model], spellings: Spellings, weight: str = ""):
        super().__init__("pk")
        self.model, self.spellings, self.weight = model, spellings, weight

    def as_sql(self, compiler, connection, **extra):
        key, _ = compiler.compile(self.source_expressions[0])
        engine, table = engine_of(connection), self.model._meta.db_table
        template = engine.row_matches.format(table=table, row=key.rpartition(".")[0])
        return template, [engine.words_query(self.model, self.spellings, self.weight)]

    def keys(self) -> RawSQL:
        """Return the keys of all rows that match, for ``pk__in``."""
        engine = engine_of(connection)
        query = engine.words_query(self.model, self.spellings, self.weight)
        return RawSQL(engine.matching_keys.format(table=self.model._meta.db_table), [query])


class Few(Subquery):
    """Whether a set has so few rows that they are better listed before they are ordered; told once per statement."""

    template = f"((SELECT COUNT(*) FROM (%(subquery)s) AS counted) < {MOST_COUNTED})"

    def __init__(self, rows: models.QuerySet):
        super().__init__(rows[:MOST_COUNTED], output_field=models.BooleanField())


def few_of(sets: list[list[models.QuerySet]]) -> list[int]:
    """Return how many rows each group of sets has, counted no further than matters, in one statement."""
    return at_one_moment(*map(_few, sets))[1] if sets else []


def _few(group: list[models.QuerySet]) -> tuple[str, tuple]:
    parts, params = [], []
    for rows in group:
        try:
            sql, given = rows[:MOST_COUNTED].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")
        params += given
    return f"SELECT {' + '.join(parts) or '0'}", tuple(params)
