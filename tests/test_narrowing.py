"""How a page's records are found is a matter of cost alone: either way gives the same page."""

import pytest
from django.db import connection
from django.db.models import QuerySet

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


@pytest.fixture
def either_way(monkeypatch, api):
    """Return the function that gives a page's slugs as they are found when many, several and few are listed.

    What is listed is listed by an index.
    """
    counted = []
    monkeypatch.setattr(narrowing, "number_in", lambda groups: counted.extend(groups) or number_in(groups))

    def found(address: str) -> list[list[str]]:
        pages = []
        for few, several in ((-1, -1), (-1, 1_000_000), (1_000_000, 1_000_000)):
            for module in (narrowing, finding):
                monkeypatch.setattr(module, "FEW", few)
                monkeypatch.setattr(module, "SEVERAL", several)
            pages.append(slugs(api, address))
        for rows in (rows for parts in counted for rows in parts if isinstance(rows, QuerySet)):
            assert not whole_tables(rows.order_by().values("pk")[:10]), rows.query
        return pages

    return found


@pytest.mark.parametrize(("route", "parameter"), FILTERS)
def test_a_filter_finds_the_same_by_either_way(route, parameter, either_way, armoury):
    walked, met, taken = either_way(
        f"{route}/?{parameter.name}={parameter.example}&fields=slug&page_size=100&count=none"
    )

    assert walked == met == taken


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("order", ORDERS)
def test_words_find_the_same_by_either_way(words, order, either_way, armoury):
    for route in ("weapon-systems", "agreements", "incidents", "organisations"):
        walked, met, taken = either_way(f"{route}/?q={words}&fields=slug&page_size=100&count=none{order}")
        assert walked == met == taken


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
