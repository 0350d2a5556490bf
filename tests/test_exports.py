"""Everything that matches in one answer: tables, lines, maps and workbooks, whole or visibly broken."""

import csv
import hashlib
import io
import json

import pytest
from django.db import DatabaseError, connection
from openpyxl import load_workbook

from core.api import exports, streaming
from core.api.routing import Router
from events.models import Incident
from reference.models import Dataset, Entry
from tests.test_api import every_endpoint

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json; charset=utf-8",
}


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def table(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(body(answer).decode(), newline="")))


def sheets(answer) -> dict[str, list]:
    book = load_workbook(io.BytesIO(body(answer)), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def listed(api, path) -> list[dict]:
    return api.get(f"{path}?page_size=500&ordering=slug").json()["results"]


@every_endpoint
def test_lines_hold_the_records_of_the_list_and_end_with_their_number_and_checksum(route, viewset, api, armoury):
    *lines, last = body(api.get(f"{route}.ndjson")).decode().splitlines()

    assert [json.loads(line) for line in lines][:500] == listed(api, f"{route}/")
    told = json.loads(last)["end_of_export"]
    assert (told["rows"], told["rows_left_out"]) == (api.get(f"{route}/").json()["count"], 0)
    assert told["sha256"] == hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert told["dataset_version"] == int(api.get(f"{route}/").headers["Dataset-Version"])


@every_endpoint
def test_a_table_has_a_row_for_each_record_and_a_column_for_each_field(route, viewset, api, armoury):
    rows = table(api.get(f"{route}/?format=csv"))
    records = [json.loads(line) for line in body(api.get(f"{route}.ndjson")).decode().splitlines()[:-1]]

    assert [row["slug"] for row in rows] == [record["slug"] for record in records]
    for name in [name for name in records[0] if name != "links"] if records else []:
        assert [row[name] for row in rows] == [flat(record[name]) for record in records] or any(
            isinstance(record[name], list) for record in records
        )


def flat(value) -> str:
    """Return what a cell shows of a value that is not a list."""
    if isinstance(value, dict):
        return value["slug"]
    if isinstance(value, bool):
        return str(value).lower()
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in "=+-@\t\r" and text else text


@every_endpoint
def test_every_record_is_exported_with_whom_to_credit_and_its_licence(route, viewset, api, armoury):
    rows = table(api.get(f"{route}.csv"))
    told = json.loads(body(api.get(f"{route}.ndjson")).splitlines()[-1])["end_of_export"]["datasets"]

    assert all(row["attribution"] and row["licence"] for row in rows)
    credited = {"countries": ["cow-states", "gw-states", "iso-3166"], "datasets": []}
    assert {dataset["slug"] for dataset in told} >= set(credited.get(route, ["armoury-facts"]))
    if route in ("countries", "sources", "properties", "topics"):
        assert rows[0]["licence"] == ";".join(dataset["licence"] for dataset in told)


def test_characters_that_part_lines_inside_are_harmless_in_a_text(api, make):
    make(Incident, slug="one", summary="a\x1eb\x1fc\x1dd")
    make(Incident, slug="two")

    rows = list(csv.reader(io.StringIO(body(api.get("incidents.csv?fields=slug,summary")).decode(), newline="")))

    assert [row[:2] for row in rows[1:]] == [["one", "a b c\x1dd"], ["two", ""]]
    assert listed(api, "incidents/")[0]["summary"] == "a\x1eb\x1fc\x1dd"
    assert all(api.get(f"incidents.{form}").status_code == 200 for form in ("ndjson", "geojson", "xlsx"))


def test_a_map_has_a_point_for_each_place_that_is_known(api, make):
    make(Incident, slug="known", latitude="34.5", longitude="75.25", place_precision="near")
    make(Incident, slug="unknown")

    features = json.loads(body(api.get("incidents.geojson")))["features"]

    assert [feature["geometry"] for feature in features] == [{"type": "Point", "coordinates": [75.25, 34.5]}, None]
    assert features[0]["id"] == "known"
    assert features[0]["properties"] == listed(api, "incidents/")[0]


def test_a_map_ends_with_the_checksum_of_its_features(api, armoury):
    text = body(api.get("incidents.geojson")).decode()
    features, _, end = text.removeprefix(exports.GeoJSON.opening).partition('], "end_of_export": ')
    told = json.loads(end.rstrip()[:-1])

    assert told["sha256"] == hashlib.sha256(features.encode()).hexdigest()
    assert told["rows"] == len(json.loads(text)["features"]) > 0


@pytest.mark.parametrize(("form", "media_type"), FORMS.items())
def test_a_form_is_chosen_by_parameter_by_ending_or_by_accept(form, media_type, api, make):
    make(Incident)

    asked = [f"incidents/?format={form}", f"incidents.{form}"]
    answers = [api.get(path) for path in asked] + [api.get("incidents/", headers={"Accept": media_type.split(";")[0]})]

    assert {answer.headers["Content-Type"].split(";")[0] for answer in answers} == {media_type.split(";")[0]}
    name = f"armoury-incidents-{answers[0].headers['Dataset-Version']}.{form}"
    assert answers[0].headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_only_what_has_coordinates_is_to_be_had_as_a_map(api, db):
    answer = api.get("weapon-systems.geojson")

    assert (answer.status_code, answer.json()["available"]) == (406, ["json", "csv", "ndjson", "xlsx"])
    assert api.get("weapon-systems.pdf").status_code == 406


def test_an_address_that_ends_with_one_form_cannot_ask_for_another(api, db):
    (fault,) = api.get("weapon-systems.csv?format=json").json()["errors"]

    assert (fault["parameter"], fault["expected"]) == ("format", "left out: the address asks for csv")
    assert api.get("weapon-systems.csv?format=csv").status_code == 200


def test_an_export_takes_the_filters_the_order_and_the_fields_of_the_list(api, make):
    for number in range(3):
        make(Incident, slug=f"i{number}", killed_best=number)

    rows = table(api.get("incidents.csv?killed__gte=1&ordering=-killed&fields=slug,killed_best"))

    assert [(row["slug"], row["killed_best"]) for row in rows] == [("i2", "2"), ("i1", "1")]
    assert list(rows[0]) == ["slug", "killed_best", "attribution", "licence", "dataset_version"]


def test_what_is_asked_of_pages_is_refused_of_an_export(api, db):
    errors = api.get("incidents.csv?page_size=10&cursor=x&page=2&bom=maybe").json()["errors"]

    assert sorted({error["parameter"] for error in errors}) == ["bom", "cursor", "page", "page_size"]
    assert api.get("incidents/?bom=true").status_code == 400


def test_an_export_begins_before_all_of_it_is_read(api, make, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(streaming, "PIECE", 1)
    for _ in range(5):
        make(Incident)

    answer = api.get("incidents.ndjson")
    with django_assert_num_queries(1):
        assert len([next(answer.streaming_content) for _ in range(2)]) == 2


def test_records_that_may_not_be_given_away_are_left_out_and_counted_for_staff_too(api, editor_client, make):
    make(Incident, slug="open")
    make(Incident, slug="closed", dataset=make(Dataset, slug="secret", redistributable=False))

    for answer in (api.get("incidents.ndjson"), editor_client.get("/api/v1/incidents.ndjson")):
        *lines, last = body(answer).splitlines()
        assert [json.loads(line)["slug"] for line in lines] == ["open"]
        assert json.loads(last)["end_of_export"]["rows_left_out"] == 1
        assert (answer.headers["Rows-Left-Out"], answer.headers["Data-Left-Out"]) == ("1", "secret")


def test_a_text_that_looks_like_a_formula_is_guarded_and_every_text_survives(api, make):
    make(Incident, slug="a", summary="=SUM(A1)", notes='He said "stop",\nthen left.', place="-1")

    (row,) = table(api.get("incidents.csv"))

    assert (row["summary"], row["place"], row["notes"]) == ("'=SUM(A1)", "'-1", 'He said "stop",\nthen left.')
    assert body(api.get("incidents.csv?bom=true")).startswith("\ufeffslug,".encode())


@pytest.mark.parametrize("form", FORMS)
def test_an_export_that_fails_on_the_way_breaks_off(form, api, make, monkeypatch):
    monkeypatch.setattr(streaming, "PIECE", 1)
    for _ in range(3):
        make(Incident)
    answer = api.get(f"incidents.{form}")

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE events_incidentalias")

    with pytest.raises(DatabaseError):
        body(answer)


def test_the_root_says_in_which_forms_each_list_is_to_be_had(api, db):
    endpoints = api.get("").json()["endpoints"]

    assert endpoints["incidents"]["formats"] == ["json", "csv", "ndjson", "xlsx", "geojson"]
    entries = [route for route, viewset in Router.endpoints.items() if issubclass(viewset.queryset.model, Entry)]
    assert {endpoints[route]["formats"][1] for route in entries} == {"csv"}
