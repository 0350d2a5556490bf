"""What the database keeps by itself: text indexes and the data version, by every way of writing."""

import time
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from core import database
from equipment.models import Operator, WeaponSystem, WeaponSystemAlias
from reference.models import Country, DataVersion, Source

MODELS = [model for label in settings.ARMOURY_APPS for model in apps.get_app_config(label).get_models()]


def version() -> int:
    return DataVersion.objects.values_list("number", flat=True).first() or 0


def execute(statement: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found(text: str) -> list[str]:
    return list(WeaponSystem.objects.found_by(text).values_list("slug", flat=True))


INSERT = """
    INSERT INTO equipment_weaponsystem
    (slug, name, name_key, summary, notes, publication, role, status, family, category_id, created, updated)
    SELECT 'raw', 'Raw Falcon', '', 'Seen in trials.', '', publication, '', status, '', category_id, created, updated
    FROM equipment_weaponsystem
"""


def test_rows_written_by_raw_sql_are_found_changed_and_forgotten(make):
    make(WeaponSystem, slug="harop", name="Harop")

    execute(INSERT)
    assert (found("falcon"), found("trials")) == (["raw"], ["raw"])

    execute("UPDATE equipment_weaponsystem SET summary = 'Loitering.' WHERE slug = 'raw'")
    assert (found("trials"), found("loitering")) == ([], ["raw"])

    execute("DELETE FROM equipment_weaponsystem WHERE slug = 'raw'")
    assert found("falcon") == []


def test_rows_written_in_bulk_are_found(make):
    category = make(WeaponSystem).category
    common = {"category": category, "status": "in-service"}

    WeaponSystem.objects.bulk_create([WeaponSystem(slug=f"bulk-{n}", name=f"Bulky {n}", **common) for n in range(3)])
    WeaponSystem.objects.filter(slug="bulk-1").update(notes="Bulky and marked.")

    assert found("bulky") == ["bulk-0", "bulk-1", "bulk-2"]
    assert found("marked") == ["bulk-1"]


def test_what_is_rolled_back_is_not_found(make):
    system = make(WeaponSystem, slug="harop", name="Harop")

    with transaction.atomic():
        WeaponSystem.objects.filter(pk=system.pk).update(name="Falcon")
        transaction.set_rollback(True)

    assert (found("falcon"), found("harop")) == ([], ["harop"])


def test_aliases_written_by_raw_sql_are_found(make):
    alias = make(WeaponSystemAlias, text="Old name")

    execute("UPDATE equipment_weaponsystemalias SET text = 'Grey Falcon' WHERE id = %s", alias.pk)

    assert found("falcon") == [alias.entry.slug]


WRITES = {
    "save": lambda make: make(Country),
    "update": lambda make: Country.objects.update(name="Elsewhere"),
    "delete": lambda make: Operator.objects.all().delete(),
    "bulk_create": lambda make: Source.objects.bulk_create([Source(slug="s", name="S", kind="news")]),
    "many to many": lambda make: Operator.objects.get().sources.add(make(Source)),
    "raw insert": lambda make: execute(
        "INSERT INTO reference_retired (entry_type, slug, reason, at) VALUES ('a', 'b', '', '2020-01-01')"
    ),
    "raw update": lambda make: execute("UPDATE reference_country SET name = 'Elsewhere'"),
    "raw delete": lambda make: execute("DELETE FROM equipment_operator"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_every_way_of_writing_grows_the_data_version(write, make):
    make(Operator)
    before = version()

    write(make)

    assert version() > before


def test_reading_and_failing_leave_the_data_version_alone(make, api):
    make(WeaponSystem, name="Harop")
    before = version()

    found("harop")
    api.get("weapon-systems/")
    with transaction.atomic():
        make(Country)
        transaction.set_rollback(True)

    assert version() == before


@pytest.mark.parametrize(
    "model", [model for model in MODELS if model is not DataVersion], ids=lambda model: model.__name__
)
def test_writing_to_any_table_grows_the_data_version(model, make):
    record = make(model)
    before = version()

    model._base_manager.filter(pk=record.pk).update(
        **{model._meta.fields[-1].name: getattr(record, model._meta.fields[-1].attname)}
    )

    assert version() > before


def test_an_old_data_version_never_comes_back(make):
    make(Country)
    old = version()

    DataVersion.objects.all().delete()
    time.sleep(0.002)  # SQLite's clock ticks in milliseconds
    make(Country)

    assert version() > old


def pieces() -> list[str]:
    """Return the statements that drop each piece of derived state."""
    return list(database.engine_of(connection).existing(connection).values())


def warnings_of(text: StringIO) -> str:
    call_command("check", tags=["database"], databases=["default"], stdout=text, stderr=text)
    return text.getvalue()


def test_every_missing_trigger_or_index_is_reported_and_mended(db):
    assert "no issues" in warnings_of(StringIO())

    drops = pieces()
    for number, dropped in enumerate(drops, start=1):
        execute(dropped)
        if number in (1, len(drops)):
            assert f"{number} indexes or triggers of the database are missing" in warnings_of(StringIO())
    database.rebuild(connection)

    assert database.missing(connection) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", ["rebuild", "migrate"])
def test_commands_rebuild_what_is_missing(command, make):
    make(WeaponSystem, slug="harop", name="Harop")
    for dropped in pieces():
        execute(dropped)

    call_command(command, verbosity=0, stdout=StringIO())

    assert database.missing(connection) == []
    assert found("harop") == ["harop"]


@pytest.mark.django_db(transaction=True)
def test_rebuild_mends_the_name_keys_that_raw_sql_leaves_behind(make):
    make(WeaponSystem, slug="t-72", name="T-72")
    execute("UPDATE equipment_weaponsystem SET name = 'T-90'")
    told = StringIO()

    call_command("rebuild", stdout=told)

    assert WeaponSystem.objects.get().name_key == "t90"
    assert "equipment.WeaponSystem: 1 name keys mended" in told.getvalue()
