"""Names in data sets that nobody here has: listed with the nearest, and decided once for all releases."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from reference.loading.growing import GrowingTable
from reference.loading.reading import Unreadable

COLUMNS = ["dataset", "label", "slug"]
MOST_TOLD = 20


class Mappings:
    """What was decided: lines of dataset, label, slug in ``mappings/actors.csv`` etc.; without a slug nothing yet.

    Raise Unreadable for a line that is none.
    """

    def __init__(self, dataset: str, kind: str):
        self.slugs: dict[str, str] = {}
        for path in (settings.BASE_DIR / "mappings").glob(f"{kind}.csv"):
            with open(path, encoding="utf-8-sig", newline="") as stream:
                reader = csv.reader(stream)
                for cells in filter(None, reader):
                    if len(cells) < len(COLUMNS):
                        told = f"a line is {','.join(COLUMNS)}, not “{','.join(cells)}”"
                        raise Unreadable(f"mappings/{path.name}:{reader.line_num}: {told}.")
                    self.decide(dataset, *cells[: len(COLUMNS)])

    def decide(self, dataset: str, given: str, label: str, slug: str) -> None:
        if given.strip() == dataset and slug.strip():
            self.slugs[label.strip()] = slug.strip()

    def find(self, label: str) -> str | None:
        return self.slugs.get(label.strip())


@dataclass(frozen=True)
class Unresolved:
    """A name that nobody has; ``kind`` is that of the mappings that would decide it."""

    kind: str
    label: str
    nearest: Callable[[str], list[str]] = field(compare=False)
    became: str = "came in as a draft"

    def __str__(self):
        return f"“{self.label}” {self.became}; nearest: {', '.join(self.nearest(self.label)) or 'none'}."


class UnresolvedNames:
    """The table of a file's names that nobody has, with the nearest, written as they are found."""

    def __init__(self, path: Path, dataset: str, file, kept: bool):
        self.path, self.dataset, self.file, self.kept = path, dataset, file, kept
        head, self.written = [*COLUMNS, "mappings", "nearest"], set[Unresolved]()
        self.table = GrowingTable(path, head, bool(file.after), "Names that nobody has")

    def write(self) -> None:
        """Write the names found since the last time; raise CommandError where that cannot be."""
        new = [each for each in self.file.unresolved() if each not in self.written]
        if new and self.kept:
            self.table.add(self.row(each) for each in new)
            self.written.update(new)

    def row(self, name: Unresolved) -> list[str]:
        return [self.dataset, name.label, "", f"{name.kind}.csv", "; ".join(name.nearest(name.label))]

    def told(self) -> list[str]:
        """Say of the first whom they may be, where all are, and how to decide one."""
        names = self.file.unresolved()
        if not names:
            return []
        told = [f"  {each}" for each in names[:MOST_TOLD]]
        told += [f"  … and {len(names) - MOST_TOLD:,} more."] if len(names) > MOST_TOLD else []
        told += [f"  All of them with the nearest names: {self.path}"] if self.kept else []
        files = " or ".join(sorted({f"mappings/{each.kind}.csv" for each in names}))
        return [*told, f"  To name one once for all: a line {self.dataset},LABEL,SLUG in {files}."]
