"""Who else has a form open (A2): said on the form, and never a lock."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from core.presence import Presence
from equipment.models import WeaponSystem
from reference.models import Country
from tests.editors import Editor
from tests.test_admin import address, cost


def report(editor, record, state="opened") -> dict:
    answer = editor.client.post(address(type(record), "presence", record.pk), {"state": state})
    return answer.json()["notice"]


def test_a2_a_form_says_who_else_has_it_open(make, two):
    (mira, noor), system = two, make(WeaponSystem)

    assert report(mira, system) == ""
    Presence.objects.update(opened=now() - timedelta(minutes=3, seconds=20))
    page = noor.client.get(address(WeaponSystem, "change", system.pk)).content.decode()

    assert "Also opened by mira 3 min ago." in page
    assert report(noor, system) == "Also opened by mira 3 min ago."
    assert report(mira, system, "open") == "Also opened by noor just now."


def test_a2_who_closes_a_form_or_falls_silent_is_not_named(make, two):
    (mira, noor), system = two, make(WeaponSystem)
    report(mira, system)
    report(mira, system, "closed")
    assert report(noor, system) == ""

    report(mira, system)
    Presence.objects.filter(user__username="mira").update(seen=now() - timedelta(minutes=2))

    assert report(noor, system, "open") == ""
    assert report(mira, system, "open") == "Also opened by noor just now."


def test_a2_only_the_same_record_of_the_same_table_counts(make, two):
    (mira, noor), system, country = two, make(WeaponSystem), make(Country)
    report(mira, make(WeaponSystem))
    report(mira, country)

    assert report(noor, system) == ""


def test_a2_opening_a_form_again_counts_from_then(make, two):
    (mira, noor), system = two, make(WeaponSystem)
    report(mira, system)
    Presence.objects.update(opened=now() - timedelta(hours=3))
    report(mira, system, "open")
    assert report(noor, system) == "Also opened by mira 180 min ago."

    report(mira, system)

    assert report(noor, system) == "Also opened by mira just now."


@pytest.mark.parametrize(("key", "state"), [("1", "asleep"), ("x", "open"), ("9" * 30, "open"), ("999999", "open")])
def test_a2_what_makes_no_sense_is_not_found(make, two, key, state):
    make(WeaponSystem)

    answer = two[0].client.post(address(WeaponSystem, "presence", key), {"state": state})

    assert answer.status_code == 404


def test_a2_only_those_who_may_edit_are_told(make, db):
    system, reader = make(WeaponSystem), Client()
    reader.force_login(User.objects.create_user("reader", is_staff=True))

    assert reader.post(address(WeaponSystem, "presence", system.pk), {"state": "open"}).status_code == 403
    assert Client().post(address(WeaponSystem, "presence", system.pk), {"state": "open"}).status_code == 302


def test_a2_the_notice_costs_the_same_for_one_editor_and_many(make, two, django_assert_num_queries):
    (mira, noor), system = two, make(WeaponSystem)
    url = address(WeaponSystem, "change", system.pk)
    report(mira, system)
    cost(noor.client, url)
    few, _ = cost(noor.client, url)
    for number in range(9):
        report(Editor(f"editor{number}"), system)

    many, _ = cost(noor.client, url)

    assert few == many
    with django_assert_num_queries(5):
        report(noor, system, "open")
