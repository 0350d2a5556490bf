"""``manage.py import_ucdp GEDEvent.csv``: the events of UCDP's Georeferenced Event Dataset, of any release."""

from pathlib import Path

from events.dropping import dropped
from events.ucdp import DATASET, GED, WHOLE, version_in
from reference.loading.importing import ImportCommand


class Command(ImportCommand):
    """Take events in as incidents with those who fought, the dead by class, place and dates as precise as they are."""

    help = __doc__
    dataset = DATASET

    def version_of(self, path: Path) -> str | None:
        return version_in(path.name)

    def is_whole(self, path: Path) -> bool:
        return bool(WHOLE.fullmatch(path.name))

    def opened(self, path, release, limit, progress):
        return GED(path, release, limit, progress)

    def finish(self, file, how):
        return dropped(file, how)
