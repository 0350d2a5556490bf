"""Entries and claims: their addresses, their time of change, their citations, who sees them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from agreements.models import Agreement, AgreementCitation, Party
from equipment.models import Maker, Operator, Specification, WeaponSystem, WeaponSystemAlias
from events.models import Incident, IncidentCitation, Participant
from reference.models import Country, Dataset, Organisation, Publication, Retired, Source

LONG_AGO = now() - timedelta(days=1000)
ANYONE = AnonymousUser()


def address(slug: str) -> Retired:
    return Retired.objects.get(entry_type="equipment.weaponsystem", slug=slug)


def test_a_renamed_entry_leaves_its_address_to_its_successor(make):
    system = make(WeaponSystem, slug="harop-1")

    system.slug = "harop"
    system.save()

    assert (address("harop-1").successor, address("harop-1").reason) == ("harop", "renamed")


def test_an_address_follows_its_record_through_every_renaming(make):
    system = make(WeaponSystem, slug="first")

    for slug in ["second", "third"]:
        system = WeaponSystem.objects.get()
        system.slug = slug
        system.save()

    assert [address(slug).successor for slug in ["first", "second"]] == ["third", "third"]


def test_a_deleted_entry_leaves_its_address_without_successor(make):
    make(WeaponSystem, slug="harop").delete()

    assert (address("harop").successor, address("harop").reason) == (None, "deleted")


def test_entries_deleted_together_leave_their_addresses(make):
    make(WeaponSystem, slug="harop")
    make(WeaponSystem, slug="harpy")

    WeaponSystem.objects.all().delete()

    assert list(Retired.objects.values_list("slug", flat=True)) == ["harop", "harpy"]


def test_the_address_of_a_draft_is_nobodys(make):
    draft = make(WeaponSystem, slug="harop", publication="draft")

    draft.slug = "harpy"
    draft.save()
    draft.delete()

    assert not Retired.objects.exists()


def test_a_retired_address_is_never_given_to_another_record(make):
    make(WeaponSystem, slug="harop").delete()

    other = make(WeaponSystem, slug="harpy")
    other.slug = "harop"

    with pytest.raises(ValidationError, match="“harop” was the address of another record and is never reused"):
        other.full_clean()


def test_a_record_may_take_its_own_address_back(make):
    system = make(WeaponSystem, slug="first")

    for slug in ["second", "first"]:
        system.slug = slug
        system.full_clean()
        system.save()

    assert (list(Retired.objects.values_list("slug", "successor"))) == [("second", "first")]


OWNED = [
    (WeaponSystemAlias, "entry"),
    (IncidentCitation, "entry"),
    (Operator, "system"),
    (Party, "agreement"),
    (Participant, "incident"),
]


@pytest.mark.parametrize(("model", "owner_field"), OWNED, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("write", ["save", "delete"])
def test_an_entry_is_as_new_as_what_it_owns(model, owner_field, write, make):
    owned = make(model)
    owner = getattr(owned, owner_field)
    type(owner).objects.update(updated=LONG_AGO)

    getattr(owned, write)()

    owner.refresh_from_db()
    assert now() - owner.updated < timedelta(minutes=1)


def test_claims_about_the_same_are_numbered(make):
    system, india = make(WeaponSystem), make(Country, slug="IN")

    refs = [make(Operator, system=system, country=india).ref for _ in range(3)]

    assert refs == ["in", "in-2", "in-3"]
    assert make(Operator, country=india).ref == "in"


def test_a_ref_is_made_from_what_the_claim_names(make):
    label = make(Participant, country=None, label="Tourists, mostly Indian").ref
    organisation = make(Maker, organisation=make(Organisation, slug="iai")).ref

    assert (label, organisation) == ("tourists-mostly-indian", "iai")


def test_a_given_ref_is_kept_and_its_place_is_free_again_after_a_deletion(make):
    system, india = make(WeaponSystem), make(Country, slug="IN")
    first = make(Operator, system=system, country=india)
    make(Operator, system=system, country=india, ref="in-army")

    first.delete()

    assert make(Operator, system=system, country=india).ref == "in"


def test_claims_and_their_owners_are_found_by_their_natural_key(make):
    claim = make(Specification)

    assert Specification.objects.get_by_natural_key(*claim.natural_key()) == claim


def is_stale(citation) -> bool:
    return type(citation).objects.values_list(citation.is_stale(), flat=True).get(pk=citation.pk)


def test_a_citation_is_stale_once_its_fact_has_changed(make):
    incident = make(Incident, killed_best=26)
    citation = make(IncidentCitation, entry=incident, fact="killed")
    assert (citation.cited_value, is_stale(citation)) == (" / 26 / ", False)

    incident.killed_best = 28
    incident.save()

    assert is_stale(citation)


def test_a_number_read_back_from_the_database_is_not_stale(make):
    citation = make(AgreementCitation, entry=make(Agreement, value=1_000_000, currency="USD"), fact="value")

    assert not is_stale(citation)


def test_a_citation_of_the_whole_entry_is_never_stale(make):
    assert not is_stale(make(IncidentCitation, fact=""))


def test_a_citation_names_a_fact_its_entry_has(make):
    make(IncidentCitation, fact="killed").full_clean()

    with pytest.raises(ValidationError, match=r"“range” is not a fact of this record; known are: .*killed.*position"):
        make(IncidentCitation, fact="range").full_clean()


@pytest.fixture
def seen_by(make, editor):
    """Return who sees one published, one draft, one withdrawn and one restricted system."""
    restricted = make(Dataset, redistributable=False)
    make(WeaponSystem, slug="open", dataset=make(Dataset))
    make(WeaponSystem, slug="draft", publication="draft")
    make(WeaponSystem, slug="withdrawn", publication="withdrawn")
    make(WeaponSystem, slug="restricted", dataset=restricted)
    return lambda user, **asked: list(WeaponSystem.objects.visible_to(user, **asked).values_list("slug", flat=True))


def test_the_public_sees_what_is_published_and_may_be_given_away(seen_by, editor):
    assert seen_by(None) == seen_by(ANYONE) == ["open"]
    assert seen_by(editor) == ["open", "restricted"]


def test_drafts_are_for_staff_on_asking(seen_by, editor):
    assert seen_by(editor, publication=[Publication.DRAFT]) == ["draft"]


def test_a_claim_is_seen_when_both_its_ends_are(make, editor):
    hidden = make(Organisation, publication="draft")
    makers = [
        make(Maker),
        make(Maker, organisation=hidden),
        make(Maker, system=make(WeaponSystem, publication="draft")),
    ]

    assert list(Maker.objects.visible_to(ANYONE)) == makers[:1]
    assert list(Maker.objects.visible_to(editor)) == makers[:1]
    assert list(Maker.objects.visible_to(ANYONE, seen_from="organisation").order_by("id")) == makers[:2]


def test_a_claim_of_a_restricted_data_set_is_for_staff(make, editor):
    claim = make(Operator, dataset=make(Dataset, redistributable=False))

    assert not Operator.objects.visible_to(ANYONE).exists()
    assert list(Operator.objects.visible_to(editor)) == [claim]


def test_uncited_and_standing_claims_are_told_apart(make):
    cited, uncited = make(Operator, sources=[make(Source)]), make(Operator)
    deprecated = make(Operator, rank="deprecated", sources=[make(Source)])

    assert list(Operator.objects.uncited()) == [uncited]
    assert set(Operator.objects.standing()) == {cited, uncited}
    assert deprecated in Operator.objects.all()
