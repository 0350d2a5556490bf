"""Imports read values and dates as sources print them, as forms do."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from equipment.models import Property, Specification, WeaponSystem
from tests.test_admin import address
from tests.uploads import decided, previewed, sums, workbook

pytestmark = pytest.mark.django_db
HEAD = "system,ref,property,stated\n"


@pytest.fixture
def measured(make) -> WeaponSystem:
    make(Property, slug="range", dimension="length", unit="m")
    make(Property, slug="speed", dimension="speed", unit="km/h")
    make(Property, slug="engine", dimension="text", unit="")
    return make(WeaponSystem, slug="harop", publication="draft")


def numbers() -> dict:
    return {each.ref: (each.minimum, each.maximum, each.approximate) for each in Specification.objects.all()}


def test_values_are_read_as_printed_in_the_unit_of_their_property(editor_client, measured):
    rows = (
        'harop,a,range,300–400 km\nharop,b,speed,Mach 2.5\nharop,c,engine,Wankel\nharop,d,range,"at least 1,000 km"\n'
    )

    previewed(editor_client, "equipment.specification.csv", HEAD + rows)
    decided(editor_client, "import")

    assert numbers() == {
        "a": (300_000, 400_000, False),
        "b": (Decimal("3062.646"), Decimal("3062.646"), True),
        "c": (None, None, False),
        "d": (1_000_000, None, False),
    }


def test_a_value_that_cannot_be_read_is_a_problem_of_its_cell(editor_client, measured):
    rows = "harop,a,range,far away\nharop,b,range,300\nharop,c,range,5 km\n"

    outcome = previewed(editor_client, "equipment.specification.csv", HEAD + rows)

    assert [(each.row, each.column, each.value) for each in outcome.problems] == [
        (2, "stated", "far away"),
        (3, "stated", "300"),
    ]
    assert all(each.problem.endswith("Or give minimum and maximum yourself.") for each in outcome.problems)
    assert sums(outcome) == (1, 0, 0)


def test_what_is_nearest_stands_in_its_column_and_too_large_a_value_is_told_once(editor_client, make, measured):
    text = HEAD + "harop,a,range,999999999999 nmi\nharop,b,range,300 kg\nharop,c,range,far\n"

    told = [each[1:4] + each[5:] for each in previewed(editor_client, "equipment.specification.csv", text).problems]
    dates = previewed(editor_client, "equipment.weaponsystem.csv", "slug,introduced\nharop,Q2 2017\nharop,soon\n")

    assert told == [
        (2, "stated", "999999999999 nmi", ""),
        (3, "stated", "300 kg", "km, m, cm"),
        (4, "stated", "far", "“200 m”; also “about”, “up to”, “at least”"),
    ]
    assert [each.nearest for each in dates.problems if each.column] == ["2017-04, 2017-06, 2017", ""]


def test_numbers_that_are_given_stand(editor_client, measured):
    text = "system,ref,property,stated,minimum\nharop,a,range,far away,5\n"

    assert previewed(editor_client, "equipment.specification.csv", text).problems == []
    decided(editor_client, "import")

    assert numbers() == {"a": (5, None, False)}


def test_new_words_of_a_specification_that_is_here_are_read_by_its_property(make, editor_client, measured):
    here = {"system": measured, "property": Property.objects.get(slug="range")}
    make(Specification, **here, ref="a", stated="5 km", minimum=7)
    make(Specification, **here, ref="b", stated="5 km", minimum=7)

    outcome = previewed(editor_client, "equipment.specification.csv", "system,ref,stated\nharop,a,6 km\nharop,b,5 km\n")
    decided(editor_client, "import")

    assert sums(outcome) == (0, 1, 1)
    assert numbers() == {"a": (6_000, 6_000, False), "b": (7, None, False)}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_dates_are_read_as_printed(make, editor_client, form):
    make(WeaponSystem, slug="harop", name="Harop", publication="draft")
    table = [["slug", "introduced", "retired"], ["harop", "2017-04-00", "22-Apr-2025"]]
    text = "\n".join(",".join(row) for row in table)
    content = text if form == "csv" else workbook(equipment__weaponsystem=table)

    assert previewed(editor_client, f"equipment.weaponsystem.{form}", content).problems == []
    decided(editor_client, "import")

    harop = WeaponSystem.objects.get()
    assert (harop.introduced, harop.retired) == ("2017-04", "2025-04-22")


def test_a_date_that_cannot_be_read_is_a_problem_of_its_cell(make, editor_client):
    make(WeaponSystem, slug="harop", publication="draft")

    outcome = previewed(editor_client, "equipment.weaponsystem.csv", "slug,introduced\nharop,Q2 2017\n")

    (problem,) = outcome.problems
    assert problem[1:4] == (2, "introduced", "Q2 2017")
    assert problem.problem.startswith("“Q2 2017” is not a date")


def test_one_field_of_many_records_is_read_as_printed(make, editor_client):
    systems = [make(WeaponSystem, publication="draft") for _ in range(2)]
    chosen = {"action": "change_together", "_selected_action": [system.pk for system in systems]}
    editor_client.post(address(WeaponSystem), chosen | {"field": "introduced", "value": "April 2017"})

    decided(editor_client, "import")

    assert set(WeaponSystem.objects.values_list("introduced", flat=True)) == {"2017-04"}


def test_reading_costs_the_same_queries_for_few_values_and_many(editor_client, measured):
    costs = []
    for number in (5, 200):
        rows = "".join(f"harop,{n},range,{n + 1} km\n" for n in range(number))
        with CaptureQueriesContext(connection) as queries:
            previewed(editor_client, "equipment.specification.csv", HEAD + rows)
        costs.append(len([query for query in queries if 'FROM "equipment_property"' in query["sql"]]))

    assert costs[0] == costs[1]
