"""The rows of another table on a record's page, so many at a time.

What is sent names the rows it is about by their keys, so it stays with these when others add and delete rows.
"""

import re

from django.db.models import Case, Count, ForeignKey, Model, QuerySet, Subquery, When
from django.http import HttpRequest, QueryDict

from core.admin.picking import KEY

MOST, MOST_CARDS = 25, 12
"""Rows of a table and cards on one page: either keeps a page below 150 KB."""
PAGE, NAMED = "{}-PAGE", "{}-ROWS"
"""How a form and an address name the page of a table's rows; and how an address names single rows, by their keys."""
NUMBER = re.compile(r"[1-9]\d{0,6}")


class Shown:
    """The rows of one table on a record's page: those that were sent, those that are named, or a page of them."""

    def __init__(self, rows: QuerySet, prefix: str, request: HttpRequest, most: int, page: int | None = None):
        self.prefix, self.all, self.most = prefix, rows, most
        self.page = page or page_in(request.POST, prefix) or page_in(request.GET, prefix) or 1
        named = [int(key) for key in request.GET.get(NAMED.format(prefix), "").split(",") if KEY.fullmatch(key)][:most]
        is_sent = request.method == "POST" and f"{prefix}-INITIAL_FORMS" in request.POST
        self.is_named = bool(named) and not is_sent and page is None
        if is_sent and page is None:
            self.rows = self.of_keys(keys_in(request.POST, prefix), PAGE.format(prefix) not in request.POST)
        else:
            self.rows = self.of_keys(named, had_all=False) if self.is_named else self.on_page()
        self.total: int = self.rows[0].rows_in_all if self.rows else 0

    def on_page(self) -> list:
        """Return the rows of a page; of the first when there is no such page."""
        rows = list(self.all[(self.page - 1) * self.most : self.page * self.most])
        if rows or self.page == 1:
            return rows
        self.page = 1
        return self.on_page()

    def of_keys(self, keys: list[int], had_all: bool) -> list:
        """Return the rows of these keys, in their order; when the form had all, those that were added since as well."""
        if had_all:
            first = Case(When(pk__in=keys, then=0), default=1)
            rows = self.all.order_by(first, *self.all.query.order_by)[: len(keys) + self.most]
        else:
            rows = self.all.filter(pk__in=keys)
        places = {key: place for place, key in enumerate(keys)}
        return sorted(rows, key=lambda row: places.get(row.pk, len(places)))

    @property
    def is_part(self) -> bool:
        """Tell whether there are rows that are not shown."""
        return self.total > len(self.rows)

    @property
    def pages(self) -> int:
        return -(-self.total // self.most)

    @property
    def told(self) -> str:
        """Say which rows are shown, of how many."""
        if self.is_named:
            return f"{len(self.rows)} of {self.total:,}"
        first = (self.page - 1) * self.most + 1
        return f"{first:,}–{min(first + self.most - 1, self.total):,} of {self.total:,}"

    @property
    def ways(self) -> list[tuple[int, str]]:
        """Return the pages one may go to, with their names."""
        found = {1: "First", self.pages: "Last"} | {self.page - 1: "Previous", self.page + 1: "Next"}
        return [(page, found[page]) for page in sorted(found) if 0 < page <= self.pages]


def counted(rows: QuerySet, owner: ForeignKey, record: Model) -> QuerySet:
    """Return the rows of a record in an order that is always the same, each with the number of all."""
    of_record = rows.model._base_manager.order_by().filter(**{owner.attname: record.pk}).values(owner.attname)
    number = Subquery(of_record.annotate(number=Count("pk")).values("number"))
    order = rows.query.order_by or rows.model._meta.ordering
    return rows.order_by(*order, "pk").annotate(rows_in_all=number)


def page_in(given: QueryDict, prefix: str) -> int | None:
    """Return the page of a table's rows that a form or an address names."""
    text = given.get(PAGE.format(prefix), "")
    return int(text) if NUMBER.fullmatch(text) else None


def pages_in(given: QueryDict) -> dict[str, str]:
    """Return, as an address takes them, the pages that a form shows."""
    return {name: given[name] for name in given if name.endswith(PAGE.format("")) and NUMBER.fullmatch(given[name])}


def number_in(given: QueryDict, name: str) -> int:
    """Return how many rows a form says it has, as far as Django takes that many."""
    text = given.get(name, "")
    return int(text) if re.fullmatch(r"\d{1,3}|1000", text) else 0


def keys_in(given: QueryDict, prefix: str) -> list[int]:
    """Return the keys of the rows a form was opened with."""
    places = range(number_in(given, f"{prefix}-INITIAL_FORMS"))
    keys = [given.get(f"{prefix}-{place}-id", "") for place in places]
    return [int(key) for key in keys if KEY.fullmatch(key)]
