"""Files imported in the admin: previewed, decided on, undone."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.changes.undoing import undo
from core.models import Batch, Upload
from equipment.models import Category, Maker, Operator, WeaponSystem
from reference.models import Country, Organisation, Source
from tests.uploads import decided, given, previewed, sums, workbook

pytestmark = pytest.mark.django_db
BAD = """slug,name,category,status,introduced,publication
harop,Harop,loitering-munitionn,in-service,2005,draft
barak,Barak 8,missile,flying,2016-13,draft
good,Good,missile,in-service,2016,draft
"""


@pytest.fixture
def missile(make) -> Category:
    return make(Category, slug="missile", name="Missile")


def test_a19_the_preview_tells_every_problem_with_sheet_row_column_value_and_nearest(editor_client, make, missile):
    make(Category, slug="loitering-munition", name="Loitering munition")

    outcome = previewed(editor_client, "systems.csv", BAD, "equipment.weaponsystem")

    told = [(each.row, each.column, each.value, each.nearest) for each in outcome.problems]
    assert told == [
        (2, "category", "loitering-munitionn", "loitering-munition, missile"),
        (3, "introduced", "2016-13", ""),
        (3, "status", "flying", "in-service"),
    ]
    assert {each.sheet for each in outcome.problems} == {"systems.csv"}
    assert WeaponSystem.objects.count() == 0


def test_a19_a_wrong_value_hides_no_missing_record_of_its_row(editor_client, missile):
    text = "slug,name,category,status\nharop,Harop,nothing,flying\n"

    outcome = previewed(editor_client, "systems.csv", text, "equipment.weaponsystem")

    assert [each.column for each in outcome.problems] == ["category", "status"]


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


def test_a21_good_rows_are_imported_without_the_wrong_ones_in_one_batch_that_is_undone(editor_client, make, missile):
    make(Category, slug="loitering-munition")
    previewed(editor_client, "systems.csv", BAD, "equipment.weaponsystem")

    decided(editor_client, "import")

    batch = Batch.objects.get(kind="import")
    assert list(WeaponSystem.objects.values_list("slug", flat=True)) == ["good"]
    assert (batch.label, batch.reason, batch.actor_name, batch.size) == (
        "Import: systems.csv",
        "New figures",
        "editor",
        1,
    )
    undo(batch, reason="Wrong file")
    assert WeaponSystem.objects.count() == 0


def test_a21_a_row_that_names_a_row_left_out_is_left_out_too(editor_client, missile):
    book = workbook(
        equipment__weaponsystem=[
            ["slug", "name", "category", "status"],
            ["harop", "Harop", "missile", "flying"],
            ["barak", "Barak", "missile", "in-service"],
        ],
        equipment__weaponsystemalias=[["entry", "text"], ["harop", "Harpy 2"], ["barak", "B8"]],
    )

    outcome = previewed(editor_client, "systems.xlsx", book)

    assert sums(outcome) == (2, 0, 0)
    assert [(each.sheet, each.row) for each in outcome.problems] == [
        ("equipment.weaponsystem", 2),
        ("equipment.weaponsystemalias", 2),
    ]
    assert outcome.problems[1].problem.startswith("Left out with the row it names: ")


def test_a21_an_import_needs_a_reason(editor_client):
    previewed(editor_client, "reference.source.csv", "slug,name,kind\na,A,news\n")

    page = decided(editor_client, "import", reason=" ")

    assert page.context["unreasoned"]
    assert Source.objects.count() == 0


def test_a21_what_changed_since_the_preview_is_shown_before_it_is_imported(editor_client, make):
    source = make(Source, slug="a", name="Old")
    previewed(editor_client, "reference.source.csv", "slug,name\na,New\n")
    Source.objects.update(name="Newer")

    decided(editor_client, "import")

    source.refresh_from_db()
    assert source.name == "Newer"
    assert Upload.objects.get().outcome["changes"][0]["lines"][0] == ["Name", "Newer", "New"]


def test_a21_an_import_is_done_once(editor_client):
    previewed(editor_client, "reference.source.csv", "slug,name,kind\na,A,news\n")
    decided(editor_client, "import")
    Source.objects.all().delete()

    response = decided(editor_client, "import")

    assert response.url == reverse("admin:core_batch_change", args=[Batch.objects.get(kind="import").pk])
    assert Source.objects.count() == 0


def test_a22_no_record_is_invented_and_those_ticked_are_created(editor_client, make, missile):
    make(Country, slug="IN")
    book = workbook(
        equipment__weaponsystem=[
            ["slug", "name", "category", "status"],
            ["harop", "Harop", "missile", "in-service"],
        ],
        equipment__maker=[
            ["system", "ref", "organisation", "role"],
            ["harop", "a", "Acme Corp", "designed"],
            ["harop", "b", "Acme Corp", "manufactured"],
        ],
    )
    outcome = previewed(editor_client, "systems.xlsx", book)
    assert outcome.wanting == [["reference.organisation", "Acme Corp", ""]]
    assert sums(outcome) == (1, 0, 0)

    decided(editor_client, "create", **{"create-0": "on", "name-0": "Acme Corporation", "kind-0": "manufacturer"})
    decided(editor_client, "import")

    made = Organisation.objects.get()
    assert (made.slug, made.name, made.kind, made.publication) == (
        "acme-corp",
        "Acme Corporation",
        "manufacturer",
        "draft",
    )
    assert set(Maker.objects.filter(organisation=made).values_list("ref", flat=True)) == {"a", "b"}
    assert Batch.objects.get(kind="import").size == 4


def test_a22_a_record_that_needs_more_than_a_name_is_not_offered(editor_client, make):
    make(WeaponSystem, slug="harop", publication="draft")
    previewed(editor_client, "equipment.operator.csv", "system,ref,country\nharop,xx,XX\n")

    page = editor_client.get(reverse("admin:core_upload_change", args=[Upload.objects.get().pk]))

    assert [each.can_be_created for each in page.context["wanting"]] == [False]
    assert Operator.objects.count() == 0


def test_a28_the_same_wrong_row_is_told_alike_by_an_import_and_a_fixture(editor_client, refusal, missile):
    fields = {"slug": "harop", "name": "Harop", "category": ["missile"], "status": "flying", "introduced": "2016-13"}
    obj = {"model": "equipment.weaponsystem", "fields": fields}

    outcome = previewed(editor_client, "facts.json", [obj])
    told = refusal(obj)

    assert len(told) == len(outcome.problems) == 2
    assert all(any(each.problem in line for line in told) for each in outcome.problems)


def test_who_may_not_change_a_table_may_not_import_into_it(make):
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["add_source", "change_source"]))
    client = Client()
    client.force_login(user)

    refused = given(client, "reference.country.csv", "slug,name,alpha3\nXX,X,XXX\n")

    assert "You may not add and change countries" in str(refused.context["form"].errors)
    assert sums(previewed(client, "reference.source.csv", "slug,name,kind\na,A,news\n")) == (1, 0, 0)
