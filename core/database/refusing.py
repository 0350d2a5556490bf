"""Which staged rows may not be stored: each rule of a table asked of all its rows at once."""

from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.db.models.sql import Query

from core.database.staged import BAD, NEW, STORED, Staged


class Refused(NamedTuple):
    """Rows refused for one reason: how many, and the first of them with what is told of each."""

    number: int
    rows: list[tuple]


def refused(staged: Staged, where: str, params: tuple | list = ()) -> Refused:
    """Refuse the rows that meet a condition; tell how many, and the numbers of the first ones."""
    meeting = f"FROM {staged.merged} m WHERE state <> {BAD} AND ({where})"
    ((number,),) = staged.run(f"SELECT COUNT(*) {meeting}", params)
    rows = staged.run(f"SELECT m.n {meeting} ORDER BY m.n LIMIT {staged.most_told}", params) if number else []
    if number:
        staged.run(f"UPDATE {staged.merged} SET state = {BAD} WHERE n IN (SELECT m.n {meeting})", params)
    return Refused(number, rows)


def lost(staged: Staged) -> list[tuple[models.Field, list[tuple[int, str]]]]:
    """Refuse the rows with a relation to no record; tell by relation their numbers and the slugs they give."""
    if not staged.run(f"SELECT 1 FROM {staged.merged} WHERE lost = 1 LIMIT 1"):
        return []
    found = []
    for field in staged.related():
        key = f"g.{field.name}_key"
        rows = staged.run(
            f"SELECT g.n, {key} FROM {staged.merged} m JOIN {staged.given} g ON g.n = m.n WHERE m.lost = 1"
            f" AND {key} IS NOT NULL AND m.{field.column} IS NULL ORDER BY g.n"
        )
        found.append((field, rows))
    staged.mark(BAD, "lost = 1")
    return found


def lost_by_refused(staged: Staged) -> list[tuple[models.Field, list[tuple[int, str]]]]:
    """Tell, by relation, the numbers of the rows refused before, and the slugs they give that are no record's."""
    if not staged.run(f"SELECT 1 FROM {staged.given} WHERE bad = 1 LIMIT 1"):
        return []
    found = []
    for field in [*(each for each in staged.fields if each.is_relation), *staged.links]:
        key, joined = f"g.{field.name}_key", ""
        if field.many_to_many:
            key, joined = "l.key", f" JOIN {staged.linked(field)} l ON l.n = g.n"
        there = f"SELECT 1 FROM {field.related_model._meta.db_table} r WHERE r.slug = {key}"
        rows = staged.run(
            f"SELECT g.n, {key} FROM {staged.given} g{joined}"
            f" WHERE g.bad = 1 AND {key} IS NOT NULL AND NOT EXISTS ({there}) ORDER BY g.n, {key}"
        )
        found.append((field, rows))
    return found


def lacking(staged: Staged, fields: list) -> list[tuple[models.Field, Refused]]:
    """Refuse the new rows that do not name a field of those given, which has no default that would do."""
    wanted = [field for field in fields if not staged.bits[field.name] & staged.every]
    return [(field, refused(staged, f"state = {NEW} AND m.named & {staged.bits[field.name]} = 0")) for field in wanted]


def breaking(staged: Staged) -> list[tuple[models.BaseConstraint, Refused]]:
    """Refuse the rows that break a rule about one row."""
    rules = [rule for rule in staged.model._meta.constraints if isinstance(rule, models.CheckConstraint)]
    return breaking_among(staged, STORED, rules)


def breaking_though_lost(staged: Staged) -> list[tuple[models.BaseConstraint, Refused]]:
    """Refuse the rows with a relation to no record that break a rule about their other fields."""
    if not staged.run(f"SELECT 1 FROM {staged.merged} WHERE lost = 1 LIMIT 1"):
        return []
    related = {field.name for field in staged.related()}
    rules = [rule for rule in staged.model._meta.constraints if isinstance(rule, models.CheckConstraint)]
    apart = [rule for rule in rules if not Q(rule.condition).referenced_base_fields & related]
    return breaking_among(staged, f"{STORED} AND lost = 1", apart)


