"""The production server's worker: it answers what it cannot read as the API answers mistakes."""

import json

from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from core.api import problems

TOO_LONG = problems.body(414, "uri_too_long", "The address is longer than the server reads.")


class Worker(ThreadWorker):
    """Gunicorn's worker with threads; an endless address is a problem, not a page."""

    def handle_error(self, req, client, addr, exc):
        if not isinstance(exc, LimitRequestLine):
            return super().handle_error(req, client, addr, exc)
        body = json.dumps(TOO_LONG).encode()
        head = f"HTTP/1.1 414 {TOO_LONG['title']}\r\nContent-Type: {problems.MEDIA_TYPE}\r\nContent-Length: {len(body)}"
        client.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode() + body)
        return None
