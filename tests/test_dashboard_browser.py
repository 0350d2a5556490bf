"""The admin's first page in a real browser: its chart and its map are drawn, in light and dark, under the policy."""

import pytest
from django.urls import reverse

from equipment.models import WeaponSystem
from events.models import Incident
from reference.models import Country
from tests.browsing import faults

INKED = """
() => {
    const canvas = document.getElementById("chart");
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const colours = new Set();
    for (let place = 0; place < pixels.length; place += 4) {
        if (pixels[place + 3] === 255) colours.add(pixels.slice(place, place + 3).join());
    }
    return Array.from(colours);
}
"""
CIRCLES = "() => Array.from(document.querySelectorAll('#map circle'), (circle) => circle.textContent)"


@pytest.fixture
def world(make):
    """Put systems of two years and incidents of two countries there, and one without a position."""
    for year in ("1998", "2001-05"):
        make(WeaponSystem, introduced=year)
    for name, number, latitude in (("Atlantis", 4, 10), ("Lemuria", 1, -30), ("Mu", 1, None)):
        country = make(Country, name=name)
        for _ in range(number):
            make(Incident, started="2001", countries=[country], latitude=latitude, longitude=latitude)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chart_and_map_are_drawn_from_the_tables_beside_them(world, page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(reverse("admin:index"))
    page.wait_for_selector("#map circle", state="attached")

    bars = [colour_of(page, f".series-{number}") for number in (1, 4)]
    assert set(bars) <= set(page.evaluate(INKED))
    assert page.evaluate(CIRCLES) == ["Atlantis: 4", "Lemuria: 1"]
    assert page.locator("#map .land").get_attribute("d")
    page.click("text=The same as a table >> nth=1")
    assert page.locator("#places-table tbody tr").all_inner_texts() == [
        "Atlantis\t4",
        "Lemuria\t1",
        "Mu (not on the map: no positions)\t1",
    ]
    assert faults(page) == []


def colour_of(page, selector: str) -> str:
    """Return the colour of a column's head, as pixels have it."""
    text = page.evaluate("(head) => getComputedStyle(document.querySelector(head)).color", selector)
    return text.removeprefix("rgb(").removesuffix(")").replace(" ", "")


def test_the_chart_changes_its_colours_with_the_theme(world, page):
    page.emulate_media(color_scheme="light")
    page.goto(reverse("admin:index"))
    light = page.evaluate(INKED)

    page.click(".theme-toggle:visible")
    page.wait_for_timeout(100)

    assert set(page.evaluate(INKED)) != set(light)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_first_page_fits_its_screen(world, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(reverse("admin:index"))
    page.wait_for_selector("#map circle", state="attached")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_numbers_of_chart_and_map_are_reached_by_keyboard(world, page):
    page.goto(reverse("admin:index"))
    page.wait_for_selector("#map circle", state="attached")

    page.locator("#dashboard summary").last.press("Enter")
    for _ in range(2):  # past the box that scrolls
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/events/incident/?**")
    assert page.locator("#result_list tbody tr").count() == 4


def test_without_anything_in_the_database_the_page_says_so(page):
    page.goto(reverse("admin:index"))

    assert "There are no entries yet." in page.inner_text("#dashboard")
    assert faults(page) == []
