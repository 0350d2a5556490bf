"""What every test may ask for."""

import json
import os
import shutil
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

from equipment.models import Category
from tests import factories
from tests.browsing import page_of
from tests.filled import Armoury
from tests.published import UCDP

CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
CHROMIUM_SWITCHES = [
    "--no-sandbox",  # it does not run as root otherwise
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class ApiClient(Client):
    """A visitor without an account: ``get("countries/")`` asks ``/api/v1/countries/``."""

    def get(self, path, *args, **kwargs):
        return super().get(path if path.startswith("/") else f"/api/v1/{path}", *args, **kwargs)


def pytest_collection_modifyitems(items):
    """Put the filled database in place before the test's transaction begins."""
    for item in items:
        if "armoury" in item.fixturenames:
            item.fixturenames.insert(0, "armoury")
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Keep SQLite's test database in a file, as in production, so that threads have connections of their own."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Forget kept answers: a test's rows are taken back, and so are the numbers of its data versions."""
    cache.clear()


@pytest.fixture
def make(db):
    """Return the function that makes valid records, their numbers starting at 1."""
    factories.numbers.clear()
    return factories.make


@pytest.fixture
def missile(make) -> Category:
    """Return a category that rows of files name."""
    return make(Category, slug="missile", name="Missile")


@pytest.fixture
def editor(db) -> User:
    """Return a member of staff who may do everything."""
    return User.objects.create_superuser("editor", password="editor")


@pytest.fixture
def editor_client(editor) -> Client:
    """Return a browser in which the editor is signed in."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def two(db):
    """Return two editors, each with a browser of their own."""
    from tests.editors import Editor  # noqa: PLC0415  its modules are collected as tests, and made to explain

    return Editor("mira"), Editor("noor")


@pytest.fixture
def api() -> ApiClient:
    """Return a client of the API without an account."""
    return ApiClient()


@pytest.fixture
def load(tmp_path, db):
    """Return a function that loads objects as facts.json, or files by their names, and returns what it says."""

    def loader(*objects, options=(), **texts) -> str:
        given = {"facts.json": json.dumps(list(objects), indent=1)} if objects else {}
        given |= {name.replace("__", "."): text for name, text in texts.items()}
        for name, text in given.items():
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        told = StringIO()
        call_command("load", *(str(tmp_path / name) for name in given), *options, stdout=told)
        return told.getvalue()

    return loader


@pytest.fixture
def imported(armoury, tmp_path):
    """Return a function that imports UCDP's events, or the excerpt with a text changed, and returns what it says."""

    def run(*options, path=UCDP, change=("", ""), name="", **named) -> str:
        copy = tmp_path / (name or path.name)
        text = path.read_text(encoding="utf-8")
        copy.write_text(text.replace(*change) if change[0] else text, encoding="utf-8")
        told = StringIO()
        call_command("import_ucdp", copy, *options, stdout=told, rejected=tmp_path / "rejected.csv", **named)
        return told.getvalue()

    return run


@pytest.fixture
def imported_deals(armoury, tmp_path):
    """Return a function that imports a text as a file of SIPRI's, and returns what it says."""

    def run(text: str, encoding: str = "utf-8", **options) -> str:
        path, told = tmp_path / "deals.csv", StringIO()
        path.write_bytes(text.encode(encoding))
        given = {"release": "2025", "rejected": tmp_path / "no.csv", "stdout": told} | options
        call_command("import_sipri", path, **given)
        return told.getvalue()

    return run


@pytest.fixture
def refusal(load):
    """Return a function that loads what cannot be loaded and returns the lines that say why, before the last one."""

    def refused(*objects, **given) -> list[str]:
        with pytest.raises(CommandError) as error:
            load(*objects, **given)
        *told, end = str(error.value).splitlines()
        assert end == "Nothing was stored."
        return told

    return refused


@pytest.fixture(scope="session")
def _armoury(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        loaded = Armoury(connection)
    yield loaded
    with django_db_blocker.unblock():
        loaded.remove()


@pytest.fixture
def armoury(_armoury, django_db_blocker):
    """Give the test a database that holds every fixture of the project."""
    with django_db_blocker.unblock():
        _armoury.enter()
    yield
    with django_db_blocker.unblock():
        _armoury.leave()


@pytest.fixture(scope="session", autouse=True)
def _chromium(request):
    """Start the browser of a run that needs one before the database is first used.

    Playwright keeps an event loop in this thread, and where there is one Django keeps another connection.
    """
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found or not any("browser" in item.fixturenames for item in request.session.items):
        yield None
        return
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=CHROMIUM_SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def browser(_chromium):
    """Return a browser without a window; pages are opened with ``browser.new_page()``."""
    return _chromium or pytest.skip("no browser: install chromium")


@pytest.fixture
def page(browser, live_server, editor):
    """Return a page of a browser in which the editor is signed in; it keeps what breaks the policy."""
    page = page_of(editor, browser, live_server)
    yield page
    page.context.close()
