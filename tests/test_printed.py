"""Values as sources print them: read for what they mean, or refused with what is nearest."""

import json
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from core.printed import Measure, Unreadable, read_date, read_measure, read_otherwise
from equipment.models import Property, Specification, WeaponSystem
from events.models import Incident
from tests.test_admin import address
from tests.test_admin_editing import problems, row, submit

READ = "also “about”, “up to”, “at least”."


def curated() -> list:
    """Return the printed values of the curated facts with their dimension, unit and numbers."""
    objects = [
        obj for path in sorted(settings.BASE_DIR.glob("fixtures/*.json")) for obj in json.loads(path.read_text())
    ]
    known = {obj["fields"]["slug"]: obj["fields"] for obj in objects if obj["model"] == "equipment.property"}
    rows = [obj["fields"] for obj in objects if obj["model"] == "equipment.specification"]
    return [(row, known[row["property"][0]]) for row in rows if known[row["property"][0]]["dimension"] != "text"]


def test_curated_facts_are_read_as_their_numbers():
    differing = []
    for fact, measured in curated():
        ends = [None if fact.get(end) is None else Decimal(str(fact[end])) for end in ("minimum", "maximum")]
        read = read_measure(fact["stated"], measured["dimension"], measured.get("unit", ""))
        if read != Measure(*ends, fact.get("approximate", False)):
            differing.append((fact["stated"], read))

    assert len(curated()) > 250
    assert differing == []


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("300–400 km", "km", "300 to 400 km"),
        ("Mach 2.5", "km/h", "about 3,062.646 km/h"),
        ("Mach 2–2.5", "km/h", "about 2,450.1168 to 3,062.646 km/h"),
        ("approx 23 kg", "kg", "about 23 kg"),
        ("up to 200 km", "km", "200 km"),
        ("less than 5 t", "kg", "at most 5,000 kg"),
        ("300+ km", "km", "at least 300 km"),
        ("12 ft 3 in", "m", "3.7338 m"),
        ("12′ 3″", "m", "3.7338 m"),
        ("5 h 30 min", "h", "5.5 h"),
        ("500 m to 2 km", "km", "0.5 to 2 km"),
        ("10 ± 2 km", "km", "8 to 12 km"),
        ("300 km (190 mi)", "km", "300 km"),
        ("50 000 feet", "m", "15,240 m"),
        ("$24.5 million", "USD", "24,500,000 USD"),
        ("US$ 2.5–3.5 bn", "USD", "2,500,000,000 to 3,500,000,000 USD"),
        ("$2.5–3.5 million", "USD", "2,500,000 to 3,500,000 USD"),
        ("5 to 10 million USD", "USD", "5,000,000 to 10,000,000 USD"),
        ("$800,000 to 1 million", "USD", "800,000 to 1,000,000 USD"),
        ("$500k – $2m", "USD", "500,000 to 2,000,000 USD"),
        ("about $3mn", "USD", "about 3,000,000 USD"),
        ("300 m", "m", "300 m"),
        ("at least 6", "", "at least 6"),
        ("6–8 missiles", "", "6 to 8"),
        ("2 in service", "", "2"),
    ],
)
def test_value_is_read_as_printed(text, unit, words):
    dimension = {"km": "length", "m": "length", "km/h": "speed", "kg": "mass", "h": "time", "USD": "money", "": "count"}

    assert read_measure(text, dimension[unit], unit).in_words(unit) == words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("300", "The unit is missing: write it as printed, such as “km”."),
        ("300 kg", "“kg” is not a unit of length. Nearest: km, m, cm."),
        ("100 nm", "“nm” is not a unit of length. Nearest: nmi, m, km."),
        ("2,5 km", "“2,5 km” is not a value with its unit. Nearest: “2.5 km”; " + READ),
        ("400–300 km", "“400–300 km” runs backwards. Nearest: 300 to 400 km."),
        ("5 km 3 km", "“5 km 3 km” is several values: write one, or a range such as “5–7 km”."),
        ("3 in 12 ft", "“3 in 12 ft” is several values: write one, or a range such as “5–7 km”."),
        ("5 ± 7 km", "“5 ± 7 km” would begin below 0. Nearest: “0–12 km” or “up to 12 km”."),
        ("999999999999 nmi", "“999999999999 nmi” is 1,851,999,999,998.148 km: the most is 999,999,999,999."),
        ("Q2 2017", "“Q2 2017” is not a value with its unit. Nearest: “200 km”; " + READ),
        ("miles", "“miles” has no number. Nearest: “200 mi”."),
        ("far", "“far” is not a value with its unit. Nearest: “200 km”; " + READ),
        ("9" * 30 + " km", f"“{'9' * 30} km” is not a value with its unit. Nearest: “200 km”; " + READ),
    ],
)
def test_value_that_cannot_be_read_is_refused_with_the_nearest(text, told):
    with pytest.raises(Unreadable, match=r".*") as refused:
        read_measure(text, "length", "km")

    assert str(refused.value) == told


@pytest.mark.parametrize("unit", ["km", "ft", "%", "h", "kN"])
def test_a_count_with_a_unit_is_refused(unit):
    with pytest.raises(Unreadable, match=f"“{unit}” is a unit, and this is a count"):
        read_measure(f"300 {unit}", "count", "")


