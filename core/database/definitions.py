"""What both engines are told."""

VERSION_TABLE = "reference_dataversion"
NAMES, TEXT = "A", "B"
"""The two weights of a full-text column: what a thing is called, and what is said about it."""


def quoted(sql: str) -> str:
    """Return a text as a cell of CSV: in quotes, and guarded where a spreadsheet would take it for a formula."""
    guard = "CASE WHEN SUBSTR(cell, 1, 1) IN ('=', '+', '-', '@', '\t', '\r') THEN '''' ELSE '' END"
    cell = f"""'"' || {guard} || REPLACE(cell, '"', '""') || '"'"""
    return f"COALESCE((SELECT {cell} FROM (SELECT {sql} AS cell) AS cells), '')"


def bump(clock: str) -> str:
    """Return the SQL that grows the data version to the clock, in microseconds, or by one where it has come so far.

    So no number is used twice, not even after an older copy of the database was put in its place.
    """
    return (
        f"INSERT INTO {VERSION_TABLE} (id, number) VALUES (1, {clock}) ON CONFLICT (id)"
        f" DO UPDATE SET number = CASE WHEN {VERSION_TABLE}.number < EXCLUDED.number"
        f" THEN EXCLUDED.number ELSE {VERSION_TABLE}.number + 1 END"
    )
