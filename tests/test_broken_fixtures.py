"""Fixtures that are wrong: each is refused whole, in one line that says where and why."""

import json

import pytest
from django.core.management import CommandError, call_command

from equipment.models import Category, WeaponSystem
from reference.models import Country, Dataset, DataVersion

INDIA = {"slug": "IN", "name": "India", "alpha3": "IND"}
MISSHAPEN = {
    "no object": (None, "(not an object): an object needs a “model” and “fields”."),
    "a list of fields": (
        {"model": "reference.country", "fields": [1]},
        "(reference.country): an object needs a “model” and “fields”.",
    ),
    "the same record twice": (
        {"model": "reference.country", "fields": INDIA},
        "(reference.country IN): object 1 is the same record.",
    ),
    "a primary key for a relation": (
        {"model": "reference.organisation", "fields": {"slug": "x", "name": "X", "kind": "manufacturer", "country": 5}},
        '(reference.organisation x): field country: name the record by its natural key, such as ["5"].',
    ),
    "NUL in a text": (
        {"model": "reference.country", "fields": {"slug": "IL", "name": "Is\0rael", "alpha3": "ISR"}},
        "(reference.country IL): field name: a text cannot hold NUL.",
    ),
    "half a character": (
        {"model": "reference.country", "fields": {"slug": "IL", "name": "\ud800", "alpha3": "ISR"}},
        "(reference.country IL): field name: a text cannot hold half a surrogate pair.",
    ),
    "no label of a model": (
        {"model": "country", "fields": {}},
        "(country): “country” is not the label of a model, such as reference.country.",
    ),
    "unknown model": (
        {"model": "reference.state", "fields": {}},
        "(reference.state): “reference.state” is no model. Nearest: reference.dataset.",
    ),
    "a list for a text": (
        {"model": "reference.country", "fields": {"slug": "IL", "name": ["a", "b"], "alpha3": "ISR"}},
        '(reference.country IL): field name: ["a", "b"] is not a text.',
    ),
    "a number for a text": (
        {"model": "reference.country", "fields": {"slug": "IL", "name": 5, "alpha3": "ISR"}},
        "(reference.country IL): field name: 5 is not a text.",
    ),
    "a fraction for a whole number": (
        {"model": "reference.countrycode", "fields": {"country": ["IN"], "scheme": "GW", "number": 1.5}},
        "(reference.countrycode): field number: 1.5 is not a whole number.",
    ),
    "a truth for a number": (
        {"model": "reference.countrycode", "fields": {"country": ["IN"], "scheme": "GW", "number": True}},
        "(reference.countrycode): field number: true is not a whole number.",
    ),
    "a text for a truth": (
        {"model": "reference.source", "fields": {"slug": "a", "mirror": "no"}},
        '(reference.source a): field mirror: "no" is not true or false.',
    ),
    "a key that is too long": (
        {"model": "reference.organisation", "fields": {"slug": "x", "country": ["a", "b"]}},
        '(reference.organisation x): field country: ["a", "b"] names no country: its key is [slug].',
    ),
    "an empty key": (
        {"model": "reference.country", "fields": {"slug": "IL", "successors": [[]]}},
        "(reference.country IL): field successors: [] names no country: its key is [slug].",
    ),
    "a key of no texts": (
        {"model": "reference.country", "fields": {"slug": "IL", "successors": [[["IN"]]]}},
        '(reference.country IL): field successors: [["IN"]] is not a key: its parts are plain texts and numbers.',
    ),
    "no list of keys": (
        {"model": "equipment.weaponsystem", "fields": {"slug": "x", "origins": None}},
        "(equipment.weaponsystem x): field origins: null is not a list of keys.",
    ),
    "the other end of a relation": (
        {"model": "equipment.weaponsystem", "fields": {"slug": "x", "makers": []}},
        "(equipment.weaponsystem x): field makers: it is written at the other end, in equipment.maker.",
    ),
    "a row of the table that has one": (
        {"model": "reference.dataversion", "fields": {"number": 7}},
        "(reference.dataversion): data versions have no natural key, so they cannot be loaded.",
    ),
    "a text that is too long": (
        {"model": "reference.country", "fields": {"slug": "IL", "name": "Israel", "alpha3": "ISRAEL"}},
        '(reference.country IL): field alpha3: Ensure this value has at most 3 characters (it has 6). Given: "ISRAEL".',
    ),
    "a link to itself": (
        {"model": "reference.country", "fields": INDIA | {"slug": "IL", "successors": [["IN"], ["IL"]]}},
        "(reference.country IL): field successors: “successors” cannot name the record itself. "
        'Given: [["IN"], ["IL"]].',
    ),
    "a third level of the tree": (
        {"model": "equipment.category", "fields": {"slug": "c", "name": "C", "parent": ["b"]}},
        "(equipment.category c): field parent: The tree has two levels: "
        'a category with a parent has no others below it. Given: ["b"].',
    ),
}
TEXTS = {
    "null": "a fixture is a list of objects",
    "5": "a fixture is a list of objects",
    "{}": "a fixture is a list of objects",
    "[" * 100_000: "not JSON: it is nested too deeply",
    '[{"model": "reference.country", "fields": {"slug": "IN", "name": "A", "name": "B"}}]': (
        'object 1 (reference.country IN): field name: it is given twice, the last time as "B".'
    ),
    '[{"model": "a.b", "model": "reference.country", "fields": {"slug": "IN"}}]': (
        'object 1 (reference.country IN): field model: it is given twice, the last time as "reference.country".'
    ),
}


@pytest.fixture
def refusal(tmp_path, db):
    """Return a function that loads a text as facts.json and returns why it is refused."""

    def load(text: str) -> str:
        path = tmp_path / "facts.json"
        path.write_text(text)
        with pytest.raises(CommandError) as error:
            call_command("loaddata", path, verbosity=0)
        return str(error.value)

    return load


@pytest.mark.parametrize("kind", MISSHAPEN)
def test_an_object_that_is_no_record_is_refused_in_one_line(kind, refusal, make):
    given, message = MISSHAPEN[kind]
    make(Category, slug="b", parent=make(Category, slug="a"))

    said = refusal(json.dumps([{"model": "reference.country", "fields": INDIA}, given]))

    assert said == f"facts.json, object 2 {message}"
    assert (Country.objects.count(), DataVersion.objects.count()) == (0, 1)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:70])
def test_a_text_that_is_no_fixture_is_refused_in_one_line(text, refusal):
    assert refusal(text).removeprefix("facts.json").lstrip(":, ") == TEXTS[text]


def test_a_second_record_for_one_key_of_a_data_set_is_refused_with_the_rule(refusal, make):
    make(WeaponSystem, slug="first", dataset=make(Dataset, slug="sipri"), category=make(Category, slug="drone"))
    fields = {"slug": "second", "name": "B", "category": ["drone"], "status": "retired", "dataset": ["sipri"]}

    said = refusal(json.dumps([{"model": "equipment.weaponsystem", "fields": fields | {"external_id": "1"}}]))

    assert said == (
        "facts.json, object 1 (equipment.weaponsystem second): There is a record with this dataset and external id "
        'already. Given: dataset ["sipri"], external_id "1".'
    )


def test_a_claim_without_a_ref_is_refused_since_it_would_be_loaded_anew_each_time(refusal, make):
    make(WeaponSystem, slug="harop")

    said = refusal(json.dumps([{"model": "equipment.variant", "fields": {"system": ["harop"], "name": "Mk 2"}}]))

    assert said.endswith("field ref: a claim is named by its ref, and this one has none.")
