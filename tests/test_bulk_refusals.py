"""Files that are not taken: each is refused in words, nothing is stored, no page fails."""

import io
import json
import zipfile
from datetime import datetime

import pytest
from django.urls import reverse
from openpyxl import Workbook

from config.dashboard.queues import queues
from core.models import Upload
from reference.bulk import reading
from reference.bulk.sheets import given_by
from reference.bulk.workbook import opened
from reference.loading.selecting import loadable
from reference.models import RefusedLoad, Source
from tests.uploads import ADD, decided, given, previewed, workbook

pytestmark = pytest.mark.django_db
HEAD = b"slug,name,kind\n"
ROW = b"a,A,news\n"


def zipped(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return held.getvalue()


REFUSED = {
    "no kind of ours": ("a.pdf", b"%PDF-1.7", "a file to import is one of .csv, .xlsx, .json"),
    "a workbook called a table": ("a.csv", zipped(a=b""), "is a ZIP archive or a workbook, not what its name says"),
    "a table called a workbook": ("a.xlsx", HEAD + ROW, "is no workbook (.xlsx), whatever its name says"),
    "another archive called a workbook": ("a.xlsx", zipped(a=b"a"), "it is another kind of archive"),
    "a workbook cut short": ("a.xlsx", workbook(a=[["slug"]])[:-30], "is no workbook"),
    "a workbook of nonsense": ("a.xlsx", zipped(xl__workbook_xml=b"<a"), "is a broken workbook"),
    "an old workbook": ("a.csv", b"\xd0\xcf\x11\xe0old", "an old Excel workbook (.xls)"),
    "a bomb": ("a.xlsx", zipped(xl__workbook_xml=b"<a/>", bomb=bytes(65 << 20)), "unpacks to 65 MB"),
    "nothing": ("a.csv", b" \n", "is empty"),
    "NUL": ("a.csv", HEAD + b"a,A\0,news\n", "it holds NUL in line 2"),
    "another encoding": ("a.csv", HEAD + "a,Économie,news\n".encode("cp1252"), "is not UTF-8 in line 2"),
    "UTF-16": ("a.csv", (HEAD + ROW).decode().encode("utf-16"), "is UTF-16"),
    "mixed line ends": ("a.csv", HEAD + b"a,A,news\r\n", "its lines end in several ways (CR LF, LF)"),
    "an open quote": ("a.csv", HEAD + ROW + b'b,"B,news\n', "is no CSV in the row that begins in line 3"),
    "a table far too wide": ("a.csv", HEAD + b"a,A,news" + b"," * 150 + b"x\n", "the row in line 2 is wider than any"),
    "a text": ("a.txt", HEAD + ROW, "Nearest: .csv."),
    "no JSON": ("a.json", b"[{", "not JSON"),
    "JSON of another kind": ("a.json", b'{"a": 1}', "a fixture is a list of objects"),
    "JSON nested too deeply": ("a.json", b"[" * 100_000, "nested too deeply"),
    "a number of thousands of digits": ("a.json", b"[" + b"9" * 5000 + b"]", "it has a number of thousands of digits"),
    "a workbook without the parts it names": (
        "a.xlsx",
        zipped(xl__workbook_xml=b"<workbook><sheets><sheet/></sheets></workbook>"),
        "open it in a spreadsheet and save it anew",
    ),
    "too many rows": ("a.csv", HEAD + ROW * 50_001, "has 50,001 rows, at most 50,000"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a19_a_file_that_cannot_be_taken_is_refused_in_words(editor_client, case):
    name, content, told = REFUSED[case]

    response = given(editor_client, name, content, "reference.source")

    assert response.status_code == 200
    assert told in str(response.context["form"].non_field_errors())
    assert not Upload.objects.exists()
    assert not Source.objects.exists()


def test_a19_a_file_over_the_limit_is_refused(editor_client):
    response = given(editor_client, "a.csv", HEAD + b" " * reading.LARGEST, "reference.source")

    assert "larger than 20 MB" in str(response.context["form"].errors["file"])
    assert not Upload.objects.exists()


def test_a19_a_table_without_its_model_is_refused(editor_client):
    response = given(editor_client, "figures.csv", HEAD + ROW)

    assert "choose the table" in str(response.context["form"].errors)


def test_a19_a_post_without_a_file_asks_for_one(editor_client):
    response = editor_client.post(reverse(ADD), {"table": "reference.source"})

    assert "file" in response.context["form"].errors


def test_a19_formulas_and_faults_in_a_workbook_are_problems_of_their_cells(editor_client):
    rows = [["slug", "name", "kind"], ["a", "=1+1", "news"], ["b", "#REF!", "news"], ["c", "C", "news"]]

    outcome = previewed(editor_client, "a.xlsx", workbook(reference__source=rows))

    assert [(each.row, each.column, each.value) for each in outcome.problems] == [
        (2, "name", "=1+1"),
        (3, "name", "#REF!"),
    ]


def test_a19_a_sheet_that_names_no_table_is_a_problem_with_the_nearest(editor_client):
    outcome = previewed(editor_client, "a.xlsx", workbook(Sources=[["slug"], ["a"]], Contries=[["slug"], ["IN"]]))

    assert [(each.sheet, each.nearest) for each in outcome.problems if not each.row] == [
        ("Contries", "reference.country")
    ]
    assert outcome.blocked


@pytest.mark.parametrize("text", ["slug,name,kind\na,A,news,left over\n", "slug, ,name,kind\na,left over,A,news\n"])
def test_a19_values_in_columns_without_a_name_are_problems(editor_client, text):
    outcome = previewed(editor_client, "reference.source.csv", text)

    assert [(each.row, each.value) for each in outcome.problems] == [(2, "left over")]


def test_a19_a_member_given_twice_is_a_problem_of_its_object(editor_client):
    outcome = previewed(editor_client, "a.json", '[{"slug": "a", "name": "A", "name": "B"}]', "reference.source")

    assert [each.problem for each in outcome.problems] == ['field name: it is given twice, the last time as "B".']


def test_a19_a_number_of_thousands_of_digits_in_a_table_is_a_problem_of_its_cell(editor_client):
    text = f"system,ref,quantity_low\nharop,a,{'9' * 5000}\n"

    outcome = previewed(editor_client, "equipment.operator.csv", text)

    assert "quantity_low" in {each.column for each in outcome.problems}
    assert not any("sys." in each.problem for each in outcome.problems)


def test_a19_a_workbook_far_too_wide_is_refused(editor_client):
    book = Workbook()
    book.active.cell(1, 1, "slug")
    book.active.cell(2, 150, "far out")
    held = io.BytesIO()
    book.save(held)

    response = given(editor_client, "a.xlsx", held.getvalue(), "reference.source")

    assert "is wider than any table" in str(response.context["form"].errors)


@pytest.mark.parametrize("number", ["1048576", "2000000000"])
def test_a19_a_workbook_whose_rows_lie_far_apart_is_refused_at_once(editor_client, number):
    far = moved(workbook(a=[["slug", "name", "kind"], ["a", "A", "news"]]), f'r="{number}"')

    response = given(editor_client, "a.xlsx", far, "reference.source")

    assert f"has a value in row {int(number):,}, at most 100,000 are read" in str(response.context["form"].errors)


def test_a19_blank_rows_however_far_of_a_workbook_are_no_rows(editor_client):
    far = moved(workbook(a=[["slug", "name", "kind"], ["a", "A", "news"]]), 'r="2"', '<row r="1048576" ht="12"/>')

    assert previewed(editor_client, "a.xlsx", far, "reference.source").rows == 1


def moved(book: bytes, place: str, more: str = "") -> bytes:
    """Return a workbook whose second row says it is elsewhere, with more rows after it."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = text.replace(b'<row r="2"', f"<row {place}".encode())
                text = text.replace(b"</sheetData>", f"{more}</sheetData>".encode())
            new.writestr(name, text)
    return held.getvalue()


def test_a19_dates_and_numbers_of_a_workbook_are_as_exact_as_they_are_shown():
    book = Workbook()
    book.active.append([2017, 2.5, True, datetime(2017, 4, 1), datetime(2017, 4, 1)])
    book.active["E1"].number_format = "mmm-yy"
    held = io.BytesIO()
    book.save(held)

    with opened("a.xlsx", held.getvalue()) as read:
        _, lines = next(read.sheets())

    assert lines[0][1][:5] == ["2017", "2.5", "true", "2017-04-01", "2017-04"]


ODD = ["\0", "\ud800", 10**30, -1, 1.5, True, [], ["a"], [["a"], ["b\0"]], {}, "a" * 10_000, "<clear>", None, "9" * 400]


@pytest.mark.parametrize("model", loadable().values(), ids=lambda model: model._meta.label_lower)
def test_a19_odd_values_are_problems_of_every_table_and_no_fault_of_the_server(editor_client, model):
    objects = [{"model": model._meta.label_lower, "fields": dict.fromkeys(given_by(model), value)} for value in ODD]
    objects += [{"model": model._meta.label_lower, "fields": {"\0": 1, "a\ud800": 2, "pk": 3}}]

    outcome = previewed(editor_client, "odd\x01.json", json.dumps(objects))

    page = editor_client.get(reverse("admin:core_upload_change", args=[Upload.objects.get().pk]))
    assert page.status_code == 200
    assert len(outcome.left_out) == len(objects)
    assert not model.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("c.csv", b"PK\x03\x04", "“c.csv” is a ZIP archive or a workbook"),
        ("c.csv", "slug,nme\nXX,Nowhere\n", "c.csv, row 1, nme: This column is no field"),
        ("c.csv", "slug,alpha3,name\nXX,TOOLONG,Nowhere\n", "c.csv, row 2, alpha3: "),
    ],
)
def test_a25_an_import_of_which_nothing_can_be_taken_is_among_the_refused_loads_until_it_succeeds(
    editor_client, name, content, told
):
    given(editor_client, name, content, "reference.country")
    waiting = queues()["Loads"][0].rows(None)
    (refused,) = waiting

    previewed(editor_client, name, "slug,alpha3,name\nXX,XXX,Nowhere\n", "reference.country")
    decided(editor_client, "import")

    assert (refused.name, refused.told.startswith(told)) == (f"Import: {name}", True)
    assert list(waiting.all()) == []


def test_an_import_of_good_rows_is_not_among_the_refused_loads(editor_client):
    previewed(editor_client, "c.csv", "slug,alpha3,name\nXX,XXX,Nowhere\nYY,TOOLONG,No\n", "reference.country")

    assert RefusedLoad.objects.count() == 0
