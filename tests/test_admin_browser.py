"""The admin in a real browser: its policy, the names of its controls, its pickers."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse

from equipment.models import Maker, WeaponSystem, WeaponSystemCitation
from reference.models import Country, Organisation, Source
from tests.browsing import NAMELESS, faults
from tests.pages import FOLD_SIDEBAR
from tests.test_admin import EDITABLE, WITH_INLINES, address, fill

HIDDEN = """
() => {
    const held = document.activeElement;
    const bars = Array.from(document.querySelectorAll(".submit-row, .reason"));
    const top = Math.min(...bars.map((bar) => bar.getBoundingClientRect().top));
    const apart = held.closest("#content-main") && bars.every((bar) => !bar.contains(held));
    return apart && held.getBoundingClientRect().top >= top ? [held.outerHTML.slice(0, 100)] : [];
}
"""
LAYOUT = """
() => ({
    bar: getComputedStyle(document.querySelector(".submit-row")).position,
    tallest: Math.max(...Array.from(document.querySelectorAll(".form-multiline > div"), (cell) => cell.offsetHeight)),
})
"""


def faults_at(page, path: str) -> list[str]:
    """Open a page and return what is wrong with it."""
    page.errors.clear()
    response = page.goto(path)
    found = [response.status] if response.status != 200 else []
    return [f"{path}: {fault}" for fault in found + faults(page)]


def pages_of(model, record) -> list[str]:
    return [address(model), address(model, "change", record.pk)]


def test_every_page_keeps_the_policy_and_names_its_controls(make, page, editor):
    records = {model: make(model) for model in EDITABLE} | {User: editor, Group: Group.objects.create(name="Editors")}
    for model in WITH_INLINES:
        fill(make, records[model], len(admin.site.get_model_admin(model).inlines))
    paths = [path for model, record in records.items() for path in pages_of(model, record)]
    paths += [reverse("admin:index"), reverse("admin:app_list", args=["equipment"]), reverse("admin:password_change")]
    paths += [address(WeaponSystem, kind, records[WeaponSystem].pk) for kind in ("delete", "history")]
    paths += [address(WeaponSystem, "add"), address(Source, "add") + "?_popup=1", address(Source) + "?nonsense=1"]

    assert [fault for path in paths for fault in faults_at(page, path)] == []


def test_a_broken_policy_would_be_seen(page):
    page.goto(reverse("admin:index"))

    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(document.createElement('input')))")

    assert page.evaluate("window.violations") == ["style-src-attr inline "]
    assert page.evaluate(NAMELESS) == ["<input>"]


def test_sign_in_keeps_the_policy_and_names_its_controls(page):
    page.context.clear_cookies()

    assert faults_at(page, reverse("admin:login")) == []


def test_claim_is_added_with_a_picked_source(make, page):
    harop, maker = make(WeaponSystem, name="Harop"), make(Organisation, name="Israel Aerospace Industries")
    make(WeaponSystemCitation, entry=harop, source=make(Source, name="Product page"))
    page.goto(address(WeaponSystem, "change", harop.pk))

    page.click("text=Add another Maker")
    pick(page, "Organisation", "aerospace", maker.name)
    page.select_option("#id_makers-0-role", "manufactured")
    pick(page, "Sources", "product", "Product page", within="#makers-0")
    found = faults(page)
    page.fill("[name=reason]", "Seen on its page.")
    page.click("[name=_save]")

    assert found == []
    made = Maker.objects.get()
    assert (made.ref, made.organisation, made.sources.get().name) == (maker.slug, maker, "Product page")


def test_list_is_filtered_by_a_picked_record(make, page):
    israel, india = make(Country, name="Israel"), make(Country, name="India")
    make(WeaponSystem, name="Harop", origins=[israel])
    make(WeaponSystem, name="BrahMos", origins=[india])
    page.goto(address(WeaponSystem) + "?p=1")

    pick(page, "By origins", "isr", "Israel", within="#changelist-filter")
    page.wait_for_url("**origins__id__exact=**")

    assert page.locator("#result_list .field-name").all_inner_texts() == ["Harop"]
    assert page.locator("#changelist-filter .select2-selection__rendered").all_inner_texts()[1].strip() == "×\nIsrael"


@pytest.mark.parametrize(("width", "bar"), [(390, "static"), (1280, "sticky")])
def test_fields_stand_close_and_buttons_hide_nothing_on_a_narrow_screen(make, page, width, bar):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address(WeaponSystem, "change", make(WeaponSystem).pk))

    layout = page.evaluate(LAYOUT)

    assert layout["bar"] == bar
    assert layout["tallest"] < 100


def test_buttons_that_stay_in_reach_hide_nothing_that_has_the_focus(make, page):
    page.add_init_script(FOLD_SIDEBAR)
    page.goto(address(WeaponSystem, "change", make(WeaponSystem).pk))

    hidden = []
    for _ in range(60):
        page.keyboard.press("Tab")
        hidden += page.evaluate(HIDDEN)

    assert hidden == []


def pick(page, label: str, text: str, choice: str, within: str = "body"):
    """Search in a picker as people do, and take what it offers."""
    box = page.locator(f"{within} [role=combobox][aria-label={label!r}]").first
    box.click()
    assert page.evaluate(NAMELESS) == []
    page.keyboard.type(text)
    page.locator(".select2-results__option", has_text=choice).click()
