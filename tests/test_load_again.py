"""Loading again: what changed in the files comes in, what was changed here stays, and a load can be taken back."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.changes import Batch, Kind, recorded
from core.changes.undoing import undo as take_back
from equipment.models import Variant, WeaponSystem
from reference.models import Country, Load, Organisation, OrganisationAlias, Source
from tests.loading import INDIAN, first, obj

MAKER = {"slug": "iai", "name": "IAI", "kind": "manufacturer"}


def iai(**fields) -> dict:
    return obj("reference.organisation", **MAKER | fields)


def undo(*arguments) -> str:
    told = StringIO()
    call_command("undo_load", *arguments, stdout=told)
    return told.getvalue()


def test_f6_what_changed_in_the_files_alone_is_updated(load):
    load(iai())

    assert first(load(iai(name="Israel Aerospace"))).startswith("0 created, 1 updated, 0 unchanged, 0 conflicting.")
    assert Organisation.objects.get().name == "Israel Aerospace"


def test_f6_what_was_changed_here_since_the_load_is_kept_and_told(load):
    load(iai(), INDIAN)
    with recorded(kind=Kind.EDIT):
        Organisation.objects.update(name="Israel Aircraft")

    said = load(iai(name="Israel Aerospace"), INDIAN)

    assert said.splitlines() == [
        "0 created, 0 updated, 1 unchanged, 1 conflicting.",
        "  reference.country: 1 unchanged",
        "  reference.organisation: 1 conflicting",
        '  kept as it is here: reference.organisation iai: name is "Israel Aircraft" here, '
        '"Israel Aerospace" in the file',
    ]
    assert Organisation.objects.get().name == "Israel Aircraft"


@pytest.mark.parametrize("again", [[], ["--prune"]])
def test_f6_what_was_changed_here_is_kept_when_the_load_over_it_was_taken_back(again, load):
    load(iai(), iai(slug="elta"))
    with recorded(kind=Kind.EDIT):
        Organisation.objects.update(name="Ours")
    load(iai(), iai(slug="elta"), options=["--overwrite"])
    undo(Load.objects.first().pk)

    assert ", 0 updated, 0 unchanged, " in first(load(iai(), options=again))
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Ours", "Ours"]


def test_f6_an_edit_taken_back_is_none_and_one_that_is_back_is_one(load):
    load(iai())
    with recorded(kind=Kind.EDIT) as edit:
        Organisation.objects.update(name="Ours")
    undone = take_back(edit)
    assert ", 1 updated, 0 unchanged, 0 conflicting." in first(load(iai(name="Second")))

    take_back(Load.objects.first().batch)
    take_back(undone)

    assert ", 0 updated, 0 unchanged, 1 conflicting." in first(load(iai(name="Second")))


def test_f6_a_field_the_files_do_not_name_keeps_what_was_written_here(load):
    load(iai())
    Organisation.objects.update(notes="Ours.")

    assert ", 1 unchanged, 0 conflicting." in load(iai())
    assert Organisation.objects.get().notes == "Ours."


def test_f6_links_made_here_are_kept(load, make):
    make(WeaponSystem, slug="harop")
    sources = [make(Source, slug=slug) for slug in ("a", "b")]
    claim = obj("equipment.variant", system=["harop"], ref="mk-2", name="Mk 2", sources=[["a"]])
    load(claim)
    variant = Variant.objects.get()
    variant.sources.set(sources)

    assert "equipment.variant harop mk-2: its links differ" in load(claim)
    assert variant.sources.count() == 2


def test_f7_what_the_files_hold_no_longer_is_deleted_when_asked(load):
    load(iai(), iai(slug="elta"), obj("reference.organisationalias", entry=["iai"], text="Israel Aircraft"))
    Organisation.objects.create(slug="own", name="Own", kind="manufacturer")

    assert first(load(iai())).startswith("0 created, 0 updated, 1 unchanged, 0 conflicting.")
    assert first(load(iai(), options=["--prune"])).startswith(
        "0 created, 0 updated, 1 unchanged, 0 conflicting, 2 pruned."
    )

    assert list(Organisation.objects.values_list("slug", flat=True)) == ["iai", "own"]
    assert not OrganisationAlias.objects.exists()


def test_f7_what_was_changed_here_or_is_referred_to_is_not_deleted(load):
    load(iai(), iai(slug="elta", name="Elta"), INDIAN)
    Organisation.objects.filter(slug="elta").update(name="Elta Systems")
    Organisation.objects.create(slug="own", name="Own", kind="manufacturer", country=Country.objects.get())

    said = load(iai(), options=["--prune"]).splitlines()

    assert said[-2:] == [
        "  kept as it is here: reference.organisation Elta Systems: not in the files any more, and changed here",
        "  kept as it is here: reference.country India: not in the files any more, and organisation Own refers to it",
    ]


def test_f7_what_was_added_here_or_is_given_keeps_the_record_it_would_go_with(load):
    alias = obj("reference.organisationalias", entry=["elta"], text="Elta Electronics")
    load(iai(), iai(slug="elta", name="Elta"), iai(slug="rafael", name="Rafael"), alias)
    OrganisationAlias.objects.create(entry=Organisation.objects.get(slug="rafael"), text="Ours")

    said = load(iai(), alias, options=["--prune"]).splitlines()

    kept = "  kept as it is here: reference.organisation"
    assert said[-2:] == [
        f"{kept} Elta: not in the files any more, and organisation alias Elta Electronics goes with it"
        " and is in the files",
        f"{kept} Rafael: not in the files any more, and organisation alias Ours goes with it and was changed here",
    ]
    assert (Organisation.objects.count(), OrganisationAlias.objects.count()) == (3, 2)


def test_f7_a_source_linked_here_keeps_the_claim_it_would_go_with(load, make):
    make(WeaponSystem, slug="harop")
    sources = [make(Source, slug=slug) for slug in ("a", "b")]
    claim = obj("equipment.variant", system=["harop"], ref="mk-2", name="Mk 2", sources=[["a"]])
    load(claim, INDIAN)
    Variant.objects.get().sources.set(sources)

    said = load(INDIAN, options=["--prune"])

    assert "goes with it and was changed here" in said
    assert Variant.objects.count() == 1


@pytest.mark.parametrize("options", [[], ["--with-deps"]])
def test_f7_what_only_leaves_out_is_not_deleted(options, load):
    load(INDIAN, iai(), iai(slug="elta"), obj("reference.organisationalias", entry=["iai"], text="Israel Aircraft"))

    said = load(INDIAN, iai(), options=["--only", "reference.organisation", "--prune", *options])

    assert first(said).startswith("0 created, 0 updated, 1 unchanged, 0 conflicting, 1 pruned.")
    assert list(Organisation.objects.values_list("slug", flat=True)) == ["iai"]
    assert (Country.objects.count(), OrganisationAlias.objects.count()) == (1, 1)


def test_f11_a_load_is_one_batch_of_the_change_log(load):
    said = load(INDIAN, options=["--reason", "Seen in print."])

    batch = Batch.objects.get()
    loaded = Load.objects.get()
    assert (batch.kind, batch.label, batch.reason, batch.size) == (Kind.FIXTURE, "facts.json", "Seen in print.", 1)
    assert (loaded.batch, loaded.name, loaded.created, loaded.status) == (batch, "facts.json", 1, "done")
    assert first(said).endswith(f" To take it back: manage.py undo_load {loaded.pk}")


def test_f11_what_is_loaded_is_found_by_its_words(load):
    load(iai(summary="Builds aircraft."))

    assert list(Organisation.objects.found_by("aircraft").values_list("slug", flat=True)) == ["iai"]


def test_a_load_is_taken_back_whole(load):
    load(iai(notes="First."))
    load(iai(notes="Second."), iai(slug="elta"), INDIAN)

    assert undo(Load.objects.first().pk).startswith("Load ")

    assert list(Organisation.objects.values_list("slug", "notes")) == [("iai", "First.")]
    assert not Country.objects.exists()
    assert [loaded.status for loaded in Load.objects.all()] == ["undone", "done"]
    assert ", 1 updated, 0 unchanged, 0 conflicting." in load(iai(notes="Second."))


def test_a_load_is_not_taken_back_where_something_was_changed_since(load):
    load(iai())
    Organisation.objects.update(name="Changed")
    number = Load.objects.get().pk

    with pytest.raises(CommandError, match="Nothing was undone:") as error:
        undo(number)

    assert "IAI" in str(error.value) or "Changed" in str(error.value)
    assert Organisation.objects.get().name == "Changed"


def test_loads_are_listed_and_a_wrong_number_is_told(load):
    load(INDIAN)
    number = Load.objects.get().pk

    assert f"{number}: facts.json, " in undo()
    undo(number)
    with pytest.raises(CommandError, match=f"Load {number} was undone already"):
        undo(number)
    with pytest.raises(CommandError, match="There is no load 999"):
        undo(999)
