"""The timeline of a record in the admin: who changed what, with all that belongs to it, and how it is taken back."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.changes import Batch, Kind, recorded
from core.changes.models import Change
from equipment.models import Operator, Specification, WeaponSystem, WeaponSystemAlias
from reference.models import Country, Source
from tests.test_admin import EDITABLE, address, each


def told(client, record, **asked) -> list[tuple]:
    """Return what a timeline tells: for each row its name, what was done, and its lines."""
    response = client.get(address(type(record), "history", record.pk), asked)
    assert response.status_code == 200
    rows = [row for step in response.context["steps"] for row in step.rows]
    return [(row.subject, row.operation, [tuple(line) for line in row.lines]) for row in rows]


@each(EDITABLE)
def test_every_record_has_a_timeline(make, editor_client, model):
    record = make(model)

    assert told(editor_client, record)[-1][1] == "added"


def test_a9_timeline_merges_what_belongs_to_the_record(make, editor_client):
    system = make(WeaponSystem, name="Harop")
    with recorded(kind=Kind.IMPORT, label="figures.csv"):
        claim = make(Operator, system=system, country=make(Country, name="India"), ref="in")
        claim.sources.add(make(Source, name="News"))
        make(WeaponSystemAlias, entry=system, text="Harpy 2")
    make(Operator)

    rows = told(editor_client, system)
    lines = [("Ref", "", "in"), ("Country", "", "India"), ("Sources", "", "News")]
    assert [row for row in rows if row[0] == "Operator “India (in)”"] == [("Operator “India (in)”", "added", lines)]
    assert {row[0] for row in rows} == {
        "Weapon system “Harop”",
        "Operator “India (in)”",
        "Weapon system alias “Harpy 2”",
    }


def test_a9_values_are_told_by_their_names(make, editor_client):
    country, other = make(Country, name="India"), make(Country, name="Israel")
    claim = make(Operator, country=country, rank="normal")
    Operator.objects.update(country=other, rank="preferred", quantity_best=12)
    country.delete()

    assert told(editor_client, claim)[0] == (
        f"Operator “Israel ({claim.ref})”",
        "changed",
        [("Rank", "Normal", "Preferred"), ("Country", "India (deleted)", "Israel"), ("Quantity best", "", "12")],
    )


def test_a9_timeline_can_be_narrowed_to_a_field_a_table_or_a_row(make, editor_client):
    system = make(WeaponSystem, name="Harop")
    measured = make(Specification, system=system, ref="range", minimum=Decimal(200))
    make(Specification, system=system, ref="mass")
    WeaponSystem.objects.update(name="Harop 2")
    Specification.objects.filter(pk=measured.pk).update(minimum=Decimal("300.5"))
    system.origins.add(make(Country, name="Israel"))

    by_name = told(editor_client, system, of="name")
    by_row = told(editor_client, system, of=f"specification:{measured.pk}")

    assert [row[1] for row in by_name] == ["changed", "added"]
    assert by_row[0] == ("Specification “Property 0001 (range)”", "changed", [("Minimum (m)", "200", "300.5")])
    assert [row[0] for row in by_row] == ["Specification “Property 0001 (range)”"] * 2
    assert len(told(editor_client, system, of="specification")) == 3
    assert told(editor_client, system, of="weaponsystem_origins") == [
        ("Weapon system “Harop 2”", "changed", [("Origins", "", "Israel")])
    ]


@pytest.mark.parametrize("asked", ["nonsense", "specification:x", "specification:99", "'\0"])
def test_an_unknown_part_is_named_and_shows_nothing(make, editor_client, asked):
    system = make(Specification).system

    response = editor_client.get(address(WeaponSystem, "history", system.pk), {"of": asked})

    assert response.context["steps"] == []
    assert asked in str(next(iter(response.context["messages"])))


def test_timeline_outlives_its_record(make, editor_client):
    system = make(WeaponSystem, name="Harop")
    claim = make(Operator, system=system)
    with recorded(label="Deleted"):
        system.delete()
    system.pk = Change.objects.filter(model="equipment.weaponsystem").latest("pk").key

    rows = told(editor_client, system)

    assert {row[0] for row in rows} == {"Weapon system “Harop (deleted)”", f"Operator “{claim.ref} (deleted)”"}
    batch = editor_client.get(reverse("admin:core_batch_change", args=[Batch.objects.get().pk]))
    assert address(WeaponSystem, "history", system.pk) in batch.content.decode()


def test_a_record_there_never_was_has_no_timeline(editor_client):
    for key in ("99", "x", "9" * 30):
        assert editor_client.get(address(WeaponSystem, "history", key)).status_code == 302


def test_timeline_costs_the_same_queries_for_ten_changes_and_a_thousand(make, editor_client):
    few, many = make(WeaponSystem), make(WeaponSystem)
    for system, rows in ((few, 3), (many, 330)):
        claims = [Operator(system=system, country=make(Country), ref=f"r{number}") for number in range(rows)]
        Operator.objects.bulk_create(claims)
        system.operators.update(note="x")
        for claim in system.operators.all()[:2]:
            claim.sources.add(make(Source))
        system.operators.last().delete()
    told(editor_client, few)

    costs = []
    for system in (few, many):
        with CaptureQueriesContext(connection) as queries:
            told(editor_client, system)
        costs.append(len(queries))

    assert costs[0] == costs[1]
    assert costs[0] <= 12


def test_batches_are_listed_with_who_and_why(make, editor, editor_client):
    with recorded(kind=Kind.IMPORT, label="figures.csv", user=editor, reason="New"):
        make(Country)

    page = editor_client.get(reverse("admin:core_batch_changelist"), {"q": "figures"}).content.decode()

    assert all(text in page for text in ["figures.csv", "editor", "New", "Import"])
    assert editor_client.get(reverse("admin:core_batch_add")).status_code == 403


def test_a11_a_change_is_reverted_after_it_was_confirmed_with_a_reason(make, editor, editor_client):
    country = make(Country, name="One")
    Country.objects.update(name="Two")
    page = editor_client.get(address(Country, "history", country.pk))
    revert = reverse("admin:core_batch_revert", args=[page.context["steps"][0].rows[0].keys])

    editor_client.get(revert)
    editor_client.post(revert)
    assert Country.objects.get().name == "Two"

    back = address(Country, "history", country.pk)
    response = editor_client.post(revert, {"reason": "Wrong", "back": back})

    assert (response.status_code, response.url, Country.objects.get().name) == (302, back, "One")
    batch = Batch.objects.get()
    assert (batch.kind, batch.actor, batch.reason) == ("revert", editor, "Wrong")


def test_what_is_undone_twice_is_done_once(make, editor_client):
    make(Country, name="One")
    with recorded() as batch:
        Country.objects.update(name="Two")
    undo = reverse("admin:core_batch_undo", args=[batch.pk])

    editor_client.post(undo, {"reason": "Wrong"})
    again = editor_client.post(undo, {"reason": "Wrong"}, follow=True)

    assert "nothing was done" in str(list(again.context["messages"])[-1])
    assert Batch.objects.count() == 2


def test_a11_what_stands_in_the_way_is_shown_before_and_after(make, editor_client):
    country = make(Country, name="One")
    with recorded(label="Two") as batch:
        Country.objects.update(name="Two")
    Country.objects.update(name="Three")
    undo = reverse("admin:core_batch_undo", args=[batch.pk])

    before, after = editor_client.get(undo), editor_client.post(undo, {"reason": "Wrong"})

    for page in (before, after):
        (obstacle,) = page.context["obstacles"]
        assert obstacle.startswith("Country “Three”: “name” changed since")
        assert "cannot be taken back" in page.content.decode()
    assert Country.objects.get(pk=country.pk).name == "Three"


def test_only_those_who_may_change_it_by_hand_take_it_back(make):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_country", "view_batch", "change_operator"]))
    client = Client()
    client.force_login(user)
    with recorded() as batch:
        country = make(Country)

    pages = [address(Country, "history", country.pk), reverse("admin:core_batch_change", args=[batch.pk])]
    for page in map(client.get, pages):
        assert page.status_code == 200
        assert "/revert/" not in page.content.decode()
    assert client.get(address(WeaponSystem, "history", country.pk)).status_code == 403
    assert client.post(reverse("admin:core_batch_undo", args=[batch.pk]), {"reason": "x"}).status_code == 403
    assert Country.objects.count() == 1


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_way_back_stays_on_this_site(make, editor_client, back):
    with recorded() as batch:
        make(Country)

    response = editor_client.post(reverse("admin:core_batch_undo", args=[batch.pk]), {"reason": "x", "back": back})

    assert response.url == reverse("admin:core_batch_changelist")


@pytest.mark.parametrize("keys", ["0-x", "x", "999", "9" * 30, "'"])
def test_changes_there_are_none_of_are_not_found(editor_client, keys):
    assert editor_client.get(reverse("admin:core_batch_revert", args=[keys])).status_code == 404
