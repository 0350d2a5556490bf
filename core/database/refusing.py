"""Which staged rows may not be stored: each rule of a table asked of all its rows at once."""

from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.db.models.sql import Query

from core.database.staged import AT_FAULT, NEW, WANTED, Staged


class Refused(NamedTuple):
    """Rows refused for one reason: how many, and the first of them with what is told of each."""

    number: int
    rows: list[tuple]


def refused(staged: Staged, where: str, params: tuple | list = (), bits: int = AT_FAULT) -> Refused:
    """Refuse the rows that meet a condition; tell how many, and the numbers of the first ones."""
    meeting = f"FROM {staged.merged} m WHERE {where}"
    ((number,),) = staged.run(f"SELECT COUNT(*) {meeting}", params)
    rows = staged.run(f"SELECT m.n {meeting} ORDER BY m.n LIMIT {staged.most_told}", params) if number else []
    if number:
        staged.run(f"UPDATE {staged.merged} SET wrong = wrong | {bits} WHERE n IN (SELECT m.n {meeting})", params)
    return Refused(number, rows)


def lost(staged: Staged) -> list[tuple[models.Field, list[tuple[int, str]]]]:
    """Tell, by relation, the numbers of the rows that lead to no record, and the slugs they give."""
    if not staged.run(f"SELECT 1 FROM {staged.merged} WHERE wrong <> 0 LIMIT 1"):
        return []
    found = []
    for field in staged.related():
        key = f"g.{field.name}_key"
        rows = staged.run(
            f"SELECT g.n, {key} FROM {staged.merged} m JOIN {staged.given} g ON g.n = m.n WHERE m.wrong <> 0"
            f" AND {key} IS NOT NULL AND m.{field.column} IS NULL ORDER BY g.n"
        )
        found.append((field, rows))
    return found


def lacking(staged: Staged, fields: list) -> list[tuple[models.Field, Refused]]:
    """Refuse the new rows that do not name a field of those given, which has no default that would do."""
    bits = {field: staged.bits[field.name] for field in fields if not staged.bits[field.name] & staged.every}
    return [
        (field, refused(staged, f"state = {NEW} AND named & {bit} = 0 AND wrong & {bit} = 0", bits=bit))
        for field, bit in bits.items()
    ]


def breaking(staged: Staged) -> list[tuple[models.BaseConstraint, Refused]]:
    """Refuse the rows that break a rule about one row, and have no fault in the fields it is about."""
    rules = [rule for rule in staged.model._meta.constraints if isinstance(rule, models.CheckConstraint)]
    asked = [
        (rule, staged.well(Q(rule.condition).referenced_base_fields), *in_sql(staged, rule.condition)) for rule in rules
    ]
    if not rules:
        return []
    broken = ", ".join(f"SUM(CASE WHEN NOT ({sql}) AND {well} THEN 1 ELSE 0 END)" for _, well, sql, _ in asked)
    params = [value for *_, given in asked for value in given]
    (numbers,) = staged.run(f"SELECT {broken} FROM {staged.merged} m WHERE {WANTED}", params)
    return [
        (rule, refused(staged, f"{WANTED} AND {well} AND NOT ({sql})", given))
        for (rule, well, sql, given), number in zip(asked, numbers, strict=True)
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
    """Refuse all but the first of the rows with one natural key; tell, after the number, that of the first.

    They are asked nothing more: they say again what the first says.
    """
    key = ", ".join(field.column for field in staged.key)
    known = staged.well(field.name for field in staged.key)
    firsts = f"(SELECT MIN(n) AS first, {key} FROM {staged.merged} WHERE {known} GROUP BY {key} HAVING COUNT(*) > 1)"
    if not staged.run(f"SELECT 1 FROM {firsts} AS f LIMIT 1"):
        return Refused(0, [])
    same = " AND ".join(alike(field, "f", "m") for field in staged.key)
    others = f"FROM {firsts} AS f JOIN {staged.merged} m ON {same} WHERE m.n <> f.first AND {known}"
    ((number,),) = staged.run(f"SELECT COUNT(*) {others}")
    rows = staged.run(f"SELECT m.n, f.first {others} ORDER BY m.n LIMIT {staged.most_told}")
    staged.run(f"UPDATE {staged.merged} SET wrong = -1 WHERE n IN (SELECT m.n {others})")
    return Refused(number, rows)


def alike(field: models.Field, one: str, other: str) -> str:
    """Return the condition that two rows have the same value, or both none."""
    mine, theirs = f"{one}.{field.column}", f"{other}.{field.column}"
    return f"({mine} = {theirs} OR ({mine} IS NULL AND {theirs} IS NULL))" if field.null else f"{mine} = {theirs}"


def clashing(staged: Staged) -> list[tuple[models.UniqueConstraint, Refused]]:
    """Refuse the rows that share with another row, given or there, what only one may have."""
    key = {field.name for field in staged.key}
    rules = [rule for rule in staged.model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    found = [(rule, clashing_by(staged, rule)) for rule in rules if set(rule.fields) != key]
    return [(rule, rows) for rule, rows in found if rows.number]


def clashing_by(staged: Staged, rule: models.UniqueConstraint) -> Refused:
    """Refuse the rows whose values in the fields of a rule another has, among those that are well and it is about."""
    asked = {*rule.fields, *Q(rule.condition or Q()).referenced_base_fields}
    where, params = in_sql(staged, rule.condition) if rule.condition else ("1 = 1", ())
    columns = [staged.model._meta.get_field(name).column for name in rule.fields]
    which, listed = f"{staged.well(asked)} AND ({where})", ", ".join(columns)
    there = f"(SELECT id, {listed} FROM {staged.table} WHERE {where})"
    same = " AND ".join(f"t.{column} = m.{column}" for column in columns)
    moved = f"EXISTS (SELECT 1 FROM {staged.merged} o WHERE o.id = t.id)"
    given = f"SELECT {listed} FROM {staged.merged} WHERE {which} GROUP BY {listed} HAVING COUNT(*) > 1"
    twice = " AND ".join(f"d.{column} = m.{column}" for column in columns)
    conditions = [
        f"EXISTS (SELECT 1 FROM ({given}) AS d WHERE {twice})",
        f"EXISTS (SELECT 1 FROM {there} AS t WHERE {same} AND t.id <> m.id AND NOT {moved})",
    ]
    bits = staged.bits_of(rule.fields)
    one, other = (refused(staged, f"{WANTED} AND {which} AND {each}", params * 2, bits) for each in conditions)
    return Refused(one.number + other.number, [*one.rows, *other.rows])
