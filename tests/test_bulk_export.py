"""Lists given out from the admin, and read back."""

import io

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from equipment.models import Category, WeaponSystem
from reference.loading.selecting import loadable
from reference.models import Country, Source
from tests.uploads import previewed, sums

FORMS = ["csv", "xlsx", "json"]


def exported(client, model, columns: str, form: str, **query) -> bytes:
    address = reverse("admin:core_upload_export", args=[model._meta.label_lower, columns, form])
    response = client.get(address, query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("form", FORMS)
def test_a23_everything_exported_and_imported_unchanged_changes_nothing(armoury, editor_client, form):
    counts = {}
    for label, model in loadable().items():
        content = exported(editor_client, model, "all", form)
        if model.objects.exists():
            outcome = previewed(editor_client, f"{label}.{form}", content, label)
            counts[label] = (*sums(outcome)[:2], len(outcome.problems), sums(outcome)[2] - model.objects.count())

    assert {label: told for label, told in counts.items() if any(told)} == {}
    assert len(counts) > 20


@pytest.mark.parametrize("form", FORMS)
def test_a23_the_columns_of_a_list_come_back_unchanged(armoury, editor_client, form):
    content = exported(editor_client, WeaponSystem, "shown", form)

    outcome = previewed(editor_client, f"a.{form}", content, "equipment.weaponsystem")

    assert sums(outcome) == (0, 0, WeaponSystem.objects.count())


@pytest.mark.parametrize("asked", [{"nonsense": 1}, {"where": "kind:is:x"}, {"q": "\0"}, {"p": 99}])
def test_a23_of_a_list_that_shows_nothing_nothing_is_exported(editor_client, make, asked):
    make(WeaponSystem)

    assert len(exported(editor_client, WeaponSystem, "all", "csv", **asked).splitlines()) == 1


def test_a23_what_is_exported_is_what_the_list_shows(editor_client, make):
    missile = make(Category, slug="missile")
    make(WeaponSystem, slug="brahmos", name="BrahMos", category=missile)
    make(WeaponSystem, slug="harop", name="Harop")

    text = exported(editor_client, WeaponSystem, "shown", "csv", category__id__exact=missile.pk).decode()
    found = exported(editor_client, WeaponSystem, "shown", "csv", q="harop").decode()

    assert text.startswith("\ufeffslug,name,category,")
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["brahmos"]
    assert [line.split(",")[0] for line in found.splitlines()[1:]] == ["harop"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["=1+1", "'=1+1", "-5 °C", "a\r\nb", "a\nb", " two  spaces ", 'quo"te;s', "'s"])
def test_a23_odd_texts_come_back_unchanged_and_as_no_formula(editor_client, make, form, name):
    make(Source, slug="a", name=name)

    content = exported(editor_client, Source, "all", form)
    outcome = previewed(editor_client, f"a.{form}", content, "reference.source")

    assert (sums(outcome), outcome.problems) == ((0, 0, 1), [])
    if form == "xlsx":
        cell = load_workbook(io.BytesIO(content)).active["B2"]
        assert cell.data_type != "f"


def test_a23_an_export_costs_the_same_queries_for_few_rows_and_many(editor_client, make, django_assert_max_num_queries):
    for _ in range(20):
        make(WeaponSystem, origins=[make(Country)])

    with django_assert_max_num_queries(8):
        exported(editor_client, WeaponSystem, "all", "csv")


def test_a23_who_may_not_see_a_list_cannot_export_it(db):
    client = Client()
    client.force_login(User.objects.create_user("guest", is_staff=True))

    assert client.get(reverse("admin:core_upload_export", args=["reference.source", "all", "csv"])).status_code == 404


@pytest.mark.parametrize("path", ["reference.nothing/all.csv", "auth.user/all.csv", "reference.source/all.pdf"])
def test_a23_what_is_not_there_is_not_exported(editor_client, path):
    assert editor_client.get(f"/admin/core/upload/export/{path}").status_code == 404
