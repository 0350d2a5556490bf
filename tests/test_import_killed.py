"""An import that is killed goes on where it was: in one load, which is taken back as one."""

import csv
import re
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agreements.models import Transfer
from agreements.sipri.layouts import DEALS
from core import database
from events.models import Incident
from reference.loading import stretches
from reference.models import Dataset, Load
from tests.killing import kill_after, load_in_a_process
from tests.published import EXCERPTS

ROWS, LENGTH, MOMENTS = 300, 20, 6
IMPORTS = {"import_ucdp": Incident, "import_sipri": Transfer}
DEAL = {
    "Supplier": "Israel",
    "Recipient": "India",
    "Designation": "Harop",
    "Description": "loitering munition",
    "Armament category": "Missiles",
    "Order date": "2009",
    "Numbers delivered": "1",
    "Delivery year": "2011",
    "Status": "New",
    "TIV delivery values": "1",
}


def events(path) -> None:
    """Write events of UCDP's, each under its own number; the last of them is wrong."""
    with open(EXCERPTS / "ucdp_pak_v22.1.csv", encoding="utf-8", newline="") as stream:
        header, _, row, *_ = csv.reader(stream)
    rows = [[str(number), *row[1:]] for number in range(1, ROWS + 1)]
    rows.append(["none", *row[1:]])
    write(path, header, rows)


def deals(path) -> None:
    """Write deals of SIPRI's, each under its own number; the last of them is wrong."""
    rows = [DEAL | {DEALS["number"]: str(number)} for number in range(1, ROWS + 1)]
    rows.append(rows[0] | {DEALS["number"]: str(ROWS + 1), "Recipient": "Nowhere"})
    write(path, DEALS.values(), [[row.get(name, "") for name in DEALS.values()] for row in rows])


def write(path, header, rows) -> None:
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


@pytest.fixture
def published(request, tmp_path, monkeypatch):
    """Return a published file and how it is imported, some rows at a time."""
    monkeypatch.setattr(stretches, "LENGTH", LENGTH)
    call_command("load", "fixtures/10_countries.json", "fixtures/35_vocabularies.json", stdout=StringIO())
    path = tmp_path / "published.csv"
    {"import_ucdp": events, "import_sipri": deals}[request.param](path)
    return request.param, path, {"release": "30.1", "rejected": tmp_path / "rejected.csv"}


def begun(seconds=20) -> None:
    """Wait until a load has stored something."""
    end = time.monotonic() + seconds
    while not Load.objects.exclude(name__endswith=".json").exists() and time.monotonic() < end:
        time.sleep(0.005)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("published", IMPORTS, indirect=True)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_killed_import_goes_on_and_is_one_load(published):
    command, path, options = published
    rows = IMPORTS[command].objects.filter(dataset__releases__version="30.1")
    process = load_in_a_process(path, command, **options)
    begun()
    kill_after(process, 0)
    cut_off, there = Load.objects.exclude(name__endswith=".json").get(), rows.count()
    assert (cut_off.status, there % LENGTH, 0 < there < ROWS) == ("unfinished", 0, True)

    told = StringIO()
    call_command(command, path, stdout=told, **options)

    assert f"Load {cut_off.pk} of this file was cut off: it goes on after line {cut_off.line:,}." in told.getvalue()
    cut_off.refresh_from_db()
    assert (rows.count(), cut_off.status, cut_off.version) == (ROWS, "done", "30.1")
    assert Load.objects.filter(name=cut_off.name).count() == 1
    with open(options["rejected"], encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 1
    assert database.missing(connection) == []

    call_command("undo_load", cut_off.pk, stdout=StringIO())
    assert not rows.exists()
    assert not Dataset.objects.filter(slug=cut_off.name).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("published", IMPORTS, indirect=True)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_an_import_killed_at_any_moment_comes_to_its_end(published):
    command, path, options = published

    for moment in range(MOMENTS):
        kill_after(load_in_a_process(path, command, **options), 0.1 * moment)
    call_command(command, path, stdout=StringIO(), **options)

    assert IMPORTS[command].objects.count() == ROWS
    assert [load.status for load in Load.objects.exclude(name__endswith=".json")] == ["done"]


@pytest.mark.django_db
@pytest.mark.parametrize("published", ["import_ucdp"], indirect=True)
def test_a_load_that_was_taken_back_is_begun_anew(published):
    command, path, options = published
    call_command(command, path, stdout=StringIO(), **options)
    Load.objects.filter(name="ucdp-ged").update(unfinished=True)
    call_command("undo_load", Load.objects.first().pk, stdout=StringIO())

    call_command(command, path, stdout=StringIO(), **options)

    assert Incident.objects.count() == ROWS
    assert [load.status for load in Load.objects.filter(name="ucdp-ged")] == ["done", "undone"]


@pytest.mark.django_db
@pytest.mark.parametrize("published", IMPORTS, indirect=True)
@pytest.mark.parametrize(("limit", "others"), [(None, [10]), (10, [None, 11])])
def test_a_load_that_was_cut_off_goes_on_to_its_own_limit_and_to_no_other(limit, others, published):
    command, path, options = published
    load = Load.objects.filter(batch__kind="load")
    call_command(command, path, stdout=StringIO(), limit=limit, **options)
    load.update(unfinished=True, line=1)

    for other in others:
        part = "the first 10 rows" if limit else "all rows"
        with pytest.raises(CommandError, match=f", of {part} of this file, was cut off after line 1: run it again for"):
            call_command(command, path, stdout=StringIO(), limit=other, **options)
    call_command(command, path, stdout=StringIO(), limit=limit, **options)

    assert (IMPORTS[command].objects.count(), load.get().status) == (limit or ROWS, "done")


class Screen(StringIO):
    """What a person would see who waits."""

    def isatty(self):
        return True


@pytest.mark.django_db
@pytest.mark.parametrize("published", IMPORTS, indirect=True)
def test_after_each_stretch_it_is_shown_how_far_a_file_is_stored(published, monkeypatch):
    command, path, options = published
    monkeypatch.setattr("sys.stderr", screen := Screen())

    call_command(command, path, stdout=StringIO(), limit=50, **options)

    *told, end = screen.getvalue().split(" stored")
    assert [text.rpartition("\r")[2] for text in told] == [f"line {line} of 51" for line in (0, 21, 41, 51, 51)]
    assert re.fullmatch(r", [\d,]+ lines a second, about 0 s left *\n", end)


@pytest.mark.django_db
@pytest.mark.parametrize("published", ["import_ucdp"], indirect=True)
def test_a_file_that_ends_in_the_middle_stores_nothing(published):
    command, path, options = published
    path.write_text(path.read_text() + '"a' * 9_000_000)

    with pytest.raises(CommandError, match="not CSV: a line is longer than 16 MB"):
        call_command(command, path, stdout=StringIO(), **options)

    assert not Incident.objects.exists()
