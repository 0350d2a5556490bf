"""What every form of fixture file gives: its objects, and where each and its fields stand."""

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands in a file, counted from one."""

    line: int
    column: int


class Torn(NamedTuple):
    """A row that no object can be made of, and why."""

    told: str


class Unreadable(Exception):  # noqa: N818  it says what a file is
    """A file, or the rest of it, that holds no objects: why, and where if that is known."""

    def __init__(self, told: str, place: Place | None = None):
        super().__init__(told)
        self.place = place


def refuse_unless_file(path: Path) -> None:
    """Raise Unreadable, in one line, for what is no file, may not be read or is empty."""
    try:
        size = path.stat().st_size
    except PermissionError:
        raise Unreadable(f"{path}: it may not be read.") from None
    except OSError:
        raise Unreadable(f"{path}: there is no such file.") from None
    if not path.is_file():
        raise Unreadable(f"{path}: it is no file.")
    if not os.access(path, os.R_OK):
        raise Unreadable(f"{path}: it may not be read.")
    if size == 0:
        raise Unreadable(f"{path}: it is empty.")


class FixtureFile(ABC):
    """A file of objects, each a model's label and fields, which can be read again and again."""

    typed = True
    """Its values have types; those of a table are texts."""

    def __init__(self, path: Path):
        self.path, self.name = path, path.name

    @abstractmethod
    def objects(self) -> Iterator:
        """Walk through the objects, and what is torn among them; raise Unreadable where they end too early."""

    def called(self, index: int, place: Place) -> str:
        """Return what an object is called, by its number in the file and where it stands."""
        return f"object {index} (line {place.line}, column {place.column})"

    @abstractmethod
    def places(self, field: str = "") -> list[Place]:
        """Return where the object that was read last stands, or each place where it gives a field."""
