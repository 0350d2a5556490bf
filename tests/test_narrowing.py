"""How a page's records are found is a matter of cost alone: either way gives the same page."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from core.api import narrowing
from core.database import number_in, sqlite
from events.models import Incident, Participant
from reference.models import Country, finding
from tests.test_api import PARAMETERS

FILTERS = [case for case in PARAMETERS if case.values[1].name != "q"]
WORDS = ["harop", "missile", "india", "barak 8", "defence agreement"]
ORDERS = ["", "&ordering=-slug", "&ordering=name"]


def slugs(api, address: str) -> list[str]:
    answer = api.get(address)
    assert answer.status_code == 200, answer.content
    return [row["slug"] for row in answer.json()["results"]]


def given_up(self, parts=narrowing.Narrowing.parts):
    """Return the parts of a list whose order was followed in vain."""
    if self.patience:
        self.give_up_the_order()
    return parts(self)


@pytest.fixture
def either_way(monkeypatch, api):
    """Return the function that gives a page's slugs as they are found when many, several and few are listed.

    The last page is that for which the order is given up.

    What is listed is listed by an index.
    """
    counted = []
    monkeypatch.setattr(
        narrowing, "number_in", lambda groups, **most: counted.extend(groups) or number_in(groups, **most)
    )

    def found(address: str) -> list[list[str]]:
        pages = []
        for few, several in ((-1, -1), (-1, 1_000_000), (1_000_000, 1_000_000)):
            for module in (narrowing, finding):
                monkeypatch.setattr(module, "FEW", few)
                monkeypatch.setattr(module, "SEVERAL", several)
            pages.append(slugs(api, address))
        monkeypatch.setattr(narrowing, "FEW", -1)
        monkeypatch.setattr(narrowing.Narrowing, "parts", given_up)
        pages.append(slugs(api, address))
        for rows in (rows for parts in counted for rows in parts if isinstance(rows, QuerySet)):
            assert not whole_tables(rows.order_by().values("pk")[:10]), str(rows.query)
        return pages

    return found


@pytest.mark.parametrize(("route", "parameter"), FILTERS)
def test_a_filter_finds_and_counts_the_same_by_either_way(route, parameter, either_way, api, armoury):
    address = f"{route}/?{parameter.name}={parameter.example}&fields=slug&page_size=500"
    walked, met, taken, whole = either_way(f"{address}&count=none")

    assert walked == met == taken == whole
    assert min(api.get(address).json()["count"], 500) == len(whole)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("order", ORDERS)
def test_words_find_the_same_by_either_way(words, order, either_way, armoury):
    for route in ("weapon-systems", "agreements", "incidents", "organisations"):
        walked, met, taken, whole = either_way(f"{route}/?q={words}&fields=slug&page_size=100&count=none{order}")
        assert walked == met == taken == whole


def whole_tables(rows) -> list[str]:
    """Return the steps of a query's plan that read a table from end to end."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    steps = rows.explain().splitlines()
    return [
        step for step in steps if "Seq Scan on events_" in step or (" SCAN events_" in step and "USING" not in step)
    ]


@pytest.mark.django_db(transaction=True)
def test_an_order_followed_in_vain_is_left_for_what_an_index_lists(make, api, monkeypatch):
    far = make(Country, slug="far")
    for number in range(40):
        incident = make(Incident, slug=f"{number:03}", publication="published")
        make(Participant, incident=incident, country=far if number > 30 else make(Country))
    address = "incidents/?participant=far&fields=slug&count=none"
    known = slugs(api, address)

    monkeypatch.setattr(narrowing, "FEW", 5)
    monkeypatch.setattr(narrowing, "PATIENCE", 0.001)
    monkeypatch.setattr(sqlite, "STEPS_BETWEEN_LOOKS", 1)

    assert slugs(api, f"{address}&page_size=500") == known
    assert len(known) == 9


def test_what_is_counted_beside_a_page_is_counted_apart_where_the_page_has_little_time(make, api, monkeypatch):
    monkeypatch.setattr(narrowing, "FEW", 1)
    country = make(Country, slug="IN")
    for kind in ("cyber", "cyber", "air-strike"):
        make(Incident, kind=kind, countries=[country])

    with CaptureQueriesContext(connection) as first:
        told = [api.get("incidents/?country=IN&facets=kind").json()]
    with CaptureQueriesContext(connection) as second:
        told.append(api.get("incidents/?country=IN&facets=kind&ordering=-started").json())

    pages = [[query["sql"] for query in asked if "events_systemuse" in query["sql"]] for asked in (first, second)]
    counts = [[query["sql"] for query in asked if "GROUP BY" in query["sql"]] for asked in (first, second)]
    assert list(map(len, pages)) == [1, 1]
    assert (len(counts[0]), set(pages[0]) & set(counts[0]), counts[1]) == (1, set(), [])
    assert [(one["count"], one["facets"]["kind"]["values"][0]["count"]) for one in told] == [(3, 2), (3, 2)]
