"""Forms that are not taken: nothing is stored, and one is told why, with what was typed where that can be."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from equipment.models import WeaponSystem
from tests.editors import Editor
from tests.test_admin import address
from tests.test_admin_editing import problems
from tests.test_conflicts import system_of


@pytest.fixture
def mira(db) -> Editor:
    editor = Editor("mira")
    editor.client = Client(enforce_csrf_checks=True)
    editor.client.force_login(User.objects.get(username="mira"))
    return editor


def test_a_form_from_before_signing_in_again_is_given_back_and_saved_when_sent_again(make, mira):
    system = system_of(make)
    form = mira.open(system) | {"role": "Decoy", "csrfmiddlewaretoken": "a" * 64}

    back = mira.client.post(mira.url, form)

    assert back.status_code == 403
    assert "What you typed is below; it is not saved yet" in problems(back)[0]
    system.refresh_from_db()
    assert system.role == "Old"
    again = mira.sent_by(back)
    assert again["role"] == "Decoy"
    assert mira.save(again, csrfmiddlewaretoken=mira.client.cookies["csrftoken"].value) is None
    system.refresh_from_db()
    assert system.role == "Decoy"


def test_a_new_record_is_given_back_too(mira):
    url = address(WeaponSystem, "add")
    mira.client.get(url)

    back = mira.client.post(url, mira.sent_by(mira.client.get(url)) | {"name": "Harpy 2"})

    assert mira.sent_by(back)["name"] == "Harpy 2"
    assert not WeaponSystem.objects.exists()


@pytest.mark.parametrize("button", ["_saveasnew", "_continue", "_addanother", "_rows"])
def test_no_button_writes_an_unproven_form(make, mira, button):
    system = system_of(make)
    form = mira.open(system) | {"role": "Decoy", "name": "Other", button: "aliases:add"}

    assert mira.client.post(mira.url, form).status_code == 403
    assert [s.role for s in WeaponSystem.objects.all()] == ["Old"]


def test_other_pages_and_other_sites_get_words_alone(make, mira):
    system = system_of(make)
    mira.client.get(address(WeaponSystem))
    sent = [
        (address(WeaponSystem, "delete", system.pk), {}),
        ("/admin/password_change/", {}),
        ("/admin/auth/user/add/", {}),
        (address(WeaponSystem, "change", system.pk), {"headers": {"Origin": "https://elsewhere.example"}}),
    ]

    for url, more in sent:
        answer = mira.client.post(url, {"post": "yes", "username": "eve", "reason": "x"}, **more)
        assert answer.status_code == 403
        assert "Nothing was stored" in answer.content.decode()
    assert WeaponSystem.objects.exists()


def test_a_name_and_a_password_are_not_taken_from_an_unproven_form(make, mira):
    system = system_of(make)
    stranger = Client(enforce_csrf_checks=True)

    answer = stranger.post(address(WeaponSystem, "change", system.pk), {"username": "mira", "kept": "x"})

    assert answer.status_code == 403
    assert "sessionid" not in answer.cookies


def test_a_text_of_three_megabytes_is_taken_and_a_larger_form_refused_in_words(make, mira):
    system = system_of(make)
    form = mira.open(system)
    form["csrfmiddlewaretoken"] = mira.client.cookies["csrftoken"].value

    assert mira.client.post(mira.url, form | {"notes": "a" * 3_000_000}).status_code == 302
    large = mira.client.post(mira.url, form | {"notes": "a" * 11_000_000})
    many = mira.client.post(mira.url, {f"f{n}": "" for n in range(10_001)})

    assert (large.status_code, many.status_code) == (400, 400)
    assert "longer than 10 MB" in large.content.decode()
    assert "more than 10,000 fields" in many.content.decode()
