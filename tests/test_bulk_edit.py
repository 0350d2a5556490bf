"""One field of many records changed at once: asked, previewed, one batch."""

import pytest
from django.urls import reverse

from core.models import Batch, Upload
from equipment.models import Category, Property, Specification, WeaponSystem
from reference.bulk.importing import outcome_of
from tests.test_admin import address
from tests.uploads import decided, sums


@pytest.fixture
def systems(make) -> list[WeaponSystem]:
    return [make(WeaponSystem, slug=slug, name=slug, publication="draft") for slug in ("harop", "harpy", "barak")]


def chosen(rows, **sent) -> dict:
    return {"action": "change_together", "_selected_action": [row.pk for row in rows], **sent}


def test_a27_the_field_and_its_value_are_asked(editor_client, systems):
    page = editor_client.post(address(WeaponSystem), chosen(systems[:2]))

    assert page.context["title"] == "Change a field of 2 weapon systems"
    assert {"slug", "name"} & {field.name for field in page.context["fields"]} == set()


def test_a27_many_records_are_changed_after_a_preview_in_one_batch(editor_client, make, systems):
    make(Category, slug="missile", name="Missile")

    response = editor_client.post(address(WeaponSystem), chosen(systems[:2], field="category", value="missile"))
    upload = Upload.objects.get()
    assert response.url == reverse("admin:core_upload_change", args=[upload.pk])
    assert sums(outcome_of(upload)) == (0, 2, 0)
    decided(editor_client, "import")

    batch = Batch.objects.get(kind="bulk-edit")
    assert (str(batch), batch.size) == ("Bulk edit: category of 2 weapon systems", 2)
    changed = WeaponSystem.objects.filter(category__slug="missile")
    assert [system.slug for system in changed.order_by("slug")] == ["harop", "harpy"]


def test_a27_what_was_changed_together_is_undone_together(editor_client, systems):
    before = set(WeaponSystem.objects.values_list("slug", "status"))
    editor_client.post(address(WeaponSystem), chosen(systems, field="status", value="retired"))
    decided(editor_client, "import")
    changed = set(WeaponSystem.objects.values_list("status", flat=True))

    editor_client.post(
        reverse("admin:core_batch_undo", args=[Batch.objects.get(kind="bulk-edit").pk]), {"reason": "No"}
    )

    assert (changed, set(WeaponSystem.objects.values_list("slug", "status"))) == ({"retired"}, before)


def test_a27_a_wrong_value_is_a_problem_of_each_row_with_the_nearest(editor_client, systems):
    editor_client.post(address(WeaponSystem), chosen(systems, field="status", value="in servce"))

    page = editor_client.get(reverse("admin:core_upload_change", args=[Upload.objects.get().pk]))
    assert [(each.sheet, each.column, each.nearest) for each in page.context["problems"]] == [
        (slug, "status", "in-service") for slug in ("barak", "harop", "harpy")
    ]


def test_a27_all_records_of_a_filtered_list_are_changed(editor_client, make, systems):
    for system in systems:
        make(Specification, system=system, certainty="probable")

    editor_client.post(
        address(Specification) + f"?system__id__exact={systems[0].pk}",
        chosen([Specification.objects.first()], select_across="1", field="note", value="Checked"),
    )
    decided(editor_client, "import")

    assert [claim.note for claim in Specification.objects.order_by("pk")] == ["Checked", "", ""]


def test_a27_numbers_are_previewed_in_their_unit(editor_client, make, systems):
    for unit in ("km", "m"):
        make(Specification, system=systems[0], property=make(Property, unit=unit), minimum=1)

    editor_client.post(address(Specification), chosen(Specification.objects.all(), field="minimum", value="2"))

    lines = [line for change in outcome_of(Upload.objects.get()).changes for line in change["lines"]]
    assert sorted(lines) == [["Minimum (km)", "1", "2"], ["Minimum (m)", "1", "2"]]


def test_a27_without_a_value_it_is_asked_again(editor_client, systems):
    page = editor_client.post(address(WeaponSystem), chosen(systems, field="status", value=" "))

    assert page.context["asked"]
    assert not Upload.objects.exists()
