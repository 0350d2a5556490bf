"""A form whose proof against forgery does not hold, as after signing in again in a second tab."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve

from core.admin.pages import RecordAdmin
from core.admin.sign_in import KEPT
from core.api.errors import page_refused
from core.headers import is_api

GIVEN_BACK = (
    "You have signed in since this form was opened. What you typed is below; it is not saved yet: "
    "look through it, and save it if it is yours."
)
TITLE = "Nothing was stored: this page is from before you signed in"
TEXT = "Go back, load the page again, and send it once more."
OWN_PAGE = ("CSRF cookie", "CSRF token")
"""How the reasons begin that a page of ours can give; the others come from elsewhere."""


def unproven(request, reason: str = ""):
    """Give a record's form back with what was typed, to be confirmed; refuse everything else in words."""
    if is_api(request):
        return page_refused(request)
    page = record_page(request) if reason.startswith(OWN_PAGE) and KEPT not in request.POST else None
    if page is None:
        return render(request, "unread.html", {"title": TITLE, "text": TEXT}, status=403)
    sent: QueryDict = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    request.POST, request.refused = sent, (GIVEN_BACK, False)
    request.csrf_processing_done = True  # nothing is written of a form that is refused
    response = page.func(request, *page.args, **page.kwargs)
    response.status_code = 403
    return response


def record_page(request) -> ResolverMatch | None:
    """Return the page of a record's form, which gives back what is refused; nothing for every other."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    is_record = isinstance(getattr(match.func, "model_admin", None), RecordAdmin)
    return match if is_record and match.url_name.endswith(("_change", "_add")) else None
