"""All records that match, streamed, in whichever form.

The database writes each record in the form asked for; here they are fetched piece by piece, all of
one moment, to be framed. One piece is in memory at a time, and the first is sent before the second is
read. What may not be given away is left out, and how many that were is said.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings
from django.http import StreamingHttpResponse

from core import database
from core.api.faults import Crowded
from core.api.layout import datasets_of
from core.api.routing import route_of

PIECE, FIRST, LARGE = 1_000, 125, 500_000
"""How many records are read at a time: at most, at first, and of how many characters so that it is not more of them."""
PLACES = BoundedSemaphore(settings.ARMOURY_EXPORTS)
"""Each export keeps a thread of its process until its client has read it all."""


@contextmanager
def place_of_few():
    """Take one of the places for exports for a while; raise Crowded where none is free."""
    if not PLACES.acquire(blocking=False):
        raise Crowded
    try:
        yield
    finally:
        PLACES.release()


class Export:
    """Everything a view's list holds, in one form; a subclass frames it."""

    opening = closing = parted = ""

    def __init__(self, view):
        self.view, self.model, self.shape = view, view.queryset.model, view.shape()
        self.rows, self.checksum = 0, hashlib.sha256()

    def response(self) -> StreamingHttpResponse:
        """Begin the export; what is wrong with it is told before its first byte."""
        renderer = self.view.request.accepted_renderer
        pieces = self.pieces()
        begun = next(pieces)
        streamed: Iterator[bytes] = continued(begun, pieces)
        if self.view.request.method == "HEAD":
            pieces.close()
            streamed = iter([])
        response = StreamingHttpResponse(streamed, content_type=f"{renderer.media_type}; charset=utf-8")
        name = f"armoury-{route_of(self.model)}-{self.version}.{renderer.format}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Rows-Left-Out"] = str(self.left_out)
        response.data_version = self.version
        return response

    def pieces(self) -> Iterator[bytes]:
        """Yield the export's bytes, all of one moment; the first tell its data version and what is left out."""
        with place_of_few(), database.snapshot():
            self.version, (self.left_out,) = database.at_one_moment(database.counted(self.view.rows_left_out()))
            yield from self.framed()

    def framed(self) -> Iterator[bytes]:
        """Yield the export's bytes, piece by piece."""
        opening, parted = self.opened(), ""
        for lines in self.lines():
            piece = (parted + self.parted.join(lines)).encode()
            self.checksum.update(piece)
            yield opening.encode() + piece
            self.rows, opening, parted = self.rows + len(lines), "", self.parted
        yield (opening + self.closed()).encode()

    def lines(self) -> Iterator[list[str]]:
        """Yield the records' texts, a piece at a time, each going on behind the last record of the one before."""
        record, keys, self.size = self.record(), None, min(FIRST, PIECE)
        if not self.view.order().by_index:
            yield from self.sorted_lines(record)
            return
        while True:
            size = self.size
            lines = self.read(database.page_of(self.view.stretches(keys), record, size))
            if lines:
                yield [line.text for line in lines]
            if len(lines) < size:
                return
            keys = lines[-1].keys

    def sorted_lines(self, record) -> Iterator[list[str]]:
        """Yield the records' texts in an order that no index gives: their keys are sorted once, and then followed."""
        for stretch in self.view.stretches().values():
            for keys in database.keys_in_order(stretch, PIECE):
                done = 0
                while some := keys[done : done + self.size]:
                    done += len(some)
                    lines = self.read(database.lines_of(self.model._meta.db_table, some, record))
                    yield [line.text for line in lines]

    def read(self, query: tuple[str, tuple]) -> list[database.Line]:
        """Read a piece; the next one is twice or half as many records, so that it is large but no larger."""
        _, (text,) = database.at_one_moment(query)
        length = len(text or "")
        if length > LARGE:
            self.size = max(1, self.size // 2)
        elif length < LARGE // 2 and self.size * 2 <= PIECE:
            self.size *= 2
        return database.lines_in(text)

    def opened(self) -> str:
        return self.opening

    def closed(self) -> str:
        return self.closing

    def told(self) -> dict:
        """Return what a reader must know of the whole: how much it is, of when, and whom to credit."""
        return {
            "rows": self.rows,
            "rows_left_out": self.left_out,
            "sha256": self.checksum.hexdigest(),
            "dataset_version": self.version,
            "datasets": [credit(dataset) for dataset in datasets_of(self.model)],
        }


def credit(dataset) -> dict:
    return {name: getattr(dataset, name) for name in ("slug", "attribution", "licence", "licence_url")}


def continued(begun: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what was begun and all that follows; breaking off ends the snapshot too."""
    try:
        yield begun
        yield from pieces
    finally:
        pieces.close()
