"""A published file stored stretch by stretch, each at once: what is killed goes on where it was."""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from itertools import compress, dropwhile, islice
from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from core.changes import NotOurs
from reference.loading.engine import Loading, Mode, Report, load
from reference.loading.faults import NOTHING_STORED, LoadError
from reference.loading.published import ALL_ROWS, PublishedFile, Rejected, Taken
from reference.loading.reading import FixtureFile, Place
from reference.models import Load

LENGTH = 5_000
"""How many rows of a file are stored at once: what is lost by a kill, and how long another writer waits."""
MOST_ROUNDS = 20
MADE_BETWEEN_LOOKS = 300_000
Step = Callable[[Loading], None]


class Stretch(FixtureFile):
    """Rows of a published file with what they bring into being beside them; rows found wrong are left out."""

    def __init__(self, path: Path, beside: list[tuple[int, dict]], taken: list[Taken]):
        super().__init__(path)
        self.beside, self.taken, self.line = beside, taken, 0

    def objects(self) -> Iterator[dict]:
        for line, obj in self.beside:
            self.line = line
            yield obj
        for taken in self.taken:
            self.line = taken.line
            yield from taken.objects

    def places(self, field: str = "") -> list[Place]:
        return [Place(self.line, 1)]

    def leave_out(self, error: LoadError) -> list[tuple[int, Rejected, list]]:
        """Leave out the rows with faults, and what is wrong beside them; return the rows with the first fault of each.

        Raise the error itself where there is nothing to leave out.
        """
        told, numbers = error.rows, error.faults.numbers()
        stays = [line == ALL_ROWS or n not in numbers for n, (line, _) in enumerate(self.beside, start=1)]
        wrong = [taken for taken in self.taken if taken.line in told]
        if all(stays) and not wrong:
            raise error
        self.beside = list(compress(self.beside, stays))
        self.taken = [taken for taken in self.taken if taken.line not in told]
        return [(taken.line, Rejected("rules of a record", told[taken.line][0]), taken.cells) for taken in wrong]


def stretches(file: PublishedFile) -> Iterator[Stretch]:
    """Walk through the rows that are not stored yet, so many at a time."""
    rows = dropwhile(lambda taken: taken.line <= file.after, file.records())
    while taken := list(islice(rows, LENGTH)):
        yield Stretch(file.path, file.beside_taken(), taken)


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for cycles in memory rarely: objects made by the hundred thousand have none, and each look sees them all."""
    before = gc.get_threshold()
    gc.set_threshold(MADE_BETWEEN_LOOKS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@rarely_collected()
def imported(file: PublishedFile, mode: Mode, begun: Load, step: Step, finish: Step) -> Report:
    """Load a published file without the rows that are wrong; ``step`` is done with each stretch, ``finish`` at the end.

    Nothing is stored before the first row that is right, and so nothing of a file that has none. Raise CommandError
    where it cannot go on: what was stored before stays, and says so.
    """
    report = Report()
    with transaction.atomic() if mode.dry_run else nullcontext():
        once = replace(mode, dry_run=False, most_told=LENGTH)
        for stretch in stretches(file):
            begun.line, begun.unfinished = stretch.taken[-1].line, True
            report.join(stored(stretch, file, once, begun, step))
            file.stored += len(stretch.taken)
            if file.is_refused:
                file.beside = stretch.beside
            file.progress(begun.line)
        begun.unfinished = False
        if not (file.rejected and file.is_refused):
            report.join(joined([], once, begun, finish))
            file.progress(file.last)
        if mode.dry_run:
            transaction.set_rollback(True)
            report.load = None
    return report


def stored(stretch: Stretch, file: PublishedFile, mode: Mode, begun: Load, step: Step) -> Report:
    """Load a stretch without the rows that turn out to be wrong; these join the refused ones."""
    for _ in range(MOST_ROUNDS):
        try:
            return joined([stretch], mode, begun, step)
        except LoadError as error:
            try:
                file.rejected += stretch.leave_out(error)
            except LoadError:
                raise CommandError("\n".join([*error.told, so_far(begun)])) from None
            if file.is_refused and not stretch.taken:
                return Report()
    told = f"After {MOST_ROUNDS} rounds rows are still found wrong: is this the right file?"
    raise CommandError(f"{told}\n{so_far(begun)}")


def joined(files: list[FixtureFile], mode: Mode, begun: Load, step: Step) -> Report:
    try:
        return load(files, mode, step, begun)
    except NotOurs:
        raise CommandError(f"Load {begun.pk} was taken back, or goes on elsewhere: nothing more is stored.") from None


def so_far(begun: Load) -> str:
    """Say what of a load is stored already."""
    told = f"The rows before are stored: run it again to go on, or take them back: manage.py undo_load {begun.pk}"
    return told if begun.pk else NOTHING_STORED


def begun_before(name: str, version: str, path: Path) -> Load:
    """Return the load of this very file that was cut off, or a new one."""
    with open(path, "rb") as stream:
        checksum = hashlib.file_digest(stream, "sha256").hexdigest()
    cut_off = Load.objects.filter(name=name, checksum=checksum, unfinished=True, version=version)
    found = next((each for each in cut_off.select_related("batch") if not each.batch.is_undone), None)
    return found or Load(name=name, checksum=checksum, version=version)
