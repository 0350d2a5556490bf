"""The file of an import given back with its problems (row A19)."""

import csv
import io
import json
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.models import Upload
from tests.uploads import decided, given, previewed, sums, workbook

pytestmark = pytest.mark.django_db
NOTE, DOUBTS = "problems (not read)", "doubts (not read)"
BAD = (
    'slug;name;category;status;introduced\r\nharop;"Harop;\n2";missil;in-service;2005\r\n\'-x;=1+1;missile;flying;\r\n'
)


def annotated(client, upload: Upload | None = None) -> bytes:
    upload = upload or Upload.objects.latest("pk")
    response = client.get(reverse("admin:core_upload_annotated", args=[upload.pk]))
    assert response.status_code == 200
    return response.content


def cells(content: bytes) -> list[list]:
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()]


def test_a19_a_table_of_texts_comes_back_with_its_problems(editor_client, missile):
    previewed(editor_client, "systems.csv", BAD, "equipment.weaponsystem")

    content = annotated(editor_client)

    head, first, second = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert head == ["slug", "name", "category", "status", "introduced", NOTE]
    assert first[:3] == ["harop", "Harop;\n2", "missil"]
    assert first[5].startswith("category: ")
    assert first[5].endswith("Nearest: Missile (missile).")
    assert second[:2] == ["'-x", "'=1+1"]
    assert [part.partition(":")[0] for part in second[5].split("; ")] == ["name", "status"]
    assert content.endswith(b"\r\n")


def test_a19_a_file_that_came_back_is_given_again(editor_client, missile):
    bad = "slug,name,category,status\nharop,Harop,missil,in-service\nbarak,Barak,missile,in-service\n"
    before = previewed(editor_client, "systems.csv", bad, "equipment.weaponsystem")

    again = previewed(editor_client, "systems.csv", annotated(editor_client), "equipment.weaponsystem")
    corrected = annotated(editor_client).replace(b"missil,", b"missile,")

    assert [problem[1:] for problem in again.problems] == [problem[1:] for problem in before.problems]
    assert previewed(editor_client, "systems.csv", corrected, "equipment.weaponsystem").problems == []


def test_a19_a_workbook_comes_back_with_marked_cells(editor_client, missile):
    rows = [
        ["slug", "name", "category", "status", "introduced"],
        ["harop", "=1+1", "missil", "in-service", date(2005, 3, 1)],
        ["barak", "Barak", "missile", None, 2016],
    ]
    previewed(editor_client, "systems.xlsx", workbook(equipment__weaponsystem=rows))

    content = annotated(editor_client)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]

    assert sheet.title == "equipment.weaponsystem"
    assert [cell.value for cell in sheet[1]] == [*rows[0], NOTE]
    assert [cell.value for cell in sheet[2]][:4] == ["harop", "=1+1", "missil", "in-service"]
    assert (sheet["B2"].data_type, sheet["E2"].is_date, sheet["E3"].value) == ("s", True, 2016)
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["B2", "C2", "D3"]
    assert sheet["C2"].comment.text.endswith("Nearest: Missile (missile).")
    assert sheet["C2"].fill.fgColor.rgb == "00FFF2CC"
    assert sheet["F2"].value.startswith("category: ")


def test_a19_objects_come_back_with_their_problems(editor_client, missile):
    fields = {"slug": "harop", "name": "Harop", "category": ["missil"], "status": "in-service"}
    objects = [{"model": "equipment.weaponsystem", "fields": fields}, 7]
    previewed(editor_client, "systems.json", objects)

    first, second = json.loads(annotated(editor_client))

    assert (first["fields"], first[NOTE].endswith("Nearest: Missile (missile).")) == (fields, True)
    assert (second["given"], bool(second[NOTE])) == (7, True)


