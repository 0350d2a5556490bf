"""``search``: every kind of entry at once, ranked by how it was found, with what matched."""

import json
from functools import cache

from django.db.models import CharField, F, OuterRef, Value
from django.utils.functional import cached_property
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from config.api import AcrossView
from core import database
from core.api import representation
from core.api.merging import Arm, MergedListing
from core.api.pagination import Pages
from core.api.reading import read_codes, read_one_or_naught, read_words
from core.api.routing import Router
from core.api.schema import PAGE_PARAMETERS
from core.database import Listed, Record
from core.names import name_key, nearest, words
from reference.api.entries import ExcludeSynthetic, restricted, synthetic
from reference.models import Entry, FoundQuerySet, Tier, ways_numbered

EXTRACT = 80
"""How many characters of a text are shown on either side of what matched."""
ALIKE = 1_000
"""How many names of each kind, before and after a text in the alphabet, are held against what found nothing."""


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
    synthetic = serializers.BooleanField(help_text="Made up, as its data set says: no fact.")
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


class FoundListing(MergedListing):
    """A page of what was found, or the names most like the words."""

    def page(self):
        return super().page() if self.keys else database.or_else(super().page(), self.view.names())

    def beside(self, moment):
        names = database.instead(moment.values["page"])
        nothing = moment.values.get("count") == 0 or not self.skipped
        return {"did_you_mean": self.view.alike(json.loads(names)) if names and nothing else []}

    def written(self, line):
        return json.dumps(shown(json.loads(line.text), Tier.values[line.keys[0]], self.chosen["q"]))


class SearchView(AcrossView):
    """Looks through the names, aliases and texts of every kind of entry.

    Exact names come first, then names that begin with the words, names that hold them, and
    texts. Without a hit, ``did_you_mean`` holds the names most like the words.
    """

    pagination_class, answer, listing = FoundPages, FoundSerializer(many=True), FoundListing
    documents = [
        OpenApiParameter("q", {"type": "string", "minLength": 1}, required=True, description="Words to look for."),
        OpenApiParameter("type", {"type": "string"}, description="Only these endpoints, parted by commas."),
        ExcludeSynthetic.document,
        *PAGE_PARAMETERS,
    ]
    readers = {"q": read_words, "type": read_types, "exclude_synthetic": read_one_or_naught}
    required = ("q",)

    def asked_rows(self) -> dict[str, FoundQuerySet]:
        """Return the entries that are looked through, by their routes."""
        routes = self.chosen.get("type") or searchable()
        seen = {route: representation.visible(model_of(route), self.request.user) for route in routes}
        wanted = self.chosen.get("exclude_synthetic", False)
        return {route: rows.without_synthetic(wanted) for route, rows in seen.items()}

    def arms(self):
        """Return what is found in each table, parted by tiers: the best first, then by slug and type."""
        types, found = sorted(searchable()), zip(self.asked_rows(), self.found, strict=True)
        return [
            Arm(tier, types.index(route), part)
            for route, (rows, ways, numbers) in found
            for tier, part in enumerate(database.walked(rows).parted(ways, numbers))
        ]

    def tables_of_rows(self):
        return [rows.found_in(ways, database.to_be_counted(numbers)) for rows, ways, numbers in self.found]

    @cached_property
    def found(self) -> list[tuple]:
        """Return the entries that are looked through, the ways words find them, and how many in each."""
        return ways_numbered(list(self.asked_rows().values()), self.chosen["q"])

    def record(self, table):
        route = sorted(searchable())[table]
        return model_of(route), written(route)

    def names(self) -> database.Query:
        """Return the query of the names that stand nearest in the alphabet."""
        key = name_key(self.chosen["q"])
        ways = [({"name_key__gte": key}, ("name_key", "slug")), ({"name_key__lt": key}, ("-name_key", "-slug"))]
        return database.together(
            [
                database.as_array(rows.filter(**bound).order_by(*order).values_list("slug", "name")[:ALIKE])
                for rows in self.asked_rows().values()
                for bound, order in ways
            ]
        )

    def alike(self, names: list[list[tuple[str, str]]]) -> list[str]:
        """Return the names most like the words; of names that are so equally, one in the order of types and slugs."""
        of_types = [before + after for before, after in zip(names[1::2], names[::2], strict=True)]
        return nearest(self.chosen["q"], [name for of_type in of_types for _, name in sorted(of_type)])


def model_of(route: str) -> type[Entry]:
    return Router.endpoints[route].queryset.model


@cache
def written(route: str):
    """Return an entry as the answer shows it, with its aliases and texts: an expression over its table."""
    model = model_of(route)
    named = model.aliases.rel.related_model.objects.filter(entry=OuterRef("pk"))
    return database.compiled(
        model,
        Record(
            {
                "type": Value(route, CharField()),
                "slug": F("slug"),
                "name": F("name"),
                "url": representation.around("slug", f"/api/v1/{route}/", "/"),
                "restricted": restricted(model),
                "synthetic": synthetic(model),
                "aliases": Listed(named, F("text")),
                "texts": Record({field: F(field) for field in model.text_index if field != "name"}),
            }
        ),
    )


def shown(entry: dict, how: str, text: str) -> dict:
    """Return an entry with what matched in the place of all that might have."""
    names = [("name", entry["name"]), *(("alias", alias) for alias in entry.pop("aliases"))]
    return entry | {"matched": {"how": how, **matched(entry["slug"], names, entry.pop("texts"), text, how)}}


def matched(slug: str, names: list[tuple[str, str]], texts: dict[str, str], text: str, how: str) -> dict[str, str]:
    """Return which name or text of an entry holds the words, and the part that does."""
    key, asked = name_key(text), words(text)
    tests = {
        Tier.EXACT: lambda name: name_key(name) == key,
        Tier.PREFIX: lambda name: name_key(name).startswith(key),
        Tier.NAME: lambda name: set(asked) <= set(words(name)),
    }
    for field, name in names:
        if how in tests and tests[how](name):
            return {"field": field, "text": name}
    for field, whole in texts.items():
        if hits := [word for word in asked if word in words(whole)]:
            return {"field": field, "text": extract(whole, hits[0])}
    return {"field": "slug", "text": slug} if slug == text else {"field": "name", "text": names[0][1]}


def extract(text: str, word: str) -> str:
    """Return the part of a text around a word."""
    at = max(text.lower().find(word), 0)
    start, end = max(at - EXTRACT, 0), at + len(word) + EXTRACT
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
