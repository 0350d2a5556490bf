"""Where the API ends: requests that never reach an endpoint, values at the edge of what can be held."""

import pytest
from django.test import Client

from agreements.models import Agreement, Party
from equipment.models import WeaponSystem, WeaponSystemCitation
from events.models import Incident, Response, ResponseRelation
from reference.models import Country, Dataset, Publication
from tests.test_api import every_endpoint


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("post", "/api/v1/nowhere/", {}, 404),
        ("post", "/api/v1/weapon-systems/", {}, 405),
        ("get", "/api/v1/weapon-systems/", {"Host": "elsewhere.example"}, 400),
        ("get", "/api/v1/weapon-systems/?" + "&".join(f"p{n}=1" for n in range(1001)), {}, 400),
    ],
)
def test_requests_that_reach_no_endpoint_are_problems_too(method, path, headers, status, db):
    answer = getattr(Client(enforce_csrf_checks=True, raise_request_exception=False), method)(path, headers=headers)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("path", ["/api/v1", "/api/docs", "/api/v1/search?q=x", "/api/v1/claims", "/api/v1/meta/vocab"])
def test_every_address_answers_without_its_slash_and_names_the_canonical_one(path, api, db):
    answer = api.get(path)

    assert answer.status_code == 200
    assert answer.headers["Link"] == f'<http://testserver{path.split("?")[0]}/>; rel="canonical"'


@pytest.mark.parametrize(
    "query",
    [
        "agreements/?updated_since=0001-01-01T00:00:00%2B14:00",
        "agreements/?updated_since=9999-12-31T23:59:59-14:00",
        "incidents/?bbox=1E-9999999,1,2,3",
        "incidents/?near=1,2,1e3",
        "agreements/?value__gte=1e5",
        "agreements/?value=99999999999999999999",
        "weapon-systems/?spec=range__:200km",
        "schema/?foo=1",
    ],
)
def test_values_that_one_engine_could_not_hold_are_refused_by_both(query, api, db):
    assert api.get(query).status_code == 400


def test_amounts_of_money_beyond_a_machine_word_can_be_asked_for(api, make):
    make(Agreement, slug="large", value="38000000000", currency="USD")
    make(Agreement, slug="small", value="99.50", currency="USD")

    assert [row["slug"] for row in api.get("agreements/?value__gte=5000000000").json()["results"]] == ["large"]
    assert [row["slug"] for row in api.get("agreements/?value=99.5").json()["results"]] == ["small"]


def test_agreements_are_asked_for_by_how_they_answer_an_incident(api, make):
    incident = make(Incident, slug="attack")
    for relation in ResponseRelation:
        make(Response, incident=incident, agreement=make(Agreement, slug=relation), relation=relation)

    found = api.get("agreements/?incident=attack&response=condemned-in").json()["results"]

    assert [row["slug"] for row in found] == ["condemned-in"]


@every_endpoint
def test_no_suggestion_is_made_twice(route, viewset, api, make):
    record = make(viewset.queryset.model)

    for path in (f"{route}/?foo=1", f"{route}/{record.slug}/?foo=1"):
        suggestions = api.get(path).json()["errors"][0]["suggestions"]
        assert len(suggestions) == len(set(suggestions))


def test_a_field_named_whole_and_in_part_is_whole(api, make):
    claim = make(Party, country=make(Country, slug="IN"))
    path = f"agreements/{claim.agreement.slug}/"

    assert api.get(f"{path}?fields=parties,parties.role").json() == api.get(f"{path}?fields=parties").json()
    assert "parties" not in api.get(f"{path}?omit=parties,parties.role").json()


def test_staff_can_filter_and_open_drafts(editor_client, make):
    draft = make(Agreement, publication=Publication.DRAFT)
    make(Party, agreement=draft, country=make(Country, slug="IN"))
    asked = "/api/v1/agreements/?publication=draft&fields=slug&party"

    assert editor_client.get(f"{asked}=IN").json()["count"] == 1
    assert editor_client.get(f"{asked}__not=IN").json()["count"] == 0
    assert editor_client.get(f"/api/v1/agreements/{draft.slug}/?publication=draft").status_code == 200


@pytest.mark.parametrize("path", ["", "search/?q=x", "claims/", "weapon-systems/", "meta/vocab/"])
def test_answers_to_staff_are_private_and_never_stored(path, editor_client):
    assert editor_client.get(f"/api/v1/{path}").headers["Cache-Control"] == "private, no-store"


def test_what_staff_alone_may_see_is_marked_wherever_it_is_listed(editor_client, make):
    make(WeaponSystem, name="Secret", dataset=make(Dataset, redistributable=False)).citations.create(fact="role")

    assert [hit["restricted"] for hit in editor_client.get("/api/v1/search/?q=secret").json()["results"]] == [True]
    assert [claim["restricted"] for claim in editor_client.get("/api/v1/claims/").json()["results"]] == [True]


def test_relations_are_no_scalar_facts_that_a_citation_could_quote(make):
    assert not {"derived_from", "variant_of", "category", "dataset"} & set(WeaponSystem.facts())
    assert "introduced" in WeaponSystemCitation._meta.get_field("entry").related_model.facts()


@pytest.mark.parametrize("typed", ["*", "AND", '"', "S-400 (NATO: \"x' OR * :)", "x\0y", "😀", "%"])
@pytest.mark.parametrize("route", ["search/", "weapon-systems/", "countries/", "sources/"])
def test_whatever_people_type_finds_or_does_not_find_and_never_fails(typed, route, api, db):
    answer = api.get(route, {"q": typed})

    assert (answer.status_code, answer.json()["results"]) == (200, [])


@pytest.mark.parametrize(
    ("query", "near"),
    [("countries/?region=Aisa", "Asia"), ("countries/?alpha3=IN", "IND"), ("countries/?region=Asia,Erope", None)],
)
def test_a_text_that_no_record_has_is_refused_with_the_nearest(query, near, api, make):
    make(Country, slug="IN", alpha3="IND", region="Asia")

    answer = api.get(query)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["suggestions"][0] == (near or "Asia")


def test_a_relation_to_a_hidden_record_is_as_if_it_were_none(api, make):
    draft = make(WeaponSystem, slug="draft", publication=Publication.DRAFT)
    make(WeaponSystem, slug="variant", derived_from=draft)

    assert api.get("weapon-systems/?derived_from__isnull=false").json()["count"] == 0
    assert api.get("weapon-systems/?derived_from__isnull=true").json()["count"] == 1
