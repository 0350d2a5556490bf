"""Batches of changes: who wrote, why and by which way; nothing of it outlives its transaction, all of it its user."""

import threading
from contextlib import suppress

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction

from core.changes import Batch, Kind, recorded
from core.changes.models import Change
from equipment.models import Category, Operator, Specification, WeaponSystem
from reference.models import Country, Organisation, OrganisationKind, Source
from tests.test_admin import address
from tests.test_admin_editing import row, submit
from tests.test_changes import changes


def fail(write, **who):
    """Write in a batch that comes to nothing."""
    with suppress(OSError), recorded(**who):
        write()
        raise OSError


def test_what_is_rolled_back_leaves_nothing(make):
    country = make(Country)

    fail(lambda: Country.objects.update(name="Elsewhere"))

    assert len(changes(Country, key=country.pk)) == 1
    assert list(Batch.objects.all()) == []


def test_what_is_written_in_a_batch_says_who_why_and_how(make, editor):
    with recorded(kind=Kind.IMPORT, user=editor, reason="New figures", label="figures.csv") as batch:
        make(Country)
    make(Country)

    inside, outside = Change.objects.order_by("id")
    assert (inside.batch, outside.batch) == (batch, None)
    kept = Batch.objects.get()
    assert (kept.kind, kept.actor, kept.actor_name) == ("import", editor, "editor")
    assert (kept.reason, kept.label, kept.size) == ("New figures", "figures.csv", 1)
    assert kept.started <= kept.finished


def test_a_batch_in_a_batch_ends_where_it_ends(make):
    with recorded(label="outer") as outer:
        make(Country)
        with recorded(label="inner") as inner:
            make(Country)
        make(Country)

    assert list(Change.objects.order_by("id").values_list("batch", flat=True)) == [outer.pk, inner.pk, outer.pk]


def test_a_batch_in_which_nothing_was_written_is_not_kept(db):
    with recorded(label="nothing") as batch:
        pass

    assert batch.pk is None
    assert not Batch.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_has_no_history(make):
    with recorded():
        make(Operator)

    call_command("flush", interactive=False, verbosity=0)

    assert not Change.objects.exists()
    assert not Batch.objects.exists()


def test_a12_history_outlives_who_made_it(make, editor):
    with recorded(user=editor, reason="Because"):
        make(Country)

    editor.delete()

    kept = Batch.objects.get()
    assert (kept.actor, kept.actor_name, kept.reason, kept.size) == (None, "editor", "Because", 1)


def test_a10_a_fixture_is_one_batch_that_names_its_file(db, tmp_path):
    fixture = tmp_path / "some.json"
    fixture.write_text('[{"model": "equipment.category", "fields": {"slug": "missiles", "name": "Missiles"}}]')

    call_command("loaddata", fixture, verbosity=0)
    call_command("loaddata", fixture, verbosity=0)

    batch = Batch.objects.get()
    assert (batch.kind, batch.size) == (Kind.FIXTURE, 1)
    assert batch.label.startswith("some.json (")
    assert [operation for operation, _, _ in changes(Category)] == ["added"]


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_are_told_apart(make):
    users = [User.objects.create_user(name) for name in ("anna", "boris")]
    meet = threading.Barrier(2, timeout=20)

    def write(user):
        try:
            meet.wait()
            for number in range(20):
                with recorded(user=user, label=str(number)):
                    Organisation.objects.create(
                        slug=f"{user}-{number}", name=user.username, kind=OrganisationKind.MANUFACTURER
                    )
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    told = Change.objects.filter(model="reference.organisation").values_list("new__name", "batch__actor_name")
    assert sorted(told) == [("anna", "anna")] * 20 + [("boris", "boris")] * 20


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_used_again_forgets_who_wrote(make, editor):
    fail(lambda: make(Country), user=editor)
    with recorded(user=editor):
        make(Country)
    with transaction.atomic():
        Country.objects.update(name="Elsewhere")

    assert list(Change.objects.order_by("id").values_list("batch__actor_name", flat=True)) == ["editor", None]


def test_a_saved_page_is_one_batch_with_all_its_rows(make, editor, editor_client):
    system, source = make(WeaponSystem, name="Harop", publication="draft"), make(Source)
    claim = make(Specification, system=system, stated="200 km")
    page = address(WeaponSystem, "change", system.pk)

    submit(editor_client, page, name="Harop 2", **row("specifications", 0, stated="300 km", sources=[source.pk]))

    batch = Batch.objects.get()
    assert (batch.kind, batch.actor, batch.label, batch.size) == ("edit", editor, "Weapon system “Harop 2”", 3)
    assert changes(WeaponSystem, batch=batch) == [("changed", {"name": "Harop"}, {"name": "Harop 2"})]
    before, after = {"minimum": None, "maximum": None}, {"minimum": 300_000, "maximum": 300_000}
    assert changes(Specification, batch=batch) == [
        ("changed", before | {"stated": "200 km"}, after | {"stated": "300 km"})
    ]
    link = {"specification_id": claim.pk, "source_id": source.pk}
    assert changes(Specification.sources.through, batch=batch) == [("added", None, link)]


def test_a_refused_page_leaves_nothing(make, editor_client):
    system = make(WeaponSystem)

    submit(editor_client, address(WeaponSystem, "change", system.pk), name="")

    assert not Batch.objects.exists()


def test_a_deletion_in_the_admin_is_a_batch_that_names_who(make, editor, editor_client):
    country = make(Country, name="Somewhere")

    editor_client.post(address(Country, "delete", country.pk), {"post": "yes", "reason": "Twice"})

    batch = Batch.objects.get()
    assert (batch.actor, batch.label) == (editor, "Country “Somewhere”, deleted")
    assert changes(Country, batch=batch)[0][0] == "deleted"


def test_an_action_on_several_records_is_one_batch(make, editor, editor_client):
    claims = [make(Operator), make(Operator)]
    chosen = {"action": "delete_selected", "_selected_action": [claim.pk for claim in claims], "post": "yes"}
    chosen |= {"reason": "Twice"}

    editor_client.post(address(Operator), chosen)

    batch = Batch.objects.get()
    assert (batch.kind, batch.actor, batch.label) == ("bulk-edit", editor, "Several operators")
    assert [operation for operation, _, _ in changes(Operator, batch=batch)] == ["deleted", "deleted"]
