"""What clients are told when they ask for what is not there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.api import reading
from core.api.faults import Code
from equipment.models import Property
from reference.models import Country
from tests.test_api import ENDPOINTS, every_endpoint

ROOT = Path(__file__).parent.parent
MISTAKES = {
    "kind=spy": ("invalid_value", "kind"),
    "kind=": ("invalid_value", "kind"),
    "kind=cyber,": ("invalid_value", "kind"),
    "kind__bogus=cyber": ("unknown_parameter", "kind__bogus"),
    "countri=IN": ("unknown_parameter", "countri"),
    "country=INN": ("unknown_reference", "country"),
    "country__in=IN": ("unknown_parameter", "country__in"),
    "started=2017-13": ("invalid_value", "started"),
    "started=2017-02-30": ("invalid_value", "started"),
    "started=22.4.2025": ("invalid_value", "started"),
    "started__range=2017": ("invalid_value", "started__range"),
    "started__range=2018,2017-05": ("invalid_value", "started__range"),
    "killed__range=10,1": ("invalid_value", "killed__range"),
    "killed__range=10,9": ("invalid_value", "killed__range"),
    "killed__gte=many": ("invalid_value", "killed__gte"),
    "killed__gte=-1": ("invalid_value", "killed__gte"),
    "killed__gte=123456789012345678901234": ("invalid_value", "killed__gte"),
    "killed__gte=1&killed__gte=2": ("invalid_value", "killed__gte"),
    "killed__isnull=maybe": ("invalid_value", "killed__isnull"),
    "cited=yes": ("invalid_value", "cited"),
    "source=nowhere": ("unknown_reference", "source"),
    "participant=nobody": ("unknown_reference", "participant"),
    "bbox=1,2,3": ("invalid_value", "bbox"),
    "bbox=0,0,0,100": ("invalid_value", "bbox"),
    "near=NaN,0,1": ("invalid_value", "near"),
    "updated_since=yesterday": ("invalid_value", "updated_since"),
    "q=": ("invalid_value", "q"),
    "name__startswith=...": ("invalid_value", "name__startswith"),
    "page=0": ("invalid_value", "page"),
    "page=two": ("invalid_value", "page"),
    "page_size=501": ("invalid_value", "page_size"),
    "ordering=startd": ("invalid_value", "ordering"),
    "ordering=name,-name": ("invalid_value", "ordering"),
    "ordering=": ("invalid_value", "ordering"),
    "fields=nam": ("unknown_field", "fields"),
    "omit=participants.nam": ("unknown_field", "omit"),
    "fields=slug&omit=name": ("conflicting_parameters", "omit"),
    "view=full": ("invalid_value", "view"),
    "view=brief&fields=slug": ("conflicting_parameters", "view"),
    "place=%00": ("unknown_parameter", "place"),
    "country=%00": ("invalid_value", "country"),
}


@pytest.mark.parametrize(("query", "fault"), MISTAKES.items(), ids=MISTAKES)
def test_a_mistake_is_named_and_no_rows_are_given(query, fault, api, make):
    make(Country, slug="IN")

    answer = api.get(f"incidents/?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [(found["code"], found["parameter"]) for found in answer.json()["errors"]] == [fault]
    assert "results" not in answer.json()


@every_endpoint
def test_an_unknown_parameter_is_refused_on_lists_and_details_with_the_nearest_name(route, viewset, api, make):
    record = make(viewset.queryset.model)

    for path, near in ((f"{route}/?slugg=x", "slug"), (f"{route}/{record.slug}/?field=slug", "fields")):
        fault = api.get(path).json()["errors"][0]
        assert (fault["code"], fault["suggestions"][0]) == ("unknown_parameter", near)
        assert api.get(fault["allowed_url"]).json()["route"] == route


def test_all_mistakes_of_a_request_are_told_at_once(api, make):
    make(Country, slug="IN")

    problem = api.get("incidents/?countri=IN&kind=spy&page=0&fields=nam").json()

    assert problem["title"] == "The request has 4 problems"
    assert {fault["parameter"] for fault in problem["errors"]} == {"countri", "kind", "page", "fields"}


def test_a_misspelt_slug_or_name_brings_the_nearest_slugs(api, make):
    make(Country, slug="IN", name="India")
    make(Country, slug="ID", name="Indonesia")

    by_name = api.get("incidents/?country=India").json()["errors"][0]

    assert by_name["suggestions"][0] == "IN"


def test_a_misspelt_code_brings_the_allowed_ones(api, db):
    fault = api.get("incidents/?kind=cybr").json()["errors"][0]

    assert (fault["suggestions"][0], "air-strike" in fault["allowed"]) == ("cyber", True)


def test_an_unknown_field_brings_all_that_are_known(api, db):
    for asked, value in {"countries/?fields=slug,zzz": "zzz", "countries/XX/?omit=codes.nme": "codes.nme"}.items():
        (fault,) = api.get(asked).json()["errors"]

        assert (fault["code"], fault["value"]) == ("unknown_field", value)
        assert fault["allowed"] == api.get("meta/filters/countries/").json()["fields"]


def test_a_bound_that_cannot_be_is_refused_with_what_can(api, db):
    (year,) = api.get("incidents/?started__gte=9999").json()["errors"]
    (turned,) = api.get("incidents/?killed__range=10,1").json()["errors"]

    assert "from 1000 to 2999" in year["expected"]
    assert (turned["value"], turned["suggestions"]) == ("10,1", ["1,10"])
    assert api.get("incidents/?started__range=2017-05,2017").status_code == 200


def test_an_unknown_slug_is_held_against_its_neighbours_in_the_alphabet(api, make, monkeypatch):
    monkeypatch.setattr(reading, "ALIKE", 1)
    for slug, name in {"IC": "India", "IL": "Israel", "IM": "Isle", "IN": "Zz", "IQ": "Iraq"}.items():
        make(Country, slug=slug, name=name)

    by_slug, by_name = (
        api.get(f"weapon-systems/?origin={typed}").json()["errors"][0]["suggestions"] for typed in ("IO", "Isrel")
    )

    assert sorted(by_slug) == ["IC", "IN", "IQ"], "IN and IQ by their slugs, India (IC) and Iraq (IQ) by their names"
    assert by_name[0] == "IL"


@pytest.mark.parametrize(
    "spec", ["range", "range__gte:200", "range__gte:200nm", "range__gte:5kg", "range__gt:5km", "rnge:5km"]
)
def test_a_specification_needs_a_known_property_a_bound_and_a_unit(spec, api, make):
    make(Property, slug="range", dimension="length", unit="km")

    answer = api.get(f"weapon-systems/?spec={spec}")

    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "spec")


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/", "/api/v1/weapons/", "/api/v1/weapon-systems/x/y/", "/api/v1/meta/x/"]
)
def test_addresses_that_no_route_knows_are_problems_too(path, api, db):
    answer = api.get(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["instance"] == path


def test_a_form_that_does_not_exist_is_refused_with_the_list_of_those_that_do(api, db):
    forms = ["json", "csv", "ndjson", "xlsx"]
    named, accepted = (
        api.get("weapon-systems/?format=jsno"),
        api.get("weapon-systems/", headers={"Accept": "text/html"}),
    )

    (fault,) = named.json()["errors"]
    assert (named.status_code, fault["parameter"], fault["allowed"]) == (400, "format", forms)
    assert fault["suggestions"][0] == "json"
    assert (accepted.status_code, accepted.json()["available"]) == (406, forms)
    assert api.get("claims/?format=csv").json()["errors"][0]["allowed"] == ["json"]
    assert api.get("weapon-systems/", headers={"Accept": "application/problem+json"}).status_code == 200


def test_a_fault_of_ours_is_a_problem_that_shows_nothing_of_it(monkeypatch, db):
    monkeypatch.setattr("reference.models.Release.objects.order_by", lambda *names: 1 / 0)
    client = Client(raise_request_exception=False)

    answer = client.get("/api/v1/meta/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]
    assert "division" not in answer.content.decode()


def test_every_code_is_told_with_its_meaning(api, db):
    told = api.get("meta/problems/").json()["codes"]

    assert [entry["code"] for entry in told] == list(Code.values)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ENDPOINTS), st.data(), st.text(min_size=1, max_size=30))
def test_no_value_of_any_parameter_is_a_fault_of_ours(api, db, endpoint, data, text):
    route, viewset = endpoint
    name = data.draw(st.sampled_from(viewset.allowed_parameters()))

    assert api.get(f"{route}/", {name: text}).status_code in {200, 400}


def test_the_servers_worker_tells_an_endless_address_as_the_api_does_and_needs_no_django():
    asked = (
        "import json, sys; from config.server import TOO_LONG; print(json.dumps([TOO_LONG, 'django' in sys.modules]))"
    )
    told, with_django = json.loads(subprocess.check_output([sys.executable, "-c", asked], cwd=ROOT))

    assert (told["type"], told["status"], with_django) == (f"/api/v1/meta/problems/#{Code.TOO_LONG}", 414, False)
