"""What readers of the API once reported, kept mended."""

import logging

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from agreements.models import Agreement, Transfer
from core.logs import WithRequestId
from equipment.models import Operator, WeaponSystem
from reference.models import Country, Dataset, Organisation, OrganisationKind, Publication
from tests.test_filters import found

PROBLEM = "application/problem+json"


@pytest.mark.parametrize("hidden", [{"publication": Publication.DRAFT}, {"dataset": True}], ids=["draft", "restricted"])
def test_a_hidden_supplier_does_not_tell_its_country(hidden, api, make):
    dataset = {"dataset": make(Dataset, redistributable=False)} if "dataset" in hidden else hidden
    country = make(Country, slug="US")
    maker = make(Organisation, country=country, kind=OrganisationKind.MANUFACTURER, **dataset)
    make(Transfer, slug="deal", supplier_organisation=maker)
    make(Transfer, slug="other", supplier_country=country)

    assert found(api, "transfers/?supplier=US") == ["other"]
    assert found(api, "transfers/?supplier__not=US") == ["deal"]


def test_an_agreement_still_in_force_outlasts_its_successor(api, make):
    old = make(Agreement, slug="old", status="in-force", signed="2000-01-01")
    make(Agreement, status="signed", signed="2010-01-01", supersedes=[old])

    assert found(api, "agreements/?in_force_on=2015-01-01") == ["old"]


def test_a_record_renamed_while_it_was_a_draft_is_found_from_its_old_address(api, make):
    make(WeaponSystem, slug="old")
    for change in ({"publication": Publication.DRAFT}, {"slug": "new"}, {"publication": Publication.PUBLISHED}):
        system = WeaponSystem.objects.get()
        for name, value in change.items():
            setattr(system, name, value)
        system.save()

    moved = api.get("weapon-systems/old/?fields=slug")

    assert (moved.status_code, moved.headers["Location"]) == (308, "/api/v1/weapon-systems/new/?fields=slug")
    system = WeaponSystem.objects.get()
    system.slug = "old"
    system.full_clean()


def test_countries_and_organisations_never_share_a_slug(make):
    make(Country, slug="IN")
    make(Organisation, slug="iai")

    with pytest.raises(ValidationError, match="is the slug of another record"):
        Organisation(slug="IN", name="x", kind="armed-group").full_clean()
    with pytest.raises(ValidationError, match="is the slug of another record"):
        Country(slug="iai", name="x", alpha3="XXX").full_clean()


def test_staff_see_which_claims_may_not_be_given_away(editor_client, make):
    operator = make(Operator, dataset=make(Dataset, redistributable=False))
    make(Operator, system=operator.system)

    claims = editor_client.get(f"/api/v1/weapon-systems/{operator.system.slug}/").json()["operators"]

    assert sorted(claim["restricted"] for claim in claims) == [False, True]


def test_a_part_of_a_related_record_can_be_selected_or_left_out(api, make):
    make(Operator, country=make(Country, slug="IN", name="India"))

    asked = {
        "fields=operators.country.name": [{"country": {"name": "India"}}],
        "fields=operators.country.slug,operators.country.name": [{"country": {"slug": "IN", "name": "India"}}],
    }
    for query, operators in asked.items():
        assert api.get(f"weapon-systems/?{query}").json()["results"] == [{"operators": operators}]
    (left,) = api.get("weapon-systems/?omit=operators.country.name").json()["results"]
    assert left["operators"][0]["country"] == {"slug": "IN"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "/api/docs/", 405),
        ("get", "/api/docs/?foo=1", 400),
        ("get", "/api/docs/?format=csv", 400),
        ("get", "/api", 404),
        ("post", "/api", 404),
    ],
)
def test_mistakes_beside_the_endpoints_are_problems_too(method, path, status, db):
    answer = getattr(Client(), method)(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status


def test_the_page_of_documents_tells_its_options(db):
    answer = Client().options("/api/docs/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")


def test_a_cookie_no_engine_can_look_for_is_no_cookie(db):
    client = Client()
    client.cookies["sessionid"] = "aaaa\0bbbb"

    answer = client.get("/api/v1/countries/")

    assert answer.status_code == 200
    assert answer.headers["X-Request-ID"]


def test_the_log_of_a_fault_names_the_answer():
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "told", (), None)
    record.request = type("Request", (), {"request_id": "abc"})

    assert WithRequestId().filter(record)
    assert record.request_id == "abc"
