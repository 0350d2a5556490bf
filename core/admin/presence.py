"""The notice on a form of who else has it open."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from core.admin.picking import KEY
from core.presence import BEAT, Presence

STATES = ["opened", "open", "closed"]


def urls(page) -> list:
    """Return the address to which the open forms of a table report."""

    @require_POST
    def reported(request, object_id: str):
        return report(page, request, object_id)

    name = f"{page.opts.app_label}_{page.opts.model_name}_presence"
    return [path("<path:object_id>/presence/", page.admin_site.admin_view(reported), name=name)]


def report(page, request, object_id: str) -> JsonResponse:
    """Note that a form was opened, is open still or was closed, and answer who else has it open."""
    state, key = request.POST.get("state"), unquote(object_id)
    record = page.model._base_manager.filter(pk=int(key)).first() if KEY.fullmatch(key) else None
    if record is None or state not in STATES:
        raise Http404
    if not page.has_change_permission(request, record):
        raise PermissionDenied
    if state == "closed":
        Presence.objects.go(record, request.user)
        return JsonResponse({"notice": ""})
    Presence.objects.come(record, request.user, opened=state == "opened")
    return JsonResponse({"notice": notice(record, request.user)})


def notice(record, user) -> str:
    """Return who else has a record open, in a sentence; blank for nobody."""
    told = ", ".join(map(str, Presence.objects.others(record, user)))
    return f"Also {told}." if told else ""


def shown(page, request, context: dict) -> dict:
    """Return what a form needs to show who else has it open, and to say that it is."""
    record = context["original"]
    if record is None or not page.has_change_permission(request, record):
        return {}
    address = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_presence", args=[record.pk])
    return {"presence": {"address": address, "notice": notice(record, request.user), "seconds": BEAT.seconds}}
