"""The reason of a change: asked for on every page, due for deletions and for what is published (A26)."""

import pytest

from core.changes import Batch
from equipment.models import Operator, WeaponSystem, WeaponSystemAlias, WeaponSystemCitation
from reference.models import Country, Source
from tests.test_admin import address
from tests.test_admin_editing import problems, row, submit


def system_of(make, publication) -> WeaponSystem:
    system = make(WeaponSystem, publication=publication)
    make(WeaponSystemCitation, entry=system, source=make(Source))
    return system


def test_a26_a_change_of_what_is_published_needs_a_reason(make, editor_client):
    page = address(WeaponSystem, "change", system_of(make, "published").pk)

    refused = submit(editor_client, page, role="Hunter", reason=" ")
    assert "Say why" in problems(refused)[0]
    assert WeaponSystem.objects.get().role == ""
    assert 'aria-invalid="true"' in refused.content.decode()

    assert submit(editor_client, page, role="Hunter", reason="Its page says so").status_code == 302
    assert (WeaponSystem.objects.get().role, Batch.objects.get().reason) == ("Hunter", "Its page says so")


def test_what_was_typed_is_there_when_the_reason_is_missing(make, editor_client):
    system = system_of(make, "published")

    refused = submit(
        editor_client, address(WeaponSystem, "change", system.pk), reason="", **row("aliases", 0, text="Harpy 2")
    )

    assert "Harpy 2" in refused.content.decode()


def test_a26_a_change_of_a_draft_needs_none(make, editor_client):
    page = address(WeaponSystem, "change", system_of(make, "draft").pk)

    assert submit(editor_client, page, role="Hunter", reason="").status_code == 302


def test_publishing_and_saving_what_is_unchanged_need_none(make, editor_client):
    page = address(WeaponSystem, "change", system_of(make, "draft").pk)

    assert submit(editor_client, page, publication="published", reason="").status_code == 302
    assert submit(editor_client, page, reason="").status_code == 302


def test_a_change_of_a_claim_of_what_is_published_needs_a_reason(make, editor_client):
    claim = make(Operator, system=system_of(make, "published"))
    page = address(Operator, "change", claim.pk)

    assert "Say why" in problems(submit(editor_client, page, note="x", reason=""))[0]
    assert submit(editor_client, page, note="x", reason="Seen").status_code == 302


def test_a_row_deleted_on_its_record_s_page_needs_a_reason(make, editor_client):
    system = system_of(make, "draft")
    alias = make(WeaponSystemAlias, entry=system)
    page = address(WeaponSystem, "change", system.pk)

    refused = submit(editor_client, page, reason="", **{"aliases-0-DELETE": "on"})
    assert "a deletion needs a reason" in problems(refused)[0]
    assert WeaponSystemAlias.objects.get() == alias

    assert submit(editor_client, page, reason="Not so called", **{"aliases-0-DELETE": "on"}).status_code == 302
    assert not WeaponSystemAlias.objects.exists()


@pytest.mark.parametrize("one", [True, False])
def test_a26_a_deletion_needs_a_reason(make, editor_client, one):
    country = make(Country)
    page = address(Country, "delete", country.pk) if one else address(Country)
    sent = {"post": "yes"} | ({} if one else {"action": "delete_selected", "_selected_action": country.pk})

    asked = editor_client.post(page, sent)
    assert (asked.status_code, Country.objects.count()) == (200, 1)
    assert "a deletion needs a reason" in str(next(iter(asked.context["messages"])))
    assert 'name="reason"' in asked.content.decode()

    editor_client.post(page, sent | {"reason": "Twice"})
    assert (Country.objects.count(), Batch.objects.get().reason) == (0, "Twice")


def test_a_new_record_needs_none(editor_client):
    page = editor_client.get(address(Country, "add")).content.decode()

    assert 'name="reason"' not in page
