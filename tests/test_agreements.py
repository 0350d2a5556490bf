"""When an agreement is in force, and whom it binds."""

import pytest

from agreements.models import Agreement, Party
from reference.models import Country, Organisation

DAY = "2025-11-04"


def in_force(day: str = DAY) -> list[str]:
    return list(Agreement.objects.in_force_on(day).values_list("slug", flat=True))


@pytest.mark.parametrize("status", ["in-force", "suspended"])
def test_it_is_in_force_from_its_start_without_an_end(status, make):
    make(Agreement, slug="entered", status=status, signed="2020", in_force="2025-11-04")
    make(Agreement, slug="signed-only", status=status, signed="2025-11-04")
    make(Agreement, slug="later", status=status, signed="2020", in_force="2025-11-05")
    make(Agreement, slug="undated", status=status)

    assert in_force() == ["entered", "signed-only"]


@pytest.mark.parametrize("status", ["negotiated", "signed"])
def test_what_never_entered_into_force_is_not_in_force(status, make):
    make(Agreement, status=status, signed="2020")

    assert in_force() == []


@pytest.mark.parametrize("status", ["in-force", "superseded", "terminated", "expired"])
def test_it_is_in_force_up_to_its_end(status, make):
    make(Agreement, slug="ends-that-day", status=status, signed="2020", ended="2025-11-04")
    make(Agreement, slug="ended-before", status=status, signed="2020", ended="2025-11-03")
    make(Agreement, slug="ends-that-month", status=status, signed="2020", ended="2025-11")
    make(Agreement, slug="ends-that-year", status=status, signed="2020", ended="2025")

    assert in_force() == ["ends-that-day", "ends-that-month", "ends-that-year"]


@pytest.mark.parametrize("status", ["superseded", "terminated", "expired"])
def test_an_unknown_end_is_the_earliest_start_of_a_successor(status, make):
    until_2026, until_2025 = (make(Agreement, slug=slug, status=status, signed="2010") for slug in ("lasting", "over"))
    make(Agreement, slug="without-successor", status=status, signed="2010")
    make(Agreement, slug="draft", signed="2026-01", supersedes=[until_2026])
    make(Agreement, slug="much-later", signed="2040", supersedes=[until_2026, until_2025])
    make(Agreement, slug="successor", signed="2025-01", supersedes=[until_2025])

    assert in_force() == ["lasting"]


@pytest.mark.parametrize(
    ("start", "expected"), [("2025", True), ("2025-11", True), ("2025-12", False), ("2026", False)]
)
def test_a_start_known_to_the_month_or_year_may_be_before_the_day(start, expected, make):
    make(Agreement, status="in-force", signed=start)

    assert bool(in_force()) is expected


@pytest.fixture
def countries(make):
    return [make(Country, slug=slug) for slug in ("IN", "IL", "US")]


def bilateral() -> list[str]:
    return list(Agreement.objects.bilateral().values_list("slug", flat=True))


def test_bilateral_means_exactly_two_countries(countries, make):
    for number in range(1, 4):
        agreement = make(Agreement, slug=f"of-{number}")
        for country in countries[:number]:
            make(Party, agreement=agreement, country=country)

    assert bilateral() == ["of-2"]


def test_bodies_of_a_state_count_for_it(countries, make):
    india, israel, _ = countries
    agreement = make(Agreement, slug="two")
    for country, kind in [(india, "government"), (india, "armed-force"), (israel, "manufacturer")]:
        body = make(Organisation, kind=kind, country=country)
        make(Party, agreement=agreement, organisation=body, country=None)

    assert bilateral() == ["two"]


@pytest.mark.parametrize("other", [{"role": "witness"}, {"rank": "deprecated"}])
def test_witnesses_and_deprecated_parties_do_not_count(other, countries, make):
    agreement = make(Agreement, slug="two")
    for country in countries[:2]:
        make(Party, agreement=agreement, country=country)
    make(Party, agreement=agreement, country=countries[2], **other)

    assert bilateral() == ["two"]


@pytest.mark.parametrize("kind", ["armed-group", "international-organisation"])
def test_an_armed_group_or_international_organisation_stands_for_no_country(kind, countries, make):
    agreement = make(Agreement)
    make(Party, agreement=agreement, country=countries[0])
    make(Party, agreement=agreement, country=None, organisation=make(Organisation, kind=kind, country=countries[1]))

    assert bilateral() == []
