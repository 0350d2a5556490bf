"""What a release of UCDP's events dropped: what is published of the data set and not in its file."""

from events.models import Incident
from events.ucdp import DATASET, GED
from reference.loading.withdrawing import Withdrawal, withdraw


def dropped(file: GED, how: Withdrawal) -> list[str]:
    """Withdraw the events that a release lacks, or say how many those are.

    A whole release covers all states up to its last year; what is later came from the monthly candidates. A part covers
    the states and years of its rows.
    """
    if file.limit:
        return []
    last = max((year for _, year in file.covered), default=0)
    there = Incident.objects.filter(dataset__slug=DATASET, publication="published")
    found = there.values_list("pk", "external_id", "countries__slug", "started")
    lacking = {
        key: (country, int(started[:4]))
        for key, number, country, started in found.iterator()
        if number not in file.ids and number not in file.torn
    }
    later = {key for key, (_, year) in lacking.items() if year > last}
    covered = {key for key, when in lacking.items() if when in file.covered}
    gone = lacking.keys() - later if how.whole else covered
    told = f"  {len(later):,} incidents after {last}, the last year of this file, stay as they are."
    beyond = len(lacking.keys() - later - gone)
    return [*withdraw(there, gone, file.release, how, beyond), *([told] if later else [])]
