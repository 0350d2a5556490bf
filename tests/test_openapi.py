"""The API's own description: complete, without warnings, and true."""

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from config.wsgi import application
from tests.test_api import every_endpoint

EXAMPLES = 3
"""Requests made up for each operation; one parameter after another would be thousands."""
schema = schemathesis.openapi.from_wsgi(
    "/api/v1/schema/",
    application,
    config=SchemathesisConfig.from_dict({"phases": {"coverage": {"enabled": False}}}),
)


@pytest.fixture
def one_connection(armoury):
    """Keep the test's connection over requests that end, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case, one_connection):
    case.call_and_validate(
        headers={"Accept-Encoding": "identity"},
        excluded_checks=[positive_data_acceptance],  # a slug of the right form need not be that of a record
    )


def test_the_description_is_made_without_warnings(tmp_path, db):
    call_command("spectacular", "--file", str(tmp_path / "schema.yml"), "--validate", "--fail-on-warn")


def test_every_filter_is_described_with_its_type_and_meaning(api, db):
    paths = api.get("schema/").json()["paths"]

    described = [parameter for path in paths.values() for parameter in path["get"].get("parameters", [])]

    assert [one["name"] for one in described if not one.get("schema") or not told(one)] == []


def told(parameter) -> str:
    return parameter.get("description") or parameter["name"] in {"page", "page_size"}


@every_endpoint
def test_every_fault_is_described_as_a_problem(route, viewset, api, db):
    answers = api.get("schema/").json()["paths"][f"/api/v1/{route}/"]["get"]["responses"]

    assert sorted(answers) == ["200", "304", "400", "404", "405", "406", "414", "500", "503"]
    assert {tuple(answer["content"]) for code, answer in answers.items() if int(code) >= 400} == {
        ("application/problem+json",)
    }
