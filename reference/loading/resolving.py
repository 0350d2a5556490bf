"""Whom a data set means: states by their numbers in the year of the event, others by names, exactly or not at all."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Model
from django.utils.text import slugify

from core.names import name_key, nearest_keys
from reference.loading.mapping import Mappings, Unresolved
from reference.loading.published import Rejected
from reference.models import Country, CountryCode, Organisation, Scheme

SCHEMES = [Scheme.GW.value, Scheme.COW.value]
LAST_YEAR, LONGEST_CODE, MOST_DIGITS = 9999, 3, 18


class Names:
    """The records of a table by name, other name or slug, in this order; what two are called is nobody's name."""

    def __init__(self, model: type[Model], **which):
        aliases = model.aliases.rel.related_model._base_manager  # type: ignore[attr-defined]  # all of them have
        of_those = {f"entry__{field}": value for field, value in which.items()}
        others = aliases.filter(ambiguous=False, **of_those).values_list("entry__slug", "key")
        rows = list(model._base_manager.filter(**which).values_list("slug", "name_key", "name"))
        own = [(slug, key) for slug, key, _ in rows]
        slugs = [(slug, name_key(slug)) for slug, _ in own]
        self.told = {slug: f"{name} ({slug})" for slug, _, name in rows}
        self.slugs = unambiguous(slugs) | unambiguous(others) | unambiguous(own)

    def find(self, name: str) -> str | None:
        return self.slugs.get(name_key(name))

    def near(self, name: str) -> list[str]:
        """Return the records whose names are most like this one, as ``Israel (IL)``."""
        key = name_key(name)
        alike = [other for other in self.slugs if len(other) > LONGEST_CODE or len(key) <= LONGEST_CODE]
        return list(dict.fromkeys(self.told[self.slugs[other]] for other in nearest_keys(key, alike)))


def unambiguous(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the slugs by the keys that name one record alone."""
    found: dict[str, set[str]] = defaultdict(set)
    for slug, key in named:
        found[key].add(slug)
    return {key: next(iter(slugs)) for key, slugs in found.items() if len(slugs) == 1}


class Countries:
    """States by the numbers and names that data sets of conflict research use."""

    def __init__(self, dataset: str):
        self.mappings, self.names = Mappings(dataset, "states"), Names(Country)
        self.codes: dict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(list)
        for scheme, number, start, end, slug in CountryCode.objects.values_list(
            "scheme", "number", "valid_from", "valid_until", "country__slug"
        ):
            self.codes[scheme, number].append((int(start[:4]), int(end[:4]) if end else LAST_YEAR, slug))
        self.unknown: dict[str, None] = {}
        self.by_code = lru_cache(20_000)(self.found_by_code)
        self.by_number = lru_cache(20_000)(self.found_by_number)
        self.by_name = lru_cache(20_000)(self.found_by_name)

    def found_by_code(self, scheme: str, number: int, year: int) -> str | None:
        """Return the state with a number in a year; where its list ends earlier, the last that had it."""
        spans = self.codes.get((scheme, number), [])
        return self.held(scheme, number, year) or (max(spans, key=lambda span: span[1])[2] if spans else None)

    def held(self, scheme: str, number: int, year: int) -> str | None:
        spans = self.codes.get((scheme, number), [])
        return next((slug for start, end, slug in spans if start <= year <= end), None)

    def found_by_number(self, number: int, year: int) -> str | None:
        """Return the state with a Gleditsch-Ward number in a year, or with one of Correlates of War's.

        Serbia is 345 in data sets that go by either list; a number that nobody has in a year is its last holder's.
        """
        ways = [way(scheme, number, year) for way in (self.held, self.found_by_code) for scheme in SCHEMES]
        return next(filter(None, ways), None)

    def found_by_name(self, name: str) -> str | None:
        plain = name.removeprefix("Government of ").strip()
        return self.mappings.find(name) or self.names.find(plain) or self.names.find(plain.partition(" (")[0])

    def find(self, number: str, name: str, year: int) -> str:
        """Return the state meant by a number in a year or else by a name; raise Rejected where nobody is."""
        code = whole(number) if number.strip() else None
        found = (code is not None and self.by_number(code, year)) or self.by_name(name)
        if not found:
            near = ", ".join(self.near(name)) or "none"
            self.unknown[name] = None
            raise Rejected("unknown states", f"“{name}” ({number or 'no number'}) is no state known; nearest: {near}")
        return found

    def near(self, name: str) -> list[str]:
        return self.names.near(name.removeprefix("Government of "))

    def unresolved(self) -> list[Unresolved]:
        return [Unresolved("states", name, self.near, "is no state known") for name in self.unknown]


class Actors:
    """Organisations by a data set's number, by what was decided, or by name; new ones come in as drafts."""

    def __init__(self, dataset: str, kind: str = "armed-group"):
        self.dataset, self.kind = dataset, kind
        self.mappings, self.names = Mappings(dataset, "actors"), Names(Organisation, kind=kind)
        mine = Organisation.objects.filter(dataset__slug=dataset)
        self.known = {number: (slug, name) for number, slug, name in mine.values_list("external_id", "slug", "name")}
        self.taken = {
            *Organisation.objects.values_list("slug", flat=True),
            *Country.objects.values_list("slug", flat=True),
        }
        self.found: dict[str, str] = {}
        self.new: list[str] = []

    def find(self, number: str, label: str) -> tuple[str, dict | None]:
        """Return the slug of an actor, and the object to load when it is new or has a new name."""
        if number in self.found:
            return self.found[number], None
        slug, name = self.known.get(number, (None, None))
        known = self.mappings.find(label) or slug or self.names.find(label)
        if not known and not label:
            raise Rejected("actors without a name", f"actor {number} has no name and is not known by its number")
        slug = self.found[number] = known or self.free_slug(label, number)
        if known and (name is None or label in {name, ""}):
            return slug, None
        if known:
            alias = {"entry": [slug], "text": label[:300], "kind": "dataset-label"}
            return slug, {"model": "reference.organisationalias", "fields": alias}
        self.new.append(label)
        fields = {"slug": slug, "name": label[:300], "kind": self.kind, "publication": "draft"}
        return slug, {
            "model": "reference.organisation",
            "fields": fields | {"dataset": [self.dataset], "external_id": number},
        }

    def free_slug(self, label: str, number: str) -> str:
        """Return a slug nobody has: the name, or the name and its number."""
        stem = slugify(label)[:60] or self.dataset
        slug = stem if stem not in self.taken and stem.upper() not in self.taken else f"{stem}-{number}"
        self.taken.add(slug)
        return slug

    def unresolved(self) -> list[Unresolved]:
        return [Unresolved("actors", label, self.names.near) for label in self.new]


@lru_cache(20_000)
def whole(text: str) -> int:
    """Return a whole number that may be written as 369 or 369.0; raise Rejected for anything else."""
    digits, _, rest = text.strip().partition(".")
    if len(digits) > MOST_DIGITS:
        raise Rejected("numbers that are none", f"“{digits[:MOST_DIGITS]}…” is longer than any number here")
    if not digits.removeprefix("-").isdecimal() or set(rest) - {"0"}:
        raise Rejected("numbers that are none", f"“{text}” is not a whole number")
    return int(digits)
