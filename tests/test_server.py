"""The production server, asked over real connections: no part is taken for the whole, and nobody keeps others out."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from django.db import connection

from events.models import Incident
from tests.test_demo import answer, free_port

THREADS, EXPORTS, SEND_SECONDS = 4, 2, 2
CLIENTS = 8
ROWS, LENGTH = 4_000, 2_000
"""More than the buffers of a connection hold, and several pieces of an export."""
WINDOW = 4_096
SECONDS = 30
END_READERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture(scope="module")
def port(django_db_setup):
    """Serve the tests' database by a process of its own, as production is served."""
    name, port = connection.settings_dict["NAME"], free_port()
    address = f"sqlite:///{name}" if connection.vendor == "sqlite" else f"{server_address()}/{name}"
    environment = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ARMOURY_HTTPS": "0",
        "ARMOURY_EXPORTS": str(EXPORTS),
        "ARMOURY_SEND_SECONDS": str(SEND_SECONDS),
    }
    options = ["--worker-class=config.server.Worker", f"--threads={THREADS}", "--limit-request-line=8190"]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", *options, f"--bind=127.0.0.1:{port}"]
    with subprocess.Popen(
        [*command, "--no-control-socket", "--log-level=critical"], cwd=settings.BASE_DIR, env=os.environ | environment
    ) as server:
        answer(f"http://127.0.0.1:{port}/api/v1/schema/")
        yield port
        server.terminate()


def server_address() -> str:
    return os.environ["DATABASE_URL"].rpartition("/")[0]


@pytest.fixture
def incidents(transactional_db, make):
    """Return many incidents that are too much for the buffers of a connection."""
    first = make(Incident, slug="i0")
    same = {field.attname: getattr(first, field.attname) for field in Incident._meta.fields if not field.primary_key}
    Incident.objects.bulk_create(
        Incident(**same | {"slug": f"i{number}", "name": f"{number}", "notes": "x" * LENGTH})
        for number in range(1, ROWS)
    )
    execute("ANALYZE")


@contextmanager
def asked(port: int, path: str, version: str = "1.1"):
    """Ask for something over a narrow connection of its own."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW)
        client.settimeout(SECONDS)
        client.connect(("127.0.0.1", port))
        client.sendall(f"GET {path} HTTP/{version}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        yield client


def head_of(client) -> tuple[int, dict[str, str]]:
    """Return the status and the headers of an answer, read byte by byte."""
    read = b""
    while not read.endswith(b"\r\n\r\n"):
        read += client.recv(1) or pytest.fail(f"ended after {read}")
    first, *lines = read.decode().strip().split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in lines)


def rest_of(client) -> bytes:
    return b"".join(iter(lambda: client.recv(2**16), b""))


def status(port: int, path: str) -> int:
    with asked(port, path) as client:
        return head_of(client)[0]


def test_an_address_too_long_for_the_server_is_answered_as_one_too_long_for_the_api(port):
    with asked(port, f"/api/v1/countries/?q={'x' * 9_000}") as client:
        code, headers = head_of(client)
        told = json.loads(rest_of(client))

    assert (code, headers["Content-Type"]) == (414, "application/problem+json")
    assert (headers["Access-Control-Allow-Origin"], headers["X-Request-ID"]) == ("*", told["request_id"])


def test_an_export_is_whole_or_seen_to_be_broken(port, incidents):
    for version in ("1.0", "1.1"):
        with asked(port, "/api/v1/incidents.csv?fields=slug", version) as client:
            assert head_of(client)[0] == 200
            assert b'"i999",' in rest_of(client)

    if connection.vendor == "sqlite":
        execute("UPDATE events_incident SET place = CAST(X'FF' AS TEXT) WHERE slug = 'i999'")
        execute("UPDATE events_incident SET place = 'x' WHERE slug = 'i0'")
    for version in ("1.0", "1.1"):
        with asked(port, "/api/v1/incidents.csv", version) as client:
            assert head_of(client)[0] == 200
            if connection.vendor == "postgresql":
                execute(END_READERS)
            with pytest.raises(ConnectionResetError):
                rest_of(client)


def test_clients_that_do_not_read_keep_nobody_from_being_answered(port, incidents):
    with ExitStack() as open_ones:
        clients = [open_ones.enter_context(asked(port, "/api/v1/incidents.ndjson")) for _ in range(CLIENTS)]
        answers = [head_of(client) for client in clients]
        refused = [headers for code, headers in answers if code == 503]

        assert sorted(code for code, _ in answers) == [200] * EXPORTS + [503] * (CLIENTS - EXPORTS)
        assert {headers["Retry-After"] for headers in refused} == {"10"}
        assert status(port, "/api/v1/countries/") == 200
        assert within(SECONDS, lambda: status(port, "/api/v1/incidents.csv?slug=i1") == 200)


def within(seconds: float, test) -> bool:
    """Tell whether something comes true before so long has passed."""
    end = time.monotonic() + seconds
    while not (done := test()) and time.monotonic() < end:
        time.sleep(0.2)
    return done


def execute(statement: str):
    with connection.cursor() as cursor:
        cursor.execute(statement)
