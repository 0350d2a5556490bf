"""One list over several tables: what each gives to it, and how it goes on behind any record of any of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from core import database
from core.api.caching import at_one_moment
from core.api.listing import Listing
from core.api.ordering import Beyond
from core.database import Arms, Query, Stretch


@dataclass(frozen=True)
class Arm:
    """The rows of one table in one stretch of a list, ordered by these columns.

    Rows of several tables are ordered by their first column, which an index gives in each, then by
    the number of the table, then by the other columns.
    """

    stretch: int
    table: int
    rows: QuerySet
    columns: tuple[Combinable, ...] = (F("slug"),)

    def whole(self, backwards: bool) -> Stretch:
        """Return all rows, in one direction or the other."""
        return Stretch(self.rows, tuple((column, backwards) for column in self.columns))

    def behind(self, keys: list, backwards: bool) -> Stretch:
        """Return the rows that come behind a record of this stretch, of whichever table."""
        first, table, *others = keys
        at_least, beyond = (LessThanOrEqual, LessThan) if backwards else (GreaterThanOrEqual, GreaterThan)
        passed = self.table != table and (self.table < table) != backwards
        rows = self.rows.filter((beyond if passed else at_least)(self.columns[0], Value(first)))
        if self.table == table:
            rows = rows.filter(Beyond([*self.columns], [Value(key) for key in (first, *others)], backwards))
        return Stretch(rows, self.whole(backwards).columns)


def merged(arms: Iterable[Arm], keys: list | None, backwards: bool) -> dict[int, Arms]:
    """Return what is left of a list, in one direction, behind the record with these keys."""
    part, *values = keys or [None]
    left: dict[int, Arms] = {}
    for arm in sorted(arms, key=lambda arm: arm.stretch, reverse=backwards):
        if arm.stretch == part:
            left.setdefault(arm.stretch, []).append((arm.table, arm.behind(values, backwards)))
        elif part is None or (arm.stretch < part) == backwards:
            left.setdefault(arm.stretch, []).append((arm.table, arm.whole(backwards)))
    return left


class MergedListing(Listing):
    """A page of a list over several tables."""

    def read(self, parts):
        return at_one_moment(self.view, self.page(), parts)

    def count(self) -> Query:
        return database.counted_over(self.view.tables_of_rows())

    def page(self) -> Query:
        stretches = merged(self.view.arms(), self.keys, self.backwards)
        numbers = {number for arms in stretches.values() for number, _ in arms}
        records = {number: self.view.record(number) for number in sorted(numbers)}
        return database.merged_page_of(stretches, records, self.size + 1, self.skipped)
