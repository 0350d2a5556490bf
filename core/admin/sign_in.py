"""What was typed into a form outlasts its session: whoever signs in again has it before them."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.core import signing
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve

KEPT, SALT = "kept", "core.admin.sign_in"
TYPED = "You are signed in again. What you typed is below; it is not saved yet."


def is_typed(request) -> bool:
    """Tell whether a request sends a record's form, or signs in to send it."""
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return False
    return request.method == "POST" and name.endswith(("_change", "_add"))


def sign_in_again(site, request):
    """Ask who sends a form, and keep the form meanwhile; return nothing when it is known."""
    given = KEPT in request.POST
    form = AdminAuthenticationForm(request, request.POST if given else None)
    if given and (typed := opened(request)) is not None and form.is_valid():
        login(request, form.get_user())
        request.POST, request.refused = QueryDict(typed), (TYPED, False)
        return None
    kept = request.POST[KEPT] if given else signing.dumps([request.path, sent(request)], salt=SALT, compress=True)
    context = {"title": "Log in", "subtitle": None, "form": form, "kept": kept, "app_path": request.get_full_path()}
    return TemplateResponse(request, "admin/sign_in_again.html", site.each_context(request) | context, status=403)


def sent(request) -> str:
    """Return what was typed; the token against forgery is given anew."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    return typed.urlencode()


def opened(request) -> str | None:
    """Return what was typed into this page, if it was kept by us."""
    try:
        path, typed = signing.loads(request.POST[KEPT], salt=SALT)
    except signing.BadSignature:
        return None
    return typed if path == request.path else None
