"""``manage.py import_ucdp``: events of every release and layout become incidents, refused rows are told."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from events.models import Incident, Participant
from events.ucdp import dates, version_in
from reference.models import Load, Organisation, Release, Source
from tests.loading import first
from tests.published import UCDP as EXCERPT
from tests.published import needs_shared_data, shared

VERSIONS = {
    "ged191.csv": "19.1",
    "GEDEvent_v23_1.csv": "23.1",
    "GEDEvent_v24_0_1.csv": "24.0.1",
    "hdx_conflict_data_pak_v22.1.csv": "22.1",
    "events.csv": None,
}


@pytest.mark.parametrize("name", VERSIONS)
def test_the_release_is_told_by_the_files_name(name):
    assert version_in(name) == VERSIONS[name]


def test_an_event_becomes_an_incident_with_all_that_is_known_of_it(imported):
    imported()

    event = Incident.objects.get(slug="ucdp-ged-59553")
    assert event.name == "Government of India - Government of Pakistan, Kel village, Azad Jammu & Kashmir, 1990-10-04"
    assert (event.started, event.ended, event.date_precision, event.place_precision) == ("1990-10-04", None, 1, "near")
    assert (event.killed_low, event.killed_best, event.killed_high, event.civilians_killed) == (2, 2, 2, 0)
    assert (float(event.latitude), float(event.longitude)) == (34.821865, 74.355544)
    assert event.notes.splitlines()[:2] == [
        "Conflict: India - Pakistan (UCDP 218)",
        "Dyad: Government of India - Government of Pakistan (UCDP 422)",
    ]
    assert [country.slug for country in event.countries.all()] == ["PK"]
    assert (event.dataset.slug, event.external_id, event.publication) == ("ucdp-ged", "59553", "published")


def test_those_who_fought_take_part_with_the_dead_of_their_side(imported):
    imported()

    found = Participant.objects.filter(dataset__slug="ucdp-ged").order_by("incident", "ref")
    sides = found.values_list("incident__external_id", "country__slug", "organisation__slug", "label", "role", "killed")
    assert ("59553", "PK", None, None, "perpetrator", 2) in sides
    assert ("55763", None, "ttp", None, "perpetrator", 0) in sides
    assert ("55763", None, None, "civilians", "target", 0) in sides
    assert ("187697", None, "al-qaeda", None, "perpetrator", 16) in sides


def test_an_event_cites_its_release_and_the_reports_of_its_row(imported):
    imported()

    ucdp, report = Incident.objects.get(slug="ucdp-ged-372969").citations.order_by("locator").reverse()
    assert (ucdp.source.slug, ucdp.locator, ucdp.quote) == ("ucdp-ged-22-1", "IND-1990-1-422-1", "")
    assert (report.source.name, report.source.publisher, report.source.published, report.source.kind) == (
        "PAKISTANI SPOKESMAN SAYS INDIAN FORCES KILLED BUS PASSENGER.",
        "Reuters News",
        "1990-12-29",
        "news",
    )
    assert Release.objects.get(dataset__slug="ucdp-ged").checksum


def test_what_an_old_row_says_instead_of_reports_is_quoted(imported):
    imported()

    citation = Incident.objects.get(slug="ucdp-ged-59553").citations.get()
    assert (citation.source.slug, citation.quote) == ("ucdp-ged-22-1", "R 4/10 1990")


def test_a_report_that_many_rows_name_is_one_source_and_is_taken_back_with_the_load(imported):
    sources = Source.objects.filter(note="As named by UCDP GED.")
    row = next(line for line in EXCERPT.read_text().split("\n") if line.startswith("372969,"))

    twice = (row, f"{row}\n{row.replace('372969,', '1,', 1)}")
    imported(change=twice)

    assert sources.get(slug__startswith="news-1990-12-29-").incidentcitation_set.count() == 2
    assert first(imported(change=twice)).startswith("0 created")
    call_command("undo_load", Load.objects.first().pk, stdout=StringIO())
    assert not sources.exists()


@pytest.mark.parametrize("time", ["", " 00:00:00.000", " 00:00:00", "T00:00:00", "T00:00:00.000000"])
def test_a_date_with_a_time_in_whichever_form_is_its_day(time):
    assert dates({"date_prec": "1", "date_start": f"2007-02-06{time}", "date_end": f" 2007-02-07{time} "}) == (
        "2007-02-06",
        "2007-02-07",
    )


def test_a_date_known_to_the_month_is_a_month(imported):
    imported()

    assert list(Incident.objects.filter(slug="ucdp-ged-54998").values_list("started", "ended")) == [
        ("1994-04", "1994-05")
    ]


def test_actors_that_are_new_come_in_as_drafts_and_are_listed_with_the_nearest_names(imported):
    said = imported()

    new = Organisation.objects.filter(dataset__slug="ucdp-ged")
    assert {(o.name, o.kind, o.publication) for o in new} == {
        (name, "armed-group", "draft") for name in ("TTP", "Ansaar ul-Islam", "Lashkar-e-Islam")
    }
    assert "“TTP” came in as a draft; nearest: " in said
    assert "To name one once for all: a line ucdp-ged,LABEL,SLUG in mappings/actors.csv." in said


def test_figures_out_of_order_are_taken_with_a_warning(imported):
    said = imported()

    assert "taken with a warning: 1 × low, best and high are not in order" in said
    assert list(Incident.objects.filter(slug="ucdp-ged-192761").values_list("killed_low", "killed_best")) == [(4, 3)]


CODES = ["", "-1", "-9", "-99", "-9.0", "NA"]
COUNTS = {
    "low": "killed_low",
    "best": "killed_best",
    "high": "killed_high",
    "deaths_civilians": "civilians_killed",
    "deaths_b": "participants__killed",
}


def test_codes_for_what_is_not_known_are_unknown_and_naught_is_a_number(imported, tmp_path):
    with open(EXCERPT, encoding="utf-8", newline="") as stream:
        row = next(row for row in csv.DictReader(stream) if row["id"] == "55793")
    with open(tmp_path / "ged_v23_1.csv", "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, row)
        writer.writeheader()
        for number, code in enumerate([*CODES, "0"]):
            coded = dict.fromkeys([*COUNTS, "gwnob"], code) | {"id": str(number)}
            writer.writerow(row | coded | ({"gwnob": ""} if code == "0" else {"country_id": code}))

    imported(path=tmp_path / "ged_v23_1.csv")

    side = {"participants__ref": "side-b", "participants__organisation__name": "Lashkar-e-Islam"}
    found = Incident.objects.filter(dataset__slug="ucdp-ged", countries__slug="PK", **side).order_by("external_id")
    assert list(found.values_list(*COUNTS.values())) == [(None,) * len(COUNTS)] * len(CODES) + [(0,) * len(COUNTS)]


def test_a_second_import_changes_nothing(imported):
    imported()

    assert first(imported()).startswith("0 created, 0 updated, ")
    assert ", 0 conflicting." in first(imported())


def test_a_dry_run_stores_nothing_and_a_limit_reads_the_first_rows(imported):
    assert "events.incident: 9 created" in imported("--dry-run")
    assert not Incident.objects.filter(dataset__slug="ucdp-ged").exists()

    imported(limit=3)
    assert Incident.objects.filter(dataset__slug="ucdp-ged").count() == 2  # the first row is one of tags


def test_a_row_that_is_wrong_is_refused_with_its_reason_and_the_others_are_taken(imported, tmp_path):
    said = imported(change=("1990-12-26 00:00:00.000", "26/12/1990"))

    assert "refused: 1 rows, dates that are none." in said
    assert Incident.objects.filter(dataset__slug="ucdp-ged").count() == 8
    with open(tmp_path / "rejected.csv", encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["line"], row["reason"]) == ("4", "“26/12/1990” is not a day")


def test_a_row_that_breaks_a_rule_of_ours_is_refused_like_any_other(imported):
    said = imported(change=("34.821865,74.355544", "134.821865,74.355544"))

    assert "refused: 1 rows, rules of a record." in said
    assert Incident.objects.filter(dataset__slug="ucdp-ged").count() == 8


def test_a_column_that_may_lack_is_told_when_it_does(imported):
    assert "  columns that may be there and are not: relid." in imported(change=(",relid,", ",rel_id,")).splitlines()
    assert "columns that may be" not in imported()


def test_an_older_release_is_refused_unless_forced(imported):
    imported(name="ged_v23_1.csv")

    with pytest.raises(CommandError, match=r"Release 23\.1 is loaded already, 22\.1 is older: add --force"):
        imported()
    imported("--force")


BAD = {
    "empty": ("", "it is empty."),
    "another table": ("name,born\nAda,1815\n", "no line names the columns of this data set; missing are “id”"),
    "a renamed column": ("ID" + EXCERPT.read_text()[2:], "missing are “id” (nearest: ID)"),
    "binary": ("a\0b\n", "it is no text, it holds NUL."),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_of_another_kind_is_refused_in_one_line(kind, tmp_path, db):
    text, reason = BAD[kind]
    path = tmp_path / "ged_v23_1.csv"
    path.write_text(text)

    with pytest.raises(CommandError) as error:
        call_command("import_ucdp", path)

    assert reason in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path, db):
    with pytest.raises(CommandError, match="it is no file"):
        call_command("import_ucdp", tmp_path, release="23.1")
    with pytest.raises(CommandError, match="there is no such file"):
        call_command("import_ucdp", tmp_path / "none.csv", release="23.1")
    with pytest.raises(CommandError, match="add --release"):
        call_command("import_ucdp", tmp_path)


ROWS = {
    "ged191_subset_myanmar_bangladesh.csv": 3194,
    "ged49_noheader_allquoted_200rows.csv": 200,
    "ged49_v23.1_random1000_reserialised.csv": 1000,
    "hdx_conflict_data_BGD_v19.1.csv": 601,
    "hdx_conflict_data_pak_v22.1.csv": 6416,
    "hdx_conflict_data_ukr_v19.1.csv": 993,
    "hdx_conflict_data_ukr_v20.1.csv": 1167,
    "hdx_conflict_data_ukr_v22.1.csv": 2989,
}


@needs_shared_data
@pytest.mark.parametrize("path", shared("ucdp/*.csv"), ids=lambda path: path.stem)
def test_every_published_layout_is_read_to_its_last_row(path, armoury, tmp_path):
    told = StringIO()

    call_command("import_ucdp", path, release="99.1", rejected=tmp_path / "rejected.csv", stdout=told)

    assert Incident.objects.filter(dataset__slug="ucdp-ged").count() == ROWS[path.name]
    assert "refused" not in told.getvalue()
