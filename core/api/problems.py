"""The body of every answer that is not a success (RFC 9457, section 3).

It needs nothing of Django, so that the server's worker can answer before Django is set up.
"""

import http

MEDIA_TYPE = "application/problem+json"


def body(status: int, code: str, detail: str, title: str = "") -> dict:
    """Return what a problem says of itself, whatever was asked."""
    return {
        "type": f"/api/v1/meta/problems/#{code}",
        "title": title or http.HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
