"""The start page and the pages of errors."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from equipment.models import WeaponSystem
from events.models import Incident
from reference.models import Dataset

QUERIES = 8
"""One for each table, one for the data sets."""


@pytest.fixture
def page(client, db):
    """Return the start page's text, its white space made single."""
    return lambda: re.sub(r"\s+", " ", client.get(reverse("home")).content.decode())


def test_the_start_page_counts_what_the_public_sees(page, make):
    for publication in ["published", "published", "draft", "withdrawn"]:
        make(WeaponSystem, publication=publication)
    make(Incident, dataset=make(Dataset, redistributable=False))

    assert "<strong>2</strong> weapon systems" in page()
    assert "<strong>0</strong> incidents" in page()


def test_the_start_page_leads_everywhere_and_credits_every_data_set(page, make):
    make(Dataset, name="Arms Log", owner="A. Log", licence="CC-BY-4.0", attribution="Arms Log, CC BY 4.0.")
    make(Dataset, name="Closed", redistributable=False)

    for address in ["/admin/", "/api/v1/", "/api/docs/"]:
        assert f'href="{address}"' in page()
    assert "<strong>Arms Log</strong>, A. Log; CC-BY-4.0. <q>Arms Log, CC BY 4.0.</q>" in page()
    assert page().count("not given to the public") == 1


def test_the_start_page_says_when_there_is_nothing_yet(page):
    assert "No data is loaded yet" in page()


def test_the_start_page_costs_the_same_for_much_and_little(make, client, django_assert_num_queries):
    make(Dataset)
    for _ in range(3):
        make(WeaponSystem, dataset=make(Dataset))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("home"))


@pytest.mark.parametrize("address", ["/", "/nowhere/"])
def test_pages_keep_the_content_policy(address, client, db):
    answer = client.get(address)

    assert answer.headers["Content-Security-Policy"] == "default-src 'self'"
    assert re.findall(r"<style|<script|\sstyle=|\son\w+=|https?://(?!testserver)", answer.content.decode()) == []


def test_every_list_the_start_page_names_is_there(page, make, api):
    lists = re.findall(r'href="(/api/v1/[-a-z]+/)"', page())

    assert [api.get(address).status_code for address in lists] == [200] * 7


def test_an_unknown_address_is_answered_with_a_page(client, db):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


def test_a_failure_is_answered_with_a_page(monkeypatch):
    monkeypatch.setattr("config.views.TABLES", None)

    answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == 500
    assert "Something failed here" in answer.content.decode()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_the_start_page_fits_and_is_readable(scheme, width, armoury, live_server, browser):
    view = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    told = []
    view.on("console", lambda message: told.append(message.text))

    view.goto(live_server.url)

    assert told == []
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert [name for name in view.locator("a").all_inner_texts() if not name.strip()] == []
    view.close()


def test_pages_about_signing_in_have_one_heading_each(client, editor_client):
    asked = [client.get(reverse("admin:login")), editor_client.get(reverse("admin:password_change"))]
    asked += [editor_client.get(reverse("admin:password_change_done")), editor_client.post(reverse("admin:logout"))]

    headings = [re.findall("<h1>(.*?)</h1>", answer.content.decode()) for answer in asked]
    assert headings == [["Log in"], ["Password change"], ["Password change successful"], ["Logged out"]]
