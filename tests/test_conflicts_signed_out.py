"""Forms that outlast their session (A1, A16): whoever signs in again has before them what was typed."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from equipment.models import WeaponSystem, WeaponSystemAlias
from tests.editors import Editor
from tests.test_admin import address
from tests.test_admin_editing import problems
from tests.test_conflicts import system_of

WHO = {"username": "mira", "password": "mira’s own"}


@pytest.fixture
def mira(db) -> Editor:
    User.objects.create_superuser(**WHO)
    return Editor("mira")


def kept(response) -> dict:
    """Return what the page that asks who one is sends beside the name and the password."""
    return {"kept": response.context_data["kept"]}


def test_a1_what_was_typed_is_there_after_signing_in_again(make, mira):
    system = system_of(make)
    form = mira.open(system) | {"role": "Decoy", "aliases-0-text": "Harpy\r\nTwo"}
    Session.objects.all().delete()
    cache.clear()

    asked = mira.client.post(mira.url, form)
    back = mira.client.post(mira.url, WHO | kept(asked))

    assert (asked.status_code, back.status_code) == (403, 200)
    assert problems(back) == ["You are signed in again. What you typed is below; it is not saved yet."]
    again = mira.sent_by(back)
    assert (again["role"], again["aliases-0-text"]) == ("Decoy", "Harpy\r\nTwo")
    system.refresh_from_db()
    assert system.role == "Old"
    assert mira.save(again, **{"aliases-0-text": "Harpy Two"}) is None
    system.refresh_from_db()
    assert (system.role, system.aliases.get().text) == ("Decoy", "Harpy Two")


def test_a1_what_others_saved_while_one_was_signed_out_is_put_together(make, mira):
    system, noor = system_of(make), Editor("noor")
    form = mira.open(system) | {"role": "Decoy"}
    mira.client.logout()
    noor.save(noor.open(system), role="Hunter")

    asked = mira.client.post(mira.url, form)
    together = mira.sent_by(mira.client.post(mira.url, WHO | kept(asked)))

    assert [words for _, words, _ in mira.merge.rows[0].lines[0].cells] == ["Old", "Hunter", "Decoy"]
    assert mira.save(together) is None


def test_a1_a_wrong_password_loses_nothing(make, mira):
    system = system_of(make)
    form = mira.open(system) | {"role": "Decoy"}
    mira.client.logout()
    asked = mira.client.post(mira.url, form)

    wrong = mira.client.post(mira.url, WHO | {"password": "wrong"} | kept(asked))
    back = mira.client.post(mira.url, WHO | kept(wrong))

    assert "correct username and password" in wrong.content.decode()
    assert mira.sent_by(back)["role"] == "Decoy"


def test_a1_a_new_record_outlasts_its_session_too(db, mira):
    url = address(WeaponSystemAlias, "add")
    mira.client.logout()

    asked = mira.client.post(url, {"text": "Harpy 2"})
    back = mira.client.post(url, WHO | kept(asked))

    assert mira.sent_by(back)["text"] == "Harpy 2"
    assert not WeaponSystemAlias.objects.exists()


@pytest.mark.parametrize("made_up", ["nonsense", "W10:1:2"])
def test_a1_what_was_not_kept_by_us_is_not_taken(make, mira, made_up):
    system = system_of(make)
    url = address(WeaponSystem, "change", system.pk)

    answer = Client().post(url, WHO | {"kept": made_up})

    assert answer.status_code == 403
    assert "sessionid" not in answer.cookies


def test_a1_what_was_kept_of_one_page_is_not_put_into_another(make, mira):
    one, other = system_of(make), make(WeaponSystem)
    form = mira.open(one)
    mira.client.logout()
    asked = mira.client.post(mira.url, form)

    answer = mira.client.post(address(WeaponSystem, "change", other.pk), WHO | kept(asked))

    assert answer.status_code == 403


def test_a1_only_forms_are_kept(make, mira):
    system = system_of(make)

    answer = Client().post(address(WeaponSystem, "delete", system.pk), {"post": "yes"})

    assert answer.status_code == 302
    assert WeaponSystem.objects.exists()
