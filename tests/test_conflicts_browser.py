"""Two editors on one record, each with a browser: the notice, the page put together, and the merging of two records."""

import pytest
from django.contrib.auth.models import User

from equipment.models import WeaponSystem, WeaponSystemAlias
from reference.models import Country
from tests.browsing import faults, page_of
from tests.test_admin import address
from tests.test_review import cited


@pytest.fixture
def mira(browser, live_server):
    """Return a page of another browser, in which another editor is signed in."""
    page = page_of(User.objects.create_superuser("mira", password="mira’s own"), browser, live_server)
    yield page
    page.context.close()


def test_a1_two_browsers_edit_one_record_and_nothing_is_lost(make, page, mira):
    system = cited(make, name="Harop", role="Old", origins=[make(Country, name="Israel")])
    make(WeaponSystemAlias, entry=system, text="Harpy 2")
    url = address(WeaponSystem, "change", system.pk)
    page.goto(url)
    mira.goto(url)

    mira.fill("[name=role]", "Hunter")
    mira.fill("[name=family]", "harpy")
    mira.fill("[name=reason]", "Seen")
    mira.click("[name=_save]")
    page.fill("[name=role]", "Decoy")
    page.fill("[name=summary]", "A loitering munition.")
    page.fill("[name=reason]", "Read")
    page.locator("[name=reason]").press("Enter")
    page.wait_for_selector(".merge")

    assert "mira changed this" in page.inner_text(".errornote")
    assert page.input_value("[name=family]") == "harpy"
    assert faults(page) == []
    page.get_by_role("button", name="Take theirs: Role").press("Enter")
    assert page.input_value("[name=role]") == "Hunter"
    page.locator("[name=reason]").press("Enter")
    page.wait_for_selector(".messagelist .success")
    system.refresh_from_db()
    assert (system.role, system.family, system.summary) == ("Hunter", "harpy", "A loitering munition.")


def test_a2_a_browser_shows_who_else_has_the_form_open(make, page, mira):
    url = address(WeaponSystem, "change", cited(make).pk)
    with mira.expect_response("**/presence/"):
        mira.goto(url)

    page.goto(url)
    assert page.inner_text("#presence") == "Also opened by mira just now."
    assert faults(page) == []
    mira.goto(address(WeaponSystem))

    for _ in range(20):
        page.wait_for_timeout(250)
        page.reload()
        if page.locator("#presence").text_content() == "":
            break
    assert page.locator("#presence").text_content() == ""


def test_a1_a_browser_signs_in_again_and_has_what_was_typed(make, page, editor):
    system = cited(make, role="Old")
    page.goto(address(WeaponSystem, "change", system.pk))
    page.fill("[name=role]", "Decoy")
    page.fill("[name=reason]", "Read")
    page.context.clear_cookies(name="sessionid")

    page.click("[name=_save]")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", "editor")
    assert faults(page) == []
    page.click("[type=submit]")
    page.wait_for_selector("[name=role]")

    assert page.input_value("[name=role]") == "Decoy"
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    system.refresh_from_db()
    assert system.role == "Decoy"


def test_two_records_are_merged_by_keyboard(make, page):
    kept, going = cited(make, name="Harop", role="Hunter"), cited(make, name="Harpy 2", role="Decoy")
    page.goto(address(WeaponSystem, "merge", kept.pk) + f"?with={going.pk}")

    assert faults(page) == []
    page.locator("[name=take-role][value=going]").press("Space")
    page.fill("[name=reason]", "One and the same")
    page.locator("[name=reason]").press("Enter")
    page.wait_for_selector(".messagelist .success")

    assert (WeaponSystem.objects.get().role, WeaponSystemAlias.objects.get().text) == ("Decoy", "Harpy 2")
