"""An import in a real browser: from the list to its preview, its confirmation and its undoing, by keyboard."""

import pytest
from django.urls import reverse

from equipment.models import Category, WeaponSystem
from tests.browsing import faults
from tests.test_admin import address
from tests.uploads import workbook

ROWS = [
    ["slug", "name", "category", "status", "introduced"],
    ["harop", "Harop", "loitering-munition", "in-service", "2005"],
    ["harpy", "IAI Harpy", "", "", ""],
    ["barak", "Barak 8", "missle", "flying", "2016-13"],
]


@pytest.fixture
def file(make, tmp_path):
    make(Category, slug="loitering-munition", name="Loitering munition")
    make(WeaponSystem, slug="harpy", name="Harpy", publication="draft")
    path = tmp_path / "systems.xlsx"
    path.write_bytes(workbook(equipment__weaponsystem=ROWS))
    return path


def test_a19_a_file_is_previewed_imported_and_undone_by_keyboard(page, file):
    page.goto(address(WeaponSystem))
    found = faults(page)
    page.get_by_role("link", name="Import", exact=True).press("Enter")
    page.wait_for_url("**/core/upload/add/**")
    page.set_input_files("[name=file]", file)
    found += faults(page)
    page.get_by_role("button", name="Preview").press("Enter")
    page.wait_for_url("**/change/")
    found += faults(page)
    told = page.get_by_role("region", name="Problems").locator("tbody tr").all_inner_texts()
    changes = page.get_by_role("region", name="Changes").inner_text()

    page.fill("[name=reason]", "From the maker's list")
    page.locator("[name=reason]").press("Enter")
    page.wait_for_url("**/core/batch/**")
    names = set(WeaponSystem.objects.values_list("name", flat=True))
    page.get_by_role("link", name="Undo this batch").press("Enter")
    page.wait_for_url("**/undo/**")
    page.fill("[name=reason]", "The wrong list")
    page.locator("[name=reason]").press("Enter")
    page.wait_for_url("**/core/batch/*/change/")

    assert (found, page.errors) == ([], [])
    assert [line.split("\t")[1:4] for line in told] == [
        ["4", "category", "missle"],
        ["4", "introduced", "2016-13"],
        ["4", "status", "flying"],
    ]
    assert "IAI Harpy" in changes
    assert names == {"Harop", "IAI Harpy"}
    assert list(WeaponSystem.objects.values_list("name", flat=True)) == ["Harpy"]


def test_a19_the_pages_of_an_import_fit_a_narrow_screen(page, file):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(reverse("admin:core_upload_add") + "?table=equipment.weaponsystem")
    wide = [page.evaluate("document.documentElement.scrollWidth")]
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Preview").click()
    page.wait_for_url("**/change/")
    wide.append(page.evaluate("document.documentElement.scrollWidth"))

    assert wide == [320, 320]


def test_a23_a_list_is_exported_from_its_page_by_keyboard(page, file):
    page.goto(address(WeaponSystem) + "?q=harpy")
    page.get_by_text("Export", exact=True).press("Enter")

    with page.expect_download() as download:
        page.get_by_role("link", name="These columns, CSV").press("Enter")

    assert download.value.suggested_filename == "equipment.weaponsystem.csv"
    assert "harpy" in download.value.path().read_text()
