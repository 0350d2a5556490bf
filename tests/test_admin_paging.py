"""Rows of other tables on a record's page, 25 at a time."""

from copy import copy

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models.base import ModelState
from django.test import Client

from agreements.models import Agreement, Transfer
from core.admin.paging import MOST
from equipment.models import WeaponSystem, WeaponSystemAlias, WeaponSystemCitation
from events.models import Incident
from reference.models import Organisation, OrganisationAlias, Source
from tests.test_admin import FULL_PAGES, MOST_BYTES, MOST_QUERIES, WITH_INLINES, address, cost, each, owner_field


def named(make, number: int) -> WeaponSystem:
    """Return a draft with as many aliases, Name 000 and on."""
    system = make(WeaponSystem, name="Harop", slug="harop", publication="draft")
    texts = [f"Name {n:03}" for n in range(number)]
    WeaponSystemAlias.objects.bulk_create(
        WeaponSystemAlias(entry=system, text=text, key=text.lower().replace(" ", "")) for text in texts
    )
    return system


def names_in(form: dict) -> list[str]:
    return [form.get(f"aliases-{n}-text", "") for n in range(int(form["aliases-TOTAL_FORMS"]))]


def turned(editor, form: dict, asked: str, **changes):
    """Press a button below the aliases, and return the form that is shown then."""
    response = editor.client.post(editor.url, form | changes | {"_rows": f"aliases:{asked}"}, follow=True)
    if response.redirect_chain:
        editor.url = response.redirect_chain[-1][0]
    editor.page = response
    return editor.sent_by(response) | {"aliases-PAGE": response.context["inline_admin_formsets"][0].formset.shown.page}


def rows_for(make, record, inline, number: int):
    """Add as many rows to one table of a record's page."""
    for _ in range(number):
        cited = {"source": make(Source)} if hasattr(inline.model, "source") else {}
        make(inline.model, **{owner_field(inline): record}, **cited)


@each(WITH_INLINES)
def test_a8_page_costs_the_same_queries_for_few_rows_and_many(make, editor_client, model):
    few, many, inlines = make(model), make(model), admin.site.get_model_admin(model).inlines
    for kind in inlines:
        inline = kind(model, admin.site)
        rows_for(make, few, inline, 1)
        rows_for(make, many, inline, MOST + 5)
    cost(editor_client, address(model, "change", few.pk))

    queries, _ = cost(editor_client, address(model, "change", few.pk))
    queries_of_many, bytes_of_many = cost(editor_client, address(model, "change", many.pk))

    assert queries == queries_of_many <= MOST_QUERIES
    assert bytes_of_many <= FULL_PAGES.get(model.__name__, MOST_BYTES)


def with_rows(make, model, relation: str, number: int):
    """Return a record with as many rows of a table, alike but for what tells two apart."""
    record = make(model)
    owned = model._meta.get_field(relation)
    cited = {"source": make(Source)} if hasattr(owned.related_model, "source") else {}
    first = make(owned.related_model, **{owned.field.name: record}, **cited)
    apart = {"ref", "locator", "text", "key"} & {field.name for field in owned.related_model._meta.fields}
    rows = [copy(first) for _ in range(number - 1)]
    for place, row in enumerate(rows):
        row.pk, row._state = None, ModelState()
        for name in apart:
            setattr(row, name, f"{place:04}")
    owned.related_model._base_manager.bulk_create(rows)
    return record


@pytest.mark.parametrize(
    ("model", "relation"),
    [
        (WeaponSystem, "specifications"),
        (WeaponSystem, "citations"),
        (Incident, "participants"),
        (Incident, "citations"),
        (Organisation, "aliases"),
    ],
)
def test_a8_a_thousand_rows_cost_no_more_than_thirty(make, editor_client, model, relation):
    thirty, thousand = (with_rows(make, model, relation, number) for number in (30, 1000))
    cost(editor_client, address(model, "change", thirty.pk))

    few, small = cost(editor_client, address(model, "change", thirty.pk))
    many, large = cost(editor_client, address(model, "change", thousand.pk))

    assert few == many <= MOST_QUERIES
    assert large - small < 2000
    assert large < MOST_BYTES


def test_a8_page_says_which_rows_of_how_many_it_shows(make, editor_client):
    system = named(make, 60)

    pages = [
        editor_client.get(f"{address(WeaponSystem, 'change', system.pk)}?{asked}").content.decode()
        for asked in ["", "aliases-PAGE=3", "aliases-PAGE=9", "aliases-PAGE=x"]
    ]

    told = ["1–25 of 60", "51–60 of 60", "1–25 of 60", "1–25 of 60"]
    assert [text for text, page in zip(told, pages, strict=True) if f"<span>{text}</span>" in page] == told
    assert "Name 055" in pages[1]
    assert "Name 020" not in pages[1]


def test_a8_rows_of_another_page_are_shown_at_once_when_nothing_was_typed(make, two):
    (mira, _), system = two, named(make, 60)

    form = turned(mira, {**mira.open(system), "aliases-PAGE": 1, "reason": ""}, "2")

    assert mira.url.endswith("?aliases-PAGE=2")
    assert names_in(form) == [f"Name {n:03}" for n in range(25, 50)]


