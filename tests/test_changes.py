"""The change log: every way of writing leaves what was there and what is there now, who wrote it and why."""

from decimal import Decimal

import pytest
from django.db import connection

from core import database
from core.changes.models import Change
from equipment.models import Operator, Specification, WeaponSystem
from reference.models import Country, Source


def execute(statement: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def changes(model, **values) -> list[tuple]:
    """Return what the log has of a table's rows, the latest last."""
    rows = Change.objects.filter(model=model._meta.label_lower, **values).order_by("id")
    return list(rows.values_list("operation", "old", "new"))


WRITES = {
    "save": lambda country: save(country, name="Elsewhere"),
    "update": lambda country: Country.objects.filter(pk=country.pk).update(name="Elsewhere"),
    "bulk_update": lambda country: bulk_update(country, name="Elsewhere"),
    "raw SQL": lambda country: execute("UPDATE reference_country SET name = 'Elsewhere' WHERE id = %s", country.pk),
}


def save(country, **values):
    vars(country).update(values)
    country.save()


def bulk_update(country, **values):
    vars(country).update(values)
    Country.objects.bulk_update([country], list(values))


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a10_every_way_of_changing_a_row_leaves_what_was_there_and_what_is(write, make):
    country = make(Country, name="Somewhere")

    write(country)

    assert changes(Country, key=country.pk)[1:] == [("changed", {"name": "Somewhere"}, {"name": "Elsewhere"})]


def test_an_added_row_leaves_all_its_values(make):
    system = make(WeaponSystem, slug="harop", name="Harop", introduced="2009-06")

    ((operation, old, new),) = changes(WeaponSystem)

    assert (operation, old) == ("added", None)
    assert new["slug"] == "harop"
    assert (new["introduced"], new["retired"], new["category_id"]) == ("2009-06", None, system.category_id)
    assert not {"id", "name_key", "text_search"} & new.keys()


def test_a_deleted_row_leaves_all_its_values_and_so_does_what_goes_with_it(make):
    claim = make(Operator, sources=[make(Source)])
    linked = {"operator_id": claim.pk, "source_id": claim.sources.get().pk}

    WeaponSystem.objects.all().delete()

    assert changes(WeaponSystem)[-1][1]["slug"] == claim.system.slug
    assert changes(Operator)[-1][1]["country_id"] == claim.country_id
    assert changes(Operator.sources.through) == [("added", None, linked), ("deleted", linked, None)]


def test_a10_rows_written_in_bulk_leave_one_change_each(db):
    Source.objects.bulk_create([Source(slug=f"s-{number}", name="S", kind="news") for number in range(3)])
    Source.objects.update(name="T")
    Source.objects.all().delete()

    operations = [operation for operation, _, _ in changes(Source)]
    assert operations == ["added"] * 3 + ["changed"] * 3 + ["deleted"] * 3


def test_a10_links_are_changes_of_the_record_that_lists_the_other(make):
    system, country = make(WeaponSystem), make(Country)

    system.origins.add(country)
    system.origins.clear()

    link = {"weaponsystem_id": system.pk, "country_id": country.pk}
    through = changes(WeaponSystem.origins.through, key=system.pk)
    assert through == [("added", None, link), ("deleted", link, None)]


def test_rows_know_the_record_they_belong_to(make):
    claim = make(Operator)

    assert Change.objects.get(model="equipment.operator").owner == claim.system_id
    assert Change.objects.get(model="equipment.weaponsystem").owner is None


def test_numbers_times_and_truths_are_noted_alike_on_every_engine(make):
    claim = make(Specification, minimum=Decimal("0.1"), maximum=Decimal("1234567.25"), approximate=True)
    system = WeaponSystem.objects.get()

    ((_, _, new),) = changes(Specification)
    assert (new["minimum"], new["maximum"], new["approximate"]) == (Decimal("0.1"), Decimal("1234567.25"), True)
    ((_, _, of_system),) = changes(WeaponSystem)
    assert of_system["created"].rstrip("Z") == system.created.isoformat().removesuffix("+00:00")

    Specification.objects.update(approximate=False, minimum=None, maximum=2)
    ((_, old, new),) = changes(Specification, key=claim.pk)[1:]
    assert old == {"approximate": True, "minimum": Decimal("0.1"), "maximum": Decimal("1234567.25")}
    assert new == {"approximate": False, "minimum": None, "maximum": 2}


def test_texts_that_look_like_json_or_sql_are_noted_as_they_are(make):
    text = "it's \"quoted\" \\ %s {now} ','\n\u2028 הרופ 😀"
    country = make(Country, name="Somewhere")

    Country.objects.update(name=text)

    assert changes(Country, key=country.pk)[1:] == [("changed", {"name": "Somewhere"}, {"name": text})]


def test_writing_what_is_there_already_is_no_change(make):
    system = make(WeaponSystem)
    claim = make(Operator, system=system)

    system.save()
    claim.save()
    Operator.objects.update(note="")

    assert len(changes(WeaponSystem)) == len(changes(Operator)) == 1


def test_no_row_belongs_to_two_records():
    assert database.belonging(Operator).name == "system"
    assert database.belonging(Operator.sources.through).name == "operator"
    assert database.belonging(WeaponSystem.related.through).name == "from_weaponsystem"
    assert database.belonging(WeaponSystem) is None
