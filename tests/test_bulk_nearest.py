"""What the preview of an import names as nearest to a value that is none (row A19)."""

import pytest
from django.db import models

from core.fields import PartialDateField
from core.models import Record
from core.nearing import nearest_to
from equipment.models import Category, Property, WeaponSystem
from reference.bulk import naming
from reference.bulk.sheets import given_by
from reference.loading.selecting import loadable
from reference.models import CountryCode, Source
from tests.uploads import previewed

pytestmark = pytest.mark.django_db


def misspelt(field: models.Field) -> tuple[str, str] | None:
    """Return a wrong value of a column, and the nearest right one, of a column that names one of many."""
    if field.is_relation:
        return f"Somme {field.related_model._meta.verbose_name}", f"({field.related_model._meta.model_name}-some)"
    if field.choices:
        code = next(code for code, _ in field.choices if len(code) > 1)
        return f"{code}x", code
    if isinstance(field, models.BooleanField):
        return "yes", "true"
    return ("2016-02-31", "2016-02-29") if isinstance(field, PartialDateField) else None


def test_a19_every_column_that_names_one_of_many_is_told_the_nearest(editor_client, make):
    for model in loadable().values():
        if issubclass(model, Record):
            name = model._meta.verbose_name
            make(model, slug=f"{model._meta.model_name}-some", name=f"Some {name}")
            make(model, slug=f"{model._meta.model_name}-other", name=f"Another {name}")

    for label, model in loadable().items():
        wrong = {name: found for name, field in given_by(model).items() if (found := misspelt(field))}
        named = dict.fromkeys(set(model.keyed_by()) - wrong.keys(), ("1", ""))
        text = "\n".join([",".join(named | wrong), ",".join(given for given, _ in (named | wrong).values())])

        outcome = previewed(editor_client, "wrong.csv", text, label)

        told = {each.column: each.nearest.partition(", ")[0] for each in outcome.problems}
        assert {
            name: told.get(name) for name, (_, near) in wrong.items() if not told.get(name, "").endswith(near)
        } == {}


@pytest.mark.parametrize(
    ("model", "name", "given", "near"),
    [
        (CountryCode, "number", "1,255", "1255"),
        (CountryCode, "number", "-5", "0"),
        (CountryCode, "number", "9" * 30, ""),
        (CountryCode, "number", "five", ""),
        (CountryCode, "valid_from", "42000", "2014-12-27"),
        (CountryCode, "valid_from", "2016-05-03T10:30:00", "2016-05-03"),
        (CountryCode, "valid_from", "Apr-17", "2017-04"),
        (CountryCode, "valid_from", "Sep-64", "1964-09"),
        (CountryCode, "valid_from", "4/2017", "2017-04"),
        (CountryCode, "valid_from", "soon", ""),
        (Source, "url", "example.com/a", "https://example.com/a"),
        (Source, "mirror", "ture", "true, false"),
        (Source, "slug", "New Source", "new-source"),
    ],
)
def test_a19_a_value_in_another_spelling_is_told_as_its_field_has_it(model, name, given, near):
    assert nearest_to(model._meta.get_field(name), given) == near


def test_a19_a_unit_is_told_the_nearest_of_its_dimension(editor_client):
    text = "slug,name,dimension,unit,definition\nrange,Range,length,kilometer,How far.\n"

    outcome = previewed(editor_client, "equipment.property.csv", text)

    assert [(each.column, each.nearest) for each in outcome.problems] == [("unit", "km, m, cm")]


def test_a19_a_name_two_records_have_is_nobodys_and_a_long_vocabulary_is_searched_by_slug(
    editor_client, make, monkeypatch
):
    for slug in ("harop", "harpy"):
        make(WeaponSystem, slug=slug, publication="draft")
    for slug in ("sam-system", "ship-system"):
        make(Category, slug=slug, name="System")
    make(Property, slug="range", name="Range")
    text = "slug,category\nharop,System\nharpy,sam-systen\n"

    near = [each.nearest for each in previewed(editor_client, "equipment.weaponsystem.csv", text).problems]
    monkeypatch.setattr(naming, "FEW", 1)
    far = [each.nearest for each in previewed(editor_client, "equipment.weaponsystem.csv", text).problems]

    assert set(near[0].split(", ")) >= {"System (ship-system)"}
    assert [each.partition(", ")[0] for each in (near[1], far[1])] == ["System (sam-system)"] * 2


def test_a19_a_value_that_a_rule_refuses_is_not_its_own_nearest(editor_client, make):
    make(Property, slug="engine", name="Engine", dimension="text", unit="")
    make(WeaponSystem, slug="harop", publication="draft")
    text = "system,ref,property,stated,minimum\nharop,a,engine,Wankel,5\n"

    (problem,) = previewed(editor_client, "equipment.specification.csv", text).problems

    assert (problem.column, problem.value, problem.nearest) == ("minimum", "5", "")
