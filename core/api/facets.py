"""Counts beside a list: how many of the records asked for have each value of a field, the commonest first.

A facet is counted under all filters but those on its own field, so that it shows what else could be
chosen, and each value leads to the list under those filters and itself. What it counts follows from the filter of its
name; ``year`` counts the list's leading date.
"""

import json
from collections.abc import Callable
from functools import cache, partial
from urllib.parse import quote, urlencode

from django.core.exceptions import EmptyResultSet
from django.db.models import Case, Exists, F, ManyToManyField, OuterRef, Q, QuerySet, When
from django.db.models.functions import Left

from core import database
from core.api.faults import Unreadable
from core.api.filters import Choice, Filter, Flag, Slug, Word
from core.api.filterset import FilterSet, together
from core.api.narrowing import links_of
from core.api.representation import visible
from core.api.routing import route_of
from core.api.serializers import may_hide
from core.names import nearest

MOST = 100
"""How many values of a facet are told; whether there are more is said."""
YEAR = "year"


@cache
def facets_of(filterset: type[FilterSet]) -> dict[str, Filter]:
    """Return what can be counted on a list, each with the filter that says what."""
    counted = Choice | Flag | Slug | Word
    found = {name: one for name, one in filterset.filters.items() if isinstance(one, counted) and one.path != "pk"}
    return found | ({YEAR: filterset.filters[filterset.year]} if filterset.year else {})


def read_facets(text: str, filterset: type[FilterSet]) -> list[str]:
    """Return the names of facets, parted by commas."""
    allowed = sorted(facets_of(filterset))
    for name in text.split(","):
        if name not in allowed:
            raise Unreadable("facets of this list", value=name, allowed=allowed, suggestions=nearest(name, allowed))
    return list(dict.fromkeys(text.split(",")))


def queries(view, names: list[str]) -> dict[str, Callable[[], tuple[str, tuple]]]:
    """Return what makes the query of each facet, by its name among the parts of an answer."""
    return {f"facet-{name}": partial(query, view, name) for name in names}


def query(view, name: str) -> tuple[str, tuple]:
    """Return the query of how many records have no value, then of value, label and number, one more than are told."""
    one, names = facets_of(view.filterset_class)[name], None
    if isinstance(one, Slug):
        named = {"facet_key": F("pk"), "facet_value": F("slug"), "facet_label": F("name")}
        names = visible(one.related(view.queryset.model), view.reader).values(**named)
    try:
        return database.commonest(grouped(view, name), names, not isinstance(one, Flag | Slug), MOST + 2)
    except EmptyResultSet:
        return "SELECT '[]'", ()


def grouped(view, name: str) -> tuple[str, tuple]:
    """Return the query of values and numbers; what this reader may not see is no value."""
    one, model, rows = facets_of(view.filterset_class)[name], view.queryset.model, view.narrowing.rows(but=name)
    if one.through:
        claims = model._meta.get_field(one.through)
        shown = claims.related_model.objects.visible_to(view.reader, seen_from=claims.field.name).standing()
        known = Q(**{f"{one.path}__isnull": False}) if isinstance(one, Slug) else ~Q(**{one.path: ""})
        others = [(p, values) for p, values in view.asked if p.filter.through == one.through and p.filter is not one]
        pairs = {"facet_owner": F(claims.field.attname), "facet_value": F(one.path)}
        return database.by_link(rows, shown.filter(known, together(others)).values(**pairs))
    if one.path in (links := links_of(model)):
        return database.by_link(rows, linked(links[one.path], view.reader))
    first, *further = one.path.split("__")
    if name == YEAR:
        return database.by_value(rows, Left(one.path, len("2017")))
    if further:
        shown = visible(model._meta.get_field(first).related_model, view.reader)
        return database.by_value(rows, Case(When(**{f"{first}__in": shown}, then=F(one.path))))
    return database.by_value(rows, F(one.path))


def linked(field: ManyToManyField, reader) -> QuerySet:
    """Return the links of records to what this reader may see, pair by pair."""
    links = field.remote_field.through._base_manager.order_by()
    if may_hide(field.model, field.name):
        links = links.filter(Exists(visible(field.related_model, reader).filter(pk=OuterRef(field.m2m_reverse_name()))))
    return links.values(facet_owner=F(field.m2m_column_name()), facet_value=F(field.m2m_reverse_name()))


def told(view, name: str, text: str) -> dict:
    """Return a facet as an answer shows it: each value with its label, its number and the list of its records."""
    one, rows = facets_of(view.filterset_class)[name], json.loads(text)
    unknown = rows.pop(0)[2] if rows and rows[0][0] is None else 0
    rows = [(bool(value), bool(value), number) for value, _, number in rows] if isinstance(one, Flag) else rows
    labels = dict(one.choices) if isinstance(one, Choice) else {}
    address = beginning(view, name)
    return {
        "values": [
            {
                "value": value,
                "label": labels.get(value, value if label is None else label),
                "count": number,
                "url": address + quote(written(value), safe=""),
            }
            for value, label, number in rows[:MOST]
        ],
        "unknown": unknown,
        "truncated": len(rows) > MOST,
    }


def beginning(view, name: str) -> str:
    """Return where the lists of a facet's values are, up to the value: what is asked but by the facet's own filter."""
    given, own = view.request.query_params, view.counted_by(name)
    others = {one.name: given.getlist(one.name) for one, _ in view.asked if one.filter is not own}
    asked = urlencode(others | {view.filterset_class.year if name == YEAR else name: [""]}, doseq=True, quote_via=quote)
    return f"/api/v1/{route_of(view.queryset.model)}/?{asked}"


def written(value) -> str:
    """Return a value as a filter takes it."""
    return str(value).lower() if isinstance(value, bool) else value.replace(",", r"\,")
