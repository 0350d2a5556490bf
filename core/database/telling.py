"""What is asked about staged rows by those who load them."""

from collections.abc import Iterator

from core.database.changes import BATCH_TABLE, CHANGE_TABLE
from core.database.staged import CHANGED, KEPT, LEFT_OUT, STORED, Staged


def key_of(staged: Staged, number: int) -> str:
    """Return the natural key of a given row in words."""
    columns = [f"{field.name}_key" if field.is_relation else field.column for field in staged.key]
    ((*parts,),) = staged.run(f"SELECT {', '.join(columns)} FROM {staged.given} WHERE n = %s", [number])
    return " ".join(str(part) for part in parts if part)


def marks(staged: Staged) -> dict[str, int]:
    """Return, by the slugs of the given rows, what is wrong with each, or that it is left out."""
    return dict(staged.run(f"SELECT slug, wrong FROM {staged.given}"))


def leave_out(staged: Staged) -> None:
    """Leave all given rows out."""
    staged.run(f"UPDATE {staged.given} SET wrong = {LEFT_OUT} WHERE wrong = 0")


def take_named(staged: Staged, others: list[Staged]) -> bool:
    """Take those left out in again that rows going on refer to; tell whether there are any."""
    keys = [sql for other in others for sql in references(other, staged.label)]
    return bool(keys) and take_in(staged, f"slug IN ({' UNION '.join(keys)})")


def take_owned(staged: Staged, owner: Staged, column: str) -> bool:
    """Take those left out in again that belong to a record going on; tell whether there are any."""
    return take_in(staged, f"{column}_key IN (SELECT slug FROM {owner.given} WHERE wrong = 0)")


def take_in(staged: Staged, wanted: str) -> bool:
    with staged.connection.cursor() as cursor:
        cursor.execute(f"UPDATE {staged.given} SET wrong = 0 WHERE wrong = {LEFT_OUT} AND {wanted}")
        return cursor.rowcount > 0


def references(staged: Staged, label: str) -> list[str]:
    """Return the queries of the slugs of a model's records that given rows refer to."""
    keys = [
        f"SELECT {field.name}_key FROM {staged.given} WHERE wrong = 0 AND {field.name}_key IS NOT NULL"
        for field in staged.fields
        if field.is_relation and field.related_model._meta.label_lower == label
    ]
    return keys + [
        f"SELECT l.key FROM {staged.linked(link)} l JOIN {staged.given} g ON g.n = l.n WHERE g.wrong = 0"
        for link in staged.links
        if link.related_model._meta.label_lower == label
    ]


def stored(staged: Staged, columns: list[str], size: int, which: str = STORED) -> Iterator[list[tuple]]:
    """Walk through columns of the rows that are new or changed and well, or of others, so many at a time."""
    with staged.connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {staged.merged} WHERE {which}")
        yield from iter(lambda: cursor.fetchmany(size), [])


def kept_beside(staged: Staged, columns: list[str]) -> list[tuple]:
    """Return of the rows left to those here: number, what they name, and each column as given and as it is here."""
    both = [f"{side}.{column}" for column in columns for side in ("m", "t")]
    return staged.run(
        f"SELECT m.n, m.named, {', '.join(both)} FROM {staged.merged} m JOIN {staged.table} t ON t.id = m.id"
        f" WHERE m.state = {KEPT} ORDER BY m.n"
    )


def turning(staged: Staged, column: str, value: str) -> list[tuple]:
    """Return the keys of changed rows whose column takes on a value or gives it up, and what it becomes."""
    return staged.run(
        f"SELECT m.id, m.{column} FROM {staged.merged} m JOIN {staged.table} t ON t.id = m.id"
        f" WHERE m.state = {CHANGED} AND (t.{column} = %s) <> (m.{column} = %s)",
        [value, value],
    )


def keep_unless(staged: Staged, labels: list[str], kinds: list[str], passed_over: set[int]) -> None:
    """Leave changed rows to what is there, unless batches of these kinds made the last change of each and its links.

    Batches passed over count as if they had never been. What has no change in the log at all is left as well: nobody
    knows whose it is.
    """
    noted = f"c.key = {staged.merged}.id AND c.model = %s"
    if passed_over:
        noted += f" AND COALESCE(c.batch_id, 0) NOT IN ({', '.join(map(str, sorted(passed_over)))})"
    batches = f"{CHANGE_TABLE} c LEFT JOIN {BATCH_TABLE} b ON b.id = c.batch_id"
    last = f"SELECT b.kind FROM {batches} WHERE {noted} ORDER BY c.id DESC LIMIT 1"
    loaded = f"IN ({', '.join(['%s'] * len(kinds))})"
    own, *links = labels
    conditions, params = [f"COALESCE(({last}), '') NOT {loaded}"], [own, *kinds]
    for link in links:
        there = f"EXISTS (SELECT 1 FROM {CHANGE_TABLE} c WHERE {noted})"
        conditions.append(f"({there} AND COALESCE(({last}), '') NOT {loaded})")
        params += [link, link, *kinds]
    staged.mark(KEPT, f"state = {CHANGED} AND ({' OR '.join(conditions)})", params)


def keys(staged: Staged) -> set[int]:
    """Return the keys of all rows given."""
    return {key for (key,) in staged.run(f"SELECT id FROM {staged.merged}")}
