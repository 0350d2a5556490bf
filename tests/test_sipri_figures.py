"""What SIPRI's columns become: the figures of a transfer. The rows are invented; SIPRI's may not be shipped."""

import csv
from io import StringIO

import pytest

from agreements.sipri import figures
from agreements.sipri.layouts import LAYOUTS, opened
from tests.published import SHARED, needs_shared_data
from tests.sipri import HAROP

REGISTER = LAYOUTS[0]


def told(line: str) -> dict:
    """Return the figures of a line of the trade register."""
    return figures.figures([dict(zip(REGISTER, next(csv.reader(StringIO(line))), strict=True))])


def register(name: str) -> list[dict]:
    table, layout = opened(SHARED / name)
    return [dict(zip(layout, row, strict=True)) for row in table.rows(lambda problem, cells: None)]


@pytest.mark.parametrize(
    ("comment", "licensed"),
    [
        ("$9 m deal (incl 4 produced under licence in India); delivery planned 2011-2012", True),
        ("For 3 frigates produced in India; produced under licence in India", True),
        ("Option on 70 more produced under licence in India not used", False),
        ("Planned production under licence cancelled", False),
        ("For launchers (on trucks produced under licence in India)", False),
        ("Produced in Israel", False),
    ],
)
def test_only_what_was_built_under_licence_is_flagged(comment, licensed):
    assert told(HAROP.replace("Wärtsilä engine", comment))["licence_production"] == licensed


@needs_shared_data
def test_an_option_that_was_not_used_is_no_production_in_the_register_itself():
    deals = [row for row in register("sipri/excerpt_recipient_India.csv") if row["designation"] == "Mirage-2000"]

    assert {(row["ordered"], figures.is_licensed(row)) for row in deals} == {
        (year, False) for year in ("1982", "1986", "2000", "2021")
    }
    assert "produced under licence in India not used" in next(r["comments"] for r in deals if r["ordered"] == "1982")


@pytest.mark.parametrize(
    ("number", "unit", "total", "values"),
    [
        ("10", "0.5", "5", (0.5, 5)),
        ("", "0.5", "0", (0.5, None)),
        ("", "0.5", "", (0.5, None)),
        ("10", "0", "0", (None, None)),
        ("1", "0.004", "0", (0.004, 0)),
        ("0", "0.5", "0", (0.5, 0)),
    ],
)
def test_naught_for_what_is_not_known_is_no_value(number, unit, total, values):
    found = told(f"India,Israel,2009,,{number},,Harop,loitering munition,0,,,New,,{unit},{total},0\n")

    assert tuple(value and float(value) for value in (found["tiv_unit"], found["tiv_ordered"])) == values


@needs_shared_data
def test_no_order_of_an_unknown_number_has_a_value_in_the_register_itself():
    deals = [row for row in register("sipri/excerpt_recipient_India.csv") if not row["number_ordered"]]

    assert (len(deals), {row["tiv_ordered"] for row in deals}) == (7, {"0"})
    assert {figures.figures([row])["tiv_ordered"] for row in deals} == {None}
