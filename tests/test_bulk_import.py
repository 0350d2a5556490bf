"""Files imported in the admin: previewed, decided on, undone."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Topic
from core.changes.undoing import undo
from core.models import Batch, Upload
from equipment.models import Category, Maker, Operator, WeaponSystem
from reference.bulk.importing import preview
from reference.models import Country, Organisation, Source
from tests.uploads import BAD, decided, given, previewed, sums, workbook

pytestmark = pytest.mark.django_db


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


def test_a21_rows_that_name_one_another_are_left_out_however_long_their_chain_is(editor_client, make, missile):
    make(WeaponSystem, slug="c30", publication="draft")
    head, end = "slug,name,category,status,variant_of", "good,Good,missile,in-service,"
    chain = [f"c{n},Chain {n},missile,in-service,c{n - 1}" for n in range(1, 40)]
    text = "\n".join([head, "c0,Chain 0,missile,flying,", *chain, end])

    outcome = previewed(editor_client, "equipment.weaponsystem.csv", text)

    assert (sums(outcome), len(outcome.problems), outcome.blocked) == ((10, 0, 0), 31, False)


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


def test_a21_a_preview_that_was_under_way_leaves_an_import_done(editor_client):
    previewed(editor_client, "reference.source.csv", "slug,name,kind\na,A,news\n")
    under_way = Upload.objects.get()
    decided(editor_client, "import")

    preview(under_way)

    done = Upload.objects.get()
    assert (done.imported, done.batch, bytes(done.content)) == (True, Batch.objects.get(kind="import"), b"")


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


def test_a22_a_record_that_is_there_is_not_created_for_a_row_that_calls_it_by_name(editor_client, make):
    make(Topic, slug="joint-manufacturing", name="Joint manufacturing")
    make(Agreement, slug="treaty", publication="draft")
    previewed(editor_client, "agreements.agreement.csv", "slug,topics\ntreaty,Joint Manufacturing\n")

    page = editor_client.get(reverse("admin:core_upload_change", args=[Upload.objects.get().pk]))

    assert [each.can_be_created for each in page.context["wanting"]] == [False]
    assert "It is there: write joint-manufacturing." in page.content.decode()


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


def test_who_may_not_publish_cannot_publish_by_an_import(make):
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["add_organisation", "change_organisation"]))
    client = Client()
    client.force_login(user)
    make(Organisation, slug="there", name="There", publication="published")
    text = "slug,name,kind,publication\nthere,New,,published\nnew,New,government,published\ndraft,D,government,draft\n"

    outcome = previewed(client, "reference.organisation.csv", text)

    assert [(each.row, each.column, each.value) for each in outcome.problems] == [(3, "publication", "published")]
    assert sums(outcome) == (1, 1, 0)
