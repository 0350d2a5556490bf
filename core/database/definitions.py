"""What both engines are told."""

VERSION_TABLE = "reference_dataversion"
NAMES, TEXT = "A", "B"
"""The two weights of a full-text column: what a thing is called, and what is said about it."""


def bump(start: str) -> str:
    """Return the SQL that grows the data version; a new one starts at the clock, beyond any old number.

    The clock is counted in microseconds, so that no load can make the number outrun it.
    """
    return (
        f"INSERT INTO {VERSION_TABLE} (id, number) VALUES (1, {start})"
        f" ON CONFLICT (id) DO UPDATE SET number = {VERSION_TABLE}.number + 1"
    )
