"""Answers kept for as long as nothing is written, and asked for again at the price of one small query.

Every answer belongs to a data version, the number the database itself grows in every writing
transaction. It is read before anything else, so what was kept under it is never older than a
commit that had returned before the request began. Answers to staff, and errors, are never kept.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache as cache_of_process
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from core import database
from core.api.answers import API_HEADERS, new_id
from core.api.errors import LONGEST_ADDRESS, too_long
from core.headers import is_api, takes_gzip

OF_THE_CODE = ("/api/v1/schema", "/api/v1/meta/filters/", "/api/v1/meta/vocab", "/api/v1/meta/problems")
"""Addresses whose answers tell of the code alone, so that no data version bounds them."""
VARY = "Accept, Accept-Encoding, Authorization, Cookie"
Part = Callable[[], tuple[str, tuple]]
"""Makes the query of one value beside a page, where it must be asked."""


@dataclass(frozen=True)
class Moment:
    """What one statement read, and the data version it saw."""

    version: int
    values: dict = field(default_factory=dict)

    def marked(self, response: HttpResponse) -> HttpResponse:
        """Return a response that knows of which version it is."""
        response.data_version = self.version
        return response


def at_one_moment(view, page: tuple[str, tuple], parts: dict[str, Part], seconds: float | None = None) -> Moment:
    """Read a page, and those parts beside it that are not known for this data version, all of one moment.

    What was written meanwhile makes them another moment than what the request looked up before: they are not kept then.
    Raise TooSlow after so many seconds.
    """
    before = getattr(view.request, "data_version", None)

    def key_of(name: str, version: int) -> str:
        return f"{name}:{version}:{view.request.user.is_staff}:{view.counted_for()}"

    kept = cache.get_many([key_of(name, before) for name in parts]) if before and parts else {}
    known = {name: kept[key_of(name, before)] for name in parts if key_of(name, before) in kept}
    while True:
        due = [name for name in parts if name not in known]
        version, (text, *values) = database.at_one_moment(page, *(parts[name]() for name in due), seconds=seconds)
        if not known or version == before:
            break
        known = {}
    read = dict(zip(due, values, strict=True))
    if version == before:
        cache.set_many({key_of(name, version): value for name, value in read.items()})
    return Moment(version, {"page": text, **known, **read})


class CachingMiddleware:
    """Answer what is unchanged with 304 or as it was kept; give every other public answer its tag, and keep it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_api(request) and len(request.get_full_path()) > LONGEST_ADDRESS:
            request.request_id = new_id()
            return with_headers(too_long(request), API_HEADERS, request.request_id)
        if (variant := variant_of(request)) is None:
            return self.get_response(request)
        return self.answer(request, variant)

    def answer(self, request, variant: str):
        """Answer the public with 304, or what was kept, or anew."""
        request.data_version = 0 if request.path_info.startswith(OF_THE_CODE) else database.version()
        tag = tag_of(variant, request.data_version)
        known = {known.removeprefix("W/") for known in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))}
        if tag in known:
            return not_modified(tag, request.data_version)
        if "*" in known:
            request.method = "HEAD"  # whoever has any answer is sent none, and for him no export is written
        if kept := cache.get(tag):
            content, headers = kept
            response = with_headers(HttpResponse(content if request.method == "GET" else b""), headers)
        else:
            response = self.keep(request, variant, self.get_response(request))
        has_it = "*" in known and "ETag" in response.headers
        return not_modified(tag, request.data_version) if has_it else response

    def keep(self, request, variant: str, response):
        """Tag an answer that is of one data version from its first question to its last; keep it unless streamed."""
        version = request.data_version
        if response.status_code != HTTPStatus.OK:
            response.headers.setdefault("Cache-Control", "no-cache")
            return response
        if version and (read := version_of(response)) != version:
            return with_headers(
                response, {"Cache-Control": "no-cache", "Dataset-Version": str(read)}, request.request_id
            )
        tag = tag_of(variant, version)
        for name, value in validity(tag, version).items():
            response.headers[name] = value
        if not response.streaming:
            cache.set(tag, (response.content, dict(response.headers)))
            response.content = response.content if request.method == "GET" else b""
        return response


def version_of(response) -> int:
    """Return the data version a response has read; of one that does not know, the present one."""
    return response.data_version if hasattr(response, "data_version") else database.version()


def variant_of(request: HttpRequest) -> str | None:
    """Return what an answer to the public depends on, as a short text; None where it is not for all."""
    if not request.path_info.startswith("/api/v1/") or request.method not in ("GET", "HEAD"):
        return None
    sent = request.META
    if settings.SESSION_COOKIE_NAME in sent.get("HTTP_COOKIE", "") or "HTTP_AUTHORIZATION" in sent:
        return None
    place = (
        request.scheme,
        *(sent.get(name, "") for name in ("HTTP_HOST", "HTTP_X_FORWARDED_HOST", "SERVER_NAME", "SERVER_PORT")),
    )
    asked = request.path, sent.get("QUERY_STRING", ""), sent.get("HTTP_ACCEPT", "")
    text = "\n".join([build(), *place, *asked, str(takes_gzip(request))])
    return hashlib.blake2s(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()


@cache_of_process
def build() -> str:
    """Return what tells this code from any other: the same data reads otherwise once the code has changed."""
    code = hashlib.blake2s()
    for label in ("core", *settings.ARMOURY_APPS, "config"):
        for path in sorted((settings.BASE_DIR / label).rglob("*.py")):
            code.update(path.read_bytes())
    return code.hexdigest()


def tag_of(variant: str, version: int) -> str:
    """Return the strong entity tag of a variant at a data version."""
    return f'"{version}-{variant}"'


def validity(tag: str, version: int) -> dict[str, str]:
    """Return the headers that say for how long an answer holds, and of which data; version 0: of the code alone."""
    return {
        "ETag": tag,
        **({"Dataset-Version": str(version)} if version else {}),
        "Cache-Control": f"public, max-age={settings.ARMOURY_MAX_AGE}, must-revalidate",
        "Vary": VARY,
    }


def not_modified(tag: str, version: int) -> HttpResponse:
    """Return the answer to a reader who has this one already."""
    return with_headers(HttpResponseNotModified(), {**API_HEADERS, **validity(tag, version)})


def with_headers(response: HttpResponse, headers: dict[str, str], request_id: str = "") -> HttpResponse:
    """Return a response with these headers and an id of its own."""
    for name, value in {**headers, "X-Request-ID": request_id or new_id()}.items():
        response.headers[name] = value
    return response