def test_a8_what_was_typed_stays_when_other_rows_are_shown_and_is_saved_with_them(make, two):
    (mira, _), system = two, named(make, 60)
    first = mira.open(system) | {"aliases-PAGE": 1}
    new = {"aliases-TOTAL_FORMS": 26, "aliases-25-text": "New", "aliases-25-id": "", "aliases-25-kind": "other"}

    form = turned(mira, first, "2", **new, **{"aliases-3-text": "Typed", "aliases-4-DELETE": "on", "role": "Hunter"})
    assert (system.aliases.count(), names_in(form)[25:]) == (60, ["Typed", "Name 004", "New"])
    page = mira.page.content.decode()
    assert ("Nothing is saved yet: what you typed is kept." in page, "Please correct" in page) == (True, False)
    last = turned(mira, form, "3", **{"aliases-0-text": "Typed too"})

    assert mira.save(last, **{"aliases-9-text": "Typed last"}) is None
    texts = set(system.aliases.values_list("text", flat=True))
    assert {"Typed", "Typed too", "Typed last", "New"} < texts
    assert texts.isdisjoint({"Name 003", "Name 004", "Name 025", "Name 059"})
    assert len(texts) == 60
    system.refresh_from_db()
    assert system.role == "Hunter"


def test_a8_a_refused_form_keeps_its_rows_and_what_was_typed(make, two):
    (mira, _), system = two, named(make, 60)
    first = turned(mira, mira.open(system) | {"aliases-PAGE": 1, "reason": ""}, "2")

    again = mira.save(first, **{"aliases-0-text": "", "aliases-1-text": "Typed"})

    assert names_in(again)[:3] == ["", "Typed", "Name 027"]
    assert mira.save(again | {"aliases-PAGE": 2}, **{"aliases-0-text": "Right"}) is None
    assert set(system.aliases.values_list("text", flat=True)) > {"Right", "Typed"}


def test_a8_a_row_is_added_without_scripts(make, two):
    (mira, _), system = two, named(make, 1)

    form = turned(mira, mira.open(system), "add", role="Hunter")

    assert (names_in(form), form["role"]) == (["Name 000", ""], "Hunter")
    assert mira.save(form, **{"aliases-1-text": "New"}) is None
    assert sorted(system.aliases.values_list("text", flat=True)) == ["Name 000", "New"]


def test_a8_saving_and_going_on_stays_with_the_rows(make, two):
    (mira, _), system = two, named(make, 60)
    form = turned(mira, mira.open(system) | {"aliases-PAGE": 1, "reason": ""}, "3")

    response = mira.client.post(mira.url, form | {"aliases-0-text": "Typed", "_continue": "1"})

    assert response.url.endswith("/change/?aliases-PAGE=3")


def test_a8_a_published_record_whose_sources_stand_on_another_page_may_be_saved(make, two):
    (mira, _), system = two, make(WeaponSystem)
    for number in range(30):
        make(WeaponSystemCitation, entry=system, fact="role", source=make(Source), locator=f"{number:02}")
    first = mira.open(system)

    assert mira.save(first | {"citations-PAGE": 1}, role="Hunter") is None


def test_a8_rows_may_be_named_by_their_keys(make, editor_client):
    system = named(make, 60)
    keys = [system.aliases.get(text=text).pk for text in ["Name 055", "Name 003"]]

    page = editor_client.get(f"{address(WeaponSystem, 'change', system.pk)}?aliases-ROWS={keys[0]},{keys[1]},x")

    formset = page.context["inline_admin_formsets"][0].formset
    assert [form.instance.text for form in formset.initial_forms] == ["Name 055", "Name 003"]
    assert formset.shown.told == "2 of 60"


def test_a8_rows_that_are_only_looked_at_have_pages_too(make, editor_client):
    agreement = make(Agreement, publication="draft")
    for _ in range(30):
        make(Transfer, agreement=agreement)
    url = address(Agreement, "change", agreement.pk)
    page = editor_client.get(url)
    (shown,) = [part.formset.shown for part in page.context["inline_admin_formsets"] if part.opts.model is Transfer]

    other = editor_client.get(f"{url}?{shown.prefix}-PAGE=2")

    assert (shown.told, len(shown.rows)) == ("1–25 of 30", 25)
    assert [len(part.formset.shown.rows) for part in other.context["inline_admin_formsets"]].count(5) == 1


def test_a8_viewers_turn_pages_by_links(make):
    system = named(make, 60)
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.groups.add(Group.objects.get(name="viewer"))
    client = Client()
    client.force_login(viewer)

    page = client.get(address(WeaponSystem, "change", system.pk)).content.decode()

    assert '<a href="?aliases-PAGE=2#aliases-group">Next</a>' in page
    assert 'name="_rows"' not in page


@each(WITH_INLINES)
def test_a8_every_table_on_a_page_leads_to_its_rows_as_a_list(make, editor_client, model):
    record = make(model)
    for kind in admin.site.get_model_admin(model).inlines:
        inline = kind(model, admin.site)
        rows_for(make, record, inline, 1)
        found = editor_client.get(f"{address(inline.model)}?{owner_field(inline)}__id__exact={record.pk}").context["cl"]
        assert found.result_count == 1


def test_a8_organisation_with_a_thousand_names_is_saved_page_by_page(make, two):
    (mira, _), organisation = two, make(Organisation)
    texts = [f"Alias {n:04}" for n in range(1000)]
    OrganisationAlias.objects.bulk_create(OrganisationAlias(entry=organisation, text=t, key=t) for t in texts)

    assert mira.save(mira.open(organisation) | {"aliases-PAGE": 1}, **{"aliases-7-text": "Typed"}) is None
    assert organisation.aliases.count() == 1000


def test_a8_copy_of_a_record_says_that_only_the_rows_shown_are_copied(make, two):
    (mira, _), system = two, named(make, 30)
    form = mira.open(system) | {"aliases-PAGE": 1, "_saveasnew": "1", "slug": "copy", "name": "Copy"}

    page = mira.client.post(mira.url, form, follow=True)

    assert "only the rows shown are copied" in page.content.decode()
    assert WeaponSystem.objects.get(slug="copy").aliases.count() == 25
