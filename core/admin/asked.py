"""What is answered on a page that asks holds for what it showed: what others changed since is shown first.

The log of changes is never cut, so how many changes of some records it has, and the last of them, tell it apart.
"""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core import signing
from django.db.models import Count, Max, Model
from django.http import QueryDict
from django.template.response import TemplateResponse

from core import database
from core.changes.models import Change
from core.changes.timeline import changes_of, read

SEEN, SALT = "_seen", "core.admin.asked"
MOST_SHOWN = 100
CHANGED = "This was changed while you were asked. Nothing is done yet: look at the changes below, and decide again."


def state_of(model: type[Model], keys: Iterable[int]) -> list[int]:
    """Return how many changes of records and their rows there are, and the number of the last."""
    found = changes_of(model, keys).order_by().aggregate(number=Count("pk"), last=Max("pk"))
    return [found["number"], found["last"] or 0]


def asking(response, model: type[Model], keys: Iterable[int], since: list[int] | None = None):
    """Have a page that asks say what it is about, and what was changed since it asked before."""
    if isinstance(response, TemplateResponse):
        response.context_data[SEEN[1:]] = signing.dumps(state_of(model, keys), salt=SALT)
        response.context_data["steps"] = steps_since(model, keys, since[1]) if since else []
        response.context_data["without_reverting"] = True
    return response


def steps_since(model: type[Model], keys: Iterable[int], last: int) -> list:
    newer: list[Change] = list(changes_of(model, keys).filter(pk__gt=last).select_related("batch")[:MOST_SHOWN])
    return read(newer)[0]


def changed_since(request, model: type[Model], keys: Iterable[int]) -> list[int] | None:
    """Keep writers waiting, and return what a page asked about when that is not what is there any more."""
    try:
        seen: list[int] = signing.loads(request.POST.get(SEEN, ""), salt=SALT)
    except signing.BadSignature:
        return None
    database.hold_writers()
    return None if seen == state_of(model, keys) else seen


def ask_again(request) -> None:
    """Turn an answer back into the question."""
    messages.warning(request, CHANGED)
    sent: QueryDict = request.POST.copy()
    sent.pop("post", None)
    request.POST = sent if "action" in sent else QueryDict()


def chosen(request) -> list[int]:
    """Return the keys of the records an action is about."""
    return [int(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)]
