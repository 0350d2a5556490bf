"""Looking for words: in one row, or for all rows that have them."""

from django.db import connection, models
from django.db.models.expressions import Func, RawSQL

from core.database.engines import engine_of

Spellings = list[list[tuple[str, ...]]]
"""Words to look for, each in its ways to be spelt, each way a phrase."""


class Matches(Func):
    """Whether a row's full-text index holds all the words; asked of its names alone, or of all its texts.

    Of a text that is still typed the last word is only ``begun``.
    """

    output_field = models.BooleanField()

    def __init__(self, model: type[models.Model], spellings: Spellings, weight: str = "", begun: bool = False):
        super().__init__("pk")
        self.model, self.spellings, self.weight, self.begun = model, spellings, weight, begun

    def as_sql(self, compiler, connection, **extra):
        key, _ = compiler.compile(self.source_expressions[0])
        engine, table = engine_of(connection), self.model._meta.db_table
        matches = engine.row_matches(table, key.rpartition(".")[0], self.weight)
        return matches, [engine.words_query(self.model, self.spellings, self.weight, self.begun)]

    def keys(self, column: str = "id", most: int | None = None) -> RawSQL:
        """Return the keys of all rows that match, or what a column of theirs holds, as they are found; or so many."""
        engine = engine_of(connection)
        query = engine.words_query(self.model, self.spellings, self.weight, self.begun)
        matching = engine.matching(self.model._meta.db_table, column, self.weight)
        return RawSQL(f"{matching} LIMIT %s" if most else matching, [query, most] if most else [query])
