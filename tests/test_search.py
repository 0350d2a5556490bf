"""The search over every kind of entry."""

import pytest

from agreements.models import Agreement
from equipment.models import WeaponSystem, WeaponSystemAlias
from reference.models import Dataset, Organisation, Publication


def found(api, **query) -> list[tuple[str, str]]:
    return [(hit["slug"], hit["matched"]["how"]) for hit in api.get("search/", query).json()["results"]]


def test_names_come_before_texts_and_exact_ones_first(api, make):
    make(WeaponSystem, slug="text", name="Other", summary="Carries a buk.")
    make(WeaponSystem, slug="word", name="System Buk")
    make(WeaponSystem, slug="prefix", name="Buk-M1")
    make(Organisation, slug="exact", name="Buk")

    assert found(api, q="Bük") == [("exact", "exact"), ("prefix", "prefix"), ("word", "name"), ("text", "text")]


@pytest.mark.parametrize("typed", ["T-72", "T72", "Т-72", "t 72", "tank"])
def test_names_are_found_as_people_type_them(typed, api, make):
    system = make(WeaponSystem, slug="t-72", name="T-72")
    make(WeaponSystemAlias, entry=system, text="Tank")

    assert found(api, q=typed) == [("t-72", "exact")]


def test_what_matched_is_shown(api, make):
    system = make(WeaponSystem, name="Akash", summary="A missile that " + "flies " * 40 + "against aircraft.")
    make(WeaponSystemAlias, entry=system, text="Sky")

    by_alias = api.get("search/?q=sky").json()["results"][0]["matched"]
    by_text = api.get("search/?q=aircraft").json()["results"][0]["matched"]

    assert by_alias == {"how": "exact", "field": "alias", "text": "Sky"}
    assert (by_text["field"], by_text["text"][0], by_text["text"][-17:]) == ("summary", "…", "against aircraft.")


def test_types_narrow_the_search(api, make):
    make(WeaponSystem, slug="system", name="Pinaka")
    make(Agreement, slug="deal", name="Pinaka")

    assert found(api, q="pinaka", type="agreements") == [("deal", "exact")]
    assert api.get("search/?q=pinaka&type=agrement").json()["errors"][0]["suggestions"][0] == "agreements"


def test_a_misspelling_brings_the_nearest_names(api, make):
    make(WeaponSystem, name="BrahMos")
    make(WeaponSystem, name="Akash")

    answer = api.get("search/?q=brahmoss").json()

    assert (answer["results"], answer["did_you_mean"][0]) == ([], "BrahMos")


def test_hidden_entries_are_neither_found_nor_suggested(api, make):
    make(WeaponSystem, name="Draft", publication=Publication.DRAFT)
    make(WeaponSystem, name="Restricted", dataset=make(Dataset, redistributable=False))

    assert api.get("search/?q=draft").json()["did_you_mean"] == []
    assert found(api, q="restricted") == []


def test_the_words_are_required_and_parameters_strict(api, db):
    faults = api.get("search/?kind=x&page=0").json()["errors"]

    assert sorted(fault["parameter"] for fault in faults) == ["kind", "page", "q"]


def test_search_costs_the_same_queries_for_one_hit_and_many(api, make, django_assert_num_queries):
    for number in range(5):
        make(WeaponSystemAlias, text=f"Spike {number}")

    with django_assert_num_queries(4):
        api.get("search/?q=spike")
