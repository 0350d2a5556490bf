"""What becomes of an address: renamed, withdrawn, deleted, restricted."""

import pytest
from django.core.exceptions import ValidationError

from equipment.models import WeaponSystem
from reference.models import Dataset, Organisation, Publication, Retired
from tests.test_api import every_endpoint


@every_endpoint
def test_a_renamed_record_redirects_and_a_deleted_one_is_gone(route, viewset, api, make):
    record = make(viewset.queryset.model, slug="old")
    record.slug = "new"
    record.save()

    moved = api.get(f"{route}/old/")
    viewset.queryset.model.objects.filter(slug="new").delete()
    gone = [api.get(f"{route}/{slug}/") for slug in ("old", "new")]

    assert (moved.status_code, moved.headers["Location"]) == (308, f"/api/v1/{route}/new/")
    assert [(answer.status_code, answer.json()["reason"]) for answer in gone] == [(410, "deleted")] * 2


@every_endpoint
def test_an_address_the_public_knew_is_never_another_records(route, viewset, api, make):
    make(viewset.queryset.model, slug="old").delete()
    other = make(viewset.queryset.model, slug="other")
    other.slug = "old"

    with pytest.raises(ValidationError, match="never reused"):
        other.full_clean()


def test_a_record_taken_back_to_draft_keeps_its_address_for_itself(api, make):
    system = make(WeaponSystem, slug="harop")
    system.publication = Publication.DRAFT
    system.save()
    hidden = api.get("weapon-systems/harop/")

    WeaponSystem.objects.get(slug="harop").full_clean()
    system.publication = Publication.PUBLISHED
    system.save()

    assert (hidden.status_code, hidden.json()["reason"]) == (410, "withdrawn")
    assert (api.get("weapon-systems/harop/").status_code, Retired.objects.count()) == (200, 0)


def test_a_draft_that_was_public_leaves_its_address_closed_when_deleted(api, make):
    system = make(WeaponSystem, slug="harop")
    system.publication = Publication.DRAFT
    system.save()
    system.delete()

    assert api.get("weapon-systems/harop/").status_code == 410


def test_a_redirection_never_leads_to_a_hidden_record(api, make):
    system = make(WeaponSystem, slug="old")
    system.slug, system.publication = "secret", Publication.DRAFT
    system.save()

    answer = api.get("weapon-systems/old/")

    assert (answer.status_code, "secret" in answer.content.decode()) == (410, False)


@pytest.mark.parametrize("change", ["rename", "delete", "withdraw"])
def test_the_public_learns_nothing_of_a_restricted_record(change, api, editor_client, make):
    record = make(Organisation, slug="old", dataset=make(Dataset, redistributable=False))
    if change == "delete":
        record.delete()
    else:
        changed = {"rename": {"slug": "new"}, "withdraw": {"publication": Publication.WITHDRAWN}}[change]
        for name, value in changed.items():
            setattr(record, name, value)
        record.save()

    assert api.get("organisations/old/").status_code == 404
    assert editor_client.get("/api/v1/organisations/old/").status_code in {308, 410}
