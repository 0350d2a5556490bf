"""Rows of UCDP's events that are wrong are refused alone, and a file of nothing else as a whole."""

import csv

import pytest
from django.core.management import CommandError, call_command

from core.changes import Batch
from events.models import Incident
from reference.loading import published, stretches
from reference.loading.selecting import loadable
from reference.models import Load, Organisation, RefusedLoad
from tests.published import UCDP as EXCERPT


def changed(path, cells: dict, *numbers: str):
    """Write the excerpt with other cells in the rows of some events, or in all of them; return where it is."""
    with open(EXCERPT, encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    wrong = numbers or [row["id"] for row in rows if row["id"]]
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(row | (cells if row["id"] in wrong else {}) for row in rows)
    return path


WRONG = {
    "a precision there is none of": ("55793", {"where_prec": "9"}, "unknown codes"),
    "a day that goes on": ("55793", {"date_start": "2007-02-0699"}, "dates that are none"),
    "a time that is none": ("55793", {"date_end": "2007-02-06 noon"}, "dates that are none"),
    "no precision": ("55793", {"where_prec": "0"}, "unknown codes"),
    "a violence there is none of": ("55793", {"type_of_violence": "7"}, "unknown codes"),
    "an endless number": ("55793", {"best": "9" * 5_000}, "numbers that are none"),
    "an actor without a name": ("55793", {"side_b": ""}, "actors without a name"),
    "NUL in an actor": ("55793", {"side_b": "Lash\0kar"}, "rows that are no text"),
    "NUL in a headline": ("372969", {"source_article": '"Reuters,1990-12-29,A \0 B."'}, "rows that are no text"),
    "a report with no slug": ("372969", {"source_article": '"Reuters,1990-12-\u0662\u0669,A"'}, "rules of a record"),
    "the row that brings an actor others name": ("192761", {"latitude": "134"}, "rules of a record"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_one_bad_row_is_refused_alone_whatever_is_wrong_with_it(kind, imported, tmp_path, monkeypatch):
    monkeypatch.setattr(published, "MOST_BEFORE_HEADER", 1)  # among the first lines NUL refuses the file
    number, cells, refused = WRONG[kind]
    path = changed(tmp_path / "bad_v22.1.csv", cells, number)

    said = imported(path=path)

    assert f"refused: 1 rows, {refused}." in said
    events = Incident.objects.filter(dataset__slug="ucdp-ged")
    assert (events.count(), events.filter(external_id=number).exists()) == (8, False)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [({"date_start": "26/12/1990"}, "dates that are none"), ({"latitude": "134"}, "rules of a record")],
)
def test_of_a_file_with_every_row_refused_nothing_is_stored_and_all_reasons_are_told(
    cells, kind, armoury, tmp_path, capsys
):
    path, before = changed(tmp_path / "bad_v22.1.csv", cells), stored()

    with pytest.raises(CommandError, match=r"Every row was refused.* Nothing was stored"):
        call_command("import_ucdp", path, rejected=tmp_path / "rejected.csv")

    assert stored() == before
    assert [(load.name, load.told.partition(":")[0]) for load in RefusedLoad.objects.all()] == [
        ("ucdp-ged", "Every row was refused")
    ]
    assert f"refused: 9 rows, {kind}." in capsys.readouterr().out


def test_refused_rows_are_written_under_the_names_of_their_cells_and_torn_ones_as_they_stand(imported, tmp_path):
    row = next(line for line in EXCERPT.read_text().split("\n") if line.startswith("55766,"))

    imported(change=(row, f"{row.replace('2007-02-06', '06/02/2007')}\n{row},,"))

    with open(tmp_path / "rejected.csv", encoding="utf-8", newline="") as stream:
        wrong, torn = csv.DictReader(stream)
    assert (wrong["id"], wrong["date_start"][:10], wrong["as it stands"]) == ("55766", "06/02/2007", "")
    assert (torn["id"], torn["as it stands"][:6], torn["as it stands"][-2:]) == ("", "55766,", ",,")


def stored() -> dict[str, int]:
    """Return how many rows each table has that a load writes."""
    return {model._meta.label: model._base_manager.count() for model in [*loadable().values(), Load, Batch]}


def test_what_stands_beside_rows_waits_for_the_first_that_is_right(imported, tmp_path, monkeypatch):
    monkeypatch.setattr(stretches, "LENGTH", 2)
    wrong = ["59553", "372969", "363732", "192761"]
    path = changed(tmp_path / "bad_v22.1.csv", {"latitude": "134"}, *wrong)

    imported(path=path)

    assert Incident.objects.filter(dataset__slug="ucdp-ged").count() == 9 - len(wrong)
    assert Organisation.objects.get(dataset__slug="ucdp-ged", name="TTP").incident_parts.exists()
    assert Load.objects.get(name="ucdp-ged").status == "done"


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_of_no_rows_is_refused(limit, imported):
    with pytest.raises(CommandError, match=f"1 or more: {limit} is none"):
        imported(limit=limit)
