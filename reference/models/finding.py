"""Which entries a reader may see, and which a text finds."""

from dataclasses import dataclass, replace

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.lookups import LessThan

from core.constraints import listed_by
from core.database import FEW, NAMES, SEVERAL, JSONRows, Matches, NumberOf, first_of, met_in, number_in, united
from core.fields import beginning
from core.models import RecordQuerySet
from core.names import name_key, spellings
from core.vocabulary import Vocabulary

LOOKED_THROUGH = 1_000
"""Of how many records with such a name those are shown that fit best, while it is typed."""


class Publication(Vocabulary):
    """How far an entry is on its way to the public."""

    DRAFT = "draft", "Draft", "Being written; seen by staff only."
    PUBLISHED = "published", "Published", "Shown to everyone."
    WITHDRAWN = "withdrawn", "Withdrawn", "Taken back; its address answers 410 Gone."


def visible(user=None, path: str = "", publication=(Publication.PUBLISHED,)) -> Q:
    """Return the condition under which a reader sees the entry at the end of a path."""
    return Q(**{f"{path}publication__in": publication}) & redistributable_to(user, path)


def entries_by(*fields: str) -> list[models.Index]:
    """Entries are listed in the order of these fields; who may see them is known from the index."""
    return listed_by(*fields, beside=("publication", "dataset"))


def redistributable_to(user=None, path: str = "") -> Q:
    """Return the condition under which a reader may be given a row: staff may see all in-house."""
    return Q() if (user or AnonymousUser()).is_staff else of_data_sets(path, redistributable=True)


def of_data_sets(path: str = "", **which) -> Q:
    """Return the condition that a row is of a data set of this sort, or of none."""
    these = apps.get_model("reference.Dataset").objects.order_by().filter(**which).values("pk")
    return Q(**{f"{path}dataset": None}) | Q(**{f"{path}dataset__in": these})


class Tier(Vocabulary):
    """How a text was found, the best way first; ranks of two engines cannot agree, tiers do."""

    EXACT = "exact", "Exact", "The slug, the name or an alias is the text, as people type it."
    PREFIX = "prefix", "Prefix", "The name or an alias begins with the text."
    NAME = "name", "Word in a name", "The name or an alias holds all its words."
    TEXT = "text", "Text", "The name, summary or notes together hold all its words."


class FoundQuerySet(RecordQuerySet):
    """Rows with a name key and a text index, and perhaps aliases, that a text can find."""

    def found_by(self, text: str):
        """Keep what a text finds, in whichever way."""
        ways = self.ways(text)
        return self.found_in(ways, [0] * len(ways))

    def ways_found(self, text: str) -> list:
        """Return what a text finds parted by ``Tier``, each record where it is found best."""
        ((rows, ways, numbers),) = ways_numbered([self], text)
        return rows.parted(ways, numbers)

    def parted(self, ways: list["Way"], numbers: list[int]) -> list:
        """Return these rows parted by the ways they are found, each in the best of its ways.

        What a common word finds is asked of record after record in the list's order until a page is
        full; what a rare one finds is listed first. Which it is, the numbers of their sets tell.
        """
        better, parts = Q(), []
        for way, number in zip(ways, numbers, strict=True):
            found = way.found(self, number)
            parts.append(found.exclude(better) if better else found)
            better |= way.asked
        return parts or [self.none()]

    def found_in(self, ways: list["Way"], numbers: list[int]):
        """Return the rows that are found in one of the ways, in whatever order is asked for."""
        either = Way(Q(), [])
        for way in ways:
            either = Way(either.asked | way.asked, either.sets + way.sets)
        return either.found(self, sum(numbers)) if ways else self.none()

    def called(self, text: str) -> tuple["FoundQuerySet", bool]:
        """Keep those with a name that is the text, begins with it or holds its words, the last perhaps only begun.

        They are annotated with their ``tier``, the best 0. Of each way only so many are looked through: tell also
        whether there are more.
        """
        ways = self._named(text)
        tiers = [When(way.asked, then=Value(tier)) for tier, way in enumerate(ways[:2])]
        found = first_of([one for way in ways for one in way.sets], LOOKED_THROUGH + 1)
        rows = self.filter(pk__in={key for keys in found for key in keys[:LOOKED_THROUGH]})
        many = any(len(keys) > LOOKED_THROUGH for keys in found)
        return rows.annotate(tier=Case(*tiers, default=Value(2))), many

    def _named(self, text: str) -> list["Way"]:
        text = text.replace("\0", " ")
        ways = self.ways(text, begun=True)[:3]
        if ways:
            address = beginning("slug", text.strip())
            rows = self.model._base_manager.order_by().filter(address)
            ways[1] = replace(ways[1], asked=ways[1].asked | address, sets=[*ways[1].sets, rows.values("pk")])
        return ways

    def ways(self, text: str, begun: bool = False) -> list["Way"]:
        text = text.replace("\0", " ")
        key, tokens = name_key(text), spellings(text)
        if not tokens:
            return []
        rows = self.model._base_manager.order_by().values("pk")
        names, texts = Matches(self.model, tokens, NAMES, begun), Matches(self.model, tokens)
        ways = [
            Way(Q(slug=text) | Q(name_key=key), [rows.filter(slug=text), rows.filter(name_key=key)]),
            Way(beginning("name_key", key), [rows.filter(beginning("name_key", key))], scattered=False),
            Way(Q(names), [names.keys()]),
            Way(Q(texts), [texts.keys()]),
        ]
        if hasattr(self.model, "aliases"):
            aliases = self.model.aliases.rel.related_model
            words = Matches(aliases, tokens, begun=begun)
            keyed = aliases._base_manager.order_by().values("entry")
            ways[0] = ways[0].or_alias(aliases, Q(key=key), keyed.filter(key=key))
            ways[1] = ways[1].or_alias(aliases, beginning("key", key), keyed.filter(beginning("key", key)))
            ways[2] = ways[2].or_alias(aliases, Q(words), words.keys("entry_id"))
        return ways


