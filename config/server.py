"""The production server's worker: no client of it is left to believe a part, or to keep others from being answered."""

import json
import os
import socket
import struct
from collections.abc import Iterator

from gunicorn.http.errors import LimitRequestLine
from gunicorn.util import close_graceful
from gunicorn.workers.gthread import TConn, ThreadWorker

from core.api import problems
from core.api.answers import API_HEADERS, new_id

TOO_LONG = problems.body(414, "uri_too_long", "The address is longer than the server reads.")
SEND_SECONDS = int(os.environ.get("ARMOURY_SEND_SECONDS", "30"))
"""For how long a client may take nothing of what is sent to it."""
LAST_WORDS_SECONDS = 0.1
"""For how long a client may still be sending when it has been answered."""
RESET, FINISH = (struct.pack("ii", on, 0) for on in (1, 0))
"""How a connection ends when it is closed: at once and as broken, or once all is sent."""


class Connection(TConn):
    """A client's connection; while one is closed nobody else is accepted, so gunicorn's two seconds are too long."""

    def close(self, graceful=False):
        return close_graceful(self.sock, LAST_WORDS_SECONDS) if graceful else super().close()


class Worker(ThreadWorker):
    """Gunicorn's worker with threads; an endless address is a problem, not a page."""

    def load_wsgi(self):
        super().load_wsgi()
        self.wsgi = whole(self.wsgi)

    def handle(self, conn):
        conn.__class__ = Connection
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        return super().handle(conn)

    def handle_error(self, req, client, addr, exc):
        if not isinstance(exc, LimitRequestLine):
            return super().handle_error(req, client, addr, exc)
        request_id = new_id()
        body = json.dumps(TOO_LONG | {"request_id": request_id}).encode()
        headers = API_HEADERS | {
            "Content-Type": problems.MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "X-Request-ID": request_id,
            "Connection": "close",
        }
        lines = [f"HTTP/1.1 414 {TOO_LONG['title']}", *(f"{name}: {value}" for name, value in headers.items())]
        client.sendall("\r\n".join([*lines, "\r\n"]).encode() + body)
        return None


def whole(application):
    """Return the application with every streamed answer of it sent whole or not at all."""

    def answer(environ, start_response):
        response = application(environ, start_response)
        return Stream(response, environ["gunicorn.socket"]) if getattr(response, "streaming", False) else response

    return answer


class Stream:
    """An answer of unknown length; one that ends early resets the connection, the one sign of it in HTTP/1.0."""

    def __init__(self, response, connection: socket.socket):
        self.response, self.connection, self.ended = response, connection, False

    def __iter__(self) -> Iterator[bytes]:
        self.closes(RESET)
        yield from self.response
        self.closes(FINISH)
        self.ended = True

    def closes(self, how: bytes) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, how)

    def close(self) -> None:
        if not self.ended:
            self.connection.close()
        self.response.close()
