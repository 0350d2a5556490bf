"""One page of a list, and one record, as the database writes them: read in one statement, never parsed."""

import json

from django.db.models import TextField
from django.db.models.functions import Cast
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from core import database
from core.api import facets, representation
from core.api.caching import Moment, Part, at_one_moment
from core.api.pagination import DEFAULT_SIZE, link_header, write_cursor
from core.api.renderers import Written

NOTHING = ("SELECT NULL", ())


class Listing:
    """A page of a view's records: where it begins, its lines, and the way to its neighbours."""

    def __init__(self, view):
        self.view, self.chosen = view, view.chosen
        self.size = self.chosen.get("page_size", DEFAULT_SIZE)
        self.keys, self.backwards = self.chosen.get("cursor", (None, False))
        self.skipped = (self.chosen.get("page", 1) - 1) * self.size

    def answer(self) -> Response:
        """Read and write the page; one record more is read than is shown, to know whether there are any."""
        empty = "facets_only" in self.chosen
        moment = at_one_moment(self.view, NOTHING, self.parts()) if empty else self.read(self.parts())
        lines = database.lines_in(moment.values["page"])
        shown = lines[: self.size][:: -1 if self.backwards else 1]
        following, preceding = self.neighbours(shown, more=len(lines) > self.size)
        head = {"count": moment.values.get("count"), "next": following, "previous": preceding, **self.beside(moment)}
        written = Written(f'{json.dumps(head)[:-1]}, "results": [{",".join(map(self.written, shown))}]}}')
        return moment.marked(Response(written, headers=link_header(next=following, prev=preceding)))

    def parts(self) -> dict[str, Part]:
        """Return the queries of what is told beside the page, each made only where it must be asked."""
        counted = {"count": self.count} if self.chosen.get("count", "exact") == "exact" else {}
        return counted | facets.queries(self.view, self.chosen.get("facets", []))

    def count(self) -> tuple[str, tuple]:
        return database.counted(self.view.narrowing.rows())

    def beside(self, moment: Moment) -> dict:
        """Return what an answer tells beside its page."""
        names = self.chosen.get("facets", [])
        told = {name: facets.told(self.view, name, moment.values[f"facet-{name}"]) for name in names}
        return {"facets": told} if names else {}

    def written(self, line: database.Line) -> str:
        """Return a record as the answer shows it."""
        return line.text

    def read(self, parts: dict[str, Part]) -> Moment:
        """Read the page and what is told beside it, of one moment; raise TooSlow.

        An order is followed for a while for the page alone, so that a slow count does not end a good page.
        """
        if patience := self.view.narrowing.patience:
            try:
                alone = at_one_moment(self.view, self.page(), {}, patience)
            except database.TooSlow:
                self.view.narrowing.give_up_the_order()
            else:
                beside = at_one_moment(self.view, NOTHING, parts) if parts else alone
                if beside.version == alone.version:
                    return Moment(alone.version, beside.values | alone.values)
        return at_one_moment(self.view, self.page(), parts)

    def page(self) -> tuple[str, tuple]:
        """Return the query of the page's lines."""
        record = representation.record(self.view.serializer_class, self.view.shape(), self.view.reader)
        return database.page_of(self.view.stretches(self.keys, self.backwards), record, self.size + 1, self.skipped)

    def neighbours(self, shown: list[database.Line], more: bool) -> tuple[str | None, str | None]:
        """Return the addresses of the pages after and before this one; before one beyond the end comes the last."""
        first, last = (shown[0].keys, shown[-1].keys) if shown else (None, None)
        after = bool(self.keys) if self.backwards else more
        begun = more if self.backwards else bool(self.keys or self.skipped)
        return (
            self.address(last, backwards=False) if after else None,
            self.address(first, backwards=True) if begun else None,
        )

    def address(self, keys: list | None, backwards: bool) -> str:
        url = remove_query_param(self.view.request.build_absolute_uri(), "page")
        return replace_query_param(url, "cursor", write_cursor(keys, backwards, self.view.asked_for()))


def detail(view, slug: str) -> Response | None:
    """Return the answer that shows one record; None where this reader may see none of that slug."""
    record = representation.record(view.serializer_class, view.shape(), view.reader)
    text = Cast(record, TextField())
    one = view.visible_rows().filter(slug=slug).order_by().values_list(text)
    moment = at_one_moment(view, one.query.sql_with_params(), {})
    written = moment.values["page"]
    return moment.marked(Response(Written(written))) if written is not None else None
