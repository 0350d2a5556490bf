"""Exports in the orders of their lists, piece by piece: by an index, or by keys that are sorted once."""

import json

import pytest
from django.db import transaction

from core.api import streaming
from events.models import Incident
from tests.test_exports import FORMS, body, sheets, table


@pytest.mark.parametrize("order", ["-started", "kind,-started"])
@pytest.mark.parametrize("form", FORMS)
def test_many_pieces_make_one_export(form, order, api, make, monkeypatch):
    monkeypatch.setattr(streaming, "PIECE", 2)
    for number in range(5):
        make(Incident, slug=f"i{number}", started=None if number % 2 else f"200{number}", kind="cyber")

    answer = api.get(f"incidents.{form}?ordering={order}")

    found = {
        "csv": lambda: [row["slug"] for row in table(answer)],
        "ndjson": lambda: [json.loads(line)["slug"] for line in body(answer).splitlines()[:-1]],
        "geojson": lambda: [feature["id"] for feature in json.loads(body(answer))["features"]],
        "xlsx": lambda: [row[0] for row in sheets(answer)["records"][2:]],
    }[form]()
    assert found == ["i4", "i2", "i0", "i3", "i1"]


@pytest.mark.parametrize("order", ["slug", "kind,-name"])
@pytest.mark.parametrize("form", FORMS)
def test_an_export_whose_first_records_take_too_long_is_refused_before_its_first_byte(
    form, order, api, armoury, settings
):
    settings.ARMOURY_QUERY_SECONDS = 0.001

    with transaction.atomic():
        answer = api.get(f"incidents.{form}?ordering={order}")
        transaction.set_rollback(True)

    assert (answer.status_code, answer.json()["type"].rpartition("#")[2]) == (503, "too_slow")
