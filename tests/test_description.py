"""The API's description against its answers: with fewer fields, without a count, with every kind of problem."""

from threading import BoundedSemaphore

import pytest
from django.db import transaction
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker

from core.api import streaming
from core.api.faults import Code
from core.api.schema import HEADERS
from core.api.serializers import paths_of
from reference.models import Country, Dataset, Retired
from tests.test_api import every_endpoint


@pytest.fixture(scope="module")
def described() -> dict:
    """Return the description, made once for these tests."""
    return SchemaGenerator().get_schema(public=True)


def misfits(described: dict, schema: dict, answer) -> list[str]:
    """Return where an answer is not as the description says."""
    validator = Draft202012Validator(schema | {"components": described["components"]}, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


def told(described: dict, path: str, code: int) -> dict:
    """Return what the description says of an operation's answers with one status."""
    return described["paths"][f"/api/v1/{path}"]["get"]["responses"][str(code)]


def schema_of(answer: dict) -> dict:
    """Return the schema of what is not an export."""
    return next(of_type["schema"] for media_type, of_type in answer["content"].items() if media_type.endswith("json"))


@every_endpoint
def test_every_list_is_as_described_whatever_is_left_out_of_it(route, viewset, described, api, armoury):
    parts = {path.split(".")[0]: path for path in paths_of(viewset.serializer_class)}
    asked = ["count=none", f"fields={','.join(parts.values())}", "omit=slug,name", "view=brief", "page=2&page_size=1"]

    for query in asked:
        answer = api.get(f"{route}/?{query}")
        assert (query, answer.status_code) == (query, 200)
        assert (query, misfits(described, schema_of(told(described, f"{route}/", 200)), answer.json())) == (query, [])


@pytest.mark.parametrize("path", ["claims/", "search/"])
def test_lists_over_several_tables_are_as_described_without_a_count(path, described, api, armoury):
    answer = api.get(path, {"q": "harop", "count": "none"} if path == "search/" else {"count": "none"}).json()

    assert answer["count"] is None
    assert misfits(described, schema_of(told(described, path, 200)), answer) == []


@every_endpoint
def test_every_form_of_a_list_is_described(route, viewset, described, db):
    operation = described["paths"][f"/api/v1/{route}/"]["get"]
    parameters = {parameter["name"]: parameter["schema"] for parameter in operation["parameters"]}

    assert parameters["format"]["enum"] == [form.format for form in viewset.forms()]
    assert set(operation["responses"]["200"]["content"]) == {form.media_type for form in viewset.forms()}
    assert {"bom", "If-None-Match"} <= set(parameters)


PROBLEMS = {
    Code.INVALID_REQUEST: (400, "countries/", "countries/?nme=x&page=0&fields=nme&region=x&alpha3=IN"),
    Code.NOT_FOUND: (404, "countries/{slug}/", "countries/XX/"),
    Code.MOVED: (308, "countries/{slug}/", "countries/OLD/"),
    Code.GONE: (410, "countries/{slug}/", "countries/GONE/"),
    Code.NOT_ACCEPTABLE: (406, "countries/", "countries.geojson"),
    Code.TOO_LONG: (414, "countries/", f"countries/?q={'x' * 8_000}"),
    Code.SERVER_ERROR: (500, "meta/", "meta/"),
    Code.TOO_SLOW: (503, "weapon-systems/", "weapon-systems/?page_size=500"),
    Code.CROWDED: (503, "countries/", "countries.csv"),
}


@pytest.fixture
def troubled(api, armoury, monkeypatch):
    """Give an API with closed addresses, a fault of ours, and no place for another export."""
    for slug, successor in {"OLD": "IN", "GONE": None}.items():
        Retired.objects.create(entry_type="reference.country", slug=slug, successor=successor, reason="renamed")
    monkeypatch.setattr("reference.models.Release.objects.order_by", lambda *names: 1 / 0)
    monkeypatch.setattr(streaming, "PLACES", BoundedSemaphore(1))
    streaming.PLACES.acquire()
    api.raise_request_exception = False
    with transaction.atomic():
        yield api
        transaction.set_rollback(True)


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_kind_of_problem_is_as_described(code, described, troubled, settings):
    status, operation, path = PROBLEMS[code]
    settings.ARMOURY_QUERY_SECONDS = 0.001 if code == Code.TOO_SLOW else 10
    answer, said = troubled.get(path), told(described, operation, status)
    body = answer.json()

    assert (answer.status_code, body["type"].rpartition("#")[2]) == (status, code)
    assert misfits(described, schema_of(said), body) == []
    assert set(body) <= set(described["components"]["schemas"]["Problem"]["properties"])
    assert {name for name in HEADERS if name in answer.headers} <= set(said["headers"])


def test_a_method_that_is_none_is_refused_as_described(described, api, db):
    answer, said = api.post("/api/v1/countries/"), told(described, "countries/", 405)

    assert (answer.status_code, misfits(described, schema_of(said), answer.json())) == (405, [])
    assert said["headers"]["Allow"]


OPERATIONS = {"countries/": "countries/", "countries/{slug}/": "countries/IN/", "countries.{form}/": "countries.csv"}


@pytest.mark.parametrize(("operation", "path"), OPERATIONS.items())
def test_every_header_of_an_answer_is_described(operation, path, described, api, make):
    make(Country, slug="IN")
    make(Dataset, redistributable=False)

    answer = api.get(path)
    unchanged = api.get(path, headers={"If-None-Match": answer.headers["ETag"]})

    for one in (answer, unchanged):
        described_there = set(told(described, operation, one.status_code)["headers"])
        assert {name for name in HEADERS if name in one.headers} <= described_there
    assert {"ETag", "Dataset-Version", "Link", "Data-Left-Out"} <= set(answer.headers)
