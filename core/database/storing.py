"""Storing merged rows: the new ones, the changed ones, and what links them, each in one statement a table."""

from django.db.models.expressions import RawSQL

from core.database.staged import CHANGED, KEPT, NEW, SAME, STORED, Staged


def insert(staged: Staged) -> None:
    """Store the new rows."""
    columns, new = (
        ", ".join(["id", *(field.column for field in staged.fields)]),
        f"FROM {staged.merged} WHERE state = {NEW} AND wrong = 0",
    )
    if staged.any(new):
        staged.run(f"INSERT INTO {staged.table} ({columns}) SELECT {columns} {new} ORDER BY n")


def update(staged: Staged) -> None:
    """Store what rows name over the rows that are there."""
    named = [f for f in staged.fields if staged.bits[f.name] & staged.some or getattr(f, "auto_now", False)]
    values = ", ".join(f"{field.column} = m.{field.column}" for field in named)
    changed = f"FROM {staged.merged} m WHERE m.state = {CHANGED} AND m.wrong = 0"
    if staged.any(changed):
        staged.run(f"UPDATE {staged.table} SET {values} {changed} AND m.id = {staged.table}.id")


def named_links(staged: Staged) -> list:
    return [link for link in staged.links if staged.bits[link.name] & staged.some]


def find_links(staged: Staged) -> dict[str, list[tuple]]:
    """Find the records that links lead to, and the rows that so change; return by link what leads nowhere."""
    lost = {}
    for link in named_links(staged):
        table, related = staged.wanted(link), link.related_model._meta.db_table
        found = (
            f"FROM {staged.linked(link)} l JOIN {staged.merged} m ON m.n = l.n LEFT JOIN {related} r ON r.slug = l.key"
        )
        staged.run(f"CREATE TEMP TABLE {table} AS SELECT DISTINCT m.n, m.id AS a, r.id AS b, l.key {found}")
        lost[link.name] = staged.run(f"SELECT n, key FROM {table} WHERE b IS NULL ORDER BY n, key")
        if link.remote_field.symmetrical:
            staged.run(f"INSERT INTO {table} SELECT n, b, a, '' FROM {table} WHERE b IS NOT NULL")
        staged.run(f"CREATE INDEX {table}_pairs ON {table} (a, b)")
        changed = f"SELECT a {added(staged, link)} UNION SELECT x.{link.m2m_column_name()} {removed(staged, link)}"
        staged.mark(CHANGED, f"state = {SAME} AND id IN ({changed})")
    return lost


def loops(staged: Staged, link) -> list[tuple]:
    """Return the numbers of the rows that a link would lead to themselves."""
    return staged.run(f"SELECT DISTINCT n FROM {staged.wanted(link)} WHERE a = b ORDER BY n")


def added(staged: Staged, link) -> str:
    """Return the rows of a link's table that are wanted and not there."""
    through, one, other = places(link)
    there = f"SELECT 1 FROM {through} x WHERE x.{one} = w.a AND x.{other} = w.b"
    return f"FROM {staged.wanted(link)} w WHERE w.b IS NOT NULL AND NOT EXISTS ({there})"


def removed(staged: Staged, link) -> str:
    """Return the rows of a link's table that are there, and of a row that names the link without them."""
    through, one, other = places(link)
    ends = [one, other] if link.remote_field.symmetrical else [one]
    naming = f"named & {staged.bits[link.name]} <> 0 AND state NOT IN ({NEW}, {KEPT})"
    mine = " OR ".join(f"x.{end} IN (SELECT id FROM {staged.merged} WHERE {naming})" for end in ends)
    wanted = f"SELECT 1 FROM {staged.wanted(link)} w WHERE w.a = x.{one} AND w.b = x.{other}"
    return f"FROM {through} x WHERE ({mine}) AND NOT EXISTS ({wanted})"


def places(link) -> tuple[str, str, str]:
    return link.remote_field.through._meta.db_table, link.m2m_column_name(), link.m2m_reverse_name()


def store_links(staged: Staged) -> None:
    """Add the links that new and changed rows name, and remove those they name no longer."""
    for link in named_links(staged):
        through, one, other = places(link)
        gone = removed(staged, link)
        if staged.any(gone):
            staged.run(f"DELETE FROM {through} WHERE id IN (SELECT x.id {gone})")
        new = f"{added(staged, link)} AND w.n IN (SELECT n FROM {staged.merged} WHERE {STORED})"
        if staged.any(new):
            staged.run(f"INSERT INTO {through} ({one}, {other}) SELECT DISTINCT w.a, w.b {new}")


def touch(staged: Staged, updated, column: str, moment) -> None:
    """Give the owners of stored rows a new time of change."""
    owners, time = updated.model._meta.db_table, updated.get_db_prep_save(moment, staged.connection)
    touched = f"FROM {owners} o JOIN {staged.merged} m ON m.{column} = o.id WHERE o.updated <> %s AND m.{STORED}"
    if staged.any(touched, [time]):
        staged.run(f"UPDATE {owners} SET updated = %s WHERE id IN (SELECT o.id {touched})", [time, time])


def fill_by(staged: Staged, column: str, chooser: str, values: dict[str, RawSQL], owner) -> None:
    """Give new rows that do not name a column the value that another of their columns chooses, from a related row."""
    table, key = owner.related_model._meta.db_table, owner.column
    cases = " ".join(f"WHEN %s THEN ({value.sql})" for value in values.values())
    params = [each for chosen, value in values.items() for each in (chosen, *value.params)]
    found = f"SELECT CASE {staged.merged}.{chooser} {cases} END FROM {table} WHERE {table}.id = {staged.merged}.{key}"
    staged.run(
        f"UPDATE {staged.merged} SET {column} = COALESCE(({found}), '')"
        f" WHERE state = {NEW} AND {chooser} <> '' AND named & {staged.bits[column]} = 0",
        params,
    )
