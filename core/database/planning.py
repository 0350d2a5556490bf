"""Choosing how rows are found, which an engine guesses wrongly: by an index that lists few, or in their order."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.expressions import RawSQL, Subquery
from django.db.models.sql.where import WhereNode

from core.database.engines import engine_of
from core.database.statements import TooSlow, at_one_moment

FEW, SEVERAL = 2_000, 8_000
"""How many rows are listed and then put in order; where there are more, the order is followed to the first of them.

Up to several, each row on the way is looked up in their list; where there are still more, each is asked.
"""


class Apart(WhereNode):
    """Conditions that are asked of a row once it is there, and for which no index is looked through."""

    def as_sql(self, compiler, connection):
        sql, params = super().as_sql(compiler, connection)
        return engine_of(connection).apart.format(sql), params


class Met(WhereNode):
    """A condition that is asked of a row once it is there, and that is not turned into a join."""

    def as_sql(self, compiler, connection):
        sql, params = super().as_sql(compiler, connection)
        return engine_of(connection).met.format(sql), params


class Few(Subquery):
    """Whether a set has so few rows that they are listed before they are put in order; told once per statement."""

    template = f"((SELECT COUNT(*) FROM (%(subquery)s) AS counted) <= {SEVERAL})"

    def __init__(self, rows: models.QuerySet):
        super().__init__(rows[: SEVERAL + 1], output_field=models.BooleanField())


class NumberOf(Subquery):
    """How many rows there are that belong to a record: asked of that record, where ``EXISTS`` may become a join."""

    template, output_field = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)", models.IntegerField()

    def __init__(self, rows: models.QuerySet):
        super().__init__(rows.values("pk"))


def walked(rows: models.QuerySet) -> models.QuerySet:
    """Return the same rows, to be found in the order, or by the keys, that are asked for later."""
    rows = rows.all()
    if rows.query.where:
        rows.query.where = WhereNode([Apart([rows.query.where])])
    return rows


def met_in(keys: RawSQL, rows: models.QuerySet) -> models.QuerySet:
    """Return those of the rows that are among the keys: told of each row as the order comes to it."""
    met = rows.all()
    met.query.where = WhereNode([Met([met.query.build_where(Q(pk__in=keys))]), Met([met.query.where])])
    return met


def at_once(rows: models.QuerySet, owner: str) -> Q:
    """Return the condition of having one of the rows, whose column says whose they are, for going through all records.

    SQLite would look for each record's own rows; the other chooses by itself how it joins them.
    """
    if engine_of(connection).joins_by_itself:
        return Q(Exists(rows.filter(**{owner: OuterRef("pk")})))
    return Q(pk__in=rows.values(owner))


def among(rows: models.QuerySet) -> Q:
    """Return the condition of being one of some rows: they are listed where they are few, else each row is asked."""
    try:
        few = number_in([[rows]])[0] <= SEVERAL
    except TooSlow:
        few = False
    return Q(pk__in=rows.values("pk")) if few else Q(Exists(rows.filter(pk=OuterRef("pk"))))


def to_be_counted(numbers: list[int]) -> list[int]:
    """Return the numbers by which sets are listed, or each row asked, where rows are only counted.

    SQLite lists what words find at no cost; the other reads a common word's rows for it, and asks each sooner.
    """
    return numbers if engine_of(connection).joins_by_itself else [0] * len(numbers)


def in_whole(rows: models.QuerySet) -> models.QuerySet:
    """Return the same rows, all of which are found before they are put in order."""
    keys = united([rows.values("pk")])
    return rows.model._base_manager.filter(pk__in=RawSQL(engine_of(connection).in_whole.format(keys.sql), keys.params))


def united(parts: list[models.QuerySet | RawSQL]) -> RawSQL:
    """Return the keys that are in one of the parts, for ``pk__in``."""
    known = [sql for part in parts if (sql := _sql(part))]
    return RawSQL(
        " UNION ALL ".join(sql for sql, _ in known) or "SELECT NULL",
        [one for _, given in known for one in given],
    )


def in_parts(keys: Iterable, most: int) -> Iterator[list]:
    """Yield keys in parts, as many as one statement may well name."""
    keys = list(keys)
    return (keys[start : start + most] for start in range(0, len(keys), most))


def first_of(parts: list[models.QuerySet | RawSQL], most: int) -> list[list[int]]:
    """Return so many keys of each part, whichever an index gives first; in one statement."""
    known = [(place, *found) for place, part in enumerate(parts) if (found := _sql(part))]
    keys: list[list[int]] = [[] for _ in parts]
    if not known:
        return keys
    cut = "SELECT {} AS place, part.* FROM ({} LIMIT {}) AS part"
    sql = " UNION ALL ".join(cut.format(place, text, most) for place, text, _ in known)
    with connection.cursor() as cursor:
        cursor.execute(sql, [one for *_, given in known for one in given])
        for place, key in cursor:
            keys[place].append(key)
    return keys


def number_in(groups: list[list[models.QuerySet | RawSQL]], most: int | None = SEVERAL + 1) -> list[int]:
    """Return how many rows each group of sets has, counted no further than to see that they are many; at once."""
    return at_one_moment(*(_counted(group, most) for group in groups))[1] if groups else []


def _counted(group: list[models.QuerySet | RawSQL], most: int | None) -> tuple[str, tuple]:
    """Return the query of a number; nothing is read of rows that an index does not tell."""
    rows = [part.values_list(Value(1)) if isinstance(part, models.QuerySet) else part for part in group]
    known = [sql for part in rows if (sql := _sql(part))]
    end = f" LIMIT {most}" if most else ""
    counts = [f"(SELECT COUNT(*) FROM ({sql}{end}) AS counted)" for sql, _ in known]
    return f"SELECT {' + '.join(counts) or '0'}", tuple(one for _, given in known for one in given)


def _sql(part: models.QuerySet | RawSQL) -> tuple[str, tuple] | None:
    """Return a set's query, or None where it is known to be empty."""
    if isinstance(part, RawSQL):
        return part.sql, part.params
    try:
        return part.order_by().query.sql_with_params()
    except EmptyResultSet:
        return None
