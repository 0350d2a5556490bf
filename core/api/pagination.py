"""Pages of a list: ``{"count", "next", "previous", "results"}``, and the same addresses in ``Link``.

``next`` and ``previous`` carry a cursor: the keys of the record to go on from, signed, and bound to
the filters and the order it was made under. Pages by number reach the first 10,000 records.
"""

import hashlib
import json

from django.core import signing
from django.http import QueryDict
from rest_framework.pagination import BasePagination

from core.api.faults import Code, Fault, Unreadable
from core.api.reading import read_code, read_number

DEFAULT_SIZE, LARGEST_SIZE, REACH = 50, 500, 10_000
SIGNER = signing.Signer(salt="armoury.cursor")


def read_page(text: str) -> int:
    """Return the number of a page, from 1."""
    if 1 <= (page := read_number(text)) <= REACH:
        return page
    raise Unreadable(f"a page from 1 to {REACH}; to go further, follow next")


def read_size(text: str) -> int:
    """Return a page's size; too large a one is refused, never cut."""
    if 1 <= (size := read_number(text)) <= LARGEST_SIZE:
        return size
    raise Unreadable(f"a number from 1 to {LARGEST_SIZE}")


def read_count(text: str) -> str:
    """Return whether the records are counted."""
    return read_code(text, ["exact", "none"])


def too_far(chosen: dict) -> list[Fault]:
    """Return what is wrong with a page by number beyond those that are read by skipping."""
    page, size = chosen.get("page", 1), chosen.get("page_size", DEFAULT_SIZE)
    expected = f"a page within the first {REACH:,} records; to go further, follow next"
    return [Fault(Code.INVALID_VALUE, "page", str(page), expected)] if page * size > REACH else []


def apart(given: QueryDict, *names: str) -> dict[str, str]:
    """Return what is expected instead of parameters of which one at most may be used."""
    used = [name for name in names if name in given]
    return {used[1]: f"only one of {', '.join(used)}"} if len(used) > 1 else {}


def conflicting(given: QueryDict, expected: dict[str, str]) -> list[Fault]:
    """Return the faults of parameters that cannot be used with others, by what is expected instead."""
    return [Fault(Code.CONFLICT, name, given[name], told) for name, told in expected.items()]


def digest(asked: QueryDict, left_out: tuple[str, ...]) -> str:
    """Return what a request asks as a short text, but for what does not change which records are listed."""
    names = sorted(name for name in asked if name not in left_out)
    text = json.dumps([(name, asked.getlist(name)) for name in names])
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()


def write_cursor(keys: list | None, backwards: bool, asked: str) -> str:
    """Return the opaque text for going on behind a record, or before it; without one, from the list's end."""
    return SIGNER.sign_object([asked, backwards, keys])


def read_cursor(text: str, asked: str) -> tuple[list | None, bool]:
    """Return where a cursor goes on; raise Unreadable for one that is not ours or was made for another list."""
    try:
        made_for, backwards, keys = SIGNER.unsign_object(text)
    except (signing.BadSignature, ValueError):
        raise Unreadable("a cursor taken from next or previous") from None
    if made_for != asked:
        raise Unreadable("the filters and the order it was made with", Code.CURSOR_MISMATCH)
    return keys, backwards


def link_header(**addresses: str | None) -> dict[str, str] | None:
    """Return the header that names the neighbouring pages."""
    links = [f'<{url}>; rel="{rel}"' for rel, url in addresses.items() if url]
    return {"Link": ", ".join(links)} if links else None


FACET = {
    "type": "object",
    "required": ["values", "unknown", "truncated"],
    "properties": {
        "values": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["value", "label", "count", "url"],
                "properties": {
                    "value": {},
                    "label": {},
                    "count": {"type": "integer"},
                    "url": {
                        "type": "string",
                        "description": "The list of these records, under the other filters asked.",
                    },
                },
            },
        },
        "unknown": {"type": "integer", "description": "How many records have no value."},
        "truncated": {"type": "boolean", "description": "Whether there are more values than are told."},
    },
}


class Pages(BasePagination):
    """How a page of a list is described; ``Listing`` makes it."""

    def get_paginated_response_schema(self, schema):
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {
                    "type": ["integer", "null"],
                    "description": "How many records match, over all pages; null with count=none.",
                },
                "next": address,
                "previous": address,
                "facets": {"type": "object", "additionalProperties": FACET, "description": "When asked for."},
                "results": schema,
            },
        }
