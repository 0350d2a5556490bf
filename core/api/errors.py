"""Every answer that is not a success, as RFC 9457 problem details."""

from dataclasses import asdict, dataclass, field

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
from core.api.problems import MEDIA_TYPE
from core.database import TooSlow
from core.headers import is_api
from core.vocabulary import Vocabulary

LONGEST_ADDRESS = 8_000


class Code(Vocabulary):
    """The closed list of fault codes; texts may change, codes may not."""

    INVALID_REQUEST = "invalid_request", "Invalid request", "The request cannot be read; errors tell each fault."
    UNKNOWN_PARAMETER = "unknown_parameter", "Unknown parameter", "The endpoint has no parameter of this name."
    INVALID_VALUE = "invalid_value", "Invalid value", "The value is not of the expected form, or not an allowed one."
    UNKNOWN_REFERENCE = "unknown_reference", "Unknown reference", "No record has this slug."
    UNKNOWN_FIELD = "unknown_field", "Unknown field", "The records of this endpoint have no field of this name."
    CONFLICT = "conflicting_parameters", "Conflicting parameters", "The parameters cannot be used together."
    CURSOR_MISMATCH = (
        "cursor_mismatch",
        "Cursor of another list",
        "The cursor was made under other filters or another order; start from the first page.",
    )
    NOT_FOUND = "not_found", "Not found", "There is nothing at this address."
    MOVED = "moved", "Moved", "The record was renamed or merged; Location leads to its successor."
    GONE = "gone", "Gone", "The record was withdrawn, deleted or merged."
    NOT_ALLOWED = "method_not_allowed", "Method not allowed", "The API is read-only: GET, HEAD and OPTIONS."
    NOT_ACCEPTABLE = "not_acceptable", "Not acceptable", "The representation asked for does not exist."
    FORBIDDEN = "forbidden", "Forbidden", "The reader may not see this."
    TOO_LONG = "uri_too_long", "Address too long", "The address is longer than 8,000 bytes; ask with fewer values."
    TOO_SLOW = "too_slow", "Too slow", "The question would take too long; narrow it by another filter."
    SERVER_ERROR = "server_error", "Server error", "The fault is ours; the request id helps us find it."


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a request: which parameter, which value, and what would be right."""

    code: Code
    parameter: str
    value: str
    expected: str = ""
    allowed: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    allowed_url: str = ""


class Unreadable(ValueError):  # noqa: N818  it says what is wrong with a text
    """A parameter's value cannot be read; carries all of the fault but its parameter."""

    def __init__(self, expected: str = "", code: Code = Code.INVALID_VALUE, **more):
        super().__init__(expected)
        self.detail = {"code": code, "expected": expected, **more}


class BadRequest(exceptions.APIException):
    """The request asks for what is not there; nothing is answered but all its faults."""

    status_code = 400

    def __init__(self, faults: list[Fault]):
        super().__init__(code="invalid_request")
        self.faults = faults


class Moved(exceptions.APIException):
    """The record has another slug now; the answer's Location says which."""

    status_code = 308

    def __init__(self, location: str, detail: str):
        super().__init__(detail, code=Code.MOVED)
        self.location = location


class Gone(exceptions.APIException):
    """The record at this address was taken away; tells when, why, and what stands for it."""

    status_code = 410

    def __init__(self, tombstone: dict):
        super().__init__("This record was taken away.", code=Code.GONE)
        self.tombstone = tombstone


class TakenTooLong(exceptions.APIException):
    """The question was given up, so that others are answered."""

    status_code = 503
    default_detail = "The question takes too long; narrow it by another filter, or ask without an order."


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
    more, headers = _more(error), {}
    if isinstance(error, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    if isinstance(error, Moved):
        headers["Location"] = error.location
    detail = " ".join(_sentence(fault) for fault in error.faults) if isinstance(error, BadRequest) else error.detail
    body = problem(request, error.status_code, _code(error), str(detail), **more)
    return Response(body, error.status_code, headers=headers, content_type=MEDIA_TYPE)


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
        503: Code.TOO_SLOW,
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
