"""What is said of a form while it is being filled in, before anything is saved."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Field, Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse

from core.fields import PartialDateField
from core.printed import Unreadable, read_date

MOST_TYPED = 300
CONTEXT = [
    "entry", "system", "agreement", "incident", "country", "countries", "source", "sources", "locator", "kind",
    "category", "supplier_country", "recipient_country",
]  # fmt: skip
"""What the next record one adds most often shares with the last."""
CITED = {"source", "sources", "cite"}


def address(page: ModelAdmin, name: str) -> str:
    """Return the address of one of a table's answers to what is typed."""
    return reverse(f"{page.admin_site.name}:{page.opts.app_label}_{page.opts.model_name}_{name}")


def entry_urls(page: ModelAdmin) -> list:
    """Return the addresses a form asks while it is being filled in."""
    label = f"{page.opts.app_label}_{page.opts.model_name}"

    def understood(request: HttpRequest):
        return answer(page, request)

    return [path("understood/", page.admin_site.admin_view(understood), name=f"{label}_understood")]


def answer(page: ModelAdmin, request: HttpRequest) -> JsonResponse:
    """Say what a text means in a field, or why it means nothing."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    try:
        told = page.understand(request.GET.get("field", ""), request.GET.get("text", "")[:MOST_TYPED], request.GET)
    except Unreadable as problem:
        return JsonResponse({"problem": str(problem)})
    doubt = page.doubt(request.GET) if told else ""
    return JsonResponse({"understood": told} | ({"doubt": doubt} if doubt else {}))


def understand(page: ModelAdmin, field: str, text: str) -> str:
    """Return what a date means; other fields mean what they say."""
    is_date = field in {known.name for known in page.opts.fields if isinstance(known, PartialDateField)}
    return read_date(text) if is_date and text.strip() else ""


def asking(page: ModelAdmin, field: Field) -> dict[str, str]:
    """Return what marks a control whose text is read: where to ask, and with which other fields."""
    if isinstance(field, PartialDateField) or field.name in page.printed:
        link = f"{address(page, 'understood')}?field={field.name}"
        return {"data-understood": link, "data-with": " ".join(page.printed.get(field.name, []))}
    return {}


def context_of(record: Model) -> dict[str, str]:
    """Return the part of a record that the next one is begun with, as the address of the form takes it."""
    fields = {field.name: field for field in (*record._meta.fields, *record._meta.many_to_many)}
    kept = {}
    for name in [name for name in CONTEXT if name in fields]:
        many = fields[name].many_to_many
        value = (
            ",".join(str(row.pk) for row in getattr(record, name).all())
            if many
            else fields[name].value_from_object(record)
        )
        kept |= {name: value} if value else {}
    return kept


def begun_with(request: HttpRequest, response: HttpResponse, record: Model, kept: dict) -> HttpResponse:
    """Return an answer that leads to an empty form as one that leads to a form begun with what a record has."""
    if response.status_code == HTTPStatus.FOUND and kept:
        response["Location"] += ("&" if "?" in response["Location"] else "?") + urlencode(kept)
        if kept.keys() & CITED:
            messages.warning(request, f"Begun with the source of “{record}”: remove it if it does not state this too.")
    return response
