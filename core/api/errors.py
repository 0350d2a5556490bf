"""Every answer that is not a success, as RFC 9457 problem details."""

from dataclasses import asdict

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.api import problems
from core.api.faults import BadRequest, Code, Crowded, Fault, Gone, Moved, TakenTooLong
from core.api.problems import MEDIA_TYPE
from core.database import TooSlow
from core.headers import is_api

LONGEST_ADDRESS = 8_000


def problem(request: HttpRequest, status: int, code: str, detail: str, **more) -> dict:
    """Return the body of a problem answer (RFC 9457, section 3)."""
    return {
        **problems.body(status, code, detail, more.pop("title", "")),
        "instance": request.get_full_path(),
        "request_id": getattr(request, "request_id", None),
        **more,
    }


def problem_response(error: Exception, context: dict) -> Response | None:
    """Answer an exception of a view as a problem; leave the unforeseen to ``server_error``."""
    if isinstance(error, Http404):
        error = exceptions.NotFound("There is nothing at this address.")
    if isinstance(error, TooSlow):
        error = TakenTooLong()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    request = context["request"]
    detail = " ".join(_sentence(fault) for fault in error.faults) if isinstance(error, BadRequest) else error.detail
    body = problem(request, error.status_code, _code(error), str(detail), **_more(error))
    return Response(body, error.status_code, headers=_headers(error, context["view"]), content_type=MEDIA_TYPE)


@csrf_exempt
def not_found(request: HttpRequest, *_, **__) -> JsonResponse:
    """Answer an address of the API that no route knows."""
    return _answer(request, 404, Code.NOT_FOUND, "There is nothing at this address; /api/v1/ lists what there is.")


def too_long(request: HttpRequest) -> JsonResponse:
    """Answer an address longer than any question of the API's needs."""
    return _answer(request, 414, Code.TOO_LONG, f"The address is longer than {LONGEST_ADDRESS} bytes.")


def server_error(request: HttpRequest) -> JsonResponse:
    """Answer a fault of ours without showing how it came about."""
    return _answer(request, 500, Code.SERVER_ERROR, "The fault is ours; tell us the request id.")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown address outside the views: a problem under /api/, a page elsewhere."""
    return not_found(request) if is_api(request) else defaults.page_not_found(request, exception)


def page_misread(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be read, such as one for another host."""
    if not is_api(request):
        told = too_much(exception)
        return render(request, "unread.html", told, status=400) if told else defaults.bad_request(request, exception)
    return _answer(request, 400, Code.INVALID_REQUEST, "The request cannot be read.")


def too_much(exception: Exception | None) -> dict[str, str]:
    """Return what to say of a form that is larger than forms may be; nothing when that is not the fault."""
    most, fields = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    said = {
        RequestDataTooBig: f"Its texts together are longer than {most // 2**20} MB.",
        TooManyFieldsSent: f"It has more than {fields:,} fields.",
    }.get(type(exception))
    text = f"{said} Go back and send less at a time; what you typed is still there."
    return {"title": "Nothing was stored: the form is too large", "text": text} if said else {}


def page_refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that is not allowed."""
    if not is_api(request):
        return defaults.permission_denied(request, exception)
    return _answer(request, 403, Code.FORBIDDEN, "This is not allowed.")


def page_failed(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw: a problem under /api/, a page elsewhere."""
    return server_error(request) if is_api(request) else defaults.server_error(request)


def _answer(request, status: int, code: str, detail: str) -> JsonResponse:
    return JsonResponse(problem(request, status, code, detail), status=status, content_type=MEDIA_TYPE)


def _code(error) -> str:
    known = {
        308: Code.MOVED,
        403: Code.FORBIDDEN,
        404: Code.NOT_FOUND,
        405: Code.NOT_ALLOWED,
        406: Code.NOT_ACCEPTABLE,
        410: Code.GONE,
        503: error.get_codes(),
    }
    return known.get(error.status_code, Code.INVALID_REQUEST)


def _more(error) -> dict:
    if isinstance(error, BadRequest):
        number = len(error.faults)
        return {
            "title": f"The request has {number} problem{'s' if number > 1 else ''}",
            "errors": [_given(fault) for fault in error.faults],
        }
    if isinstance(error, Gone):
        return error.tombstone
    if isinstance(error, exceptions.NotAcceptable):
        return {"available": error.available_renderers}
    return {}


def _headers(error, view) -> dict[str, str]:
    if isinstance(error, exceptions.MethodNotAllowed):
        return {"Allow": ", ".join(view.allowed_methods)}
    if isinstance(error, Moved):
        return {"Location": error.location}
    return {"Retry-After": str(error.wait)} if isinstance(error, Crowded) else {}


def _given(fault: Fault) -> dict:
    """Return a fault without what it does not say."""
    return {key: value for key, value in asdict(fault).items() if value or key in ("code", "parameter")}


def _sentence(fault: Fault) -> str:
    """Return a fault in words, with the nearest right value."""
    told = {
        Code.UNKNOWN_PARAMETER: f"“{fault.parameter}” is not a parameter here.",
        Code.UNKNOWN_REFERENCE: f"“{fault.parameter}”: there is no “{fault.value}”.",
        Code.UNKNOWN_FIELD: f"“{fault.value}” is not a field here.",
        Code.CONFLICT: f"“{fault.parameter}”: {fault.expected}.",
    }.get(fault.code, f"“{fault.parameter}” cannot be “{fault.value}”: expected {fault.expected}.")
    return told + (f" Did you mean {' or '.join(fault.suggestions)}?" if fault.suggestions else "")
