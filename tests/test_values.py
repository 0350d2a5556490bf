"""How the values of a question are given: with commas, again and again, too many, repeated."""

import pytest

from agreements.models import Agreement
from equipment.models import WeaponSystem
from events.models import Incident
from reference.models import Country, Source
from tests.test_filters import found


def test_a_text_with_a_comma_is_asked_for_with_a_backslash(api, make):
    make(Source, slug="one", publisher="Jane's, London")
    make(Source, slug="other", publisher="SIPRI")

    assert found(api, "sources/?publisher=Jane's\\, London") == ["one"]
    assert found(api, "sources/?publisher=Jane's\\, London,SIPRI") == ["one", "other"]


@pytest.mark.parametrize(
    "query",
    [
        f"agreements/?party__all={','.join(f'x{n}' for n in range(11))}",
        f"incidents/?killed={','.join(map(str, range(101)))}",
        f"weapon-systems/?{'&'.join(f'spec=range:{n}km' for n in range(11))}",
    ],
)
def test_more_values_than_a_question_needs_are_refused(query, api, db):
    (error,) = api.get(query).json()["errors"]

    assert error["expected"].startswith("at most 10")


def test_a_value_given_again_and_again_is_asked_for_once(api, make):
    make(Incident, slug="one", countries=[make(Country, slug="IN")])

    assert found(api, f"incidents/?country__all={','.join(['IN'] * 500)}") == ["one"]


@pytest.mark.parametrize("query", ["S400", "S-400", "s 400", "S400 missile"])
def test_a_designation_is_found_however_it_is_spelt(query, api, make):
    make(WeaponSystem, slug="s-400", name="S-400 missile")
    make(Agreement, slug="contract", name="Contract for S-400 missile systems")
    make(Agreement, slug="other", name="Contract for S-300 missile systems")

    assert found(api, f"agreements/?q={query}") == ["contract"]
    assert found(api, f"weapon-systems/?q={query}") == ["s-400"]


def test_a_text_of_many_words_is_refused(api, db):
    assert api.get(f"search/?q={'+'.join(f'w{n}' for n in range(21))}").status_code == 400
    assert api.get(f"incidents/?q={'+'.join(f'w{n}' for n in range(21))}").status_code == 400