@dataclass(frozen=True)
class Way:
    """A way to be found: as a question to one record, and as the sets of records that make it up."""

    asked: Q
    sets: list
    scattered: bool = True
    """Whether they stand anywhere in the order of the slugs."""

    def or_alias(self, aliases: type[models.Model], asked: Q, listed) -> "Way":
        """Return the same, or by an alias."""
        mine = Q(Exists(aliases._base_manager.order_by().filter(asked, entry=OuterRef("pk"))))
        return replace(self, asked=self.asked | mine, sets=[*self.sets, listed])

    def listed(self) -> Q:
        """Return the condition of being in one of the sets."""
        return Q(pk__in=united(self.sets))

    def found(self, rows, number: int):
        """Return those of the rows that are found so, of which there are this many."""
        if number <= (FEW if self.scattered else SEVERAL):
            return rows.filter(self.listed())
        return met_in(united(self.sets), rows) if number <= SEVERAL else rows.filter(self.asked)


def uncited_facts(entry) -> dict[str, str]:
    """Say which facts of a published entry have no source, if it brought along which have one."""
    cited = {fact for fact, _ in entry.__dict__.get("cited_facts", [("", None)])}
    if "" in cited or not entry.needs_source or entry.publication != Publication.PUBLISHED:
        return {}
    fields = {fact: entry.fact_fields.get(fact, [fact]) for fact in entry.facts() if fact not in cited}
    stated = {fact: names for fact, names in fields.items() if any(says(getattr(entry, name)) for name in names)}
    return {names[0]: "No source is cited for this fact." for names in stated.values()}


def says(value) -> bool:
    """Tell whether a field that holds this says something: 0 does, no and an empty text do not."""
    return value is not None and value is not False and value != ""


def ways_numbered(several: list[FoundQuerySet], text: str) -> list[tuple[FoundQuerySet, list[Way], list[int]]]:
    """Return the ways a text finds rows of several tables; what it finds in all is counted in one statement."""
    ways = [rows.ways(text) for rows in several]
    numbers = iter(number_in([way.sets for of_one in ways for way in of_one]))
    return [(rows, of_one, [next(numbers) for _ in of_one]) for rows, of_one in zip(several, ways, strict=True)]


def none(rows: models.QuerySet) -> Q:
    """Return the condition that a record has no such row: fewer than 1, for planners think that few records have 0."""
    return Q(LessThan(NumberOf(rows), 1))


class EntryQuerySet(FoundQuerySet):
    def visible_to(self, user, publication=(Publication.PUBLISHED,)):
        """Keep what this reader may see: the public sees published, redistributable rows only."""
        return self.filter(visible(user, publication=publication))

    def keys_updated_since(self, moment):
        return [self.updated_since(moment).values("pk")]

    def updated_since(self, moment):
        """Keep the entries changed since then, in themselves or in anything they own."""
        return self.filter(updated__gte=moment)

    def compared(self):
        """Have each entry bring along which of its facts are cited, with what."""
        mine = self._citations().filter(entry=OuterRef("pk")).exclude(source=None).order_by()
        return self.annotate(cited_facts=JSONRows(mine, "fact", "source_id"))

    def citing(self, sources: list[int], reader=None):
        """Keep the entries that cite one of these sources, for whichever fact."""
        citing = Exists(self._citations().filter(entry=OuterRef("pk"), source__in=sources))
        for owner, claims in self._claims(reader):
            citing |= Exists(claims.filter(**{owner: OuterRef("pk")}, sources__in=sources))
        return self.filter(citing)

    def keys_citing(self, sources: list[int], reader=None) -> list:
        """Return the keys of all entries that cite one of these sources, seen or not, as sets an index lists."""
        sets = [self._citations().order_by().filter(source__in=sources).values("entry")]
        for owner, claims in self._claims(reader):
            links = claims.model.sources.through._base_manager.order_by().filter(source__in=sources)
            sets.append(links.values(f"{claims.model._meta.model_name}__{owner}"))
        return sets

    def without_synthetic(self, wanted: bool):
        """Leave out the entries of data sets that are made up, if so wanted."""
        return self.filter(of_data_sets(synthetic=False)) if wanted else self

    def cited(self, reader=None):
        """Keep the entries that have a source for themselves and for every fact they state."""
        mine = self._citations().filter(entry=OuterRef("pk"))
        cited = Exists(mine.filter(source__isnull=False)) & ~Exists(mine.filter(source=None))
        for owner, claims in self._claims(reader):
            cited &= none(claims.uncited().filter(**{owner: OuterRef("pk")}))
        return self.filter(cited)

    def _citations(self):
        return self.model.citations.rel.related_model._base_manager

    def _claims(self, reader) -> list[tuple[str, models.QuerySet]]:
        """Return the claims that such entries own, as this reader sees them, by the owner's column."""
        owned = [
            (relation.field.name, relation.related_model)
            for relation in self.model._meta.related_objects
            if relation.field.name == getattr(relation.related_model, "owner_field", None)
        ]
        return [
            (owner, model.objects.visible_to(reader, seen_from=owner).standing().order_by())
            for owner, model in owned
            if hasattr(model, "rank")
        ]
