"""What clients may ask of a list in the domain's words: each is answered by a method of its queryset."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from core.api import reading
from core.api.filters import Filter


class Asked(Filter):
    """A question in the domain's words, answered by the queryset's method of that name."""

    lookups, multiple = ("",), False

    def __init__(  # noqa: PLR0913  each is a keyword of the declaration
        self,
        method: str,
        read: Callable[[str], Any],
        *,
        expected: str,
        repeatable: bool = False,
        by_reader: bool = False,
        listed_by: str = "",
        **options,
    ):
        """``by_reader``: the method must know who asks, and takes him as its last argument.

        ``listed_by`` names a method that gives the keys of all records meant, and perhaps of others, as
        sets that an index lists.
        """
        super().__init__(method, **options)
        self.read, self.expected, self.repeatable, self.by_reader = read, expected, repeatable, by_reader
        self.listed_by = listed_by

    def meaning(self, name, lookup):
        return f"{self.help or name.replace('_', ' ').capitalize()}: {self.expected}."

    def keys(self, model: type[Model], value, user) -> list[QuerySet]:
        """Return the keys of all records meant, and perhaps of others, as sets that an index lists."""
        return getattr(model.objects, self.listed_by)(value, *([user] if self.by_reader else []))


class YesOrNo(Asked):
    """A question answered by a queryset's method: true keeps what it finds, false all else."""

    schema = {"type": "boolean"}

    def __init__(self, method: str, **options):
        super().__init__(method, reading.read_boolean, expected="true or false", example="true", **options)
