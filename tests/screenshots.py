"""The pictures of README.md and docs/admin.md: made by `make screenshots`, from the project's own data."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.urls import reverse

from equipment.models import WeaponSystem
from tests.browsing import sign_in_as
from tests.pages import FOLD_SIDEBAR, PAGES, change_form, harop, preview, to

FOLDER = settings.BASE_DIR / "docs" / "images"

NOTHING_STICKS = """
() => document.querySelectorAll(".submit-row, .reason").forEach((bar) => { bar.style.position = "static"; })
"""


@dataclass(frozen=True)
class Shot:
    """A picture: of which page; how high from one of its parts downwards, or without a height of that part alone."""

    open: Callable
    part: str = "#content"
    height: int | None = None
    width: int = 1000
    scheme: str = "light"


def pick(page, label: str, text: str, choice: str, within: str = "body"):
    page.locator(f"{within} [role=combobox][aria-label={label!r}]").first.click()
    page.keyboard.insert_text(text)
    page.locator(".select2-results__option--highlighted", has_text=re.compile(f"^{choice}")).wait_for()
    page.keyboard.press("Enter")


def entry(page):
    """Type a system with two specifications, the second cited as the first."""
    to(page, WeaponSystem, "add")
    page.fill("[name=name]", "Lakshya-2")
    page.fill("[name=introduced]", "April 2012")
    pick(page, "Category", "target", "Target")
    for number, (measured, stated) in enumerate([("Range", "300–400 km"), ("Endurance", "about 5 h 30 min")]):
        page.locator("#specifications-group .add-row a").click()
        row = f"#specifications-{number}"
        pick(page, "Property", measured, measured, row)
        page.fill(f"[name=specifications-{number}-stated]", stated)
        if number == 0:
            page.fill("[name=specifications-0-locator]", "p. 3")
            pick(page, "Sources", "azerbaijan praises", "Azerbaijan praises", row)
    page.locator("[name=specifications-1-stated]").press("Alt+s")
    page.locator("[name=specifications-1-locator]:focus").wait_for()


def draft(page):
    to(page, WeaponSystem, "add")
    page.keyboard.type("Lakshya-2")
    page.wait_for_timeout(1500)
    page.on("dialog", lambda asked: asked.accept())
    page.reload()
    page.locator(".offer").wait_for()


def imported(page):
    preview(page)
    page.fill("[name=reason]", "From the maker's list")
    page.locator("[name=step][value=import]").click()
    page.wait_for_url("**/core/batch/**")


def undone(page):
    imported(page)
    page.get_by_role("link", name="Undo this batch").click()
    page.wait_for_url("**/undo/**")


def review(page):
    """Publish a draft without a source, as a publisher."""
    publisher = User.objects.create_user("noor", is_staff=True)
    publisher.groups.add(Group.objects.get(name="publisher"))
    PAGES["sign in"](page)
    sign_in_as(page.context, publisher, page.url)
    system = harop()
    system.citations.all().delete()
    WeaponSystem.objects.filter(pk=system.pk).update(publication="draft")
    change_form(page)
    page.select_option("[name=publication]", "published")
    page.locator("[name=_save]").click()
    page.locator(".errornote").first.wait_for()


def explained(page):
    page.goto(reverse("docs"))
    page.locator(".opblock").first.wait_for()


SHOTS = {
    "admin": Shot(PAGES["change form"], "body", 860, 1280),
    "api": Shot(explained, "body", 860, 1280),
    "sign-in": Shot(PAGES["sign in"], "#container"),
    "dashboard": Shot(PAGES["dashboard"], "body", 800, 1200),
    "dashboard-dark": Shot(PAGES["dashboard"], "[aria-labelledby=years]", 400, 1200, "dark"),
    "entry": Shot(entry, "body", 560),
    "entry-row": Shot(entry, "#specifications-group"),
    "entry-picker": Shot(PAGES["picker"], ".field-variant_of", 300),
    "entry-lookalikes": Shot(PAGES["look alikes"], height=420),
    "entry-draft": Shot(draft, height=330),
    "entry-conditions": Shot(PAGES["conditions"], "details[data-filter-title=conditions]"),
    "conflict-merge": Shot(PAGES["conflict"], height=740),
    "review": Shot(review, height=370),
    "record-merge": Shot(PAGES["merging"], height=820),
    "import": Shot(PAGES["upload"], height=350),
    "import-preview": Shot(preview, height=1240),
    "import-done": Shot(imported, height=460),
    "import-undo": Shot(undone, height=460),
    "bulk-edit": Shot(PAGES["preview of a bulk edit"], height=550),
    "timeline": Shot(PAGES["timeline"], height=560),
    "timeline-dark": Shot(PAGES["timeline"], height=420, scheme="dark"),
    "revert": Shot(PAGES["revert"], height=410),
}


@pytest.mark.parametrize("name", SHOTS)
def test_picture(armoury, page, name):
    shot = SHOTS[name]
    page.set_viewport_size({"width": shot.width, "height": 900})
    page.emulate_media(color_scheme=shot.scheme, reduced_motion="reduce")
    page.add_init_script(FOLD_SIDEBAR)
    shot.open(page)

    page.wait_for_timeout(500)  # until charts are drawn, and what was typed is understood
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(NOTHING_STICKS)
    box = page.locator(shot.part).first.bounding_box()
    clip = box if shot.height is None else {"x": 0, "y": box["y"], "width": shot.width, "height": shot.height}
    page.screenshot(path=FOLDER / f"{name}.png", clip=clip, full_page=True)
