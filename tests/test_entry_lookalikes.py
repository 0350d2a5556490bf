"""Look-alikes are listed with their reason before a record is saved, and the answer is remembered (row A13)."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.lookalikes import look_alikes
from equipment.models import WeaponSystem, WeaponSystemAlias
from events.models import Incident
from reference.models import Country, Dataset, Distinct, Organisation
from tests.test_admin import address
from tests.test_admin_editing import problems, submit

ASKED = "It looks like records there are already. Look at them, tick that it is another one, and save again."


def alike(record) -> list[tuple[str, str]]:
    return [(found.record.name, found.reason) for found in look_alikes(record)]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("brahmos", "its name “BrahMos” is the same"),
        ("Brah-Mos", "its name “BrahMos” is the same"),
        ("Bramhos", "its name “BrahMos” is 86 % alike"),
        ("PJ10", "its alias “PJ-10” is the same"),
        ("BrahMos missile", "its name “BrahMos” shares all its words"),
    ],
)
def test_a13_names_and_aliases_alike_are_found_with_the_reason(make, name, reason):
    brahmos = make(WeaponSystem, name="BrahMos")
    make(WeaponSystemAlias, entry=brahmos, text="PJ-10")
    make(WeaponSystem, name="Something else")

    assert alike(WeaponSystem(name=name)) == [("BrahMos", reason)]


@pytest.mark.parametrize("name", ["Barak 1", "Barak", "T-72", "IAI", "№", " "])
def test_a13_names_with_other_numbers_are_not_alike(make, name):
    for other in ["Barak 8", "T-90", "IAI Heron"]:
        make(WeaponSystem, name=other)

    assert alike(WeaponSystem(name=name)) == []


def test_a13_words_in_another_order_are_alike(make):
    make(Organisation, name="Ministry of Defence (India)")

    assert alike(Organisation(name="India: Ministry of Defence")) == [
        ("Ministry of Defence (India)", "its name “Ministry of Defence (India)” is the same")
    ]


def test_a13_same_external_id_is_found_in_another_data_set(make):
    make(Incident, name="Strike", dataset=make(Dataset), external_id="IND-17")

    found = alike(Incident(name="Quite different", dataset=make(Dataset), external_id="IND-17"))

    assert found == [("Strike", "the same external id, “IND-17”")]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"started": "2025-04-22", "place": "Baisaran, Pahalgam"}, True),
        ({"started": "2025-04-22", "latitude": Decimal(34), "longitude": Decimal("75.3")}, True),
        ({"started": "2025-04-22", "place": "Srinagar"}, False),
        ({"started": "2025-04-23", "place": "Pahalgam"}, False),
        ({"started": "2025-04", "place": "Pahalgam"}, False),
        ({"place": "Pahalgam"}, False),
    ],
)
def test_a13_incident_on_the_same_day_at_the_same_place_is_found(make, given, found):
    make(Incident, name="Attack", started="2025-04-22", place="Pahalgam", latitude="34.01", longitude="75.31")

    reasons = [reason for _, reason in alike(Incident(name="Other words", **given))]

    assert reasons == (["the same day and place: 2025-04-22, Pahalgam"] if found else [])


def test_a13_record_is_not_its_own_look_alike(make):
    assert alike(make(WeaponSystem, name="BrahMos")) == []


@pytest.fixture
def typed(make):
    """Return what is typed for an organisation that looks like one there is."""
    make(Organisation, name="Rafael Advanced Defense Systems", slug="rafael")
    return {"name": "Rafael Advanced Defence Systems", "slug": "rafael-2", "kind": "manufacturer"}


def test_a13_look_alikes_are_shown_before_saving_and_nothing_typed_is_lost(editor_client, typed):
    response = submit(editor_client, address(Organisation, "add"), **typed, website="https://rafael.example/")
    page = response.content.decode()

    assert problems(response) == [ASKED]
    assert "its name “Rafael Advanced Defense Systems” is 97 % alike" in page
    assert 'value="https://rafael.example/"' in page
    assert Organisation.objects.count() == 1


def test_a13_not_a_duplicate_is_saved_and_remembered(editor_client, typed):
    told = problems(submit(editor_client, address(Organisation, "add"), **typed, _distinct="rafael"))

    made, (pair,) = Organisation.objects.get(slug="rafael-2"), Distinct.objects.all()
    renamed = submit(editor_client, address(Organisation, "change", made.pk), name="Rafael Advanced Defence System")
    assert (told, problems(renamed)) == ([], [])
    assert (pair.slug, pair.other, pair.by) == ("rafael", "rafael-2", "editor")


@pytest.mark.parametrize("answer", ["other", "\0", "rafael-2", "x" * 500])
def test_a13_answer_about_other_records_is_no_answer(editor_client, typed, answer):
    assert problems(submit(editor_client, address(Organisation, "add"), **typed, _distinct=answer)) == [ASKED]


def test_a13_record_saved_without_a_new_name_is_not_asked_about(make, editor_client, typed):
    made = make(Organisation, name=typed["name"])

    assert problems(submit(editor_client, address(Organisation, "change", made.pk), summary="x")) == []


def listed(client, model, **given) -> list[str]:
    name = f"admin:{model._meta.label_lower.replace('.', '_')}_lookalikes"
    page = client.get(reverse(name), given).content.decode()
    return re.findall(r"<li>.*?>(.*?)</a>", page)


def test_a13_look_alikes_are_listed_while_a_name_is_typed(make, editor_client, typed):
    attack = {"name": "Attack", "started": "2025-04-22", "place": "Pahalgam"}
    incident = make(Incident, **attack)
    given = {"name": "x", "started": "22 April 2025", "place": "Pahalgam"}

    assert listed(editor_client, Organisation, name="Rafael Advanced Defence Syst") == [
        "Rafael Advanced Defense Systems"
    ]
    assert listed(editor_client, Incident, **given) == ["Attack"]
    assert listed(editor_client, Incident, **given, pk=incident.pk) == []
    assert listed(editor_client, Incident, name="\0", started="soon", pk="x") == []


def test_a13_look_alikes_are_told_to_those_who_may_look(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))

    assert client.get(reverse("admin:events_incident_lookalikes")).status_code == 403


def test_a13_look_alikes_cost_no_more_queries_however_many_there_are(make):
    costs = []
    for number in (1, 200):
        for _ in range(number):
            make(Incident, name=f"Strike on a depot {len(costs)}", started="2025-05-07", place="Bahawalpur")
        with CaptureQueriesContext(connection) as queries:
            found = look_alikes(Incident(name="Strike on the depot 1", started="2025-05-07", place="Bahawalpur"))
        costs.append(len(queries))

    assert len(found) == 5
    assert max(costs) <= 12


def test_a13_countries_are_not_asked_about(make, editor_client):
    make(Country, name="Niger")

    assert "look-alikes" not in editor_client.get(address(Country, "add")).content.decode()


def test_a13_a_look_alike_of_a_record_leads_to_merging_the_two(make, editor_client, typed):
    other, made = Organisation.objects.get(), make(Organisation, name=typed["name"])

    response = submit(editor_client, address(Organisation, "change", made.pk), name=typed["name"] + " Ltd")

    assert f'<a href="{address(Organisation, "merge", made.pk)}?with={other.pk}"' in response.content.decode()


def test_a13_the_list_of_look_alikes_leads_to_merging_them(make, editor_client):
    one, other = (make(Incident, name="Strike", started="2020-01-02") for _ in range(2))
    place = {"latitude": 10, "longitude": 20}
    near, far = make(Incident, name="A", started="2021", **place), make(Incident, name="B", started="2021", **place)

    page = editor_client.get(f"{address(Incident)}?where=alike:is:yes").content.decode()
    plain = editor_client.get(address(Incident)).content.decode()

    links = re.findall(r'<a href="([^"]+)" aria-label="Merge', page)
    pairs = [(one, other), (other, one), (near, far), (far, near)]
    assert sorted(links) == sorted(f"{address(Incident, 'merge', a.pk)}?with={b.pk}" for a, b in pairs)
    assert editor_client.get(links[0]).status_code == 200
    assert "Merge" not in plain.partition('id="result_list"')[2]
