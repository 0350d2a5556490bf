"""Every page people work on is accessible: asked of axe, of the policy, of a narrow screen and of the tab key."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.browsing import faults
from tests.pages import FOLD_SIDEBAR, PAGES
from tests.world import world

AXE = Axe()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""All that can change between light and dark."""
SETTLED = "Promise.all(document.getAnimations().map((change) => change.finished))"
DRAWN_ANEW = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
BROKEN = """
() => {
    const main = document.querySelector("#content-main");
    main.append(document.createElement("img"), Object.assign(document.createElement("button"), {textContent: "Do"}));
    main.querySelector("button").tabIndex = -1;
    main.style.width = "900px";
    document.querySelector("#site-name a").style.outline = "none";
}
"""
AT_ONCE = 25

WATCH_FOCUS = """
() => {
    window.reached = new Set();
    window.unseen = new Set();
    const ringed = (element) => {
        const style = element && getComputedStyle(element);
        return style && (style.boxShadow !== "none" || (style.outlineStyle !== "none" && style.outlineWidth !== "0px"));
    };
    document.addEventListener("focusin", ({target}) => {
        const box = target.closest(".select2-container");
        window.reached.add(target);
        if (!ringed(target) && !ringed(box && box.querySelector(".select2-selection"))) {
            window.unseen.add(target.outerHTML.slice(0, 120));
        }
    });
    document.activeElement.blur();
}
"""
CONTROLS = "a[href], button, input, select, textarea, summary, [role=combobox], [role=button]"
HAS_KEY_OF_ITS_OWN = ".cite"
OUT_OF_USE = "[aria-hidden=true], [inert], .select2-hidden-accessible, :disabled, [type=hidden]"
UNREACHED = """
([controls, apart]) => {
    const group = (control) => control.type === "radio" && control.name;
    const met = new Set(Array.from(window.reached, group).filter(Boolean));
    return Array.from(document.querySelectorAll(controls))
        .filter((control) => control.checkVisibility({visibilityProperty: true}) && !control.closest(apart))
        .filter((control) => !window.reached.has(control) && !met.has(group(control)))
        .filter((control) => !control.querySelector(".select2-search__field"))
        .map((control) => control.outerHTML.slice(0, 120));
}
"""


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible(make, page, name):
    world(make)
    if name != "list of systems":
        page.add_init_script(FOLD_SIDEBAR)
    PAGES[name](page)

    assert page.locator("h1").count() == 1
    assert faults(page) + found_by_axe(page) + found_by_keyboard(page) + found_when_narrow(page) == []


def test_what_is_not_accessible_would_be_seen(page):
    page.goto(reverse("admin:password_change"))
    page.evaluate(BROKEN)

    assert [line[:30] for line in found_by_axe(page)] == ["image-alt: <img>"]
    assert [line[:20] for line in found_by_keyboard(page)] == ["not reached: <button", "focus not seen: <a h"]
    assert found_when_narrow(page) == ["915 pixels wide"]  # with what stands around it


def found_by_axe(page) -> list[str]:
    """Return what axe finds that is serious or critical, in light and in dark."""
    page.evaluate(AXE.axe_script)
    told = violations(page, WCAG)
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    return told + [f"dark: {line}" for line in violations(page, OF_COLOUR)]


def violations(page, rules) -> list[str]:
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}  # no styles of its own
    found = page.evaluate("(options) => axe.run(options)", options)["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    return [f"{each['id']}: {node['html'][:120]}" for each in grave for node in each["nodes"]]


def found_by_keyboard(page) -> list[str]:
    """Return the controls the tab key does not lead to, and those that do not show that they have the focus."""
    page.evaluate(WATCH_FOCUS)
    reached = -1
    while (now := page.evaluate("window.reached.size")) > reached:
        reached = now
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
    left = page.evaluate(UNREACHED, [CONTROLS, f"{OUT_OF_USE}, {HAS_KEY_OF_ITS_OWN}"])
    unseen = page.evaluate("Array.from(window.unseen)")
    return [f"not reached: {control}" for control in left] + [f"focus not seen: {control}" for control in unseen]


def found_when_narrow(page) -> list[str]:
    page.set_viewport_size({"width": 320, "height": 800})
    page.evaluate(DRAWN_ANEW)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} pixels wide"] if wide > 320 else []
