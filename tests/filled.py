"""A second test database that holds every fixture, put in the place of the empty one for a test that asks.

It is loaded once per run and engine (and worker), then copied, and copied again after a test that
emptied it, as tests with a live server do. Tests that do not ask for it never see a row of it.
"""

import sqlite3
from contextlib import closing
from io import StringIO

from django.conf import settings
from django.core.management import call_command

from reference.models import Country, Load


class Armoury:
    """The loaded database: ``enter`` puts it in place, ``leave`` takes it away."""

    def __init__(self, connection):
        self.connection = connection
        self.copy = {"sqlite": copy_file, "postgresql": copy_on_server}[connection.vendor]
        self.empty = connection.settings_dict["NAME"]
        self.loaded, self.filled = f"{self.empty}_loaded", f"{self.empty}_filled"
        self.emptied = True
        self.load()

    def load(self):
        self.use(self.empty)
        self.copy(self.connection, self.empty, self.loaded)
        self.use(self.loaded)
        call_command("load", settings.BASE_DIR / "fixtures", stdout=StringIO())
        Load.objects.all().delete()  # a test that counts loads counts its own
        self.use(self.empty)

    def enter(self):
        self.use(self.empty)
        if self.emptied:
            self.copy(self.connection, self.loaded, self.filled)
        self.use(self.filled)

    def leave(self):
        self.emptied = not Country.objects.exists()
        self.use(self.empty)

    def use(self, name: str):
        """Let new connections open another database, those of a live server's threads too."""
        self.connection.close()
        if hasattr(self.connection, "close_pool"):
            self.connection.close_pool()
        self.connection.settings_dict["NAME"] = name

    def remove(self):
        if self.connection.vendor == "postgresql":
            drop_on_server(self.connection, self.filled)
            drop_on_server(self.connection, self.loaded)


def copy_file(connection, name: str, to: str):
    with closing(sqlite3.connect(name)) as original, closing(sqlite3.connect(to)) as copy:
        original.backup(copy)


def copy_on_server(connection, name: str, to: str):
    drop_on_server(connection, to)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{to}" TEMPLATE "{name}"')


def drop_on_server(connection, name: str):
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
