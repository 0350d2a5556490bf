"""``manage.py import_sipri trade-register.csv --release 2025``: SIPRI's deals, in any of its three layouts."""

from agreements.sipri import DATASET, Deals, dropped
from reference.loading.importing import ImportCommand


class Command(ImportCommand):
    """Take deals in as transfers: orders, deliveries, TIV, status, doubt. They are shown to signed-in staff only."""

    help = __doc__
    dataset = DATASET

    def opened(self, path, release, limit, progress):
        return Deals(path, release, limit, progress)

    def finish(self, file, how):
        return dropped(file, how)
