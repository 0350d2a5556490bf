"""Review: who may write and who decides what the public sees (issue C, point 5)."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command

from agreements.models import Agreement
from core.changes import Batch
from core.groups import make_groups
from equipment.models import WeaponSystem, WeaponSystemCitation
from events.models import Incident
from reference.models import Dataset, Organisation, Source
from tests.editors import Editor
from tests.test_admin import TABLES, address, each
from tests.test_admin_editing import problems, row

ENTRIES = [WeaponSystem, Agreement, Incident, Organisation]


def member(group: str) -> Editor:
    make_groups()
    user = User.objects.create_user(group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return Editor(group)


def cited(make, **fields) -> WeaponSystem:
    system = make(WeaponSystem, **fields)
    make(WeaponSystemCitation, entry=system, source=make(Source))
    return system


@pytest.mark.django_db
def test_the_migration_makes_the_groups_with_what_they_may_do():
    Group.objects.all().delete()
    import_module("events.migrations.0002_groups").make(apps, None)
    held = {group.name: group.permissions.count() for group in Group.objects.all()}

    assert set(held) == {"viewer", "editor", "publisher"}
    assert held["viewer"] < held["editor"] < held["publisher"]
    publishing = Permission.objects.filter(codename__startswith="publish_")
    assert {group.name for permission in publishing for group in permission.group_set.all()} == {"publisher"}


@pytest.mark.django_db
def test_making_the_groups_again_takes_nothing_away():
    make_groups()
    own = Permission.objects.get(codename="add_user")
    Group.objects.get(name="editor").permissions.add(own)

    make_groups()

    assert own in Group.objects.get(name="editor").permissions.all()


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_has_the_groups():
    call_command("flush", interactive=False, verbosity=0)

    assert Group.objects.count() == 3


@each(TABLES)
def test_viewers_look_at_everything_and_change_nothing(make, model):
    viewer = member("viewer")
    record = make(model) if model.__name__ != "DataVersion" else None

    assert viewer.client.get(address(model)).status_code == 200
    assert viewer.client.get(address(model, "add")).status_code == 403
    if record:
        assert viewer.client.get(address(model, "change", record.pk)).status_code == 200
        assert viewer.client.post(address(model, "change", record.pk), {}).status_code == 403


@each(ENTRIES)
def test_editors_write_drafts_and_cannot_publish_them(make, model):
    editor, draft = member("editor"), make(model, publication="draft")

    assert editor.save(editor.open(draft), name="Changed", publication="published") is None

    draft.refresh_from_db()
    assert (draft.name, draft.publication) == ("Changed", "draft")


def test_editors_begin_drafts(make):
    editor = member("editor")
    editor.url = address(Organisation, "add")
    form = editor.sent_by(editor.client.get(editor.url))

    assert editor.save(form, name="New", slug="new", kind="manufacturer", publication="published") is None

    assert Organisation.objects.get().publication == "draft"


def test_editors_correct_what_is_published_but_keep_it_where_it_is(make):
    editor, system = member("editor"), cited(make, slug="harop")

    assert editor.save(editor.open(system), role="Hunter", slug="other", publication="withdrawn") is None

    system.refresh_from_db()
    assert (system.role, system.slug, system.publication) == ("Hunter", "harop", "published")


@pytest.mark.parametrize(("publication", "status"), [("draft", 302), ("published", 403), ("withdrawn", 403)])
def test_editors_delete_drafts_alone(make, publication, status):
    editor, system = member("editor"), make(WeaponSystem, publication=publication)

    answer = editor.client.post(address(WeaponSystem, "delete", system.pk), {"post": "yes", "reason": "Twice"})

    assert answer.status_code == status
    assert WeaponSystem.objects.exists() is (status != 302)


def test_editors_delete_nothing_published_from_a_list(make):
    editor, system = member("editor"), make(WeaponSystem)
    chosen = {"action": "delete_selected", "_selected_action": system.pk, "post": "yes", "reason": "Twice"}

    editor.client.post(address(WeaponSystem), chosen)

    assert WeaponSystem.objects.exists()


def test_editors_decide_no_licences(make):
    editor, dataset = member("editor"), make(Dataset)

    assert editor.client.get(address(Dataset, "change", dataset.pk)).status_code == 200
    assert editor.client.post(address(Dataset, "change", dataset.pk), {}).status_code == 403


def test_editors_do_not_publish_by_taking_back_what_a_publisher_did(make):
    editor, publisher, system = member("editor"), member("publisher"), cited(make)
    publisher.save(publisher.open(system), publication="withdrawn")
    publisher.save(publisher.open(system), role="Hunter")
    role, withdrawal = Batch.objects.all()[:2]

    refused = editor.client.post(address(Batch, "undo", withdrawal.pk), {"reason": "No"})
    taken_back = editor.client.post(address(Batch, "undo", role.pk), {"reason": "No"})

    assert (refused.status_code, taken_back.status_code) == (403, 302)
    system.refresh_from_db()
    assert (system.publication, system.role) == ("withdrawn", "")


def test_publishers_publish_what_has_a_source(make, api):
    publisher, draft = member("publisher"), make(WeaponSystem, slug="harop", publication="draft")
    form = publisher.open(draft) | {"publication": "published"}

    assert "needs a source" in problems(publisher.client.post(publisher.url, form))[0]
    assert publisher.save(form, **row("citations", 0, source=make(Source).pk)) is None
    assert api.get("weapon-systems/harop/").status_code == 200


def test_publishers_publish_organisations_without_a_source(make, api):
    publisher, draft = member("publisher"), make(Organisation, slug="iai", publication="draft")

    assert publisher.save(publisher.open(draft), publication="published") is None
    assert api.get("organisations/iai/").status_code == 200


def test_a_withdrawn_record_keeps_its_slug_and_is_gone_for_the_public(make, api):
    publisher, system = member("publisher"), cited(make, slug="harop")

    assert publisher.save(publisher.open(system), publication="withdrawn") is None

    answer = api.get("weapon-systems/harop/")
    assert (answer.status_code, answer.json()["reason"]) == (410, "withdrawn")
    system.refresh_from_db()
    assert system.slug == "harop"
