"""Asking before saving whether a record is one we have already; the answer is remembered."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.forms import ValidationError
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path

from core.admin.picking import LoadedForm
from core.lookalikes import LookAlike, look_alikes
from core.printed import Unreadable, read_date
from reference.models import Distinct, Entry

TOLD_BY = ["name", "external_id", "started", "place"]
"""The fields by which a record is taken for another."""
ANSWER = "_distinct"
ASKED = "It looks like records there are already. Look at them, tick that it is another one, and save again."


class EntryForm(LoadedForm):
    """The form of an entry: what looks like it is listed before it is saved for the first time, or renamed."""

    look_alikes: list[LookAlike] = []
    answer = ANSWER

    def _post_clean(self):
        super()._post_clean()
        if self.errors or not {*TOLD_BY} & {*self.changed_data}:
            return
        found, seen = unlike(self.instance), self.data.get(ANSWER, "").split()
        if any(alike.record.slug not in seen for alike in found):
            self.look_alikes = found
            self.add_error(None, ValidationError(ASKED, code="look-alike"))


def unlike(record: Entry) -> list[LookAlike]:
    """Return what looks like a record, but for what was found to be another."""
    known = Distinct.objects.known_of(record)
    return [alike for alike in look_alikes(record) if alike.record.slug not in known]


def remember(request: HttpRequest, record: Entry) -> None:
    """Note what the editor found to be other records."""
    slugs = request.POST.get(ANSWER, "").split()
    there = type(record).objects.filter(slug__in=slugs).exclude(pk=record.pk).values_list("slug", flat=True)
    Distinct.objects.remember(record, list(there) if slugs else [], request.user.get_username())


def alike_urls(page: ModelAdmin) -> list:
    """Return the address a form asks for look-alikes while it is being filled in."""

    def listed(request: HttpRequest):
        if not page.has_view_permission(request):
            raise PermissionDenied
        record = begun(page, request)
        context = {"look_alikes": unlike(record), "answer": ANSWER, "opts": page.opts, "original": record}
        return TemplateResponse(request, "admin/look_alikes.html", context)

    name = f"{page.opts.app_label}_{page.opts.model_name}_lookalikes"
    return [path("lookalikes/", page.admin_site.admin_view(listed), name=name)]


def begun(page: ModelAdmin, request: HttpRequest) -> Entry:
    """Return the record a form describes so far."""
    known = {field.name for field in page.opts.fields}
    given = {name: request.GET.get(name, "").replace("\0", "")[:300] for name in TOLD_BY if name in known}
    if "started" in given:
        try:
            given["started"] = read_date(given["started"])
        except Unreadable:
            given["started"] = None
    key = request.GET.get("pk", "")
    return page.model(**given, slug=request.GET.get("slug", "")[:80], pk=int(key) if key.isdecimal() else None)
