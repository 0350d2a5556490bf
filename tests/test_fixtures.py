"""The fixture files: readable, in order, and loadable as often as one likes."""

import json
from decimal import Decimal

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models

from reference.models import Dataset, Entry, Source

FILES = sorted((settings.BASE_DIR / "fixtures").glob("*.json"))
OBJECTS = {path.name: json.loads(path.read_text(), parse_float=Decimal) for path in FILES}
TABLES = [
    table
    for label in settings.ARMOURY_APPS
    for table in apps.get_app_config(label).get_models(include_auto_created=True)
]
BROKEN = {
    "unknown choice": (
        ("reference.source", {"slug": "a", "name": "A", "kind": "gossip"}),
        "(reference.source a): field kind: Value 'gossip' is not a valid choice. Nearest: official.",
    ),
    "no such day": (
        ("reference.source", {"slug": "a", "name": "A", "kind": "news", "published": "2025-02-30"}),
        "(reference.source a): field published: “2025-02-30” is not a day of the calendar.",
    ),
    "unknown reference": (
        ("reference.organisation", {"slug": "a", "name": "A", "kind": "government", "country": ["IM"]}),
        "(reference.organisation a), field country: there is no country “IM”. Nearest: IN.",
    ),
    "unknown reference in a list": (
        ("reference.country", {"slug": "SU", "name": "A", "alpha3": "SUN", "successors": [["IM"]]}),
        "(reference.country SU), field successors: there is no country “IM”. Nearest: IN, SU.",
    ),
    "unknown field": (
        ("reference.country", {"slug": "XX", "nme": "A", "alpha3": "XXX"}),
        "(reference.country XX): Country has no field named 'nme'. Nearest: name.",
    ),
    "number below zero": (
        ("reference.countrycode", {"country": ["IN"], "scheme": "GW", "number": -1, "valid_from": "1947"}),
        "(reference.countrycode): field number: Ensure this value is greater than or equal to 0. Given: -1.",
    ),
    "span that runs backwards": (
        (
            "reference.countrycode",
            {"country": ["IN"], "scheme": "GW", "number": 1, "valid_from": "1990", "valid_until": "1989"},
        ),
        '(reference.countrycode): “valid until” is before “valid from”. Given: valid_from "1990", valid_until "1989".',
    ),
}


def rows() -> dict[str, list[tuple]]:
    return {table.__name__: list(table._base_manager.order_by("pk").values_list()) for table in TABLES}


def relations(entry: dict) -> list[tuple[str, models.Field, list[str]]]:
    """Return the references of a fixture object: the model they lead to, the field, the key."""
    found = []
    for name, value in entry["fields"].items():
        field = apps.get_model(entry["model"])._meta.get_field(name)
        if field.is_relation:
            keys = value if field.many_to_many else [value]
            found += [(field.related_model._meta.label_lower, field, key) for key in keys]
    return found


def written(value) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


@pytest.fixture
def load(tmp_path, db):
    """Return a function that loads objects, or a text, as a fixture named facts.json."""

    def loader(*objects, text: str = ""):
        path = tmp_path / "facts.json"
        path.write_text(text or json.dumps([{"model": model, "fields": fields} for model, fields in objects]))
        call_command("loaddata", path, verbosity=0)

    return loader


def test_loading_all_files_again_changes_nothing_not_even_a_timestamp(armoury):
    before = rows()

    call_command("loaddata", *FILES, verbosity=0)

    assert rows() == before


@pytest.mark.parametrize("name", OBJECTS)
def test_no_object_carries_a_primary_key(name):
    assert {frozenset(entry) for entry in OBJECTS[name]} == {frozenset({"model", "fields"})}


@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_is_written_one_field_to_a_line(name):
    lines = [
        f'  {{"model": "{entry["model"]}", "fields": {{\n'
        + ",\n".join(f'    "{field}": {written(value)}' for field, value in entry["fields"].items())
        + "\n  }}"
        for entry in OBJECTS[name]
    ]

    assert "[\n" + ",\n".join(lines) + "\n]\n" == (settings.BASE_DIR / "fixtures" / name).read_text()


@pytest.mark.parametrize("name", OBJECTS)
def test_records_stand_in_the_order_of_their_slugs(name):
    slugs = {}
    for entry in OBJECTS[name]:
        if issubclass(apps.get_model(entry["model"]), Entry | Source):
            slugs.setdefault(entry["model"], []).append(entry["fields"]["slug"])

    assert slugs == {model: sorted(found) for model, found in slugs.items()}


def test_each_file_loads_with_those_before_it():
    there = set()
    for name, objects in OBJECTS.items():
        ahead = there | {(e["model"], e["fields"]["slug"]) for e in objects if "slug" in e["fields"]}
        for entry in objects:
            for model, field, key in relations(entry):
                known = ahead if field.null or field.many_to_many else there
                assert (model, key[0]) in known, (name, entry["fields"], field.name)
            there.add((entry["model"], entry["fields"].get("slug")))


def test_symmetrical_relations_are_written_on_both_sides():
    pairs = {
        (entry["model"], entry["fields"]["slug"], key[0])
        for objects in OBJECTS.values()
        for entry in objects
        for model, field, key in relations(entry)
        if field.name == "related"
    }

    assert pairs == {(model, other, one) for model, one, other in pairs}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_fixture_that_breaks_a_rule_stores_nothing_and_says_where(kind, load):
    broken, message = BROKEN[kind]

    with pytest.raises(CommandError) as error:
        load(("reference.country", {"slug": "IN", "name": "India", "alpha3": "IND"}), broken)

    assert str(error.value) == f"facts.json, object 2 {message}"
    assert {table.__name__ for table in TABLES if table._base_manager.exists()} <= {"DataVersion"}


def test_a_fixture_that_is_not_json_says_in_which_line(load):
    with pytest.raises(CommandError) as error:
        load(text='[\n{"model": "reference.country",\n "fields": {"slug" "IN"}}]')

    assert str(error.value) == "facts.json: not JSON: Expecting ':' delimiter: line 3 column 20 (char 52)"
    assert not Dataset.objects.exists()