def breaking_among(
    staged: Staged, which: str, rules: list[models.CheckConstraint]
) -> list[tuple[models.BaseConstraint, Refused]]:
    """Refuse those of some rows that break a rule."""
    asked = [in_sql(staged, rule.condition) for rule in rules]
    if not rules:
        return []
    broken = ", ".join(f"SUM(CASE WHEN NOT ({sql}) THEN 1 ELSE 0 END)" for sql, _ in asked)
    params = [value for _, given in asked for value in given]
    (numbers,) = staged.run(f"SELECT {broken} FROM {staged.merged} m WHERE {which}", params)
    return [
        (rule, refused(staged, f"{which} AND NOT ({sql})", given))
        for rule, (sql, given), number in zip(rules, asked, numbers, strict=True)
        if number
    ]


def in_sql(staged: Staged, condition) -> tuple[str, tuple]:
    """Return a condition over a table's columns as SQL, without the table's name."""
    query = Query(model=staged.model, alias_cols=False)
    where = query.build_where(condition)
    compiler = query.get_compiler(connection=staged.connection)
    sql, params = where.as_sql(compiler, staged.connection)
    return sql, tuple(params)


def twins(staged: Staged) -> Refused:
    """Refuse all but the first of the rows with one natural key; tell, after the number, that of the first."""
    key = ", ".join(field.column for field in staged.key)
    firsts = f"(SELECT MIN(n) AS first, {key} FROM {staged.merged} WHERE lost = 0 GROUP BY {key} HAVING COUNT(*) > 1)"
    if not staged.run(f"SELECT 1 FROM {firsts} AS f LIMIT 1"):
        return Refused(0, [])
    same = " AND ".join(alike(field, "f", "m") for field in staged.key)
    others = f"FROM {firsts} AS f JOIN {staged.merged} m ON {same} WHERE m.n <> f.first"
    ((number,),) = staged.run(f"SELECT COUNT(*) {others}")
    rows = staged.run(f"SELECT m.n, f.first {others} ORDER BY m.n LIMIT {staged.most_told}")
    staged.mark(BAD, f"n IN (SELECT m.n {others})")
    return Refused(number, rows)


def alike(field: models.Field, one: str, other: str) -> str:
    """Return the condition that two rows have the same value, or both none."""
    mine, theirs = f"{one}.{field.column}", f"{other}.{field.column}"
    return f"({mine} = {theirs} OR ({mine} IS NULL AND {theirs} IS NULL))" if field.null else f"{mine} = {theirs}"


def clashing(staged: Staged) -> list[tuple[models.UniqueConstraint, Refused]]:
    """Refuse the rows that share with another row, given or there, what only one may have."""
    found = []
    rules = [rule for rule in staged.model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    for rule in rules:
        fields = [staged.model._meta.get_field(name) for name in rule.fields]
        if {field.name for field in fields} == {field.name for field in staged.key}:
            continue
        where, params = in_sql(staged, rule.condition) if rule.condition else ("1 = 1", ())
        number = clashing_with(staged, [field.column for field in fields], where, list(params))
        if number.number:
            found.append((rule, number))
    return found


def clashing_with(staged: Staged, columns: list[str], where: str, params: list) -> Refused:
    """Refuse the rows whose values in these columns another has, among the rows that meet a condition."""
    there = f"(SELECT id, {', '.join(columns)} FROM {staged.table} WHERE {where})"
    same = " AND ".join(f"t.{column} = m.{column}" for column in columns)
    moved = f"EXISTS (SELECT 1 FROM {staged.merged} o WHERE o.id = t.id)"
    listed = ", ".join(columns)
    given = (
        f"SELECT {listed} FROM {staged.merged} WHERE state < {BAD} AND ({where}) GROUP BY {listed} HAVING COUNT(*) > 1"
    )
    twice = " AND ".join(f"d.{column} = m.{column}" for column in columns)
    found = refused(
        staged, f"{STORED} AND ({where}) AND EXISTS (SELECT 1 FROM ({given}) AS d WHERE {twice})", params * 2
    )
    others = refused(
        staged,
        f"{STORED} AND ({where}) AND EXISTS (SELECT 1 FROM {there} AS t WHERE {same} AND t.id <> m.id AND NOT {moved})",
        params * 2,
    )
    return Refused(found.number + others.number, [*found.rows, *others.rows])
