"""The headers every answer carries."""

import uuid
from http import HTTPStatus

from django.conf import settings

API_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Expose-Headers": "ETag, Link, API-Version, Dataset-Version, X-Request-ID, RateLimit",
    "API-Version": "1",
}


class HeadersMiddleware:
    """Send the content security policy, unless the view has set a wider one; open the API to every origin."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = uuid.uuid4().hex
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        if request.path.startswith("/api/"):
            for name, value in {**API_HEADERS, **of_this_answer(request, response)}.items():
                response.headers[name] = value
        return response


def of_this_answer(request, response) -> dict[str, str]:
    """Return what one answer of the API carries: its id, its canonical address, and privacy where staff ask."""
    headers = {"X-Request-ID": request.request_id}
    if response.status_code == HTTPStatus.OK:
        canonical = f'<{request.build_absolute_uri(request.path.rstrip("/") + "/")}>; rel="canonical"'
        headers["Link"] = ", ".join(filter(None, [response.headers.get("Link"), canonical]))
    if hasattr(request, "user") and request.user.is_authenticated:
        headers["Cache-Control"] = "private, no-store"
    return headers
