"""What was confirmed on a page is not done to what others changed meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from equipment.models import Specification, WeaponSystem
from reference.models import Source
from tests.test_admin import address
from tests.uploads import decided

CHANGED = "This was changed while you were asked."


@pytest.fixture
def systems(make) -> list[WeaponSystem]:
    return [make(WeaponSystem, name=name, publication="draft") for name in ("Harop", "Harpy")]


def confirm(client, page, **changes):
    """Send the answer to a page that asks, as it would be sent."""
    sent = {"post": "yes", "reason": "Twice", "_seen": page.context_data["seen"]} | changes
    return client.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], sent)


def selected(systems, **more) -> dict:
    return {"action": "delete_selected", "_selected_action": [system.pk for system in systems]} | more


def test_a_record_that_another_changed_is_not_deleted_before_that_was_shown(editor_client, systems):
    page = editor_client.get(address(WeaponSystem, "delete", systems[0].pk))
    WeaponSystem.objects.filter(pk=systems[0].pk).update(role="Hunter")

    again = confirm(editor_client, page)

    text = again.content.decode()
    assert CHANGED in text
    assert '<td class="new">Hunter</td>' in text
    assert WeaponSystem.objects.count() == 2
    assert confirm(editor_client, again).status_code == 302
    assert list(WeaponSystem.objects.all()) == [systems[1]]


def test_rows_and_links_of_rows_are_watched_too(make, editor_client, systems):
    claim = make(Specification, system=systems[0])
    page = editor_client.get(address(WeaponSystem, "delete", systems[0].pk))
    claim.sources.add(make(Source, name="Brochure"))

    again = confirm(editor_client, page)

    assert CHANGED in again.content.decode()
    assert "Brochure" in again.content.decode()
    assert WeaponSystem.objects.count() == 2


def test_an_unchanged_record_is_deleted_at_once(make, editor_client, systems):
    page = editor_client.get(address(WeaponSystem, "delete", systems[0].pk))
    make(Specification, system=systems[1])

    assert confirm(editor_client, page).status_code == 302
    assert list(WeaponSystem.objects.all()) == [systems[1]]


@pytest.mark.parametrize("what", ["changed", "deleted"])
def test_of_several_records_none_is_deleted_when_one_was_changed(editor_client, systems, what):
    page = editor_client.post(address(WeaponSystem), selected(systems))
    changed = WeaponSystem.objects.filter(pk=systems[0].pk)
    changed.update(role="Hunter") if what == "changed" else changed.delete()
    left = WeaponSystem.objects.count()

    again = confirm(editor_client, page, **selected(systems))

    assert CHANGED in again.content.decode()
    assert WeaponSystem.objects.count() == left
    assert confirm(editor_client, again, **selected(systems)).status_code == 302
    assert WeaponSystem.objects.count() == 0


def test_asking_about_many_records_costs_the_same_queries_as_about_few(make, editor_client, systems):
    costs = []
    for number in (2, 12):
        sources = [make(Source) for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            editor_client.post(address(Source), selected(sources))
        costs.append(len([query for query in queries if "core_change" in query["sql"]]))

    assert costs[0] == costs[1]


def test_records_that_others_changed_are_not_merged_before_that_was_shown(editor_client, systems):
    url = f"{address(WeaponSystem, 'merge', systems[0].pk)}?with={systems[1].pk}"
    page = editor_client.get(url)
    WeaponSystem.objects.filter(pk=systems[1].pk).update(role="Hunter")

    again = confirm(editor_client, page, **{"with": systems[1].pk})

    assert CHANGED in again.content.decode()
    assert WeaponSystem.objects.count() == 2
    assert confirm(editor_client, again, **{"with": systems[1].pk}).status_code == 302
    assert WeaponSystem.objects.get().role == "Hunter"


@pytest.mark.parametrize("theirs", [{"publication": "withdrawn"}, {"slug": "other"}])
def test_a_change_of_many_records_is_shown_anew_when_one_was_changed(make, editor_client, theirs):
    systems = [make(WeaponSystem, publication="draft") for _ in range(2)]
    chosen = selected(systems, action="change_together", field="publication", value="withdrawn")
    assert editor_client.post(address(WeaponSystem), chosen).status_code == 302
    WeaponSystem.objects.filter(pk=systems[0].pk).update(**theirs)

    page = decided(editor_client, "import")

    assert page.url.endswith("/change/")
    assert "core/upload" in page.url
    assert WeaponSystem.objects.get(pk=systems[1].pk).publication == "draft"