def test_a19_objects_that_came_back_are_given_again(editor_client, missile):
    fields = {"slug": "harop", "name": "Harop", "category": ["missile"], "status": "in-service", NOTE: "an old one"}
    plain = previewed(editor_client, "systems.json", [fields], "equipment.weaponsystem")
    fields.pop(NOTE)
    whole = [{"model": "equipment.weaponsystem", "fields": fields, NOTE: "an old one"}]

    assert plain.problems == previewed(editor_client, "systems.json", whole).problems == []


DOUBTFUL = [
    ["slug", "name", "category", "status", "first_flight", "introduced"],
    ["harop", "Harop", "missile", "in-service", "2009", "2005"],
    ["barak", "Barak", "missil", "in-service", "2004", "2005"],
]


def of_form(form: str, table: list[list]) -> bytes:
    """Return a table as a file of a form."""
    if form == "xlsx":
        return workbook(equipment__weaponsystem=table)
    if form == "csv":
        return "".join(",".join(row) + "\n" for row in table).encode()
    rows = (dict(zip(table[0], row, strict=True)) for row in table[1:])
    return json.dumps([row | {"category": [row["category"]]} for row in rows]).encode()


def notes_in(form: str, content: bytes) -> list[tuple[str, str]]:
    """Return what each row says of its problems and of its doubts."""
    if form == "json":
        return [(row.get(NOTE, ""), row.get(DOUBTS, "")) for row in json.loads(content)]
    table = cells(content) if form == "xlsx" else list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert table[0] == [*DOUBTFUL[0], NOTE, DOUBTS]
    return [(row[-2] or "", row[-1] or "") for row in table[1:]]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a19_doubts_come_back_apart_from_problems_and_neither_is_read_again(editor_client, missile, form):
    before = previewed(editor_client, f"s.{form}", of_form(form, DOUBTFUL), "equipment.weaponsystem")

    content = annotated(editor_client)
    again = previewed(editor_client, f"s.{form}", content, "equipment.weaponsystem")

    problem = "category: there is no category “missil”. Nearest: Missile (missile)."
    assert notes_in(form, content) == [("", "introduced: “introduced” is before “first flight”."), (problem, "")]
    assert (again.problems, again.doubts, sums(again)) == (before.problems, before.doubts, (1, 0, 0))
    assert notes_in(form, annotated(editor_client)) == notes_in(form, content)


def test_a19_a_doubtful_cell_of_a_workbook_is_marked_otherwise_than_a_wrong_one(editor_client, missile):
    previewed(editor_client, "s.xlsx", of_form("xlsx", DOUBTFUL))

    sheet = load_workbook(io.BytesIO(annotated(editor_client))).worksheets[0]

    assert {cell.coordinate: cell.fill.fgColor.rgb for row in sheet.iter_rows() for cell in row if cell.comment} == {
        "F2": "00DDEBF7",
        "C3": "00FFF2CC",
    }


def test_a19_a_note_stands_in_its_column_beside_a_row_that_is_too_long(editor_client, missile):
    previewed(editor_client, "s.xlsx", of_form("xlsx", [*DOUBTFUL, ["x", *[None] * 7, "far"]]))

    sheet = load_workbook(io.BytesIO(annotated(editor_client))).worksheets[0]

    assert (sheet["J1"].value, sheet["I4"].value) == (NOTE, "far")
    assert "under no name" in sheet["J4"].value


def test_a19_a_wrong_head_is_told_in_the_head(editor_client, missile):
    given(editor_client, "systems.csv", "slug,nme\nharop,Harop\n", "equipment.weaponsystem")

    head = annotated(editor_client).decode("utf-8-sig").splitlines()[0]

    assert head.startswith(f'slug,nme,"{NOTE} nme: This column is no field')


def test_a19_what_is_imported_is_not_given_back(editor_client, missile):
    previewed(
        editor_client, "s.csv", "slug,name,category,status\nharop,Harop,missile,in-service\n", "equipment.weaponsystem"
    )
    decided(editor_client, "import")

    response = editor_client.get(reverse("admin:core_upload_annotated", args=[Upload.objects.latest("pk").pk]))

    assert response.status_code == 404
