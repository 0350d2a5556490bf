"""Asking for the reason of a change: due when something is deleted, and when what is published changes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from core.changes.models import LONGEST_REASON

MISSING = "Say why, in “Reason for the change”: {because}."
OF_DELETIONS = "a deletion needs a reason"
OF_PUBLISHED = "a change of what is published needs a reason"


class Unreasoned(ValidationError):  # noqa: N818  it says what the change is
    """A change that needs a reason was sent without one."""

    def __init__(self, because: str):
        super().__init__(MISSING.format(because=because), code="unreasoned")


def given(request) -> str:
    """Return the reason that came with a form."""
    return request.POST.get("reason", "").strip()[:LONGEST_REASON]


def are_due(row: models.Model | None) -> bool:
    """Tell whether a change of a row needs a reason: it is published, or belongs to a record that is."""
    return getattr(getattr(row, "owner", row), "publication", None) == "published"


def refuse_unreasoned(request, form, formsets) -> None:
    """Refuse a saved form without the reason it needs."""
    if given(request):
        return
    if any(formset.deleted_forms for formset in formsets if formset.can_delete):
        raise Unreasoned(OF_DELETIONS)
    if form.asks_reason and any(part.has_changed() for part in (form, *formsets)):
        raise Unreasoned(OF_PUBLISHED)


def asked_again(request) -> bool:
    """Turn a confirmed deletion that has no reason back into the question whether to delete."""
    if "post" not in request.POST or given(request):
        return False
    messages.error(request, MISSING.format(because=OF_DELETIONS))
    sent: QueryDict = request.POST.copy()
    del sent["post"]
    request.POST = sent if "action" in sent else QueryDict()
    return True
