"""What clients may ask of a list: filters are data, each yields a family of strict parameters.

``kind`` means any of the values given, repeated or parted by commas; ``kind__not`` none of them,
``kind__all`` every one, ``kind__isnull`` whether it is known. Bounds are inclusive and match what
may lie within them; ``__surely_gte`` and ``__surely_lte`` what must.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.db.models.lookups import In

from core.api import reading
from core.api.faults import Unreadable
from core.constraints import leading
from core.database import InBytes
from core.fields import beginning
from core.names import name_key, words

BOTH_ENDS = 2
MEANINGS = {
    "": "any of these",
    "not": "none of these",
    "all": "every one of these",
    "isnull": "true: not known, false: known",
    "gte": "at least, possibly",
    "lte": "at most, possibly",
    "range": "two bounds, possibly within",
    "surely_gte": "at least, certainly",
    "surely_lte": "at most, certainly",
    "startswith": "begins with, as people type it",
}


def parts(condition: Q) -> list[Q]:
    """Return conditions one of which holds where this one does."""
    return list(map(Q, condition.children)) if condition.connector == Q.OR and not condition.negated else [condition]


@dataclass(frozen=True)
class Parameter:
    """One query parameter: the filter and lookup behind it, and what the documents say of it."""

    name: str
    filter: "Filter"
    lookup: str
    meaning: str
    schema: dict
    example: str

    @property
    def multiple(self) -> bool:
        return self.filter.multiple and self.lookup in ("", "not", "all")


class Filter:
    """What clients may ask of one field.

    ``path`` leads to the field, from the record or, with ``through``, from one of its claims;
    conditions on the same claims hold for one and the same claim.
    """

    lookups = ("", "not")
    multiple, repeatable = True, False
    expected = "text"
    schema: dict = {"type": "string"}

    def __init__(  # noqa: PLR0913  each is a keyword of the declaration
        self, path: str, *, through: str = "", example: str = "", help: str = "", sort: str = "", lookups=()
    ):
        self.path, self.through, self.example, self.help, self.sort = path, through, example, help, sort
        self.lookups = lookups or self.lookups

    def parameters(self, name: str) -> list[Parameter]:
        return [
            Parameter(
                f"{name}__{lookup}" if lookup else name,
                self,
                lookup,
                self.meaning(name, lookup),
                {"type": "boolean"} if lookup == "isnull" else self.schema,
                {"isnull": "false", "range": f"{self.example},{self.example}"}.get(lookup, self.example),
            )
            for lookup in self.lookups
        ]

    def meaning(self, name: str, lookup: str) -> str:
        """Return what the documents say of one of the parameters."""
        return f"{self.help or name.replace('_', ' ').capitalize()}: {MEANINGS[lookup]}."

    def targets(self, model: type[Model]) -> list[type[Model]]:
        """Return the models whose slugs this filter takes on lists of a model, for the links between them."""
        return []

    def read(self, text: str) -> Any:
        """Return the value a text stands for; raise Unreadable."""
        return text

    def read_all(self, texts: list[str], lookup: str, view) -> list:
        """Return the values several texts stand for; raise Unreadable for the first that has none.

        Nothing is asked of the database yet: ``named`` says what must be looked up, for all filters at
        once, and ``settle`` puts what was found in the place of the words.
        """
        if lookup == "isnull":
            return [reading.read_boolean(text) for text in texts]
        if lookup == "range" and len(texts) != BOTH_ENDS:
            raise Unreadable("two values parted by a comma")
        values = [self.read(text) for text in texts]
        if lookup == "range" and self.reversed(*values):
            raise Unreadable("two values parted by a comma, the lower first", suggestions=[",".join(texts[::-1])])
        return values

    def reversed(self, low, high) -> bool:
        """Tell whether no value lies between two bounds."""
        return low > high

    def named(self, lookup: str, values: list, view) -> list[reading.Named]:
        """Return the records that values name; each must be found in one of the places."""
        return []

    def settle(self, values: list, found: dict[str, tuple[int, str]]) -> list:
        """Return values with the keys of the records they name."""
        return values

    def condition(self, lookup: str, values: list) -> Q:
        """Return what a lookup asks of the field at the end of the path."""
        if lookup == "isnull":
            return Q(**{f"{self.path}__isnull": values[0]})
        return getattr(self, f"match_{lookup or 'any'}")(values)

    def match_any(self, values: list) -> Q:
        return Q(**{f"{self.path}__in": values})

    def listed(self, model: type[Model], lookup: str, values: list) -> list[list[Q]]:
        """Return conditions that an index answers and all that a lookup means fulfil: alternatives, each in parts."""
        return [parts(self.condition(lookup, values))] if self.path in leading(model) else []


class Choice(Filter):
    """A coded value of a vocabulary; an unknown code is refused with the list of codes."""

    expected = "one of the allowed codes"

    def __init__(self, path, choices, **options):
        sort = "" if options.get("through") else path
        super().__init__(path, **{"sort": sort, "example": choices.values[0]} | options)
        self.choices = choices.choices
        self.codes = [code for code in choices.values if code]
        self.schema = {"type": "string", "enum": self.codes}

    def match_any(self, values):
        return Q(In(InBytes(self.path), values))

    def read(self, text):
        return reading.read_code(text, self.codes)


class Word(Filter):
    """A text that several records share, such as a region; one that none has is refused with the nearest."""

    expected = "one of the texts that records have"

    def __init__(self, path, **options):
        super().__init__(path, **{"sort": path} | options)

    def match_any(self, values):
        return Q(In(InBytes(self.path), values))

    def named(self, lookup, values, view):
        return [reading.Named(view.visible(view.queryset.model), values, self.path)]


class Flag(Filter):
    """Yes or no."""

    lookups, multiple = ("",), False
    expected = "true or false"
    schema = {"type": "boolean"}

    def __init__(self, path, **options):
        super().__init__(path, **{"sort": path, "example": "true"} | options)

    def read(self, text):
        return reading.read_boolean(text)


class Slug(Filter):
    """A related record by its slug; an unknown slug is refused with the nearest ones."""

    expected = "the slug of a record"
    schema = {"type": "string", "pattern": "^[-A-Za-z0-9_]+$"}

    def targets(self, model):
        return [] if self.path == "pk" else [self.related(model)]

    def related(self, model: type[Model]) -> type[Model]:
        return reading.related_model(model, f"{self.through}__{self.path}" if self.through else self.path)

    def named(self, lookup, values, view):
        return [] if lookup == "isnull" else [reading.Named(view.visible(self.related(view.queryset.model)), values)]

    def settle(self, values, found):
        return [found[slug][0] for slug in values] if found else values


class Tree(Slug):
    """A record of a tree by its slug, with all below it."""

    def match_any(self, values):
        return super().match_any(values) | Q(**{f"{self.path}__parent__in": values})

    def listed(self, model, lookup, values):
        return []


class Prefix(Filter):
    """The beginning of a name, as people type it: ``t72`` finds T-72A."""

    lookups, multiple = ("startswith",), False

    def read(self, text):
        if words(text):
            return name_key(text)
        raise Unreadable("letters or digits")

    def match_startswith(self, values):
        return beginning(self.path, values[0])
