"""The demo: from nothing to a running server, and again without touching what is there."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from io import StringIO
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from equipment.models import WeaponSystem
from reference.models import Country, Dataset

INDIA = {"model": "reference.country", "fields": {"slug": "IN", "name": "India", "alpha3": "IND"}}
FACTS = {"slug": "facts", "name": "Facts", "owner": "A", "licence": "MIT", "attribution": "A", "redistributable": True}
SECONDS_TO_START = 90


@pytest.fixture
def fixtures(tmp_path, settings):
    """Give the project two small fixture files in a folder of their own."""
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "staticfiles"
    folder = tmp_path / "fixtures"
    folder.mkdir()
    (folder / "10_countries.json").write_text(json.dumps([INDIA]))
    (folder / "20_datasets.json").write_text(json.dumps([{"model": "reference.dataset", "fields": FACTS}]))
    return folder


def demo(**options) -> str:
    told = StringIO()
    call_command("demo", port=str(free_port()), prepare=True, stdout=told, **options)
    return told.getvalue()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def test_f17_the_first_run_loads_the_fixtures_and_makes_an_account(fixtures, db):
    told = demo()

    assert "2 created, 0 updated, 0 unchanged, 0 conflicting." in told
    password = told.partition("Staff account: demo, password ")[2].split()[0]
    account = User.objects.get()
    assert (account.username, account.is_superuser, account.check_password(password)) == ("demo", True, True)


def test_a_second_run_changes_nothing(fixtures, db):
    demo()
    Country.objects.update(name="Bharat")
    before = (list(Country.objects.values()), list(Dataset.objects.values()), list(User.objects.values()))

    told = demo()

    assert (list(Country.objects.values()), list(Dataset.objects.values()), list(User.objects.values())) == before
    assert "none is touched" in told
    assert "Staff account: demo is there" in told
    assert f"{User.objects.get()}, password" not in told


def test_a_correction_of_the_curated_facts_outlives_the_next_run(armoury, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    WeaponSystem.objects.filter(slug="harop").update(name="Harop, corrected")

    demo()

    assert WeaponSystem.objects.get(slug="harop").name == "Harop, corrected"


@pytest.mark.django_db(transaction=True)
def test_a_reset_starts_over(fixtures, make):
    make(WeaponSystem)
    User.objects.create_superuser("somebody")

    told = demo(reset=True)

    assert "removing every record and every account" in told
    assert (WeaponSystem.objects.count(), Country.objects.get().slug) == (0, "IN")
    assert User.objects.get().username == "demo"


def test_of_a_broken_fixture_nothing_is_stored(fixtures, db):
    broken = INDIA | {"fields": INDIA["fields"] | {"slug": "IL", "valid_from": "1948-13"}}
    (fixtures / "30_more.json").write_text(json.dumps([broken]))

    with pytest.raises(CommandError, match=r"30_more.json:\d+:\d+, object 1 .*valid_from: “1948-13” is not a date"):
        demo()

    assert (Country.objects.count(), Dataset.objects.count(), User.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(port, db):
    with pytest.raises(CommandError, match=rf"“{port}” is not a port: give a number from 1 to 65535"):
        call_command("demo", port=port, stdout=StringIO())


def command(*arguments, **environment) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=project.BASE_DIR,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def in_one_line(*arguments, **environment) -> str:
    """Run a command that fails, and return the one line it says why."""
    with command(*arguments, **environment) as run:
        said = run.stdout.read()
    assert (run.returncode, len(said.splitlines())) == (1, 1), said
    return said


@pytest.mark.parametrize("address", ["nonsense", "postgres://", "postgres://u:p@host:abc/x", "mysql://u@host/x"])
def test_a_malformed_address_is_answered_in_one_line(address):
    assert "DATABASE_URL must look like" in in_one_line("check", DATABASE_URL=address)


@pytest.mark.parametrize(
    "address",
    [
        "postgres://u@127.0.0.1:1/x",
        "postgres://u@127.0.0.1:1/x?foo=bar",
        "sqlite:////nowhere/at/all/db.sqlite3",
        f"sqlite:///{project.BASE_DIR}/README.md",
        f"sqlite:///{project.BASE_DIR}/README.md?foo=bar",
    ],
)
def test_a_database_out_of_reach_is_answered_in_one_line(address):
    said = in_one_line("showmigrations", DATABASE_URL=address)

    assert said.startswith("Armoury cannot open its database: ")
    assert said.endswith("Correct DATABASE_URL or start the server it names.\n")


@pytest.mark.parametrize("address", ["sqlite:", "sqlite://:memory:"])
def test_a_database_in_memory_is_refused_in_one_line(address):
    assert "cannot be in memory" in in_one_line("demo", DATABASE_URL=address, PORT=str(free_port()))


def test_a_busy_port_is_answered_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])

        assert f"Port {port} cannot be used (address already in use)" in in_one_line("demo", PORT=port)


@pytest.mark.skipif(not shutil.which("make"), reason="no make on this machine")
def test_a_python_that_is_too_old_is_answered_in_one_line(tmp_path):
    for name in ["Makefile", "requirements.txt"]:
        shutil.copy(project.BASE_DIR / name, tmp_path)

    run = subprocess.run(
        [shutil.which("make"), "-s", "setup", "PYTHONS=false"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode != 0
    assert run.stdout.startswith("Armoury needs Python 3.11 or newer")
    assert run.stdout.count("\n") == 1
    assert not (tmp_path / ".venv").exists()


@pytest.fixture
def database(tmp_path, db):
    """Give the address of an empty database on the engine of this run."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/db.sqlite3"
        return
    name = f"{connection.settings_dict['NAME']}_demo"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_it_serves_until_ctrl_c_and_stops_cleanly(database):
    port = str(free_port())
    keep = "from reference.models import Country; Country.objects.create(slug='IN', name='India', alpha3='IND')"
    for prepare in [["migrate", "-v0"], ["shell", "-v0", "-c", keep]]:
        with command(*prepare, DATABASE_URL=database) as done:
            assert done.stdout.read() == ""

    with command("demo", DATABASE_URL=database, PORT=port) as server:
        page = answer(f"http://127.0.0.1:{port}/")
        style = answer(f"http://127.0.0.1:{port}/static/admin/css/base.css")
        server.send_signal(signal.SIGINT)
        said = server.stdout.read()

    assert "<strong>1</strong> countries" in page
    assert "--primary" in style
    assert (server.returncode, "Traceback" in said) == (0, False), said
    assert f"http://127.0.0.1:{port}/admin/" in said


def answer(address: str) -> str:
    """Return what the server answers once it does."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            with urlopen(address) as page:  # noqa: S310  our own server
                return page.read().decode()
        except URLError:
            time.sleep(0.2)
    raise TimeoutError(address)
