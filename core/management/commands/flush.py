"""``manage.py flush``: Django's own, and nothing left in the change log."""

from django.core.management.commands import flush

from core.changes.models import Change


class Command(flush.Command):
    """Empty every table, the change log last: an engine that deletes row by row notes that too."""

    def handle(self, **options):
        latest = Change.objects.first()
        super().handle(**options)
        if not latest or not Change.objects.filter(pk=latest.pk).exists():
            Change.objects.all().delete()
