"""What can be wrong with a request: the closed list of codes, and the exceptions that carry them."""

from dataclasses import dataclass, field

from rest_framework import exceptions

from core.vocabulary import Vocabulary


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
    CROWDED = "too_many_exports", "Too many exports", "As many exports are being read as can be; ask again in a while."
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

    status_code, default_code = 503, Code.TOO_SLOW
    default_detail = "The question takes too long; narrow it by another filter, or ask without an order."


class Crowded(exceptions.APIException):
    """As many exports are being read as leave others room to be answered."""

    status_code, default_code, wait = 503, Code.CROWDED, 10
    default_detail = "As many exports are being read as can be at a time; ask again in a while."
