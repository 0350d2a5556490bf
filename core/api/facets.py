"""Counts beside a list: how many of the records asked for have each value of a field, the commonest first.

A facet is counted under all filters but those on its own field, so that it shows what else could be
chosen. What it counts follows from the filter of its name; ``year`` counts the list's leading date.
"""

import json
from collections.abc import Callable
from functools import cache, partial
from urllib.parse import quote

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Left

from core import database
from core.api.faults import Unreadable
from core.api.filters import Choice, Filter, Flag, Slug, Word
from core.api.filterset import FilterSet
from core.api.representation import visible
from core.api.routing import route_of
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
    return database.as_array(counts(view, name))


def counts(view, name: str) -> QuerySet:
    """Return value, label and number of records, the largest number first; one row more than is told."""
    one, model = facets_of(view.filterset_class)[name], view.queryset.model
    rows, owner = model._base_manager.filter(pk__in=view.rows(but=name).values("pk")).order_by(), "pk"
    if one.through:
        claims = model._meta.get_field(one.through)
        shown = claims.related_model.objects.visible_to(view.reader, seen_from=claims.field.name).standing()
        rows, owner = shown.order_by().filter(**{f"{claims.field.name}__in": rows}), claims.field.name
    if not isinstance(one, Slug):
        value = Left(one.path, len("2017")) if name == YEAR else F(one.path)
        rows = rows.annotate(facet_value=value, facet_label=value)
    else:
        shown = visible(rows.model._meta.get_field(one.path.split("__")[0]).related_model, view.reader)
        rows = rows.filter(**{f"{one.path.split('__')[0]}__in": shown})
        rows = rows.annotate(facet_value=F(f"{one.path}__slug"), facet_label=F(f"{one.path}__name"))
    numbered = rows.values("facet_value", "facet_label").annotate(number=Count(owner, distinct=True))
    return numbered.order_by("-number", "facet_value").values_list("facet_value", "facet_label", "number")[: MOST + 1]


def told(view, name: str, text: str) -> dict:
    """Return a facet as an answer shows it: each value with its label, its number and the list of its records."""
    one, rows = facets_of(view.filterset_class)[name], json.loads(text)
    address = f"/api/v1/{route_of(view.queryset.model)}/?{view.filterset_class.year if name == YEAR else name}="
    labels = dict(one.choices) if isinstance(one, Choice) else {}
    return {
        "values": [
            {
                "value": value,
                "label": labels.get(value, label),
                "count": number,
                "url": f"{address}{quote(written(value))}",
            }
            for value, label, number in rows[:MOST]
            if value not in (None, "")
        ],
        "unknown": sum(number for value, _, number in rows if value in (None, "")),
        "truncated": len(rows) > MOST,
    }


def written(value) -> str:
    """Return a value as a filter takes it."""
    return str(bool(value)).lower() if isinstance(value, int) else value.replace(",", r"\,")
