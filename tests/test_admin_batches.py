"""Pages that ask about many rows at once cost the same queries for ten and for a thousand (row A6)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.changes import Kind, recorded
from equipment.models import Operator, WeaponSystem
from reference.models import Country, Source
from tests.test_admin import address

Asked = tuple[str, dict]
"""Where a page is asked for, and what is sent to it."""


def sources(number: int) -> list[Source]:
    return Source.objects.bulk_create(Source(slug=f"{number}-{n}", name=f"S {n}", kind="news") for n in range(number))


def undoing_what_was_added(make, number: int) -> Asked:
    with recorded(kind=Kind.IMPORT, label="Sources") as batch:
        sources(number)
    return reverse("admin:core_batch_undo", args=[batch.pk]), {}


def deleting_several(make, number: int) -> Asked:
    first = sources(number)[0]
    return address(Source), {"action": "delete_selected", "_selected_action": first.pk, "select_across": "1"}


def deleting_one(make, number: int) -> Asked:
    system, country = make(WeaponSystem, publication="draft"), make(Country)
    Operator.objects.bulk_create(Operator(system=system, country=country, ref=f"o-{n}") for n in range(number))
    return address(WeaponSystem, "delete", system.pk), {}


def queries_of(client, url: str, sent: dict) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.post(url, sent) if sent else client.get(url)
    assert response.status_code == 200
    return len(queries)


@pytest.mark.parametrize("asked", [undoing_what_was_added, deleting_several, deleting_one])
def test_a6_page_about_many_rows_costs_the_same_queries_for_ten_and_a_thousand(make, editor_client, asked):
    queries_of(editor_client, *asked(make, 1))

    few, many = (queries_of(editor_client, *asked(make, number)) for number in (10, 1_000))

    assert few == many
