"""The ways that are compared: each answers an address in this process, as its server would, and gives the bytes."""

import asyncio
import io
import os
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, override_settings

from benchmarks import limit
from benchmarks.limit import KIND, PAGE, SIZE, SLUG, WORD
from core.api.pagination import SIGNER
from core.api.serializers import paths_of
from events.api import IncidentSerializer
from events.models import Incident
from reference.models import Publication

LIST = f"/api/v1/incidents/?page_size={SIZE}"
QUESTIONS = {
    "list": LIST,
    "detail": f"/api/v1/incidents/{SLUG}/",
    "filtered": f"{LIST}&kind={KIND}",
    "search": f"{LIST}&q={WORD}",
    "deep": f"{LIST}&page={PAGE}",
    "facets": f"{LIST}&facets=kind",
}
"""What is asked of every way, each with our address of it."""
Way = Callable[[str], int]
"""Answers an address, and returns how many bytes that took."""


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


def answered(application, address: str, expected: int = 200, **headers: str) -> tuple[dict, int]:
    """Return the headers of an application's answer, and how long it is; it is read to its end, and not kept."""
    told = {}

    def start(status, given, _=None):
        told.update(given, status=int(status.split()[0]))

    response = application(environ(address, **headers), start)
    try:
        length = sum(map(len, response))
    finally:
        if hasattr(response, "close"):
            response.close()
    assert told["status"] == expected, (told["status"], address)
    return told, length


def ours() -> Way:
    """Our reading, nothing kept from one request to the next."""
    application = WSGIHandler()

    def answer(address):
        cache.clear()
        return answered(application, address)[1]

    return answer


def deep() -> Way:
    """Our list, gone on with from its middle."""
    application, answer, pages = WSGIHandler(), ours(), {}
    slugs = Incident.objects.filter(publication=Publication.PUBLISHED).order_by("slug").values_list("slug", flat=True)

    def from_the_middle(address):
        if address not in pages:
            following = answered(application, address)[0]["Link"].split(">")[0]
            asked, backwards, (part, _) = SIGNER.unsign_object(parse_qs(urlsplit(following).query)["cursor"][0])
            keys = [part, slugs[slugs.count() // 2]]
            pages[address] = f"{address}&cursor={SIGNER.sign_object([asked, backwards, keys])}"
        return answer(pages[address])

    return from_the_middle


def admin() -> Way:
    """A page of the admin, to somebody who may see all of it."""
    model = get_user_model()
    user = model.objects.get_or_create(username="bench", defaults={"is_staff": True, "is_superuser": True})[0]
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(user)
    application, cookies = WSGIHandler(), browser.cookies.output(header="", sep=";")
    return lambda address: answered(application, address, HTTP_COOKIE=cookies)[1]


def kept() -> Way:
    """Our reading of what was asked for before."""
    application = WSGIHandler()
    return lambda address: answered(application, address)[1]


def not_modified() -> Way:
    """Our reading, asked by a client that has the answer."""
    application, tags = WSGIHandler(), {}

    def answer(address):
        if address not in tags:
            tags[address] = answered(application, address)[0]["ETag"]
        return answered(application, address, 304, HTTP_IF_NONE_MATCH=tags[address])[1]

    return answer


def usual() -> Way:
    """Serializers over prefetched rows, in the same project."""
    application = WSGIHandler()
    return lambda address: answered(application, address.replace("/api/v1/", "/usual/"))[1]


def empty() -> Way:
    """A view of Django's that answers nothing, with nothing around it."""
    with override_settings(MIDDLEWARE=[]):
        application = WSGIHandler()
    return lambda _: answered(application, "/empty/")[1]


def by_hand() -> Way:
    """The limit."""
    read = {address: limit.answered(question) for question, address in QUESTIONS.items()}
    return lambda address: len(read[address]())


def datasette_as_it_comes() -> Way:
    """Datasette's list of the same rows as it comes: columns with names for keys, a count, facets it suggests."""
    return datasettes("events_incident.json?_size=100&_sort=slug&_shape=objects&_labels=on&publication=published")


def datasette_by_hand() -> Way:
    """Datasette with our list as a query of its own, written by hand: how it shows what belongs to a row."""
    e = limit.engine(os.environ["DATABASE_URL"])
    return datasettes("list.json?_shape=array&_json=x", {"list": limit.Incidents(e).rows(SIZE)})


def datasette_rows() -> Way:
    """Datasette's list of the same rows, their columns alone."""
    return datasettes("events_incident.json?_size=100&_sort=slug&_shape=objects&publication=published&_nofacet=1")


def datasettes(address: str, queries: dict[str, str] | None = None) -> Way:
    """Datasette's answer to an address in the database."""
    from datasette.app import Datasette  # noqa: PLC0415  only where there is SQLite to show

    file = Path(urlsplit(os.environ["DATABASE_URL"]).path[1:])
    told = {"databases": {file.stem: {"queries": queries or {}}}}
    loop, server = asyncio.new_event_loop(), Datasette([str(file)], metadata=told)
    return lambda _: len(loop.run_until_complete(answer(server.client, f"/{file.stem}/{address}")))


async def answer(client, address: str) -> bytes:
    response = await client.get(address)
    assert response.status_code == HTTPStatus.OK, response.text
    return response.content


def rows_alone() -> Way:
    """Our list of the rows alone."""
    names = [field.name for field in Incident._meta.fields if field.name in paths_of(IncidentSerializer)]
    answer = ours()
    return lambda _: answer(f"{LIST}&count=none&fields={','.join(names)}")


def export() -> Way:
    """Our export of everything."""
    application = WSGIHandler()
    return lambda address: answered(application, address)[1]


def cursor() -> Way:
    """A loop over a cursor that writes CSV."""
    return lambda _: sum(map(len, limit.exported()))


WAYS = {
    way.__name__: way
    for way in (
        *(ours, deep, admin, kept, not_modified, usual, empty, by_hand, export, cursor),
        *(datasette_as_it_comes, datasette_by_hand, datasette_rows, rows_alone),
    )
}
