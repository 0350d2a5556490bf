"""The timeline in a real browser: from what was changed to its being taken back, by keyboard, under the policy."""

from core.changes import Kind, recorded
from equipment.models import Operator, Specification, WeaponSystem
from reference.models import Country, Source
from tests.browsing import faults
from tests.test_admin import address


def test_a_change_is_found_in_the_timeline_and_reverted_by_keyboard(make, page, editor):
    system = make(WeaponSystem, name="Harop", publication="draft")
    claim = make(Specification, system=system, ref="range", stated="200 km")
    with recorded(kind=Kind.IMPORT, label="figures.csv", user=editor, reason="New figures"):
        make(Operator, system=system, country=make(Country, name="India"), sources=[make(Source)])
        Specification.objects.update(stated="2000 km")
    page.goto(address(WeaponSystem, "change", system.pk))
    page.click(".historylink")

    page.select_option("#of", f"specification:{claim.pk}")
    page.locator(".narrowing input[type=submit]").press("Enter")
    page.wait_for_url("**of=specification**")
    found = faults(page)
    assert page.locator(".step-row").count() == 2
    page.get_by_role("link", name="Revert: Specification “Property 0001 (range)” changed").press("Enter")
    page.wait_for_url("**/revert/**")
    page.fill("[name=reason]", "A zero too many")
    found += faults(page)
    page.locator("[name=reason]").press("Enter")
    page.wait_for_url("**/history/**")

    assert found == page.errors == []
    assert Specification.objects.get().stated == "200 km"
    assert "A zero too many" in page.locator(".step").first.inner_text()
    assert Operator.objects.count() == 1
