"""Data entry in a real browser: by keyboard, by what is printed, cited from the row (rows A13, A15, A24)."""

import pytest
from django.urls import reverse

from equipment.models import Category, Property, WeaponSystem, WeaponSystemCitation
from reference.models import Country, Organisation, Source
from tests.browsing import faults
from tests.test_admin import address


@pytest.fixture
def known(make):
    """Return what there is to choose from."""
    make(Category, name="Loitering munition")
    for name, dimension, unit in [
        ("Range", "length", "km"), ("Speed", "speed", "km/h"), ("Mass", "mass", "kg"), ("Wingspan", "length", "m"),
        ("Endurance", "time", "h"), ("Crew", "count", ""),
    ]:  # fmt: skip
        make(Property, name=name, dimension=dimension, unit=unit)
    for name in ["India", "Azerbaijan"]:
        make(Country, name=name)
    make(Source, name="Product page", publisher="IAI", url="https://www.iai.co.il/p/harop")
    make(Organisation, name="Israel Aerospace Industries")


FOCUSED = """
() => {
    const box = document.activeElement.closest(".select2-container");
    const control = box ? box.previousElementSibling : document.activeElement;
    return (control.name || control.id || "").replace(/^.*-\\d+-/, "");
}
"""
SPECIFICATIONS = [
    ("range", "up to 1000 km"), ("speed", "about 225 kn"), ("mass", "approx 135 kg"), ("wingspan", "9 ft 10 in"),
    ("endurance", "6–9 h"), ("crew", "0"),
]  # fmt: skip


