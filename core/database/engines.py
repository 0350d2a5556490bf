"""The two engines, and which one a connection speaks to."""

from core.database.postgresql import PostgreSQL
from core.database.sqlite import SQLite

ENGINES = [SQLite, PostgreSQL]


def engine_of(connection):
    """Return what is particular to the engine behind a connection."""
    return next(engine for engine in ENGINES if engine.vendor == connection.vendor)
