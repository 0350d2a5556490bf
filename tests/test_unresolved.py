"""Names of a data set that nobody here has: all are listed, and decided once in ``mappings/``."""

import csv

import pytest
from django.core.management import CommandError

from agreements.models import Transfer
from equipment.models import WeaponSystem
from tests.sipri import HAROP, REGISTER

ZEPHYR = HAROP.replace("Harop ", "Zephyr-99")


@pytest.fixture
def mappings(settings, tmp_path):
    """Return a function that writes a file of mappings, of a project that has no others."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "mappings").mkdir()
    return lambda name, text: (tmp_path / "mappings" / name).write_text(text, encoding="utf-8")


def test_all_names_that_nobody_has_are_in_a_table_with_the_nearest(imported_deals, tmp_path):
    drafts = "".join(HAROP.replace("Harop ", f"Zephyr-{number}") for number in range(25))
    rebels = HAROP.replace("India", "Unheard-of rebels*")
    wrong = HAROP.replace("India", "Atlantis") + ZEPHYR.replace("loitering munition", "flying carpet")

    said = imported_deals(REGISTER + wrong + rebels + drafts)

    with open(tmp_path / "deals.unresolved.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {(row["mappings"], row["label"]) for row in rows} == {
        ("states.csv", "Atlantis"),
        ("categories.csv", "flying carpet"),
        ("actors.csv", "Unheard-of rebels"),
        *(("systems.csv", f"Zephyr-{number}") for number in range(25)),
    }
    assert {row["dataset"] for row in rows} == {"sipri-at"}
    assert all(row["nearest"] for row in rows)
    assert "  … and 8 more.\n" in said
    assert f"All of them with the nearest names: {tmp_path / 'deals.unresolved.csv'}\n" in said


def test_how_to_name_one_tells_the_files_that_would(imported_deals):
    said = imported_deals(REGISTER + ZEPHYR + HAROP.replace("India", "Atlantis"))

    told = "a line sipri-at,LABEL,SLUG in mappings/states.csv or mappings/systems.csv."
    assert f"To name one once for all: {told}" in said


@pytest.mark.parametrize("header", ["", "dataset,label,slug\n", "dataset,label,slug,mappings,nearest\n"])
def test_a_line_decides_with_or_without_a_header(header, imported_deals, mappings):
    mappings("systems.csv", f"{header}other,Zephyr-99,barak-8\nsipri-at,Zephyr-99,harop,systems.csv,\n")

    imported_deals(REGISTER + ZEPHYR)

    assert Transfer.objects.get().system.slug == "harop"
    assert not WeaponSystem.objects.filter(dataset__slug="sipri-at").exists()


def test_a_line_without_a_slug_decides_nothing_yet(imported_deals, mappings):
    mappings("systems.csv", "sipri-at,Zephyr-99,,systems.csv,Harop (harop)\n")

    imported_deals(REGISTER + ZEPHYR)

    assert Transfer.objects.get().system.slug == "zephyr-99"


def test_a_line_that_is_none_is_told_with_its_place(imported_deals, mappings):
    mappings("systems.csv", "dataset,label,slug\n\nsipri-at,Zephyr-99\n")

    with pytest.raises(CommandError, match=r"^mappings/systems.csv:3: a line is dataset,label,slug, not “sipri-at,Ze"):
        imported_deals(REGISTER + HAROP)
