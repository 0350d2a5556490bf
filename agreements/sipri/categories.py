"""SIPRI's descriptions of weapons."""

from collections import defaultdict

from core.names import name_key, nearest
from equipment.models import Category
from reference.loading.mapping import Mappings, Unresolved
from reference.loading.published import Rejected

WORDS = {"ac": "aircraft", "surv": "surveillance", "recce": "reconnaissance", "arty": "artillery", "heli": "helicopter"}


class Categories:
    """SIPRI's descriptions of weapons, spelt out or short; of one in two categories, the category tells which."""

    def __init__(self, dataset: str):
        self.mappings, self.found = Mappings(dataset, "categories"), defaultdict(dict)
        self.told: dict[str, str] = {}
        self.unknown: dict[str, None] = {}
        for slug, name, parent in Category.objects.values_list("slug", "name", "parent__name"):
            self.found[name_key(name)][parent] = slug
            self.told[name] = f"{name} ({slug})"

    def find(self, description: str, category: str) -> str:
        words = " ".join(WORDS.get(word.lower(), word) for word in description.replace("/", " / ").split())
        there = self.found.get(name_key(words)) or self.found.get(name_key(category)) or {}
        slug = self.mappings.find(description) or there.get(category.strip()) or next(iter(there.values()), None)
        if not slug:
            self.unknown[description] = None
            raise Rejected("unknown descriptions", f"“{description}” is no category of ours")
        return slug

    def near(self, description: str) -> list[str]:
        return [self.told[name] for name in nearest(description, self.told)]

    def unresolved(self) -> list[Unresolved]:
        return [Unresolved("categories", each, self.near, "is no category of ours") for each in self.unknown]
