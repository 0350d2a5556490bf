"""What one record hands on to the next (row A14), and citing from the row (row A24)."""

import re

import pytest
from django.contrib import admin

from agreements.models import Party, Transfer
from equipment.models import Operator, WeaponSystem, WeaponSystemAlias, WeaponSystemCitation
from events.models import Incident, IncidentCitation
from reference.models import UNSOURCED, Country, Source
from tests.test_admin import EDITABLE, address, each
from tests.test_admin_editing import problems, row, submit, values


def form_after(client, response) -> dict:
    """Return what the form one is sent to is begun with."""
    context = client.get(response.url).context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(form for formset in formsets for form in formset.forms)]
    return {name: value for form in forms for name, value in values(form).items() if value}


def test_a14_next_claim_keeps_country_source_and_agreement(make, editor_client):
    party = make(Party, country=make(Country), sources=[make(Source), make(Source)], locator="p. 3")

    response = submit(editor_client, address(Party, "change", party.pk), _addanother="1")
    begun = form_after(editor_client, response)

    assert (begun["agreement"], begun["country"], begun["locator"]) == (
        str(party.agreement_id), str(party.country_id), "p. 3"
    )  # fmt: skip
    assert sorted(map(int, begun["sources"])) == sorted(source.pk for source in party.sources.all())
    assert "ref" not in begun


def test_a14_next_incident_keeps_countries_and_the_source_and_saves_it(make, editor_client):
    country, source = make(Country), make(Source)
    first = {"name": "One", "slug": "one", "kind": "cyber", "publication": "published", "countries": [country.pk]}
    cited = row("citations", 0, source=source.pk)

    response = submit(editor_client, address(Incident, "add"), **first, **cited, _addanother="1")
    begun = form_after(editor_client, response)
    second = {"name": "Two", "slug": "two", "publication": "published"}
    told = problems(submit(editor_client, response.url, **second))

    assert (begun["kind"], begun["countries"], begun["citations-0-source"]) == (
        "cyber", [str(country.pk)], str(source.pk)
    )  # fmt: skip
    assert told == []
    assert [citation.entry.slug for citation in IncidentCitation.objects.order_by("id")] == ["one", "two"]


@pytest.mark.parametrize("has_source", [True, False])
def test_a14_next_record_says_whose_source_it_is_begun_with(make, editor_client, has_source):
    party = make(Party, sources=[make(Source)] if has_source else [])

    response = submit(editor_client, address(Party, "change", party.pk), _addanother="1")
    told = [str(message) for message in editor_client.get(response.url).context["messages"]]

    text = f"Begun with the source of “{party}”: remove it if it does not state this too."
    assert told.count(text) == has_source


def test_a14_next_transfer_keeps_both_sides(make, editor_client):
    draft = make(Transfer, publication="draft", supplier_country=make(Country), recipient_country=make(Country))

    begun = form_after(editor_client, submit(editor_client, address(Transfer, "change", draft.pk), _addanother="1"))

    kept = {name: begun[name] for name in ("supplier_country", "recipient_country", "system")}
    assert kept == {name: str(getattr(draft, f"{name}_id")) for name in kept}


@each(EDITABLE)
def test_a14_what_is_kept_of_any_record_opens_a_form(make, editor_client, model):
    kept = admin.site.get_model_admin(model).context_of(make(model))

    assert editor_client.get(address(model, "add"), kept).status_code == 200


@pytest.mark.parametrize("cite", ["x", "9" * 25, "\0", "0"])
def test_a14_form_begun_with_no_source_of_ours_opens_all_the_same(editor_client, cite):
    assert editor_client.get(address(Incident, "add"), {"cite": cite}).status_code == 200


def test_a14_change_form_offers_every_way_to_save(make, editor_client):
    page = editor_client.get(address(WeaponSystem, "change", make(WeaponSystem).pk)).content.decode()

    assert re.findall(r'type="submit"[^>]*name="(_\w+)"', page) == ["_save", "_saveasnew", "_continue", "_addanother"]


@pytest.fixture
def harop(make):
    """Return a published system with a claim and a fact, each cited."""
    system, source = make(WeaponSystem, name="Harop", slug="harop"), make(Source)
    make(WeaponSystemAlias, entry=system, text="Harpy NG")
    make(WeaponSystemCitation, entry=system, source=source)
    make(Operator, system=system, country=make(Country), sources=[source], ref="in", locator="p. 1")
    return system


def save_as(client, harop, **answer):
    url = address(WeaponSystem, "change", harop.pk)
    return submit(client, url, _saveasnew="1", slug="harop-2", name="Harop 2", **answer)


def test_a14_save_as_asks_before_it_copies_citations(editor_client, harop):
    page = save_as(editor_client, harop).content.decode()

    assert "2 rows of it name a source" in page
    assert 'name="aliases-0-text" value="Harpy NG"' in page
    assert WeaponSystem.objects.count() == 1


def test_a14_save_as_leaves_citations_behind(editor_client, harop):
    assert problems(save_as(editor_client, harop, _citations="leave")) == []

    copy = WeaponSystem.objects.get(slug="harop-2")
    assert (copy.publication, copy.citations.count(), copy.aliases.count()) == ("draft", 0, 1)
    assert [(one.sources.count(), one.locator) for one in copy.operators.all()] == [(0, "")]
    assert (harop.citations.count(), harop.operators.get().sources.count()) == (1, 1)


def test_a14_save_as_copies_citations_when_told_to(editor_client, harop):
    assert problems(save_as(editor_client, harop, _citations="copy")) == []

    copy = WeaponSystem.objects.get(slug="harop-2")
    assert (copy.publication, copy.citations.count()) == ("published", 1)
    assert [(one.sources.count(), one.locator) for one in copy.operators.all()] == [(1, "p. 1")]


def test_a14_save_as_asks_nothing_where_nothing_is_cited(make, editor_client):
    draft = make(WeaponSystem, publication="draft")

    response = save_as(editor_client, draft)

    assert (problems(response), WeaponSystem.objects.count()) == ([], 2)


def test_a14_refused_copy_keeps_what_was_typed(editor_client, harop):
    url = address(WeaponSystem, "change", harop.pk)

    response = submit(editor_client, url, _saveasnew="1", _citations="leave", role="To be kept")

    assert problems(response) == ["Weapon system with this Slug already exists. Given: “harop”. Nearest: harop-2."]
    assert 'value="To be kept"' in response.content.decode()


def test_a24_fact_is_cited_from_its_own_form(make, editor_client):
    draft = make(WeaponSystem, publication="draft")
    cited = row("citations", 0, fact="introduced", source=make(Source).pk, locator="p. 12")

    told = problems(submit(editor_client, address(WeaponSystem, "change", draft.pk), **cited, introduced="May 2009"))

    made = WeaponSystemCitation.objects.get()
    assert (told, made.fact, made.locator, made.cited_value) == ([], "introduced", "p. 12", "2009-05")


def test_a24_claim_is_cited_from_its_own_row(make, editor_client):
    draft, sources = make(WeaponSystem, publication="draft"), [make(Source), make(Source)]
    typed = row("operators", 0, country=make(Country).pk, rank="normal", locator="p. 4")
    typed |= {"operators-0-sources": [source.pk for source in sources]}

    told = problems(submit(editor_client, address(WeaponSystem, "change", draft.pk), **typed))

    assert (told, set(Operator.objects.get().sources.all())) == ([], set(sources))


def test_unsourced_copy_is_not_published(make, editor_client):
    draft = make(WeaponSystem, publication="draft")

    assert problems(save_as(editor_client, draft, publication="published")) == [UNSOURCED]
