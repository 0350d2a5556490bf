"""The pages people work on, each opened in a browser as people get to it, with the data of the project."""

from django.contrib.auth.models import Group, User
from django.urls import reverse

from core.changes import Kind, recorded
from core.groups import make_groups
from equipment.models import Specification, WeaponSystem
from reference.models import Country, Organisation
from tests.browsing import sign_in_as
from tests.editors import Editor
from tests.test_admin import address
from tests.uploads import workbook
from tests.world import SHEETS

FOLD_SIDEBAR = "localStorage.setItem('django.admin.navSidebarIsOpen', 'false')"
"""It is the same on every page, and long."""
PAGES = {}
"""How each page is opened, by its name."""


def opened(page_of):
    """Put a way to open a page among ``PAGES``, named as people call the page."""
    PAGES[page_of.__name__.replace("_", " ")] = page_of
    return page_of


def harop() -> WeaponSystem:
    return WeaponSystem.objects.get(slug="harop")


def to(page, model, kind: str = "changelist", *args, query: str = ""):
    page.goto(address(model, kind, *args) + query)


def send(page, **fields):
    """Fill fields in and save."""
    for name, value in fields.items():
        page.fill(f"[name={name.replace('__', '-')}]", value)
    page.locator("[name=_save]").click()


@opened
def start(page):
    page.goto(reverse("home"))


@opened
def sign_in(page):
    page.context.clear_cookies()
    page.goto(reverse("admin:login"))


@opened
def sign_in_again(page):
    change_form(page)
    page.context.clear_cookies(name="sessionid")
    send(page, role="Decoy", reason="Read")
    page.locator("[name=kept]").wait_for(state="attached")


@opened
def password(page):
    page.goto(reverse("admin:password_change"))


@opened
def dashboard(page):
    page.goto(reverse("admin:index"))
    page.wait_for_selector("#map circle", state="attached")


@opened
def list_of_systems(page):
    to(page, WeaponSystem)


@opened
def conditions(page):
    to(page, WeaponSystem, query="?where=status:is:in-service&where=introduced:between:1990..2010")


@opened
def list_of_countries(page):
    to(page, Country)


@opened
def unknown_filter(page):
    to(page, WeaponSystem, query="?nonsense=1")


@opened
def export(page):
    to(page, WeaponSystem, query="?q=barak")
    page.get_by_text("Export", exact=True).press("Enter")


@opened
def add_form(page):
    to(page, WeaponSystem, "add")
    page.keyboard.press("Alt+PageDown")
    page.keyboard.press("Alt+a")


@opened
def change_form(page):
    to(page, WeaponSystem, "change", harop().pk)


@opened
def form_of_a_viewer(page):
    viewer = User.objects.create_user("vera", is_staff=True)
    make_groups()
    viewer.groups.add(Group.objects.get(name="viewer"))
    change_form(page)
    sign_in_as(page.context, viewer, page.url)
    page.reload()


@opened
def account(page):
    to(page, User, "change", User.objects.get(username="editor").pk)


@opened
def picker(page):
    to(page, WeaponSystem, "add")
    page.locator("[role=combobox][aria-label='Variant of']").click()
    page.keyboard.type("barak")
    page.locator(".select2-results__option--highlighted", has_text="Barak").wait_for()


@opened
def look_alikes(page):
    to(page, Organisation, "add")
    page.select_option("[name=kind]", "manufacturer")
    send(page, name="Rafael Advanced Defence Systems")
    page.locator(".errornote").wait_for()


@opened
def conflict(page):
    mira, system = Editor("mira"), harop()
    change_form(page)
    changes = {"specifications-0-note": "As the maker says.", "family": "harpy"}
    mira.save(mira.open(system), role="Hunter of radars", **changes)
    send(page, role="Decoy", summary="A loitering munition.", reason="Read")
    page.locator(".merge").wait_for()


@opened
def copy_of_citations(page):
    change_form(page)
    page.fill("[name=slug]", "harop-2")
    page.locator("[name=_saveasnew]").click()
    page.locator("#copy-citations").wait_for()


@opened
def deletion(page):
    to(page, WeaponSystem, "delete", harop().pk)


@opened
def timeline(page):
    mira, system = Editor("mira"), harop()
    mira.save(mira.open(system), role="Hunter of radars")
    with recorded(kind=Kind.IMPORT, label="figures.csv", reason="New figures"):
        claim = Specification.objects.filter(system=system).first()
        Specification.objects.filter(pk=claim.pk).update(note="As the maker says.")
    to(page, WeaponSystem, "history", system.pk)


@opened
def revert(page):
    timeline(page)
    page.get_by_role("link", name="Revert").first.press("Enter")
    page.wait_for_url("**/revert/**")


@opened
def batch(page):
    timeline(page)
    page.locator(".step-batch a").first.press("Enter")
    page.wait_for_url("**/core/batch/**")


@opened
def undo(page):
    batch(page)
    page.get_by_role("link", name="Undo this batch").press("Enter")
    page.wait_for_url("**/undo/**")


@opened
def upload(page):
    page.goto(reverse("admin:core_upload_add") + "?table=equipment.weaponsystem")


@opened
def preview(page):
    upload(page)
    file = {"name": "systems.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(**SHEETS)}
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Preview").press("Enter")
    page.wait_for_url("**/change/")


@opened
def bulk_edit(page):
    to(page, WeaponSystem, query="?q=barak")
    page.check("#action-toggle")
    page.select_option("[name=action]", "change_together")
    page.locator(".actions button").press("Enter")
    page.locator("#value").wait_for()


@opened
def preview_of_a_bulk_edit(page):
    bulk_edit(page)
    page.select_option("#field", "status")
    page.fill("#value", "retired")
    page.get_by_role("button", name="Preview").press("Enter")
    page.wait_for_url("**/change/")


@opened
def choice_of_a_record_to_merge(page):
    to(page, WeaponSystem, "merge", harop().pk)


@opened
def merging(page):
    harpy = WeaponSystem.objects.get(slug="harpy")
    to(page, WeaponSystem, "merge", harop().pk, query=f"?with={harpy.pk}")
