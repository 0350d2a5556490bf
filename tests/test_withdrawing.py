"""What a release of UCDP's events dropped is withdrawn, unless its file looks damaged or it was changed here."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.changes import Kind, recorded
from events.models import Incident
from reference.models import Load
from tests.loading import first
from tests.published import UCDP as EXCERPT

WHOLE = [("ged_v23_1.csv", ["--complete"]), ("GEDEvent_v23_1.csv", [])]


def row_of(number: str) -> str:
    """Return the line of an event in the excerpt."""
    return next(line for line in EXCERPT.read_text().split("\n") if line.startswith(f"{number},")) + "\n"


DROPPED = row_of("55766")
MORE = "".join(DROPPED.replace("55766,", f"{number},", 1) for number in (1, 2))


@pytest.mark.parametrize(("name", "options"), WHOLE)
def test_what_the_next_release_drops_is_withdrawn_where_the_file_is_whole(name, options, imported):
    imported()

    said = imported(*options, change=(DROPPED, MORE), name=name)

    assert "1 incidents that release 23.1 dropped were withdrawn." in said
    gone = Incident.objects.get(slug="ucdp-ged-55766")
    assert (gone.publication, gone.notes.splitlines()[-1]) == ("withdrawn", "Not in release 23.1 any more.")


WRONG = DROPPED.replace("55766,", "3,", 1).replace("2007-02-06", "06/02/2007")
DAMAGED = {
    "a row refused": (MORE + WRONG, ", and 1 rows of the file were refused"),
    "much dropped": ("", ", more than one in 10 of those published"),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_whole_file_that_looks_damaged_withdraws_only_when_told_that_it_is_complete(kind, imported):
    imported()
    rows, why = DAMAGED[kind]
    damaged = {"change": (DROPPED, rows), "name": "GEDEvent_v23_1.csv"}

    assert f"1 incidents of what this file covers are not in it{why}: --complete withdraws them." in imported(**damaged)
    assert Incident.objects.get(slug="ucdp-ged-55766").publication == "published"
    assert "1 incidents that release 23.1 dropped were withdrawn." in imported("--complete", **damaged)
    assert Incident.objects.get(slug="ucdp-ged-55766").publication == "withdrawn"


def test_what_was_changed_here_is_neither_withdrawn_nor_set_back_by_the_release_after(imported):
    imported()
    event = Incident.objects.filter(slug="ucdp-ged-55766")
    with recorded(kind=Kind.EDIT):
        event.update(name="Ours", killed_best=7)

    said = imported("--complete", change=(DROPPED, ""), name="ged_v23_1.csv")

    kept = "kept as it is here: events.incident ucdp-ged-55766: "
    assert f"{kept}not in release 23.1 any more, and changed here" in said
    assert f'{kept}name is "Ours" here' in imported(name="ged_v24_1.csv")
    assert event.values_list("name", "killed_best", "publication").get() == ("Ours", 7, "published")

    assert "1 incidents that" in imported("--complete", "--overwrite", change=(DROPPED, ""), name="ged_v25_1.csv")


@pytest.mark.parametrize(
    ("name", "options"), [("ged_v23_1.csv", []), ("GEDEvent_v23_1.csv", ["--partial"]), ("GEDEvent_v23_0_1.csv", [])]
)
def test_what_a_part_of_a_release_lacks_is_only_counted(name, options, imported):
    imported()

    said = imported(*options, change=(DROPPED, ""), name=name)

    assert "1 incidents of what this file covers are not in it: --complete withdraws them." in said
    assert Incident.objects.get(slug="ucdp-ged-55766").publication == "published"


ONLY_ONE = row_of("54998")
"""The only event of its state and year."""


@pytest.mark.parametrize(("name", "options"), WHOLE)
def test_of_a_whole_release_the_only_event_of_a_state_and_year_is_withdrawn_like_any_other(name, options, imported):
    imported()

    said = imported(*options, change=(ONLY_ONE, MORE), name=name)

    assert "1 incidents that release 23.1 dropped were withdrawn." in said
    assert Incident.objects.get(slug="ucdp-ged-54998").publication == "withdrawn"


def test_of_a_part_it_is_told_what_lies_beyond_and_what_complete_would_do(imported):
    imported()

    said = imported(change=(ONLY_ONE, ""), name="ged_v23_1.csv")
    assert "0 incidents of what this file covers are not in it, and it does not cover 1 others" in said
    assert ": --complete takes it for the whole release and withdraws all 1." in said
    assert "not in it" not in imported(change=(ONLY_ONE, ""), name="ged_v23_1.csv", limit=3)
    assert Incident.objects.get(slug="ucdp-ged-54998").publication == "published"


def test_what_is_later_than_a_whole_release_stays_and_is_told(imported):
    imported(change=("2007-02-06", "2020-02-06"))

    said = imported("--complete", change=(DROPPED, ""), name="GEDEvent_v23_1.csv")

    assert "1 incidents after 2013, the last year of this file, stay as they are." in said
    assert Incident.objects.get(slug="ucdp-ged-55766").publication == "published"


def test_an_event_whose_row_is_broken_is_there_all_the_same_and_is_not_withdrawn(imported):
    imported()

    said = imported("--complete", change=(DROPPED, DROPPED.strip() + ",,\n"), name="ged_v23_1.csv")

    assert "refused: 1 rows, rows of another length." in said
    assert Incident.objects.get(slug="ucdp-ged-55766").publication == "published"


LOOKS_CUT_OFF = {
    "nothing ends its last line": MORE[: len(MORE) // 2].rstrip("\n"),
    "its last row stands in line 18, that of a release loaded before in line 19": MORE[: len(MORE) // 2],
}


@pytest.mark.parametrize("why", LOOKS_CUT_OFF)
def test_a_file_that_looks_cut_off_between_two_rows_says_so_and_withdraws_nothing_unasked(why, imported, tmp_path):
    text = EXCERPT.read_text(encoding="utf-8")
    imported(change=(text, text + MORE))
    path, told = tmp_path / "GEDEvent_v23_1.csv", StringIO()
    path.write_text(text + LOOKS_CUT_OFF[why], encoding="utf-8")

    call_command("import_ucdp", path, force=True, stdout=told)
    assert f"The file looks cut off: {why}." in told.getvalue()
    assert "1 incidents of what this file covers are not in it, and it looks cut off: --comp" in told.getvalue()
    assert not Incident.objects.filter(publication="withdrawn").exists()

    call_command("import_ucdp", path, force=True, complete=True, stdout=told)
    assert Incident.objects.filter(publication="withdrawn").count() == 1


def test_a_file_of_another_number_of_rows_than_it_should_have_is_refused(imported):
    with pytest.raises(CommandError, match="it has 9 rows, not 10: is it there to its end"):
        imported("--rows", "10")
    assert not Incident.objects.filter(dataset__slug="ucdp-ged").exists()

    assert first(imported("--rows", "9")).startswith("46 created")


CUT_OFF = {
    "after a cell": lambda text: text[: text.rstrip().rindex(",") - 30],
    "in its number": lambda text: text.rstrip() + "\n5576",
    "in a quotation": lambda text: text[: text.rstrip().rindex(",")] + ',"IND',
    "in a quotation of many cells": lambda text: text.rstrip() + '\n5576,"IND',
}


@pytest.mark.parametrize("where", CUT_OFF)
def test_a_file_that_ends_in_the_middle_of_a_row_is_refused_in_one_line(where, imported, tmp_path):
    imported()
    cut_off = tmp_path / "GEDEvent_v23_1.csv"
    cut_off.write_text(CUT_OFF[where](EXCERPT.read_text(encoding="utf-8")), encoding="utf-8")

    with pytest.raises(CommandError, match="the file ends in the middle of a row: is it there to its end") as error:
        call_command("import_ucdp", cut_off, rejected=tmp_path / "rejected.csv")

    assert "\n" not in str(error.value)
    assert Incident.objects.filter(dataset__slug="ucdp-ged", publication="published").count() == 9
    assert Load.objects.count() == 1
