"""The ways that are compared: each answers an address, in this process, as its server would, and gives the bytes."""

import io
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler

LIST = "/api/v1/incidents/?page_size=100"


def environ(address: str, **headers: str) -> dict:
    """Return what a server hands to an application for an address."""
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **headers,
    }


def answered(application, address: str, **headers: str) -> tuple[int, dict, bytes]:
    """Return an application's answer: status, headers, body."""
    told = {}

    def start(status, given, _=None):
        told["status"], told["headers"] = int(status.split()[0]), dict(given)

    response = application(environ(address, **headers), start)
    try:
        body = b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()
    return told["status"], told["headers"], body


def ours() -> Callable[[str], bytes]:
    """Return our reading, nothing kept from one request to the next."""
    application = WSGIHandler()

    def answer(address):
        cache.clear()
        status, _, body = answered(application, address)
        assert status == 200, (status, address, body[:500])
        return body

    return answer


def cached() -> Callable[[str], bytes]:
    """Return our reading of an address that was asked for before."""
    application = WSGIHandler()
    return lambda address: answered(application, address)[2]
