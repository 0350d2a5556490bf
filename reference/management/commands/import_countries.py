"""``manage.py import_countries country-codes.csv``: refresh ISO codes and regions, or the numbers of state lists."""

from reference.countries import form_of
from reference.loading.importing import ImportCommand


class Command(ImportCommand):
    """Take ISO 3166 codes (datasets/country-codes) over, or the states of COW and GW (andybega/states)."""

    help = __doc__

    def dataset_of(self, path):
        return form_of(path).dataset

    def opened(self, path, release, limit, progress):
        return form_of(path)(path, release, limit, progress)
