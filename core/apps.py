"""Keeps the database's derived state whole across migrations, and reports when it is not."""

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from core import database


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "History"

    def ready(self):
        from core.api import extensions  # noqa: F401, PLC0415  registers itself, once settings are there

        pre_migrate.connect(drop_derived_state, sender=self)
        post_migrate.connect(restore_derived_state, sender=self)
        checks.register(derived_state_is_whole, checks.Tags.database)


def drop_derived_state(using, plan, **_):
    """Drop triggers and text indexes before tables change: Django would lose them without a word."""
    if plan:
        database.drop(connections[using])


def restore_derived_state(using, **_):
    """Rebuild what a migration dropped or a new definition asks for; do nothing when all is there."""
    if database.missing(connections[using]):
        database.rebuild(connections[using])


def derived_state_is_whole(databases, **_):
    """Say what keeps this database from serving: an unfit server, a missing index or trigger."""
    told = []
    for alias in databases or []:
        told += [checks.Error(reason, id="armoury.E001") for reason in database.server_problems(connections[alias])]
        if missing := database.missing(connections[alias]):
            text = f"{len(missing)} indexes or triggers of the database are missing, {missing[0]} among them."
            told.append(checks.Warning(text, hint="Run `manage.py migrate` or `manage.py rebuild`.", id="armoury.W001"))
    return told