@pytest.mark.parametrize("text", ["3 men 2 women", "$300"])
def test_several_counts_and_amounts_of_money_are_no_count(text):
    with pytest.raises(Unreadable):
        read_measure(text, "count", "")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("7.000 km", "Its words read as 7 km, not in thousands."),
        ("1.250–1.500 km", "Its words read as 1.25 to 1.5 km, not in thousands."),
        ("0.125 km", ""),
        ("7.25 km", ""),
        ("7,000 km", ""),
    ],
)
def test_a_point_before_three_figures_is_doubtful(text, doubt):
    read = read_measure(text, "length", "km")

    assert read_otherwise(text, "length", "km", (read.minimum, read.maximum)) == doubt


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2017", "2017"),
        ("2017-04", "2017-04"),
        ("April 2017", "2017-04"),
        ("22 Apr 2025", "2025-04-22"),
        ("22nd of April 2025", "2025-04-22"),
        ("Apr. 22, 2025", "2025-04-22"),
        ("2017/4/3", "2017-04-03"),
        ("22-Apr-2025", "2025-04-22"),
        ("2017-04-00", "2017-04"),
        ("2017-00-00", "2017"),
        ("2017-00", "2017"),
    ],
)
def test_date_is_read_as_printed(text, date):
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Q2 2017", "of a quarter, the nearest are 2017-04 to 2017-06, or 2017."),
        ("04/05/2025", "the nearest are 2025-04-05 or 2025-05-04."),
        ("Apirl 2017", "the nearest are 2017-04 and 2017."),
        ("about 2017", "the nearest is 2017; say the rest in a note."),
        ("early 2017", "the nearest is 2017; say the rest in a note."),
        ("31.02.2016", "the nearest is 2016."),
        ("mid-2017", "the nearest is 2017; say the rest in a note."),
        ("1960s", "the nearest is 1960; say the rest in a note."),
        ("soon", "write 2017, 2017-04 or 2017-04-22."),
    ],
)
def test_date_that_cannot_be_read_is_refused_with_the_nearest(text, nearest):
    with pytest.raises(Unreadable, match=r".*") as refused:
        read_date(text)

    assert str(refused.value) == f"“{text}” is not a date: {nearest}"


@pytest.fixture
def draft(make):
    return make(WeaponSystem, publication="draft")


def test_specification_typed_as_printed_comes_out_as_numbers(make, editor_client, draft):
    speed = make(Property, name="Speed", dimension="speed", unit="km/h")
    typed = row("specifications", 0, property=speed.pk, stated="Mach 2–2.5", rank="normal")

    response = submit(editor_client, address(WeaponSystem, "change", draft.pk), **typed)

    assert problems(response) == []
    made = Specification.objects.get()
    assert (made.minimum, made.maximum, made.approximate) == (Decimal("2450.1168"), Decimal("3062.646"), True)


def test_specification_that_cannot_be_read_says_why_unless_its_numbers_are_given(make, editor_client, draft):
    length = make(Property, dimension="length", unit="m")
    typed = row("specifications", 0, property=length.pk, stated="a mile or two", rank="normal")
    url = address(WeaponSystem, "change", draft.pk)

    refused = problems(submit(editor_client, url, **typed))
    accepted = problems(submit(editor_client, url, **typed | {"specifications-0-minimum": "1609"}))

    assert [text.split(".")[0] for text in refused] == ["“a mile or two” is not a value with its unit"]
    assert (accepted, Specification.objects.get().minimum) == ([], 1609)


def test_date_typed_as_printed_is_kept_in_iso(make, editor_client, draft):
    url = address(WeaponSystem, "change", draft.pk)

    accepted = problems(submit(editor_client, url, introduced="22 April 2009", retired="May 2011"))
    refused = problems(submit(editor_client, url, introduced="Q2 2009"))

    draft.refresh_from_db()
    assert (accepted, draft.introduced, draft.retired) == ([], "2009-04-22", "2011-05")
    assert refused == ["“Q2 2009” is not a date: of a quarter, the nearest are 2009-04 to 2009-06, or 2009."]


def understood(client, model, **given) -> dict:
    name = f"admin:{model._meta.label_lower.replace('.', '_')}_understood"
    return client.get(reverse(name), given).json()


def test_form_is_told_what_a_text_means_before_it_is_saved(make, editor_client):
    length = make(Property, dimension="length", unit="m")
    asked = {"field": "stated", "property": length.pk}

    assert understood(editor_client, Specification, text="12 ft", **asked) == {"understood": "3.6576 m"}
    assert understood(editor_client, Incident, field="started", text="May 2025") == {"understood": "2025-05"}
    assert understood(editor_client, Incident, field="place", text="May 2025") == {"understood": ""}
    assert list(understood(editor_client, Specification, text="12", **asked)) == ["problem"]


@pytest.mark.parametrize("key", ["", "x", "9" * 25, "\0"])
def test_text_of_an_unknown_property_means_nothing(make, editor_client, key):
    assert understood(editor_client, Specification, field="stated", text="12 ft", property=key) == {"understood": ""}


def test_what_a_text_means_is_told_to_those_who_may_look(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))

    assert client.get(reverse("admin:events_incident_understood")).status_code == 403
