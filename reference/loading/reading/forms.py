"""What every form of fixture file gives: its objects, and where each and its fields stand."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands in a file, counted from one."""

    line: int
    column: int


class Unreadable(Exception):  # noqa: N818  it says what a file is
    """A file, or the rest of it, that holds no objects: why, and where if that is known."""

    def __init__(self, told: str, place: Place | None = None):
        super().__init__(told)
        self.place = place


class FixtureFile(ABC):
    """A file of objects, each a model's label and fields, which can be read again and again."""

    typed = True
    """Its values have types; those of a table are texts."""

    def __init__(self, path: Path):
        self.path, self.name = path, path.name

    @abstractmethod
    def objects(self) -> Iterator:
        """Walk through the objects; raise Unreadable where they end too early."""

    @abstractmethod
    def place(self, field: str = "") -> Place:
        """Return where the object that was read last stands, or one of its fields."""
