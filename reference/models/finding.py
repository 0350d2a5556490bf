"""Which entries a reader may see, and which a text finds."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Q, Value, When

from core.database import matching
from core.names import name_key, words
from core.vocabulary import Vocabulary


class Publication(Vocabulary):
    """How far an entry is on its way to the public."""

    DRAFT = "draft", "Draft", "Being written; seen by staff only."
    PUBLISHED = "published", "Published", "Shown to everyone."
    WITHDRAWN = "withdrawn", "Withdrawn", "Taken back; its address answers 410 Gone."


def visible(user=None, path: str = "", publication=(Publication.PUBLISHED,)) -> Q:
    """Return the condition under which a reader sees the entry at the end of a path."""
    return Q(**{f"{path}publication__in": publication}) & redistributable_to(user, path)


def redistributable_to(user=None, path: str = "") -> Q:
    """Return the condition under which a reader may be given a row: staff may see all in-house."""
    if (user or AnonymousUser()).is_staff:
        return Q()
    return Q(**{f"{path}dataset": None}) | Q(**{f"{path}dataset__redistributable": True})


class Tier(Vocabulary):
    """How a text was found, the best way first; ranks of two engines cannot agree, tiers do."""

    EXACT = "exact", "Exact", "The slug, the name or an alias is the text, as people type it."
    PREFIX = "prefix", "Prefix", "The name or an alias begins with the text."
    NAME = "name", "Word in a name", "The name or an alias holds all its words."
    TEXT = "text", "Text", "The name, summary or notes together hold all its words."


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user, publication=(Publication.PUBLISHED,)):
        """Keep what this reader may see: the public sees published, redistributable rows only."""
        return self.filter(visible(user, publication=publication))

    def found_by(self, text: str):
        """Keep what a text finds, annotated with ``tier``, the number of the best way it was found."""
        tiers = self._tiers(text)
        if not tiers:
            return self.none().annotate(tier=Value(0))
        found = Q()
        for condition in tiers:
            found |= condition
        cases = [When(condition, then=Value(number)) for number, condition in enumerate(tiers)]
        return self.filter(found).annotate(tier=Case(*cases, output_field=models.IntegerField()))

    def _tiers(self, text: str) -> list[Q]:
        key, tokens = name_key(text.replace("\0", "")), words(text)
        if not tokens:
            return []
        aliases = self.model._meta.get_field("aliases").related_model.objects.order_by()
        in_alias = aliases.filter(pk__in=matching(aliases.model, tokens))
        return [
            Q(slug=text) | Q(name_key=key) | Q(pk__in=aliases.filter(key=key).values("entry")),
            Q(name_key__startswith=key) | Q(pk__in=aliases.filter(key__startswith=key).values("entry")),
            Q(pk__in=matching(self.model, tokens, names_only=True)) | Q(pk__in=in_alias.values("entry")),
            Q(pk__in=matching(self.model, tokens)),
        ]
