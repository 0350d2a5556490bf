"""Files as editors give them, and giving them."""

import io
import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from core.models import Upload
from reference.bulk.importing import outcome_of
from reference.bulk.trial import Outcome

ADD = "admin:core_upload_add"

BAD = """slug,name,category,status,introduced,publication
harop,Harop,loitering-munitionn,in-service,2005,draft
barak,Barak 8,missile,flying,2016-13,draft
good,Good,missile,in-service,2016,draft
"""
"""Rows of systems: two that are wrong, a good one."""


def workbook(**sheets: list[list]) -> bytes:
    """Return a workbook of sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("__", "."))
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def given(client, name: str, content, table: str = ""):
    """Give a file in the admin and return the answer."""
    if isinstance(content, list):
        content = json.dumps(content)
    content = content.encode() if isinstance(content, str) else content
    return client.post(reverse(ADD), {"file": SimpleUploadedFile(name, content), "table": table})


def previewed(client, name: str, content, table: str = "") -> Outcome:
    """Give a file and return what its preview tells."""
    response = given(client, name, content, table)
    assert response.status_code == 302, response.context["form"].errors
    return outcome_of(Upload.objects.first())


def decided(client, step: str, **sent):
    """Decide on the file given last and return the answer."""
    page = reverse("admin:core_upload_change", args=[Upload.objects.first().pk])
    return client.post(page, {"step": step, "reason": "New figures", **sent})


def sums(outcome: Outcome) -> tuple[int, int, int]:
    """Return how many rows are new, changed and unchanged."""
    fates = outcome.counts.values()
    return tuple(sum(each[fate] for each in fates) for fate in ("created", "updated", "unchanged"))
