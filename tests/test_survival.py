"""What published files are like in the wild, each thing once, on the files themselves where there are any."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from agreements.models import Transfer
from agreements.sipri import figures
from agreements.sipri.layouts import opened
from equipment.models import WeaponSystem
from events.models import Incident
from events.ucdp import COLUMNS, NEEDED, OPTIONAL, dates
from reference.countries import ISO
from reference.loading.published import Published
from reference.loading.resolving import whole
from reference.models import OrganisationAlias
from tests.published import SHARED, needs_shared_data

pytestmark = needs_shared_data
DEALS, OLDER = "sipri/excerpt_DealsAndTIVs_recipient_India.csv", "sipri/excerpt_older_text.txt"
REGISTER, QUIRKS = "sipri/excerpt_recipient_India.csv", "sipri/excerpt_quirks_bytes.csv"
PAKISTAN, NO_HEADER = "ucdp/hdx_conflict_data_pak_v22.1.csv", "ucdp/ged49_noheader_allquoted_200rows.csv"
BANGLADESH = "ucdp/hdx_conflict_data_BGD_v19.1.csv"
SAMPLE = "ucdp/ged49_v23.1_random1000_reserialised.csv"
UKRAINE = "ucdp/hdx_conflict_data_ukr_v19.1.csv"


def deals(name: str) -> tuple[Published, list[dict], list[tuple[int, str]]]:
    """Return a table of SIPRI's, its rows, and the line and reason of each that was refused."""
    (table, layout), refused = opened(SHARED / name), []
    rows = table.rows(lambda problem, cells: refused.append((table.line, str(problem))))
    return table, [dict(zip(layout, row, strict=True)) for row in rows], refused


def events(name: str) -> list[dict]:
    """Return the rows of a table of UCDP's, none of which is refused."""
    refused = []
    rows = list(Published(SHARED / name, NEEDED, OPTIONAL, [COLUMNS]).rows(lambda *row: refused.append(row)))
    assert not refused
    return [dict(zip([*NEEDED, *OPTIONAL], row, strict=True)) for row in rows]


def imported(command: str, name: str, tmp_path, **options) -> str:
    told = StringIO()
    call_command(command, SHARED / name, stdout=told, rejected=tmp_path / "rejected.csv", **options)
    return told.getvalue()


@pytest.mark.parametrize(("name", "before"), [(REGISTER, 1), (OLDER, 6), (DEALS, 12)])
def test_a_preamble_of_none_five_and_eleven_lines_is_passed(name, before):
    assert deals(name)[0].before == before


def test_a_footer_is_no_row():
    _, rows, refused = deals(OLDER)

    assert (SHARED / OLDER).read_text().splitlines()[-1].startswith("©")
    assert (rows[-1]["number"].isdecimal(), refused) == (True, [])


def test_a_row_of_tags_is_no_event(armoury, tmp_path):
    assert [row["id"] for row in events(PAKISTAN)[:2]] == ["", "59553"]

    said = imported("import_ucdp", PAKISTAN, tmp_path, limit=2)

    assert ("events.incident: 1 created" in said, "refused" in said) == (True, False)


def test_a_table_without_a_header_is_read_by_its_width():
    assert len(events(NO_HEADER)) == 200


@pytest.mark.parametrize(
    ("name", "encoding", "told"),
    [(QUIRKS, "cp1252", "Wärtsilä"), (DEALS, "utf-8-sig", "S-400 Triumf"), (BANGLADESH, "utf-8-sig", "Bhāndāria")],
)
def test_each_encoding_is_read(name, encoding, told):
    table = Published(SHARED / name, [], [], [])

    assert table.encoding == encoding
    assert told in (SHARED / name).read_text(encoding=encoding)


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    path = tmp_path / "marked.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (SHARED / DEALS).read_bytes())

    assert opened(path)[0].header[0] == "SIPRI AT Database ID"


@pytest.mark.parametrize(("name", "mark"), [(DEALS, ","), (OLDER, ";")])
def test_commas_and_semicolons_part_cells(name, mark):
    assert deals(name)[0].delimiter == mark


def test_lines_end_both_ways_and_cells_hold_newlines():
    rows = events(PAKISTAN)

    assert len(rows) == 6_417
    assert sum("\n" in row["source_article"] for row in rows) > 1_000


def test_a_newline_without_quotes_costs_its_record_alone():
    _, rows, refused = deals(QUIRKS)

    assert len(rows) == 119
    assert refused == [(line, f"{cells} cells instead of 16") for line, cells in zip(range(26, 30), [13, 4, 13, 4])]  # noqa: B905  two records


def test_three_columns_with_one_name_are_the_doubt_about_what_stands_before_each():
    row = deals(REGISTER)[1][0]

    assert [name for name in row if name.endswith("_doubt")] == [
        "ordered_doubt",
        "number_ordered_doubt",
        "delivered_doubt",
    ]
    assert {row[name] for name in row if name.endswith("_doubt")} <= {"", "?"}


