"""Taking changes back: what is as it was, what refuses it, and that nothing is done by halves."""

from decimal import Decimal

import pytest

from core.changes import Batch, Kind, recorded
from core.changes.models import Change
from core.changes.undoing import revert, undo
from equipment.models import Operator, Specification, WeaponSystem, WeaponSystemAlias, WeaponSystemCitation
from reference.models import Country, Retired, Source


def written(write, **how) -> Batch:
    """Write something in a batch."""
    with recorded(**how) as batch:
        write()
    return batch


def values(model) -> list[dict]:
    """Return all of a table but its times of change, and the keys of links."""
    left_out = {field.name for field in model._meta.fields if getattr(field, "auto_now", False)}
    left_out |= {"id"} if model._meta.auto_created else set()
    rows = model._base_manager.order_by("pk").values()
    return [{name: row[name] for name in row if name not in left_out} for row in rows]


def everything() -> list:
    models = [WeaponSystem, WeaponSystemAlias, WeaponSystemCitation, Specification, Operator, Country, Retired]
    return [values(model) for model in [*models, Operator.sources.through, WeaponSystem.origins.through]]


def full_system(make) -> WeaponSystem:
    system = make(WeaponSystem, slug="harop", name="Harop", origins=[make(Country)])
    make(WeaponSystemAlias, entry=system, text="Harpy 2")
    make(WeaponSystemCitation, entry=system, source=make(Source))
    make(Specification, system=system, minimum=Decimal("2.5"), approximate=True)
    make(Operator, system=system, sources=[make(Source), make(Source)])
    return system


WRITES = {
    "a changed record": lambda make, system: WeaponSystem.objects.filter(pk=system.pk).update(summary="X", role="Y"),
    "changed claims": lambda make, system: Specification.objects.update(minimum=None, approximate=False),
    "added claims": lambda make, system: make(Operator, system=system, sources=[make(Source)]),
    "deleted claims": lambda make, system: system.operators.all().delete(),
    "changed links": lambda make, system: system.origins.set([make(Country)]),
    "a deleted record": lambda make, system: WeaponSystem.objects.get(pk=system.pk).delete(),
    "an added record": lambda make, system: full_copy(make),
}


def full_copy(make):
    other = make(WeaponSystem)
    make(Operator, system=other, sources=[make(Source)])
    make(WeaponSystemAlias, entry=other)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a11_what_is_undone_is_as_it_was_and_can_be_done_again(write, make, editor):
    system = full_system(make)
    before = everything()
    batch = written(lambda: write(make, system), label="Figures")
    after = everything()

    undone = undo(batch, user=editor, reason="A mistake")
    assert everything() == before
    assert (undone.kind, undone.undoes, undone.label) == (Kind.UNDO, batch, "Undo: Figures")
    assert (undone.actor, undone.reason, batch.is_undone) == (editor, "A mistake", True)

    undo(undone)
    assert everything() == after
    assert not batch.is_undone


def test_undoing_makes_the_time_of_change_new(make):
    system = full_system(make)
    batch = written(lambda: make(Operator, system=system))
    before = WeaponSystem.objects.get().updated

    undo(batch)

    assert WeaponSystem.objects.get().updated > before


def test_the_address_of_a_record_that_is_back_is_open_again(make):
    full_system(make)
    batch = written(lambda: WeaponSystem.objects.get().delete())
    assert Retired.objects.count() == 1

    undo(batch)

    assert not Retired.objects.exists()


def test_an_address_the_public_knew_stays_when_a_new_name_is_taken_back(make):
    system = full_system(make)
    batch = written(lambda: rename(system.pk, "harop-2"))

    undo(batch)

    assert WeaponSystem.objects.get().slug == "harop"
    assert list(Retired.objects.values_list("slug", "successor")) == [("harop-2", "harop")]


def rename(key: int, slug: str):
    system = WeaponSystem.objects.get(pk=key)
    system.slug = slug
    system.save()


def test_what_an_undone_import_added_can_be_imported_again(make):
    batch = written(lambda: make(Country, slug="xx"))
    undo(batch)

    again = Country(slug="xx", name="Again", alpha3="XXX", region="")
    again.clean()

    assert not Country.objects.exists()


def test_one_change_of_a_batch_is_taken_back(make, editor):
    system = full_system(make)
    batch = written(lambda: [Specification.objects.update(stated="X"), WeaponSystem.objects.update(role="Y")])

    reverted = revert(batch.changes.filter(model="equipment.specification"), user=editor, reason="Misread")

    assert Specification.objects.get().stated != "X"
    assert WeaponSystem.objects.get().role == "Y"
    assert (reverted.kind, reverted.undoes, reverted.size, batch.is_undone) == (Kind.REVERT, batch, 1, False)
    assert system.specifications.count() == 1


def test_a_change_without_a_batch_is_taken_back_too(make):
    make(Country, name="One")
    Country.objects.update(name="Two")

    revert(Change.objects.filter(operation="changed"))

    assert Country.objects.get().name == "One"
