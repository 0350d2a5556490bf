"""Lists and pickers of tables with very many rows (row A7): bounded, and never silently short."""

import pytest
from django.contrib import admin
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.test.utils import override_settings

from core.admin import RecordAdmin, lists
from core.database import planning
from equipment.models import WeaponSystem, WeaponSystemAlias
from reference.models import Country, finding
from tests.test_admin import EDITABLE, address, each
from tests.test_entry_pickers import names, offered


@pytest.fixture
def drones(make):
    """Return five systems whose names begin alike, the newest last."""
    return [make(WeaponSystem, slug=f"drone-{n}", name=f"Drone {n}", status="retired") for n in range(5)]


@pytest.fixture
def few_are_many(monkeypatch):
    monkeypatch.setattr(lists, "FURTHEST", 3)
    monkeypatch.setattr(finding, "LOOKED_THROUGH", 3)


def lists_filtered_by_many(model) -> list:
    filters = admin.site.get_model_admin(model).list_filter
    return [field for field in model._meta.many_to_many if field.name in filters]


def text_of(client, **given) -> str:
    return client.get(address(WeaponSystem), given).content.decode()


def test_a7_long_list_says_that_there_are_more_than_it_counts(drones, editor_client, few_are_many):
    shown = text_of(editor_client)

    assert ("more than 3 weapon systems" in " ".join(shown.split()), "Drone 0" in shown) == (True, True)


def test_a7_long_list_filtered_shows_the_same_rows(drones, make, editor_client, few_are_many):
    make(WeaponSystem, slug="other", name="Other", status="in-service")
    shown = text_of(editor_client, status__exact="retired")

    assert ("Drone 0" in shown, "Other" in shown) == (True, False)


def test_a7_nothing_is_done_to_more_than_can_be_shown(drones, editor_client, few_are_many):
    asked = {"action": "delete_selected", "select_across": "1", "_selected_action": [drones[0].pk]}
    answer = editor_client.post(address(WeaponSystem), asked, follow=True)

    assert ("filter the list before" in answer.content.decode(), WeaponSystem.objects.count()) == (True, 5)


def test_a7_search_says_when_it_looked_through_only_some(drones, editor_client, few_are_many):
    cut, whole = (text_of(editor_client, q=text) for text in ("drone", "drone 4"))

    assert ("only so many were looked through" in cut, "only so many" in whole) == (True, False)
    assert "Drone 4" in whole


def test_a7_list_that_cannot_be_counted_in_time_is_taken_for_long(armoury):
    slow = "0 < (SELECT COUNT(*) FROM reference_country a, reference_country b, reference_country c)"
    rows = Country.objects.filter(RawSQL(slow, [], output_field=BooleanField()))  # noqa: S611  a constant
    with override_settings(ARMOURY_QUERY_SECONDS=0.01):
        assert lists.Bounded(rows, 100).is_long


@pytest.mark.parametrize("several", [0, 8_000], ids=["many", "few"])
@each([model for model in EDITABLE if lists_filtered_by_many(model)])
def test_a7_list_filtered_by_what_rows_list_several_of_is_counted_and_paged(
    make, editor_client, monkeypatch, model, several
):
    monkeypatch.setattr(planning, "SEVERAL", several)
    monkeypatch.setattr(RecordAdmin, "list_per_page", 2)
    for field in lists_filtered_by_many(model):
        wanted, other = make(field.related_model), make(field.related_model)
        for links in ([wanted], [wanted, other], [other, wanted], [other]):
            make(model, **{field.name: links})
        shown = editor_client.get(f"{address(model)}?{field.name}__id__exact={wanted.pk}").context["cl"]

        assert (shown.result_count, len(shown.result_list)) == (3, 2)


@pytest.mark.parametrize("text", ["dron", "night dr", "Night Drone", "drone-1", "nightdrone1"])
def test_a4_picker_finds_names_whose_last_word_is_only_begun(text, drones, editor_client):
    WeaponSystemAlias.objects.create(entry=drones[1], text="Night Drone 1")

    assert "Drone 1" in names(offered(editor_client, WeaponSystem, "variant_of", text))
