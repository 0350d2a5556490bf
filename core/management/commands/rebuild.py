"""``manage.py rebuild``: mend what raw SQL leaves behind."""

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from core import database
from core.fields import NameKeyField


class Command(BaseCommand):
    """Compute every name key again, then make the text indexes and triggers anew."""

    help = __doc__

    @transaction.atomic
    def handle(self, *args, **options):
        for label in settings.ARMOURY_APPS:
            for model in apps.get_app_config(label).get_models():
                for field in model._meta.fields:
                    if isinstance(field, NameKeyField):
                        self.stdout.write(f"{model._meta.label}: {mend(model, field)} name keys mended")
        database.rebuild(connection)
        self.stdout.write("Text indexes and triggers rebuilt.")


def mend(model, field) -> int:
    """Write the keys that are not what their names give, and return how many those were."""
    mended = 0
    for row in model._default_manager.only("pk", field.name, field.source).iterator():
        kept = getattr(row, field.attname)
        if field.pre_save(row, add=False) != kept:
            mended += model._default_manager.filter(pk=row.pk).update(**{field.attname: getattr(row, field.attname)})
    return mended
