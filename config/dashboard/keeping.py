"""Figures kept until the data change, and for so long that counting takes a hundredth of the time at most."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.core.cache import cache
from django.utils.text import slugify
from django.utils.timezone import localtime, now

from core import database
from core.api.caching import build
from core.database import TooSlow

Query = tuple[str, tuple]
SECONDS, FOR_A_PAGE = 2, 3
"""A figure that takes longer is not told; those of a page that would take longer are read by the visits that follow."""
SHARE = 100


@dataclass(frozen=True)
class Figures:
    """What was read at one moment; ``values`` is None where it took too long."""

    values: list | None
    version: int
    at: datetime
    cost: float

    @property
    def hold(self) -> bool:
        """Tell whether they are still good enough, though something was written since."""
        return (now() - self.at).total_seconds() < self.cost * SHARE


def kept(name: str, queries: Callable[[], list[Query]], version: int, seconds: float = SECONDS) -> Figures:
    """Return the values of queries as they were kept, or read them in one statement, now or when there is time."""
    key = f"dashboard:{build()}:{slugify(name)}"
    known = cache.get(key)
    if known and (known.version == version or known.hold):
        return known
    figures = read(queries(), min(seconds, SECONDS)) if seconds > 0 else Figures(None, 0, localtime(), 0)
    if figures.values is None and seconds < SECONDS:
        return known or figures
    cache.set(key, figures)
    return figures


def read(queries: list[Query], seconds: float = SECONDS) -> Figures:
    at, begun = localtime(), monotonic()
    try:
        version, values = database.at_one_moment(*queries, seconds=seconds)
    except TooSlow:
        return Figures(None, 0, at, seconds)
    return Figures(values, version, at, monotonic() - begun)


def rows_in(values: list | None, number: int) -> list[list]:
    """Return the rows of so many tables, each read as one text; none where that took too long."""
    return [json.loads(text or "[]") for text in values[:number]] if values else [[] for _ in range(number)]
