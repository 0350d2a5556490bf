"""What holds for every endpoint, tested once over the router."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import urls  # noqa: F401  fills the router
from core.api.routing import Router
from core.api.serializers import paths_of
from reference.models import Claim, Country, Entry, Source

ENDPOINTS = sorted(Router.endpoints.items())
every_endpoint = pytest.mark.parametrize(("route", "viewset"), ENDPOINTS, ids=[route for route, _ in ENDPOINTS])
ENTRIES = [(route, viewset) for route, viewset in ENDPOINTS if issubclass(viewset.queryset.model, Entry)]
every_entry = pytest.mark.parametrize(("route", "viewset"), ENTRIES, ids=[route for route, _ in ENTRIES])
PARAMETERS = [
    pytest.param(route, parameter, id=f"{route}-{parameter.name}")
    for route, viewset in ENDPOINTS
    for parameter in viewset.filterset_class.parameters.values()
    if parameter.example
]
INTERNAL = {"id", "name_key", "text_search"}


def queries(api, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert api.get(path).status_code == 200
    return len(captured)


def with_claims(make, model):
    """Make a record with everything an answer may show of it."""
    record = make(model)
    for relation in model._meta.related_objects:
        if getattr(relation.related_model, "owner_field", None) == relation.field.name:
            owned = make(relation.related_model, **{relation.field.name: record})
            if issubclass(relation.related_model, Claim):
                owned.sources.add(make(Source))
    for field in model._meta.many_to_many:
        getattr(record, field.name).add(make(field.related_model))
    return record


@every_endpoint
def test_list_costs_the_same_queries_for_one_record_and_many(route, viewset, api, make):
    model = viewset.queryset.model
    with_claims(make, model)
    few = queries(api, f"{route}/")

    for _ in range(3):
        with_claims(make, model)

    assert queries(api, f"{route}/") == few


@every_endpoint
def test_a_list_item_and_the_detail_answer_are_the_same_object(route, viewset, api, make):
    record = with_claims(make, viewset.queryset.model)

    listed = api.get(f"{route}/?slug={record.slug}").json()["results"]

    assert listed == [api.get(f"{route}/{record.slug}/").json()]


@every_endpoint
def test_both_forms_of_an_address_answer_and_name_the_canonical_one(route, viewset, api, make):
    record = make(viewset.queryset.model)

    for path in (route, f"{route}/{record.slug}"):
        bare, slashed = api.get(path), api.get(f"{path}/")

        assert bare.content == slashed.content
        assert f'<http://testserver/api/v1/{path}/>; rel="canonical"' in bare.headers["Link"]


@every_endpoint
def test_every_field_of_a_model_is_published_or_known_to_be_internal(route, viewset):
    published = set(viewset.serializer_class().fields)
    model = viewset.queryset.model
    own = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}

    assert own - INTERNAL - published == set()


@every_endpoint
def test_every_scalar_field_with_a_vocabulary_date_or_number_can_be_filtered(route, viewset):
    filtered = {one.path for one in viewset.filterset_class.filters.values()} | {
        name for name, one in viewset.filterset_class.filters.items()
    }
    model = viewset.queryset.model
    due = {
        field.name
        for field in model._meta.fields
        if field.choices or field.get_internal_type() in {"PartialDateField", "ForeignKey"}
    }

    assert {name for name in due if not any(path.startswith(name) for path in filtered)} - SET_ASIDE == set()


SET_ASIDE = {"supplier_country", "recipient_country"}
"""Asked by ``supplier`` and ``recipient``, which look at both columns."""


@every_endpoint
def test_related_records_have_a_slug_and_a_name_and_nothing_else(route, viewset, api, make):
    record = with_claims(make, viewset.queryset.model)
    answer = api.get(f"{route}/{record.slug}/").json()

    for name in [field.name for field in record._meta.many_to_many]:
        assert [sorted(related) for related in answer[name]] == [["name", "slug"]]


@every_endpoint
def test_no_numeric_key_leaves_the_database(route, viewset):
    paths = paths_of(viewset.serializer_class)

    assert [path for path in paths if path.split(".")[-1] in {"id", "pk"}] == []


@every_endpoint
def test_fields_keeps_only_what_it_names_and_omit_drops_it(route, viewset, api, make):
    record = with_claims(make, viewset.queryset.model)
    whole = api.get(f"{route}/{record.slug}/").json()

    kept = api.get(f"{route}/{record.slug}/?fields=slug,links").json()
    omitted = api.get(f"{route}/{record.slug}/?omit=slug,links").json()

    assert kept == {"slug": whole["slug"], "links": whole["links"]}
    assert omitted == {name: value for name, value in whole.items() if name not in kept}


@every_endpoint
def test_every_field_can_be_selected_alone(route, viewset, api, make):
    record = with_claims(make, viewset.queryset.model)

    for path in paths_of(viewset.serializer_class):
        answer = api.get(f"{route}/{record.slug}/?fields={path}").json()
        assert list(answer) == [path.split(".")[0]]


@every_endpoint
def test_records_are_counted_without_what_only_their_order_and_looks_need(route, viewset, api, db):
    for name in viewset.sortable():
        with CaptureQueriesContext(connection) as captured:
            api.get(f"{route}/?facets_only=1&ordering=-{name}")

        (counting,) = [query["sql"] for query in captured if "COUNT(" in query["sql"]]
        assert [word for word in ("JOIN", "ORDER BY", "JSON", "EXISTS") if word in counting] == []


@every_endpoint
def test_every_order_is_total_and_puts_the_unknown_last(route, viewset, api, make):
    model = viewset.queryset.model
    slugs = [make(model).slug for _ in range(3)]

    for name in viewset.sortable():
        for sign in ("", "-"):
            found = api.get(f"{route}/?ordering={sign}{name}&fields=slug&slug={','.join(slugs)}").json()
            assert sorted(row["slug"] for row in found["results"]) == slugs


@every_endpoint
def test_pages_follow_one_another_and_past_the_end_is_empty(route, viewset, api, make):
    slugs = [make(viewset.queryset.model).slug for _ in range(3)]
    given = f"{route}/?fields=slug&page_size=2&slug={'%2C'.join(slugs)}"

    first = api.get(given)
    second = api.get(first.json()["next"].removeprefix("http://testserver")).json()
    again = api.get(second["previous"].removeprefix("http://testserver")).json()

    assert [row["slug"] for row in first.json()["results"] + second["results"]] == slugs
    assert (first.json()["count"], first.json()["previous"], second["next"]) == (3, None, None)
    assert f'<{first.json()["next"]}>; rel="next"' in first.headers["Link"]
    assert (again["results"], again["previous"]) == (first.json()["results"], None)
    assert api.get(f"{given}&page=2").json()["results"] == second["results"]
    assert api.get(f"{given}&page=9").json()["results"] == []


@every_endpoint
def test_only_reading_is_allowed(route, viewset, api):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(api, method)(f"/api/v1/{route}/")

        assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@every_endpoint
def test_head_and_options_answer_everyone(route, viewset, api, db):
    told = api.options(f"/api/v1/{route}/").json()

    assert api.head(f"/api/v1/{route}/").status_code == 200
    assert told["filters"] == api.get(f"meta/filters/{route}/").json()["filters"]


@every_endpoint
def test_links_lead_to_lists_that_answer(route, viewset, api, make):
    record = with_claims(make, viewset.queryset.model)

    links = api.get(f"{route}/{record.slug}/").json()["links"]

    assert {name: api.get(address).status_code for name, address in links.items()} == dict.fromkeys(links, 200)


@pytest.mark.parametrize(("route", "parameter"), PARAMETERS)
def test_every_example_of_the_documents_is_answered_in_five_queries_at_most(route, parameter, api, armoury):
    with CaptureQueriesContext(connection) as captured:
        answer = api.get(f"{route}/", {parameter.name: parameter.example, "view": "brief"})

    assert (answer.status_code, answer.json().get("errors")) == (200, None)
    assert len(captured) <= 5


def test_the_root_lists_every_endpoint_with_its_count_for_two_queries(api, make):
    make(Country)

    answer = api.get("").json()

    assert queries(api, "?format=json") == 2
    assert sorted(answer["endpoints"]) == [route for route, _ in ENDPOINTS]
    assert answer["endpoints"]["countries"]["count"] == 1
    pages = [answer[name] for name in ("vocabularies", "problems", "schema", "docs", "licences")]
    assert {api.get(page).status_code for page in pages} == {200}


def test_the_api_is_open_to_every_origin_and_every_answer_has_an_id(api, db):
    answer = api.get("countries/")

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link", "Dataset-Version"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    assert answer.headers["X-Request-ID"] != api.get("countries/").headers["X-Request-ID"]


def test_long_answers_are_compressed_when_the_client_can_read_it(api, armoury):
    answer = api.get("countries/", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
