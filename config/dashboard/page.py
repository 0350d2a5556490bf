"""The page: each of its parts is shown to those who may look at its tables."""

from collections.abc import Callable
from time import monotonic

from django.contrib import admin
from django.utils.text import capfirst
from django.utils.timezone import localdate

from config.dashboard.figures import (
    NOWHERE,
    YEARS,
    by_country,
    by_year,
    coverage_in,
    coverage_of,
    covered,
    places_in,
    years_of,
)
from config.dashboard.keeping import FOR_A_PAGE, Query, kept, read, rows_in
from config.dashboard.queues import Number, Queue, mine, numbered, queues, uncited
from core import database
from core.changes.models import Batch
from events.models import Incident

LATEST = 8


def dashboard(request):
    """Show the index of the admin, and above its tables what waits, what is covered and what there is."""
    return admin.site.index(request, {"dashboard": Shown(request)})


class Shown:
    """What one member of staff is shown: figures are kept for all, and told to those who may see their tables."""

    def __init__(self, request):
        self.request, self.version = request, database.version()
        self.oldest, self.end = None, monotonic() + FOR_A_PAGE
        self.mine = self.read_mine()
        self.waiting = self.read_waiting()
        self.coverage = self.read_coverage()
        self.years = self.read_years()
        self.places = self.read_places()
        self.latest = Batch.objects.all()[:LATEST] if self.may_see(Batch) else []

    def may_see(self, model) -> bool:
        return admin.site.get_model_admin(model).has_view_permission(self.request)

    def kept(self, name: str, queries: Callable[[], list[Query]]) -> list | None:
        """Return figures as they are kept, and remember how old the oldest on the page are."""
        figures = kept(name, queries, self.version, self.end - monotonic())
        self.oldest = min(filter(None, [self.oldest, figures.at]))
        return figures.values

    def seen(self, numbers: list[Number]) -> list[Number]:
        """Leave out what is empty, and what this reader may not see."""
        return [number for number in numbers if number.number != 0 and self.may_see(number.queue.model)]

    def read_mine(self) -> dict[str, list[Number]]:
        """Return what waits for the reader alone, by what it is, as it is now."""
        found = mine(self.request.user)
        visible = [queue for queues in found.values() for queue in queues if self.may_see(queue.model)]
        values = read([queue.query(self.request) for queue in visible]).values if visible else []
        numbers = self.seen(numbered(visible, values))
        return {title: [each for each in numbers if each.queue in queues] for title, queues in found.items()}

    def read_waiting(self) -> dict[str, list[Number]]:
        """Return what waits for anybody, by what is to be done; nothing of tables the reader may not see."""
        visible = {title: found for title, found in queues().items() if any(self.may_see(q.model) for q in found)}
        return {title: self.seen(self.counted(title, found)) for title, found in visible.items()}

    def counted(self, title: str, found: list[Queue]) -> list[Number]:
        return numbered(found, self.kept(f"{title} {localdate()}", self.queries(found)))

    def read_coverage(self) -> list[dict]:
        """Return the lines of the table of coverage, of facts and then of claims."""
        lines = []
        for family in covered():
            waiting = [uncited(model) for model in family]
            numbers = numbered(waiting, self.kept(f"uncited {family[0].__name__}", self.queries(waiting)))
            stated = self.kept(f"covered {family[0].__name__}", lambda of=family: [coverage_of(model) for model in of])
            lines += [coverage_in(*pair) for pair in zip(numbers, rows_in(stated, len(family)), strict=True)]
        return [line for line in lines if self.may_see(line["waiting"].queue.model)]

    def queries(self, found: list[Queue]) -> Callable[[], list[Query]]:
        return lambda: [queue.query(self.request) for queue in found]

    def read_years(self) -> dict | None:
        """Return the table of entries by type and year."""
        values = self.kept("years", lambda: [by_year(model) for model in YEARS])
        of = dict(zip(YEARS, rows_in(values, len(YEARS)), strict=True))
        seen = {model: rows for model, rows in of.items() if self.may_see(model)}
        if not seen:
            return None
        return {
            "names": [capfirst(model._meta.verbose_name_plural) for model in seen],
            "lines": years_of(seen),
            "unknown": values is None,
        }

    def read_places(self) -> dict | None:
        """Return the table of incidents by country."""
        if not self.may_see(Incident):
            return None
        values = self.kept("places", lambda: [by_country(), NOWHERE.query(self.request)])
        lines = places_in(rows_in(values, 1)[0])
        nowhere = Number(NOWHERE, values and values[1])
        return {"lines": lines, "nowhere": nowhere, "unknown": values is None}
