"""What editors call records in their files: a name or a code is no slug, but tells which was meant."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from core.database import in_parts
from core.fields import beginning
from core.names import name_key, nearest_keys
from reference.bulk.sheets import model_named

PIECE, FEW = 500, 2_000
"""Records of names asked for at once, and among how many names the nearest is looked for."""
MOST_NEAREST = 200
"""For so many names of a table that are nobody's the nearest are looked for."""
KEY, CODE, LONGEST_CODE = "name_key", "alpha3", 3


def meant_by(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the records a name may stand for, as ``Israel (IL)``, by the model and the name given for a slug."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for label, name in sorted(named):
        names[label][name] = name_key(name)
    found: dict[tuple[str, str], str] = {}
    for label, keys in names.items():
        model = model_named(label)
        if model:
            called = Called(model)
            exact = called.exactly(sorted(set(keys.values())))
            others = [name for name, key in keys.items() if key not in exact][:MOST_NEAREST]
            found |= {(label, name): exact[key] for name, key in keys.items() if key in exact}
            found |= {(label, name): near for name in others if (near := called.nearly(keys[name]))}
    return found


class Called:
    """The records of a table by all they are called: names, other names, codes and slugs.

    A table whose names have no key is a vocabulary: it is read as a whole, as far as that is not long.
    """

    def __init__(self, model: type[models.Model]):
        names = {field.name for field in model._meta.fields}
        self.rows = model._base_manager.order_by("slug")
        self.has_key, self.has_code = KEY in names, CODE in names
        aliases = getattr(model, "aliases", None)
        self.others = aliases.rel.related_model._base_manager.order_by("pk") if aliases else None
        self.beginnings: dict[str, dict[str, str]] = {}
        self.words: list[tuple[str, str]] | None = None

    def exactly(self, keys: list[str]) -> dict[str, str]:
        """Return the records of names, other names and codes, by the key; what two are called is nobody's."""
        found: dict[str, set[str]] = defaultdict(set)
        for piece in in_parts(keys, PIECE):
            codes = Q(**{f"{CODE}__in": [key.upper() for key in piece]})
            for key, told in self.pairs(Q(name_key__in=piece), Q(key__in=piece), codes):
                found[key].add(told)
        return {key: next(iter(told)) for key, told in found.items() if len(told) == 1}

    def nearly(self, key: str) -> str:
        """Return the records most like a key; of a large table, of those that begin like it. Codes are like codes."""
        few = self.beginning("")
        known = few if len(few) <= FEW else self.beginning(key[:2]) or few
        alike = [each for each in known if len(each) > LONGEST_CODE or len(key) <= LONGEST_CODE]
        return ", ".join(dict.fromkeys(known[each] for each in nearest_keys(key, alike)))

    def beginning(self, letters: str) -> dict[str, str]:
        """Return records by their keys that begin with some letters; each is looked for once."""
        if letters not in self.beginnings:
            slugs = self.rows.filter(beginning("slug", letters)).values_list("slug", "name")[: FEW + 1]
            found = {name_key(slug): f"{name} ({slug})" for slug, name in slugs}
            codes = Q(**{f"{CODE}__startswith": letters.upper()})
            found |= self.pairs(beginning("name_key", letters), beginning("key", letters), codes, FEW + 1)
            self.beginnings[letters] = found
        return self.beginnings[letters]

    def pairs(self, own: Q, other: Q, coded: Q, most: int | None = None) -> list[tuple[str, str]]:
        """Return keys with the records they are of, in words, of those that fulfil conditions."""
        if not self.has_key:
            return self.vocabulary()
        pairs = list(self.rows.filter(own).values_list(KEY, "name", "slug")[:most])
        if self.others is not None:
            pairs += self.others.filter(other).values_list("key", "entry__name", "entry__slug")[:most]
        if self.has_code:
            codes = self.rows.filter(coded).values_list(CODE, "name", "slug")[:most]
            pairs += [(code.lower(), name, slug) for code, name, slug in codes]
        return [(key, f"{name} ({slug})") for key, name, slug in pairs]

    def vocabulary(self) -> list[tuple[str, str]]:
        """Return the keys of all names, with their records in words; none of a long table."""
        if self.words is None:
            rows = list(self.rows.values_list("name", "slug")[: FEW + 1])
            self.words = [(name_key(name), f"{name} ({slug})") for name, slug in rows] if len(rows) <= FEW else []
        return self.words
