"""The headers every answer carries."""

import re
from http import HTTPStatus

from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from core.api.answers import API_HEADERS, new_id

GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
"""How a reader says that he takes what is compressed; with ``q=0`` he refuses it."""


class HeadersMiddleware:
    """Send the content security policy, unless the view has set a wider one; open the API to every origin."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = new_id()
        if "\0" in request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]  # PostgreSQL cannot look for it
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        if is_api(request):
            for name, value in {**API_HEADERS, **of_this_answer(request, response)}.items():
                response.headers[name] = value
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compress what clients can read compressed.

    Public answers of the API carry a strong tag, so they are the same to the byte each time; all others are
    padded by chance against attacks that guess at secrets in them.
    """

    def __init__(self, get_response):
        super().__init__(get_response)
        self.exact = GZipMiddleware(get_response)
        self.exact.max_random_bytes = 0

    def process_response(self, request, response):
        if not takes_gzip(request):
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        public = hasattr(request, "data_version")
        return self.exact.process_response(request, response) if public else super().process_response(request, response)


def takes_gzip(request) -> bool:
    """Tell whether an answer may be compressed."""
    return bool(GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))


def is_api(request) -> bool:
    """Tell whether an address is the API's, which answers programs: its mistakes are problems, not pages."""
    return f"{request.path}/".startswith("/api/")


def of_this_answer(request, response) -> dict[str, str]:
    """Return what one answer of the API carries: its id, its canonical address, and privacy where staff ask."""
    headers = {"X-Request-ID": request.request_id}
    if response.status_code == HTTPStatus.OK:
        canonical = f'<{request.build_absolute_uri(request.path.rstrip("/") + "/")}>; rel="canonical"'
        headers["Link"] = ", ".join(filter(None, [response.headers.get("Link"), canonical]))
    if hasattr(request, "user") and request.user.is_authenticated:
        headers["Cache-Control"] = "private, no-store"
    return headers
