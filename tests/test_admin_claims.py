"""Citations and claims in the admin: what keeps an entry sourced, what tells rows apart."""

import pytest
from django.contrib import admin

from equipment.models import Maker, Operator, Property, Specification, WeaponSystem, WeaponSystemCitation
from events.models import Incident, SystemUse
from reference.admin.owned import own_columns
from reference.models import UNSOURCED, Claim, Country, OrganisationCitation, Source
from tests.test_admin import EDITABLE, address, each
from tests.test_admin_editing import problems, submit

CLAIMS = [model for model in EDITABLE if issubclass(model, Claim)]


@pytest.fixture
def last(make):
    """Return the one citation of a published system that names a source."""
    system = make(WeaponSystem, name="Harop")
    make(WeaponSystemCitation, entry=system, fact="role")
    return make(WeaponSystemCitation, entry=system, fact="status", source=make(Source))


def delete(client, url, **chosen) -> list[str]:
    """Confirm a deletion and return what is said about it."""
    page = client.post(url, {"post": "yes", "reason": "Wrong", **chosen}, follow=True)
    return [str(message) for message in page.context["messages"]]


def delete_all(client, *citations) -> list[str]:
    keys = [citation.pk for citation in citations]
    return delete(client, address(type(citations[0])), action="delete_selected", _selected_action=keys)


def test_last_source_of_a_published_entry_is_not_deleted_from_the_list(make, editor_client, last):
    other = make(WeaponSystemCitation, source=make(Source))
    make(WeaponSystemCitation, entry=other.entry, fact="role", source=make(Source))

    one = delete(editor_client, address(WeaponSystemCitation, "delete", last.pk))
    many = delete_all(editor_client, other, last)

    assert one == many == [f"Harop: {UNSOURCED}"]
    assert WeaponSystemCitation.objects.count() == 4


def test_last_source_of_a_published_entry_is_not_taken_away_on_its_own_page(make, editor_client, last):
    url = address(WeaponSystemCitation, "change", last.pk)

    unnamed = problems(submit(editor_client, url, source=""))
    moved = problems(submit(editor_client, url, entry=make(WeaponSystem).pk))

    assert unnamed == moved == [f"Harop: {UNSOURCED}"]
    last.refresh_from_db()
    assert (last.entry.name, last.source is None) == ("Harop", False)


def test_citations_that_are_not_needed_are_deleted_from_the_list(make, editor_client, last):
    more = make(WeaponSystemCitation, entry=last.entry, source=make(Source))
    draft = make(WeaponSystemCitation, entry=make(WeaponSystem, publication="draft"), source=make(Source))
    organisation = make(OrganisationCitation, source=make(Source))

    told = [*delete_all(editor_client, more, draft), *delete_all(editor_client, organisation)]

    assert told == [
        "Successfully deleted 2 weapon system citations.",
        "Successfully deleted 1 organisation citation.",
    ]


def test_stale_citation_is_marked_on_its_entry_and_in_the_list(make, editor_client, last):
    WeaponSystem.objects.filter(pk=last.entry_id).update(status="retired")

    page = editor_client.get(address(WeaponSystem, "change", last.entry_id)).content.decode()
    rows = editor_client.get(address(WeaponSystemCitation)).content.decode()

    assert page.count('<span class="mark">stale</span>') == 1
    assert (rows.count('alt="True"'), rows.count('alt="False"')) == (1, 1)


def test_what_was_cited_while_the_fact_was_empty_stays_stale(make):
    draft = make(WeaponSystem, introduced=None)
    citation = make(WeaponSystemCitation, entry=draft, fact="introduced")
    WeaponSystem.objects.update(introduced="2009")

    for note in ["checked", "checked again"]:
        citation = WeaponSystemCitation.objects.annotate(stale=WeaponSystemCitation.is_stale()).get(pk=citation.pk)
        citation.note = note
        citation.save()

    assert (citation.cited_value, citation.stale) == ("", True)


def test_cleared_value_is_cited_anew(make, editor_client, last):
    WeaponSystem.objects.filter(pk=last.entry_id).update(status="retired")

    submit(editor_client, address(WeaponSystemCitation, "change", last.pk), cited_value="")

    assert WeaponSystemCitation.objects.get(pk=last.pk).cited_value == "retired"


@each(CLAIMS)
def test_list_of_claims_shows_what_only_they_say(model):
    shown = admin.site.get_model_admin(model).list_display

    assert [name for name in own_columns(model)[:3] if name not in shown] == []
    assert len(shown) <= 9


@pytest.mark.parametrize(
    ("model", "columns"),
    [(Specification, ["stated", "minimum", "maximum"]), (Maker, ["role"]), (SystemUse, ["use", "side", "outcome"])],
)
def test_what_every_claim_of_a_kind_says_is_listed_first(model, columns):
    assert own_columns(model)[:3] == columns


def test_claim_is_called_by_what_it_says_and_its_ref(make, editor_client):
    system = make(WeaponSystem)
    make(Operator, system=system, country=make(Country, slug="IN", name="India"))
    make(SystemUse, system=system, incident=make(Incident, name="Strike"))

    shown = editor_client.get(address(WeaponSystem, "change", system.pk)).content.decode()

    assert ['<span class="inline_label">India (in)</span>' in shown, '"inline_label">Strike</span>' in shown] == [
        True
    ] * 2


def test_deprecated_claim_is_marked(make, editor_client):
    system = make(WeaponSystem)
    for rank in ["deprecated", "normal"]:
        make(Operator, system=system, rank=rank)

    page = editor_client.get(address(WeaponSystem, "change", system.pk)).content.decode()

    assert page.count('<span class="mark">deprecated</span>') == page.count('class="mark"') == 1


def test_numbers_of_a_specification_stand_under_their_unit(make, editor_client):
    specification = make(Specification, property=make(Property, unit="km"))

    pages = [
        editor_client.get(address(WeaponSystem, "change", specification.system_id)).content.decode(),
        editor_client.get(address(Specification, "change", specification.pk)).content.decode(),
    ]

    assert ["Minimum (km)" in page and "Maximum (km)" in page for page in pages] == [True, True]
