"""Rows of UCDP's events that are wrong are refused alone, and a file of nothing else as a whole."""

import csv

import pytest
from django.core.management import CommandError, call_command

from events.models import Incident
from reference.loading import published
from tests.published import UCDP as EXCERPT


def changed(path, cells: dict, number: str = ""):
    """Write the excerpt with other cells in the row of an event, or in all of them; return where it is."""
    with open(EXCERPT, encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(row | (cells if row["id"] and number in {"", row["id"]} else {}) for row in rows)
    return path


WRONG = {
    "a precision there is none of": ("55793", {"where_prec": "9"}, "unknown codes"),
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
def test_a_file_with_every_row_refused_is_a_failure_and_told_with_all_reasons(cells, kind, armoury, tmp_path, capsys):
    path = changed(tmp_path / "bad_v22.1.csv", cells)

    with pytest.raises(CommandError, match="Every row was refused"):
        call_command("import_ucdp", path, rejected=tmp_path / "rejected.csv")

    assert f"refused: 9 rows, {kind}." in capsys.readouterr().out


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_of_no_rows_is_refused(limit, imported):
    with pytest.raises(CommandError, match=f"1 or more: {limit} is none"):
        imported(limit=limit)
