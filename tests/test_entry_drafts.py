"""What is typed into a form is kept until it is saved, in a real browser (row A16)."""

from equipment.models import WeaponSystem
from reference.models import Country, Organisation
from tests.test_admin import address
from tests.test_entry_browser import go_to, pick, saved

KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('armoury-draft'))"


def test_a16_leaving_a_changed_form_asks(make, page):
    asked = []
    page.goto(address(WeaponSystem, "change", make(WeaponSystem, publication="draft").pk))
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.goto(address(WeaponSystem, "add"))
    page.click("#id_role")
    page.keyboard.type("Changed")
    page.goto(address(WeaponSystem))

    assert asked == ["beforeunload"]


def test_a16_what_was_typed_outlives_the_session(make, page, editor):
    draft = make(WeaponSystem, publication="draft")
    make(Country, name="India")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address(WeaponSystem, "change", draft.pk))
    page.click("#id_role")
    page.keyboard.type("Anti-radiation attack")
    go_to(page, "operators")
    page.keyboard.press("Alt+a")
    pick(page, "ind", "India")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Control+s")
    sign_in(page)
    page.locator("#id_role").wait_for()
    saved(page)

    draft.refresh_from_db()
    assert (draft.role, draft.operators.get().country.name) == ("Anti-radiation attack", "India")
    assert page.evaluate(KEPT) == []


def sign_in(page):
    page.fill("#id_username", "editor")
    page.fill("#id_password", "editor")
    page.click("[type=submit]")


def test_a16_draft_of_a_refused_form_is_kept_until_it_is_saved(make, page):
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address(Organisation, "add"))
    page.click("#id_name")
    page.keyboard.type("Rafael")
    page.keyboard.press("Control+s")
    page.locator(".errornote").first.wait_for()
    page.goto(address(Organisation, "add"))

    page.click("text=Put it back")
    name = page.input_value("#id_name")
    page.select_option("#id_kind", "manufacturer")
    saved(page)

    assert (name, Organisation.objects.get().name, page.evaluate(KEPT)) == ("Rafael", "Rafael", [])


def test_a16_draft_can_be_thrown_away(make, page):
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address(Organisation, "add"))
    page.click("#id_name")
    page.keyboard.type("Rafael")
    page.goto(address(Organisation))
    page.goto(address(Organisation, "add"))

    page.click("text=Discard it")
    page.goto(address(Organisation, "add"))

    assert (page.input_value("#id_name"), page.locator(".offer").count(), page.evaluate(KEPT)) == ("", 0, [])
