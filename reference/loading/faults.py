"""What is wrong with what is loaded: all of it, each with its place."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from operator import itemgetter

from django.core.management.base import CommandError

from core.fixtures.wording import describe
from reference.loading.reading import FixtureFile, Place, Unreadable

TWINS = "records given twice"
MOST_TOLD = 100
"""How many faults of one kind are printed; the others are counted."""
NOTHING_STORED = "Nothing was stored."


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one object, by its number in the whole load."""

    number: int
    kind: str
    field: str
    told: Callable[[dict], str]
    """What is said of it after its place, from the object's fields."""
    key: str = ""
    """The slug there is no record of, where that is the fault."""
    twice: str = ""
    """The member that is given twice, where that is the fault."""
    beside: int = 0
    """The number of another object that is told of, where there is one."""


class LoadError(CommandError):
    """Nothing was stored, and says so; ``told`` are its faults, and ``rows`` those of each line of a file."""

    def __init__(self, told: list[str], rows: dict[int, list[str]], faults: "Faults"):
        super().__init__("\n".join([*told, NOTHING_STORED]))
        self.told, self.rows, self.faults = told, rows, faults


class Faults:
    """All faults of a load, by kind; of each kind as many are kept as are told."""

    def __init__(self, most_told: int = MOST_TOLD) -> None:
        self.most_told = most_told
        self.kept: dict[str, list[Fault]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self.unreadable: list[str] = []
        self.files: list[tuple[int, FixtureFile]] = []
        self.places: dict[int, Place] = {}

    def __bool__(self) -> bool:
        return bool(self.counts or self.unreadable)

    def numbers(self) -> set[int]:
        """Return the numbers of the objects that have faults, of those that are kept."""
        return {fault.number for kept in self.kept.values() for fault in kept}

    def begin(self, file: FixtureFile, number: int) -> None:
        """Note the number of the first object of a file."""
        self.files.append((number, file))

    def name_of(self, number: int, beside: int) -> str:
        """Return what an object is called next to another: number and place in its file, and the file if another."""
        (first, file), (_, other) = self.file_of(number), self.file_of(beside)
        name = file.called(number - first + 1, self.places[number])
        return name + (f" of {file.name}" if file is not other else "")

    def file_of(self, number: int) -> tuple[int, FixtureFile]:
        return next((first, file) for first, file in reversed(self.files) if first <= number)

    def add(self, number: int, kind: str, told: Callable[[dict], str], field: str = "", **more) -> None:
        self.counts[kind] += 1
        if len(self.kept[kind]) < self.most_told:
            self.kept[kind].append(Fault(number, kind, field, told, **more))

    def add_twin(self, number: int, first: int) -> None:
        """Note an object that is the record of an earlier one."""
        told = lambda given: f": {self.name_of(first, number)} is the same record."  # noqa: E731  its place is not known yet
        self.add(number, TWINS, told, beside=first)

    def add_others(self, kind: str, number: int) -> None:
        """Count faults that are known by their number only."""
        if number > 0:
            self.counts[kind] += number

    def add_unreadable(self, file: FixtureFile, error: Unreadable) -> None:
        place = f":{error.place.line}:{error.place.column}" if error.place else ""
        self.unreadable.append(f"{file.name}{place}: {error}")

    def error(self) -> LoadError:
        """Return all of them as an error: every fault in the order of the files, then how many more there are."""
        placed, rows = self.placed(), defaultdict(list)
        for line, told in placed:
            rows[line].append(told)
        others = {kind: number - len(self.kept[kind]) for kind, number in self.counts.items()}
        more = [f"… and {number} more: {kind}." for kind, number in others.items() if number]
        return LoadError([*self.unreadable, *(told for _, told in placed), *more], rows, self)

    def placed(self) -> list[tuple[int, str]]:
        """Read the files again where faults are in them, and return each with its place."""
        wanted: dict[int, list[Fault]] = defaultdict(list)
        for fault in (fault for kept in self.kept.values() for fault in kept):
            wanted[fault.number].append(fault)
            wanted.setdefault(fault.beside, [])
        told: list[tuple[int, str]] = []
        ends = [number for number, _ in self.files[1:]]
        for (first, file), end in zip_longest(self.files, ends):
            if any(first <= number and (end is None or number < end) for number in wanted):
                told += self.told_in(file, first, wanted)
        return told

    def told_in(self, file: FixtureFile, first: int, wanted: dict[int, list[Fault]]) -> Iterator[tuple[int, str]]:
        """Read a file again and give its faults, each with its line."""
        with suppress(Unreadable):
            for index, obj in enumerate(file.objects()):
                if (faults := wanted.get(first + index)) is not None:
                    self.places[first + index] = file.places()[0]
                    placed = [(file.places(fault.twice or fault.field), fault) for fault in faults]
                    for places, fault in sorted(placed, key=itemgetter(0)):
                        yield places[0].line, line_of(file, places, index + 1, obj, fault)


def line_of(file: FixtureFile, places: list[Place], index: int, obj, fault: Fault) -> str:
    (line, column), *others = places
    fields = obj.get("fields") if isinstance(obj, dict) else None
    told = fault.told(fields if isinstance(fields, dict) else {})
    again = "".join(f" Again in line {other.line}, column {other.column}." for other in others)
    return f"{file.name}:{line}:{column}, object {index} ({describe(obj)}){told}{again}"
