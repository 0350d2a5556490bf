"""``manage.py demo``: from an empty checkout to a running Armoury; say what is done on the way."""

import os
import secrets
import socket
import sys

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reference.models import Country

HOST, PORT = "127.0.0.1", "8000"
ACCOUNT = "demo"
IN_MEMORY = ":memory:"
PAGES = {"": "start page", "admin/": "admin", "api/v1/": "API", "api/docs/": "API, explained"}
GUNICORN = [
    "config.wsgi",
    "--worker-class=config.server.Worker",
    "--workers=2",
    "--threads=4",
    "--limit-request-line=8190",
    "--log-level=warning",
    "--no-control-socket",
]
"""Two processes, for SQLite has one writer at a time; threads wait for clients and for the database."""


class Command(BaseCommand):
    """Migrate, load the fixtures into a new database, make a staff account, collect files, serve."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--port", default=os.environ.get("PORT") or PORT, help="or the variable PORT; 8000")
        parser.add_argument("--reset", action="store_true", help="empty the database first")
        parser.add_argument("--prepare", action="store_true", help="do everything but serve")

    def handle(self, *args, port, reset, prepare, **options):
        port = free_port(port)
        if connection.settings_dict["NAME"] == IN_MEMORY:
            raise CommandError(
                "The demo's processes share one database, so it cannot be in memory: "
                "leave DATABASE_URL out, or name a file as in sqlite:////path/to/db.sqlite3."
            )
        self.say(f"Database: {connection.display_name}, {connection.settings_dict['NAME']}")
        self.migrate()
        if reset:
            self.empty()
        self.load_fixtures()
        self.make_account()
        self.collect_static_files()
        if not prepare:
            self.serve(port)

    def say(self, text: str, ending: str = "\n"):
        self.stdout.write(text, ending=ending)
        self.stdout.flush()

    def migrate(self):
        executor = MigrationExecutor(connection)
        steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        self.say(f"Migrations: applying {steps} …" if steps else "Migrations: all applied.")
        call_command("migrate", verbosity=0)

    def empty(self):
        self.say("Reset: removing every record and every account …")
        call_command("flush", interactive=False, verbosity=0)

    def load_fixtures(self):
        """Load into a database without records only: what an editor deleted would come back to any other."""
        folder = settings.BASE_DIR / "fixtures"
        if Country.objects.exists():
            self.say("Fixtures: there are records already, none is touched. To take over changed fixture files,")
            self.say("  corrections made here kept: manage.py load fixtures/; or start over: make demo-reset.")
        elif files := sorted(folder.glob("*.json")):
            self.say(f"Fixtures: loading {len(files)} files, all or nothing …")
            call_command("load", folder, stdout=self.stdout)

    def make_account(self):
        if User.objects.filter(username=ACCOUNT).exists():
            self.say(f"Staff account: {ACCOUNT} is there; manage.py changepassword {ACCOUNT} sets a new password.")
            return
        password = secrets.token_urlsafe(12)
        User.objects.create_superuser(ACCOUNT, password=password)
        self.say(f"Staff account: {ACCOUNT}, password {password} (shown this once)")

    def collect_static_files(self):
        self.say("Static files: collecting …")
        call_command("collectstatic", interactive=False, verbosity=0)

    def serve(self, port: int):
        """Become the production server, so that Ctrl-C reaches it and nothing else."""
        self.say("Armoury is served, until Ctrl-C, at")
        for page, meaning in PAGES.items():
            self.say(f"  http://{HOST}:{port}/{page}  {meaning}")
        connection.close()
        os.environ["ARMOURY_HTTPS"] = "0"
        command = [sys.executable, "-m", "gunicorn", *GUNICORN, f"--bind={HOST}:{port}"]
        os.execv(sys.executable, command)  # noqa: S606  no shell is wanted


def free_port(given: str) -> int:
    """Return the port as a number; say in one line why the server could not listen on it."""
    if not given.isdecimal() or not 0 < int(given) < 2**16:
        raise CommandError(f"“{given}” is not a port: give a number from 1 to 65535, as in PORT=8765 make demo.")
    try:
        socket.create_server((HOST, int(given))).close()
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise CommandError(
            f"Port {given} cannot be used ({reason}): choose another, as in PORT=8765 make demo."
        ) from None
    return int(given)