def tab_to(page, name: str):
    """Press the tab key until the control of that name has the focus, as someone without a mouse does."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    raise AssertionError(f"the tab key does not lead to {name}")


def pick(page, text: str, label: str, opened_by: str | None = "Enter"):
    """Search in the picker that has the focus and take the first it offers."""
    if opened_by:
        page.keyboard.press(opened_by)
    page.locator(".select2-search__field:focus").wait_for()
    page.keyboard.insert_text(text)  # at once, or Enter may take what an earlier letter found
    page.locator(".select2-results__option--highlighted", has_text=label).wait_for()
    page.keyboard.press("Enter")


def go_to(page, section: str):
    """Go from section to section until one is there."""
    for _ in range(12):
        page.keyboard.press("Alt+PageDown")
        if page.evaluate("document.activeElement.closest('.inline-group')?.id") == f"{section}-group":
            return
    raise AssertionError(f"there is no way to {section}")


def saved(page):
    """Save as the keyboard does, and wait for the page that says so."""
    page.keyboard.press("Control+s")
    page.locator(".messagelist .success").wait_for()


def test_a15_system_with_six_specifications_two_operators_and_sources_is_added_by_keyboard(known, page):
    page.goto(address(WeaponSystem, "add"))
    page.keyboard.type("IAI Harop")  # the first field has the focus
    tab_to(page, "category")
    pick(page, "loit", "Loitering munition")
    tab_to(page, "status")
    page.keyboard.type("In service")
    tab_to(page, "introduced")
    page.keyboard.type("April 2009")
    go_to(page, "operators")
    for number, (text, country) in enumerate([("ind", "India"), ("aze", "Azerbaijan")]):
        page.keyboard.press("Alt+a")
        pick(page, text, country)
        cite(page, first=number == 0)
    go_to(page, "specifications")
    for measured, stated in SPECIFICATIONS:
        page.keyboard.press("Alt+a")
        pick(page, measured, measured.capitalize())
        tab_to(page, "stated")
        page.keyboard.type(stated)
        cite(page)
    saved(page)

    harop = WeaponSystem.objects.get(slug="iai-harop")
    assert page.url.endswith(address(WeaponSystem, "change", harop.pk))
    assert faults(page) == []
    assert (harop.introduced, harop.status, harop.category.name) == ("2009-04", "in-service", "Loitering munition")
    assert [(one.country.name, one.sources.get().name) for one in harop.operators.order_by("id")] == [
        ("India", "Product page"), ("Azerbaijan", "Product page")
    ]  # fmt: skip
    made = harop.specifications.order_by("id")
    assert [one.sources.get().name for one in made] == ["Product page"] * 6
    assert [(float(one.minimum), float(one.maximum)) for one in made] == [
        (1000, 1000), (416.7, 416.7), (135, 135), (2.9972, 2.9972), (6, 9), (0, 0)
    ]  # fmt: skip


def cite(page, first: bool = False):
    """Cite the row one is in: the first by what it is called and its page, the others as the one above."""
    if first:
        tab_to(page, "locator")
        page.keyboard.type("p. 3")
        tab_to(page, "sources")
        pick(page, "product", "Product page", opened_by=None)
    else:
        page.keyboard.press("Alt+s")
        page.wait_for_function("document.activeElement.value === 'p. 3'")


def test_what_is_understood_is_said_while_one_types(known, page):
    page.goto(address(WeaponSystem, "add"))

    page.fill("#id_introduced", "Q2 2017")
    page.locator("#id_introduced_told.problem").wait_for()
    page.fill("#id_introduced", "April 2017")
    page.locator("#id_introduced_told:not(.problem)", has_text="2017-04").wait_for()

    assert page.locator("#id_introduced_told").inner_text() == "= 2017-04"
    assert page.evaluate("document.getElementById('id_introduced').getAttribute('aria-describedby')").endswith("_told")


def test_a13_look_alikes_appear_while_a_name_is_typed(make, page):
    make(WeaponSystem, name="IAI Harop")
    page.goto(address(WeaponSystem, "add"))

    page.type("#id_name", "Harop")
    page.locator("#look-alikes a", has_text="IAI Harop").wait_for()

    assert page.locator("#look-alikes li").inner_text().endswith("its name “IAI Harop” shares all its words")
    assert faults(page) == []


def test_a24_fact_is_cited_from_its_label(make, page):
    draft = make(WeaponSystem, publication="draft", introduced="2009")
    make(Source, name="Product page", url="https://www.iai.co.il/p/harop")
    page.goto(address(WeaponSystem, "change", draft.pk))

    page.focus("#id_introduced")
    page.keyboard.press("Alt+c")
    pick(page, "http://iai.co.il/p/harop/", "Product page", opened_by=None)
    saved(page)

    made = WeaponSystemCitation.objects.get()
    assert (made.fact, made.source.name, made.cited_value) == ("introduced", "Product page", "2009")


def test_a24_new_source_is_begun_from_its_address(make, page):
    draft = make(WeaponSystem, publication="draft")
    page.goto(address(WeaponSystem, "change", draft.pk))

    page.focus("#id_role")
    page.keyboard.press("Alt+c")
    page.locator(".select2-search__field:focus").wait_for()
    page.keyboard.insert_text("https://news.example/harop-enters-service.html")
    page.locator(".select2-results__option--highlighted", has_text="New source").wait_for()
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    with opened.value.expect_event("close"):
        opened.value.locator("[name=_save]").click()
    saved(page)

    made = WeaponSystemCitation.objects.get()
    assert (made.fact, made.source.name, made.source.publisher) == ("role", "Harop enters service", "news.example")


def test_a15_keys_are_listed_and_the_search_is_found(make, page):
    page.goto(address(WeaponSystem))

    page.keyboard.press("?")
    listed = page.locator("#keys dt").all_inner_texts()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("t72/?")

    assert "Ctrl+S" in listed
    assert page.input_value("#searchbar") == "t72/?"


def test_a15_search_on_the_first_page_goes_to_the_list_of_tables(page):
    page.goto(reverse("admin:index"))

    page.keyboard.press("/")

    assert page.locator("#content-main .module th a").first.evaluate("link => link === document.activeElement")
