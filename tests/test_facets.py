"""Counts of values beside a list, under the filters of the list but for their own."""

import pytest

from core.api.facets import facets_of
from equipment.models import WeaponSystem
from events.models import Incident, SystemUse
from reference.models import Country, Dataset
from tests.test_api import every_endpoint


def numbers(answer, name) -> dict:
    return {row["value"]: row["count"] for row in answer.json()["facets"][name]["values"]}


@pytest.fixture
def incidents(make):
    """Make incidents of several kinds, years, countries and systems."""
    india, israel = make(Country, slug="IN", name="India"), make(Country, slug="IL", name="Israel")
    harop = make(WeaponSystem, slug="harop")
    rows = [
        ("cyber", "2024-05-01", [india]),
        ("cyber", "2024", [india, israel]),
        ("air-strike", "2025-05", [israel]),
        ("air-strike", None, []),
    ]
    for kind, started, countries in rows:
        incident = make(Incident, kind=kind, started=started, countries=countries)
        make(SystemUse, incident=incident, system=harop)
        make(SystemUse, incident=incident, system=harop, rank="deprecated")


def test_facets_count_codes_relations_claims_and_years(api, incidents):
    answer = api.get("incidents/?facets=kind,country,year,system&page_size=1")

    assert numbers(answer, "kind") == {"air-strike": 2, "cyber": 2}
    assert numbers(answer, "country") == {"IN": 2, "IL": 2}
    assert numbers(answer, "year") == {"2024": 2, "2025": 1}
    assert numbers(answer, "system") == {"harop": 4}
    assert answer.json()["count"] == 4


def test_what_a_record_says_nothing_of_is_unknown_and_what_it_says_twice_counts_once(api, incidents, make):
    said, hidden = make(Incident), make(WeaponSystem, publication="draft")
    for side in ("", "attack", "attack"):
        make(SystemUse, incident=said, side=side)
    make(SystemUse, incident=make(Incident, dataset=make(Dataset, slug="d")), system=hidden, side="defence")

    facets = api.get("incidents/?facets=year,country,dataset,side,system&facets_only=1").json()["facets"]

    unknown = {name: facet["unknown"] for name, facet in facets.items()}
    assert unknown == {"year": 3, "country": 3, "dataset": 5, "side": 5, "system": 1}
    assert [(row["value"], row["count"]) for row in facets["side"]["values"]] == [("attack", 1)]


def test_a_facet_is_counted_under_all_filters_but_its_own(api, incidents):
    answer = api.get("incidents/?kind=cyber&country=IN&facets=kind,country")

    assert numbers(answer, "kind") == {"cyber": 2}
    assert numbers(answer, "country") == {"IN": 2, "IL": 1}


def test_a_value_has_its_label_and_the_list_of_its_records(api, incidents):
    facets = api.get("incidents/?facets=kind,country&facets_only=1").json()["facets"]

    first = facets["kind"]["values"][0]
    assert (first["label"], first["url"]) == ("Air strike", "/api/v1/incidents/?kind=air-strike")
    assert facets["country"]["values"][0]["label"] in ("India", "Israel")
    assert api.get(first["url"]).json()["count"] == first["count"]


@pytest.mark.parametrize(
    ("asked", "name", "links"),
    [
        ("country=IN", "kind", {"?country=IN&kind=cyber": 2}),
        ("country=IN&kind=cyber", "country", {"?kind=cyber&country=IN": 2, "?kind=cyber&country=IL": 1}),
        ("kind=cyber,air-strike&started__gte=2024", "year", {"?kind=cyber%2Cair-strike&started=2024": 2}),
        ("country=IN&country=IL&page_size=1&fields=slug", "kind", {"?country=IN&country=IL&kind=cyber": 2}),
    ],
)
def test_a_value_leads_to_the_records_it_counts_under_the_other_filters(asked, name, links, api, incidents):
    values = api.get(f"incidents/?{asked}&facets={name}").json()["facets"][name]["values"]

    found = {row["url"].removeprefix("/api/v1/incidents/"): row["count"] for row in values}
    assert found.items() >= links.items()
    assert {link: api.get(f"incidents/{link}").json()["count"] for link in found} == found


def test_what_is_asked_of_a_claim_is_counted_of_that_claim_alone(api, make):
    incident, system = make(Incident), make(WeaponSystem, slug="harop")
    make(SystemUse, incident=incident, system=system, side="attack")
    make(SystemUse, incident=incident, system=make(WeaponSystem, slug="derby"), side="defence")

    answer = api.get("incidents/?side=attack&facets=system,side")

    assert (numbers(answer, "system"), numbers(answer, "side")) == ({"harop": 1}, {"attack": 1, "defence": 1})


def test_facets_alone_leave_the_results_empty(api, incidents):
    answer = api.get("incidents/?facets=kind&facets_only=1").json()

    assert (answer["count"], answer["results"], answer["next"]) == (4, [], None)


def test_an_unknown_facet_is_refused_with_the_nearest(api, db):
    (error,) = api.get("incidents/?facets=kinds").json()["errors"]

    assert (error["parameter"], error["value"], error["suggestions"][0]) == ("facets", "kinds", "kind")


def test_what_is_hidden_is_not_counted(api, make):
    make(Incident, kind="cyber", dataset=make(Dataset, redistributable=False))
    make(SystemUse, system=make(WeaponSystem, publication="draft"))

    facets = api.get("incidents/?facets=kind,system&facets_only=1").json()["facets"]

    assert sum(row["count"] for row in facets["kind"]["values"]) == 1
    assert facets["system"]["values"] == []


@every_endpoint
def test_every_facet_is_counted_and_its_links_lead_to_as_many_records(route, viewset, api, armoury):
    names = ",".join(facets_of(viewset.filterset_class))
    answer = api.get(f"{route}/", {"facets": names, "facets_only": "1"}).json() if names else {"facets": {}}

    for name, facet in answer["facets"].items():
        for row in facet["values"][:2]:
            assert api.get(f"{row['url']}&fields=slug").json()["count"] == row["count"]
        told = sum(row["count"] for row in facet["values"]) + facet["unknown"]
        assert told >= answer["count"] or facet["truncated"]
        if f"{name}__isnull" in viewset.filterset_class.parameters:
            assert api.get(f"{route}/?{name}__isnull=true&fields=slug").json()["count"] == facet["unknown"]
