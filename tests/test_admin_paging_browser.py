"""Rows on pages of 25 in a real browser, with scripts and without (row A8)."""

import pytest

from equipment.models import WeaponSystem
from tests.pages import harop
from tests.test_admin import address
from tests.test_admin_paging import named
from tests.test_entry_drafts import KEPT
from tests.world import world

NEXT = "#aliases-group + .rows-shown button:has-text('Next')"

CONTROLS = """
() => Array.from(document.querySelectorAll("form [name]:not([name^=_]):not([name=csrfmiddlewaretoken])"), (control) => [
    ...Array.from(control.attributes, ({name, value}) => `${name}=${value}`)
        .filter((text) => !text.startsWith("data-select2-id") && !text.startsWith("tabindex")).sort(),
    ...Array.from(control.options || [], ({value, text, selected}) => `${value}: ${text}${selected ? " *" : ""}`),
    ...Array.from(control.labels || [], (label) => label.textContent),
    ...Array.from(control.parentElement.querySelectorAll(":scope > a"), (link) => `${link.id} ${link.href}`),
    control.value,
])
"""
"""What each control of a page is: how it is marked, offers, holds and is called, and the links beside it."""


@pytest.fixture
def plain_page(page, browser, live_server):
    """Return a page of a browser without scripts in which the editor is signed in."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    yield context.new_page()
    context.close()


def test_a8_next_rows_keep_what_was_typed_without_scripts(make, plain_page):
    system = named(make, 30)
    plain_page.goto(address(WeaponSystem, "change", system.pk))
    plain_page.fill("#id_aliases-3-text", "Typed")

    plain_page.click(NEXT)
    plain_page.click("[value='aliases:add']")
    plain_page.fill("#id_aliases-6-text", "New")
    plain_page.fill("[name=reason]", "Found in print")
    plain_page.press("#id_aliases-0-text", "Enter")
    plain_page.locator(".messagelist .success").wait_for()

    texts = set(system.aliases.values_list("text", flat=True))
    assert (len(texts), texts >= {"Typed", "New", "Name 029"}, "Name 003" in texts) == (31, True, False)


def test_a3_page_completed_by_its_script_is_the_whole_page(make, page):
    world(make)
    url = address(WeaponSystem, "change", harop().pk)
    controls = []
    for query in ["", "?_whole=1"]:
        page.goto(url + query)
        page.locator(".select2-container").first.wait_for(state="attached")
        controls.append(page.evaluate(CONTROLS))

    assert controls[0] == controls[1]
    assert len(controls[0]) > 100


def test_a8_next_rows_keep_what_was_typed_and_its_draft(make, page):
    system = named(make, 30)
    page.goto(address(WeaponSystem, "change", system.pk))
    page.fill("#id_aliases-3-text", "Typed")
    page.click("#aliases-group .add-row a")
    page.fill("#id_aliases-25-text", "New")

    page.click(NEXT)
    page.locator(".errornote").first.wait_for()
    page.fill("#id_aliases-0-text", "Typed later")
    page.fill("[name=reason]", "Found in print")
    page.click("[name=_continue]")
    page.locator(".messagelist .success").wait_for()

    assert "?aliases-PAGE=2" in page.url
    assert set(system.aliases.values_list("text", flat=True)) > {"Typed", "Typed later", "New"}
    assert (page.evaluate(KEPT), page.errors, page.evaluate("window.violations")) == ([], [], [])


def test_a8_draft_of_other_rows_is_put_back_on_their_page(make, page):
    system = named(make, 30)
    page.on("dialog", lambda dialog: dialog.accept())
    url = address(WeaponSystem, "change", system.pk)
    page.goto(f"{url}?aliases-PAGE=2")
    page.fill("#id_aliases-2-text", "Typed")
    page.goto(url)

    page.click("text=Put it back")
    page.click("text=Show the rows it was typed into")
    page.click("text=Put it back")

    assert page.input_value("#id_aliases-0-text") == "Typed"
