"""Pages: ``{"count", "next", "previous", "results"}``, and the same addresses in ``Link``."""

from django.db.models import QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from core.api.errors import Unreadable
from core.api.reading import read_number

DEFAULT_SIZE, LARGEST_SIZE, LAST_PAGE = 50, 500, 1_000_000


def read_page(text: str) -> int:
    """Return the number of a page, from 1."""
    if 1 <= (page := read_number(text)) <= LAST_PAGE:
        return page
    raise Unreadable(f"a page from 1 to {LAST_PAGE}")


def read_size(text: str) -> int:
    """Return a page's size; too large a one is refused, never cut."""
    if 1 <= (size := read_number(text)) <= LARGEST_SIZE:
        return size
    raise Unreadable(f"a number from 1 to {LARGEST_SIZE}")


class Pages(BasePagination):
    """Pages by number; past the last one is an empty page, not an error."""

    def paginate_queryset(self, queryset: QuerySet, request, view=None):
        self.request, self.page = request, view.chosen.get("page", 1)
        size = view.chosen.get("page_size", DEFAULT_SIZE)
        self.count = queryset.order_by().count()
        self.last = max(1, -(-self.count // size))
        return list(queryset[(self.page - 1) * size : self.page * size])

    def get_paginated_response(self, data):
        following = self.address(self.page + 1) if self.page < self.last else None
        preceding = self.address(min(self.page - 1, self.last)) if self.page > 1 else None
        links = [f'<{url}>; rel="{rel}"' for rel, url in (("next", following), ("prev", preceding)) if url]
        body = {"count": self.count, "next": following, "previous": preceding, "results": data}
        return Response(body, headers={"Link": ", ".join(links)} if links else None)

    def address(self, page: int) -> str:
        url = self.request.build_absolute_uri()
        return remove_query_param(url, "page") if page == 1 else replace_query_param(url, "page", page)

    def get_paginated_response_schema(self, schema):
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "How many records match, over all pages."},
                "next": address,
                "previous": address,
                "results": schema,
            },
        }
