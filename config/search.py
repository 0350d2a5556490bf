"""``search``: every kind of entry at once, ranked by how it was found, with what matched."""

from django.db.models import CharField, Value
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from config.api import PlainView
from core.api import representation
from core.api.pagination import Pages, read_page, read_size
from core.api.reading import read_codes, read_words
from core.api.routing import Router
from core.api.schema import PAGE_PARAMETERS
from core.names import name_key, nearest, words
from reference.models import Entry, Tier

EXTRACT = 80
"""How many characters of a text are shown on either side of what matched."""


class MatchSerializer(serializers.Serializer):
    how = serializers.ChoiceField(Tier.choices)
    field = serializers.CharField(help_text="name, alias, or the text it stands in.")
    text = serializers.CharField(help_text="The name or alias, or the part of the text.")


class FoundSerializer(serializers.Serializer):
    type = serializers.CharField(help_text="The endpoint that shows the record.")
    slug = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    restricted = serializers.BooleanField(help_text="Of a data set that may not be given to the public.")
    matched = MatchSerializer()


def searchable() -> list[str]:
    """Return the routes of the entries."""
    return [route for route, viewset in Router.endpoints.items() if issubclass(viewset.queryset.model, Entry)]


def read_types(text: str) -> list[str]:
    """Return endpoints of entries, parted by commas."""
    return read_codes(text, searchable())


class FoundPages(Pages):
    """Pages with the names most like the words, where nothing was found."""

    def get_paginated_response_schema(self, schema):
        page = super().get_paginated_response_schema(schema)
        page["properties"]["did_you_mean"] = {"type": "array", "items": {"type": "string"}}
        return page


class SearchView(PlainView):
    """Looks through the names, aliases and texts of every kind of entry.

    Exact names come first, then names that begin with the words, names that hold them, and
    texts. Without a hit, ``did_you_mean`` holds the names most like the words.
    """

    pagination_class, answer = FoundPages, FoundSerializer(many=True)
    documents = [
        OpenApiParameter("q", {"type": "string", "minLength": 1}, required=True, description="Words to look for."),
        OpenApiParameter("type", {"type": "string"}, description="Only these endpoints, parted by commas."),
        *PAGE_PARAMETERS,
    ]
    readers = {"q": read_words, "type": read_types, "page": read_page, "page_size": read_size}
    required = ("q",)

    def get(self, request):
        text, pages = self.chosen["q"], FoundPages()
        routes = self.chosen.get("type") or searchable()
        rows = pages.paginate_queryset(self.found(text, routes), request, self)
        response = pages.get_paginated_response(shown(rows, text))
        response.data["did_you_mean"] = [] if pages.count else self.alike(text, routes)
        return response

    def found(self, text: str, routes: list[str]):
        """Return type, slug and tier of every entry found, the best first."""
        found = [
            part.order_by()
            .annotate(type=Value(route, output_field=CharField()), tier=Value(tier))
            .values_list("type", "slug", "tier")
            for route in routes
            for tier, part in enumerate(self.visible(route).ways_found(text))
        ]
        return found[0].union(*found[1:], all=True).order_by("tier", "slug", "type")

    def alike(self, text: str, routes: list[str]) -> list[str]:
        """Return the names most like a text."""
        names = [name for route in routes for name in self.visible(route).values_list("name", flat=True)]
        return nearest(text, names)

    def visible(self, route: str):
        return representation.visible(Router.endpoints[route].queryset.model, self.request.user)


def shown(rows: list[tuple[str, str, int]], text: str) -> list[dict]:
    """Return found rows with their names and what matched, in one query per type and its aliases."""
    entries = {}
    for route in {route for route, _, _ in rows}:
        slugs = [slug for kind, slug, _ in rows if kind == route]
        model = Router.endpoints[route].queryset.model
        found = model.objects.filter(slug__in=slugs).select_related("dataset").prefetch_related("aliases")
        entries |= {(route, entry.slug): entry for entry in found}
    return [
        {
            "type": route,
            "slug": slug,
            "name": entries[route, slug].name,
            "url": f"/api/v1/{route}/{slug}/",
            "restricted": entries[route, slug].is_restricted(),
            "matched": {"how": Tier.values[tier], **matched(entries[route, slug], text, tier)},
        }
        for route, slug, tier in rows
    ]


def matched(entry: Entry, text: str, tier: int) -> dict[str, str]:
    """Return which name or text of an entry holds the words, and the part that does."""
    key, asked = name_key(text), words(text)
    tests = [
        lambda name: name_key(name) == key,
        lambda name: name_key(name).startswith(key),
        lambda name: set(asked) <= set(words(name)),
    ]
    names = [("name", entry.name), *(("alias", alias.text) for alias in entry.aliases.all())]
    for field, name in names:
        if tier < len(tests) and tests[tier](name):
            return {"field": field, "text": name}
    for field in [field for field in entry.text_index if field != "name"]:
        if hits := [word for word in asked if word in words(getattr(entry, field))]:
            return {"field": field, "text": extract(getattr(entry, field), hits[0])}
    return {"field": "slug", "text": entry.slug} if entry.slug == text else {"field": "name", "text": entry.name}


def extract(text: str, word: str) -> str:
    """Return the part of a text around a word."""
    at = max(text.lower().find(word), 0)
    start, end = max(at - EXTRACT, 0), at + len(word) + EXTRACT
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
