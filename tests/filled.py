"""A second test database that holds every fixture, put in the place of the empty one for a test that asks.

It is loaded once per run and engine (and worker), then copied, and copied again after a test that
emptied it, as tests with a live server do. Tests that do not ask for it never see a row of it.
"""

from django.conf import settings
from django.core.management import call_command

from reference.models import Country


class InMemory:
    """SQLite: two databases in memory; Django's connection is handed the one or the other."""

    def __init__(self, connection):
        self.connection = connection
        connection.ensure_connection()
        self.empty, self.loaded, self.filled = connection.connection, self.copy(connection.connection), None

    def copy(self, original):
        copy = self.connection.get_new_connection(self.connection.get_connection_params() | {"database": ":memory:"})
        original.backup(copy)
        return copy

    def use_loaded(self):
        self.connection.connection = self.loaded

    def use_filled(self, fresh: bool):
        if fresh:
            self.filled = self.copy(self.loaded)
        self.connection.connection = self.filled

    def use_empty(self):
        self.connection.connection = self.empty

    def remove(self):
        """Leave the copies to the end of the process."""


class OnServer:
    """PostgreSQL: the server copies whole databases; connections are opened to another name."""

    def __init__(self, connection):
        self.connection = connection
        self.empty = connection.settings_dict["NAME"]
        self.loaded, self.filled = f"{self.empty}_loaded", f"{self.empty}_filled"
        self.copy(self.empty, to=self.loaded)

    def copy(self, name: str, to: str):
        self.drop(to)
        self.on_server(f'CREATE DATABASE "{to}" TEMPLATE "{name}"')

    def drop(self, name: str):
        self.use(self.empty)
        self.on_server(f'DROP DATABASE IF EXISTS "{name}"')

    def on_server(self, statement: str):
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(statement)

    def use(self, name: str):
        self.connection.close()
        self.connection.close_pool()
        self.connection.settings_dict["NAME"] = name

    def use_loaded(self):
        self.use(self.loaded)

    def use_filled(self, fresh: bool):
        if fresh:
            self.copy(self.loaded, to=self.filled)
        self.use(self.filled)

    def use_empty(self):
        self.use(self.empty)

    def remove(self):
        self.drop(self.filled)
        self.drop(self.loaded)


class Armoury:
    """The loaded database: ``enter`` puts it in place, ``leave`` takes it away."""

    def __init__(self, connection):
        self.place = {"sqlite": InMemory, "postgresql": OnServer}[connection.vendor](connection)
        self.emptied = True
        self.place.use_loaded()
        call_command("loaddata", *sorted((settings.BASE_DIR / "fixtures").glob("*.json")), verbosity=0)
        self.place.use_empty()

    def enter(self):
        self.place.use_filled(fresh=self.emptied)

    def leave(self):
        self.emptied = not Country.objects.exists()
        self.place.use_empty()

    def remove(self):
        self.place.remove()