@pytest.mark.parametrize(("name", "marks"), [(REGISTER, {"", "?"}), (DEALS, {"Yes", "No"}), (OLDER, {"Yes", "No"})])
def test_doubt_is_one_flag_and_no_number_is_lost(name, marks):
    rows = deals(name)[1]

    assert {row["delivered_doubt"] for row in rows} == marks
    told = [figures.stated(row["delivered"], row["delivered_doubt"]) for row in rows]
    assert {doubtful for _, doubtful in told} == {True, False}
    assert [value for value, _ in told] == [int(row["delivered"]) if row["delivered"] else None for row in rows]


def test_doubt_about_years_of_delivery_is_flagged_as_often_as_it_is_told():
    rows = deals(DEALS)[1]

    found = [figures.figures([row])["delivered_estimated"] for row in rows]
    assert found == [row["years_doubt"] == "Yes" for row in rows]
    assert found.count(True) == 353


def test_what_sipri_estimates_is_the_value_of_a_unit_before_it_was_used():
    table, rows, _ = deals(DEALS)
    parts = {"New": Decimal(1), "Second hand": Decimal("0.4"), "Second hand but modernized": Decimal("0.66")}
    lines = (SHARED / DEALS).read_text().splitlines()[table.before :]
    estimates = [Decimal(cells[table.header.index("SIPRI estimate")]) for cells in csv.reader(lines)]

    told = [round(figures.amount(row["tiv_unit"]) / parts[row["status"]], 2) for row in rows]
    assert [abs(one - other) <= Decimal("0.02") for one, other in zip(told, estimates, strict=True)] == [True] * 1_162


def test_nothing_is_unknown_and_naught_is_a_number():
    numbers = [figures.stated(row["number_ordered"], "").value for row in deals(REGISTER)[1]]

    assert numbers.count(None) == 7
    assert {row["best"] for row in events(PAKISTAN)[1:]} >= {"0"}


def test_na_is_namibia():
    rows = Published(SHARED / "iso3166/datasets_country-codes.csv", ISO, []).rows(None)

    assert ("NA", "NAM", "516", "Namibia") in list(rows)


@pytest.mark.parametrize("name", [UKRAINE, PAKISTAN, SAMPLE])
def test_dates_with_and_without_a_time_are_days(name):
    row = next(row for row in events(name) if row["id"])

    assert [len(day) for day in dates(row | {"date_prec": "1"})] == [10, 10]


def test_numbers_of_states_may_be_written_with_a_point():
    assert {whole(row["gwnoa"]) for row in events(UKRAINE) if row["gwnoa"].endswith(".0")} == {369}


def test_numbers_of_twelve_digits_are_ids(armoury, tmp_path):
    path = tmp_path / "ged_v30_1.csv"
    path.write_text((SHARED / NO_HEADER).read_text().replace('"', '"100000', 1))

    call_command("import_ucdp", path, limit=1, rejected=tmp_path / "no.csv", stdout=StringIO())

    (number,) = Incident.objects.filter(dataset__slug="ucdp-ged").values_list("external_id", flat=True)
    assert len(number) >= 11


def test_deals_without_ids_are_known_by_what_they_say(armoury, tmp_path):
    assert "transfer: 752 created" in imported("import_sipri", REGISTER, tmp_path, release="2025")
    assert "transfer: 752 unchanged" in imported("import_sipri", REGISTER, tmp_path, release="2025")


def test_cells_that_list_years_give_the_first_and_the_last():
    row = next(row for row in deals(REGISTER)[1] if row["years"] == "2013; 2014; 2015; 2016; 2017")

    assert [figures.figures([row])[name] for name in ("delivered_from", "delivered_until")] == ["2013", "2017"]


def test_a_name_that_drifts_between_releases_is_kept_as_an_alias(armoury, tmp_path):
    path = tmp_path / "ged191.csv"
    text = (SHARED / UKRAINE).read_text()
    path.write_text(text)
    call_command("import_ucdp", path, release="19.1", limit=30, rejected=tmp_path / "no.csv", stdout=StringIO())
    name = Incident.objects.filter(participants__organisation__dataset__slug="ucdp-ged").values_list(
        "participants__organisation__name", flat=True
    )[0]
    path.write_text(text.replace(name, f"{name} of late"))

    call_command("import_ucdp", path, release="20.1", limit=30, rejected=tmp_path / "no.csv", stdout=StringIO())

    assert OrganisationAlias.objects.get(text=f"{name} of late").entry.name == name


def test_figures_out_of_order_are_taken_with_a_warning(armoury, tmp_path):
    rows = events(PAKISTAN)[1:]

    assert sum(not int(row["low"]) <= int(row["best"]) <= int(row["high"]) for row in rows) == 200
    assert "low, best and high are not in order" in imported("import_ucdp", NO_HEADER, tmp_path, release="24.0.1")


def test_the_same_deal_twice_is_two_deals(armoury, tmp_path):
    path = tmp_path / "register.csv"
    first, second, *_ = (SHARED / REGISTER).read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([first, second, second, b""]))

    call_command("import_sipri", path, release="2025", rejected=tmp_path / "no.csv", stdout=StringIO())

    assert Transfer.objects.count() == 2


def test_a_description_in_two_categories_is_told_by_the_category(armoury, tmp_path):
    imported("import_sipri", DEALS, tmp_path, release="2025")

    system = WeaponSystem.objects.get(name="Barak-MX Land")
    assert (system.category.slug, system.publication) == ("sam-system", "draft")
