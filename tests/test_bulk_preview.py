"""What the preview of an import tells: every problem at its place, every change, nothing stored."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Upload
from equipment.models import Category, Property, Specification, WeaponSystem
from reference.bulk import naming
from reference.models import UNCITED, Country, CountryAlias, Source
from tests.uploads import BAD, decided, previewed, sums

pytestmark = pytest.mark.django_db


def test_a19_the_preview_tells_every_problem_with_sheet_row_column_value_and_nearest(editor_client, make, missile):
    make(Category, slug="loitering-munition", name="Loitering munition")

    outcome = previewed(editor_client, "systems.csv", BAD, "equipment.weaponsystem")

    told = [(each.row, each.column, each.value, each.nearest) for each in outcome.problems]
    assert told == [
        (2, "category", "loitering-munitionn", "Loitering munition (loitering-munition), Missile (missile)"),
        (3, "introduced", "2016-13", "2016"),
        (3, "status", "flying", "in-service"),
    ]
    assert {each.sheet for each in outcome.problems} == {"systems.csv"}
    assert WeaponSystem.objects.count() == 0


def test_a19_a_wrong_value_hides_no_missing_record_of_its_row(editor_client, missile):
    text = "slug,name,category,status\nharop,Harop,nothing,flying\n"

    outcome = previewed(editor_client, "systems.csv", text, "equipment.weaponsystem")

    assert [each.column for each in outcome.problems] == ["category", "status"]


def test_a19_a_name_given_for_a_slug_is_answered_with_the_slug(editor_client, make):
    make(WeaponSystem, slug="harop", publication="draft")
    make(CountryAlias, entry=make(Country, slug="IN", name="India"), text="Bharat")
    text = "system,ref,country\nharop,a,India\nharop,b,Bharat\nharop,c,Indja\n"

    outcome = previewed(editor_client, "equipment.operator.csv", text)

    assert [(each.value, each.nearest) for each in outcome.problems] == [
        ("India", "India (IN)"),
        ("Bharat", "India (IN)"),
        ("Indja", "India (IN)"),
    ]


@pytest.mark.parametrize("given", ["Isreal", "ISR", "isreal", "ישראל", "Izrael"])
def test_a19_the_nearest_records_are_likest_by_name_other_name_and_code(editor_client, make, given):
    make(WeaponSystem, slug="harop", publication="draft")
    for slug, code, name in [("AL", "ALB", "Albania"), ("IS", "ISL", "Iceland"), ("RE", "REU", "Réunion")]:
        make(Country, slug=slug, alpha3=code, name=name)
    israel = make(Country, slug="IL", alpha3="ISR", name="Israel")
    make(CountryAlias, entry=israel, text="ישראל")

    outcome = previewed(editor_client, "equipment.operator.csv", f"system,ref,country\nharop,a,{given}\n")

    assert outcome.problems[0].nearest.partition(", ")[0] == "Israel (IL)"
    assert outcome.wanting[0][2].startswith("Israel (IL)")


def test_a19_the_nearest_in_a_large_table_are_those_that_begin_alike(editor_client, make, monkeypatch):
    monkeypatch.setattr(naming, "FEW", 2)
    for name in ("Harop", "Harpy", "Barak", "Zephyr"):
        make(WeaponSystem, slug=name.lower(), name=name, publication="draft")
    text = "system,ref,country,service\nharopp,a,,Army\n"

    outcome = previewed(editor_client, "equipment.operator.csv", text)

    assert [problem.nearest for problem in outcome.problems if problem.column == "system"] == [
        "Harop (harop), Harpy (harpy)"
    ]


def test_a19_an_unknown_column_is_told_with_the_nearest_and_blocks_the_import(editor_client, missile):
    text = "slug,name,categry,status\nharop,Harop,missile,in-service\n"

    outcome = previewed(editor_client, "systems.csv", text, "equipment.weaponsystem")

    assert outcome.problems[0][:5] == (
        "systems.csv",
        1,
        "categry",
        "categry",
        "This column is no field of the table, and would not be read.",
    )
    assert (outcome.problems[0].nearest, outcome.blocked) == ("category", True)


def test_a19_a_record_given_twice_is_told(editor_client):
    text = "slug,name,kind,url\na,A,news,\na,B,news,\n"

    outcome = previewed(editor_client, "reference.source.csv", text)

    assert [(each.row, each.problem) for each in outcome.problems if "same record" in each.problem] == [
        (3, "row 2 is the same record.")
    ]


def test_a19_blank_keeps_and_clear_erases(editor_client, make, missile):
    system = make(WeaponSystem, slug="harop", category=missile, summary="Long", introduced="2005", publication="draft")
    text = "slug,name,summary,introduced,origins\nharop,,<clear>,,\n"

    outcome = previewed(editor_client, "systems.csv", text, "equipment.weaponsystem")
    decided(editor_client, "import")
    system.refresh_from_db()

    assert sums(outcome) == (0, 1, 0)
    assert outcome.changes[0]["lines"] == [["Summary", "Long", ""]]
    assert (system.summary, system.introduced, system.name) == ("", "2005", "Weapon system 0001")


def test_a19_a_new_row_is_shown_as_it_was_understood(editor_client, make):
    make(Property, slug="range", name="Range", dimension="length", unit="m")
    make(WeaponSystem, slug="harop", name="Harop", publication="draft")
    text = "system,ref,property,stated,note\nharop,a,range,300–400 km,\n"

    outcome = previewed(editor_client, "equipment.specification.csv", text)

    (added,) = outcome.changes
    assert (added["row"], added["operation"]) == ("Specification “Range (a)”", "added")
    assert added["lines"] == [
        ["Ref", "", "a"],
        ["Property", "", "Range"],
        ["Minimum (m)", "", "300000"],
        ["Maximum (m)", "", "400000"],
        ["Stated", "", "300–400 km"],
    ]


def test_a19_what_is_doubtful_about_rows_is_said_and_keeps_none_out(editor_client, make, missile):
    measured = make(Property, slug="range", dimension="length", unit="km")
    for number in range(1, 5):
        system = make(WeaponSystem, slug=f"s{number}", category=missile)
        make(Specification, system=system, property=measured, minimum=number, maximum=number, stated="x")
    text = "system,ref,property,stated\ns1,a,range,4000 km\ns1,b,range,2.000 km\n"

    outcome = previewed(editor_client, "equipment.specification.csv", text)
    page = editor_client.get(reverse("admin:core_upload_change", args=[Upload.objects.get().pk]))

    assert (outcome.problems, sums(outcome)) == ([], (2, 0, 0))
    assert [(each.row, each.column, each.value, each.problem) for each in outcome.doubts] == [
        (2, "sources", "", UNCITED),
        (2, "stated", "4000 km", "Far outside its category, where others have 2 to 4 km."),
        (3, "sources", "", UNCITED),
        (3, "stated", "2.000 km", "Its words read as 2 km, not in thousands."),
    ]
    assert '<h2 id="doubts">' in page.content.decode()


def test_a19_clear_in_a_field_that_needs_a_value_is_a_problem(editor_client, make):
    make(Source, slug="a")

    outcome = previewed(editor_client, "reference.source.csv", "slug,name\na,<clear>\n")

    assert [(each.column, each.value) for each in outcome.problems] == [("name", "<clear>")]


def test_a19_problems_are_given_as_a_table_without_formulas(editor_client, make):
    previewed(editor_client, "reference.source.csv", "slug,name,kind\na,A,=1+1\n")

    text = editor_client.get(reverse("admin:core_upload_problems", args=[Upload.objects.get().pk])).content.decode()

    head, row = text.splitlines()[:2]
    assert head == "\ufeffsheet,row,column,value,problem,nearest"
    assert row.startswith("reference.source.csv,2,kind,'=1+1,\"It is a formula: ")


def test_a19_a_published_record_without_a_source_is_refused_as_on_its_page(editor_client, missile):
    text = "slug,name,category,status,publication\nharop,Harop,missile,in-service,published\n"

    outcome = previewed(editor_client, "systems.csv", text, "equipment.weaponsystem")

    assert [each.problem[:38] for each in outcome.problems] == ["To be published, this record needs a s"]


def test_a20_a_preview_takes_the_same_queries_for_few_rows_and_many(editor_client, missile):
    def cost(rows: int) -> int:
        lines = [f"s{number},System {number},missile,in-service" for number in range(rows)]
        with CaptureQueriesContext(connection) as queries:
            previewed(
                editor_client, "a.csv", "\n".join(["slug,name,category,status", *lines]), "equipment.weaponsystem"
            )
        return len(queries)

    cost(2)

    assert cost(10) == cost(200)


def test_a20_the_preview_is_shown_page_by_page(editor_client):
    lines = [f"s{number},Source {number},nonsense" for number in range(250)]
    previewed(editor_client, "reference.source.csv", "\n".join(["slug,name,kind", *lines]))

    page = editor_client.get(reverse("admin:core_upload_change", args=[Upload.objects.get().pk]) + "?p=3")

    assert page.context["problems"].paginator.count == 250
    assert len(page.context["problems"]) == 50
