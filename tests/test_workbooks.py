"""Exports as workbooks: the same as the table, in cells of their values' types, with units and sources."""

import csv
import io
from datetime import UTC, timedelta
from zipfile import ZipFile

from django.db import connection

from core.api import streaming
from events.models import Incident, IncidentCitation
from reference.models import Source
from tests.test_api import every_endpoint
from tests.test_exports import body, sheets


@every_endpoint
def test_a_workbook_holds_the_same_as_the_table_with_units_and_sources(route, viewset, api, armoury):
    rows = list(csv.reader(io.StringIO(body(api.get(f"{route}.csv")).decode(), newline="")))
    found = sheets(api.get(f"{route}.xlsx"))

    names, units, *records = found["records"]
    assert list(names) == rows[0][:-1]
    assert len(units) == len(names)
    assert [record[0] for record in records] == [row[0] for row in rows[1:]]
    assert found["sources"][0][:2] == ("rows", len(records))
    assert found["sources"][3][:2] == ("dataset_version", api.get(f"{route}/").headers["Dataset-Version"])


def test_cells_of_a_workbook_have_the_type_of_their_value(api, make):
    incident = make(
        Incident, slug="one", killed_best=26, latitude="34.5", longitude="75", summary="=1+1", started="2025-04-22"
    )

    (names, units, row) = sheets(api.get("incidents.xlsx"))["records"]

    cells = dict(zip(names, row, strict=True))
    assert [cells[name] for name in ("killed_best", "latitude", "summary", "started", "restricted")] == [
        26, 34.5, "=1+1", "2025-04-22", False,
    ]  # fmt: skip
    assert dict(zip(names, units, strict=True))["latitude"] == "degrees, WGS 84"
    for name in ("created", "updated"):
        assert abs(cells[name].replace(tzinfo=UTC) - getattr(incident, name)) < timedelta(milliseconds=2)


def test_a_workbook_is_the_same_to_the_byte_each_time_as_its_tag_says(api, make):
    make(Incident)

    first, again = (body(api.get("incidents.xlsx")) for _ in range(2))

    assert first == again
    assert {part.date_time[0] for part in ZipFile(io.BytesIO(first)).infolist()} == {1980}, "no time of day"


def test_however_many_sources_a_workbook_names_its_questions_are_as_long(api, make, monkeypatch):
    def asked() -> tuple[list[int], list[str]]:
        given = []
        with connection.execute_wrapper(
            lambda run, sql, params, *more: run(sql, given.append(params) or params, *more)
        ):
            found = sheets(api.get("incidents.xlsx?kind=cyber"))["sources"]
        return [len(params or ()) for params in given], [row[0] for row in found if "source-" in row[0]]

    monkeypatch.setattr(streaming, "PIECE", 2)
    cited, other = make(Incident, kind="cyber"), make(Incident, kind="air-strike")
    make(IncidentCitation, entry=cited, source=make(Source))
    lengths, _ = asked()
    for _ in range(4):
        make(IncidentCitation, entry=cited, source=make(Source))
    make(IncidentCitation, entry=other, source=make(Source))

    assert asked() == (lengths, [f"source-000{number}" for number in range(1, 6)])
