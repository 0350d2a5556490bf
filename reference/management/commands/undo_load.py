"""``manage.py undo_load 7``: take a whole load back; what was changed since then refuses it, and is told."""

from django.core.management.base import BaseCommand, CommandError

from core.changes.obstacles import InTheWay
from core.changes.undoing import undo
from reference.models import Load

MOST_LISTED = 10
MOST_OBSTACLES = 100


class Command(BaseCommand):
    """Have every row be as it was before a load, all or none; without a number, list the last loads."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("number", nargs="?", type=int, help="of the load, as load and the admin tell it")
        parser.add_argument("--reason", default="", help="why, for the history")

    def handle(self, *args, number, reason, **options):
        if number is None:
            for load in Load.objects.select_related("batch")[:MOST_LISTED]:
                self.stdout.write(f"{load.pk}: {load.name}, {load.at:%Y-%m-%d %H:%M}, {load.status}")
            return
        load = Load.objects.filter(pk=number).select_related("batch").first()
        if not load:
            raise CommandError(f"There is no load {number}: manage.py undo_load lists the last ones.")
        if load.batch.is_undone:
            raise CommandError(f"Load {number} was undone already.")
        try:
            batch = undo(load.batch, reason=reason)
        except InTheWay as error:
            more = len(error.told) - MOST_OBSTACLES
            told = ["Nothing was undone:", *error.told[:MOST_OBSTACLES], *[f"… and {more:,} more."] * (more > 0)]
            raise CommandError("\n".join(told)) from None
        self.stdout.write(f"Load {number} is undone: {batch.size:,} changes.")
