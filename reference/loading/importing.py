"""What the commands that import published data sets share: one file in, a report, and a table of what was refused."""

import csv
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from core.changes import Kind
from reference.loading.differences import differences
from reference.loading.ending import looks_cut_off, read_to_end
from reference.loading.engine import Loading, Mode
from reference.loading.faults import NOTHING_STORED
from reference.loading.growing import GrowingTable
from reference.loading.mapping import UnresolvedNames
from reference.loading.progress import Progress
from reference.loading.published import PublishedFile
from reference.loading.reading import Unreadable, refuse_unless_file
from reference.loading.refused import refusals_noted
from reference.loading.stretches import begun_before, imported
from reference.loading.unsourced import refuse_unsourced
from reference.loading.withdrawing import Withdrawal
from reference.models import Load, Release

ALL = "all rows"
TORN = "as it stands"
"""The column of refused rows that could not be parted into cells."""


class ImportCommand(BaseCommand):
    """Import one file of a published data set, stretch by stretch; rows that are wrong are refused for themselves."""

    dataset = ""

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="FILE", help="as the publisher gives it")
        parser.add_argument("--release", help="the version of the data set, where the file's name does not tell it")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--limit", type=int, metavar="N", help="read the first N rows only")
        parser.add_argument(
            "--rows", type=int, metavar="N", help="how many rows it should have; refuse any other number"
        )
        parser.add_argument("--overwrite", action="store_true", help="take the file's word for what was changed here")
        parser.add_argument("--force", action="store_true", help="load an older release, or a file that nothing ends")
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--complete", action="store_true", help="it is the whole release: withdraw what it lacks")
        ways.add_argument("--partial", action="store_true", help="withdraw nothing, though the file is a whole release")
        parser.add_argument("--rejected", type=Path, metavar="CSV", help="where refused rows go; a file here")

    def dataset_of(self, path: Path) -> str:
        """Return the data set that a file belongs to; raise Unreadable when it is of none."""
        return self.dataset

    def version_of(self, path: Path) -> str | None:
        """Return the release that a file's name tells, if it tells any."""
        return None

    def is_whole(self, path: Path) -> bool:
        """Tell whether a file says that it is a whole release: what it lacks was dropped."""
        return False

    def opened(self, path: Path, release: str, limit: int | None, progress):
        """Return the file as one of objects, with ``rejected`` rows and ``warnings``."""
        raise NotImplementedError

    def finish(self, file, how: Withdrawal) -> list[str]:
        """Do what a whole release asks beside its rows, and say what was done."""
        return []

    def handle(self, *args, path, release, limit, rows, force, **options):
        refuse_no_rows(limit)
        dry_run, rejected = options["dry_run"], options["rejected"]
        how, progress = self.asked_to_withdraw(path, limit, options), Progress(sys.stderr)
        version = release or self.version_of(path)
        if not version:
            raise CommandError("The file's name tells no version: add --release, such as --release 23.1.")
        try:
            refuse_unless_file(path)
            self.dataset = self.dataset_of(path)
            self.refuse_older(version, force)
            file = self.opened(path, version, limit, progress)
        except Unreadable as error:
            raise CommandError(str(error)) from None
        part, told = f"the first {limit:,} rows" if limit else "", []
        done = {"kind": Kind.LOAD, "reason": part, "dry_run": dry_run, "overwrite": how.overwrite}
        mode = Mode(self.dataset, label=f"{self.dataset} v{version}", **done)
        begun = begun_before(self.dataset, version, path)
        refuse_another_part(begun, mode)
        file.after = begun.line
        refused = Refusals(rejected or Path(f"{path.stem}.rejected.csv"), file, kept=not dry_run or bool(rejected))
        table = refused.path.with_name(f"{path.stem}.unresolved.csv")
        names = UnresolvedNames(table, self.dataset, file, refused.kept)
        releases = Release.objects.filter(dataset__slug=self.dataset, version=version)

        def step(loading: Loading) -> None:
            refuse_unsourced(loading)
            refused.write()
            names.write()

        def finish(loading: Loading) -> None:
            refused.write()
            names.write()
            told.extend(self.finish(file, replace(how, refused=refused.count(), report=loading.report)))
            told.extend(differences(begun.batch if begun.pk and dry_run else None))
            releases.exclude(checksum=begun.checksum).update(loaded=now(), checksum=begun.checksum)

        if begun.pk:
            self.stdout.write(f"Load {begun.pk} of this file was cut off: it goes on after line {begun.line:,}.")
        with refusals_noted(mode):
            line = read_to_end(file, rows, force)
            how = replace(how, cut_off=looks_cut_off(file, line, self.dataset if how.whole else ""))
            with progress:
                progress.begin(begun.line, file.last)
                report = imported(file, mode, begun, step, finish)
            refused.write()
            names.write()
            lines = [*report.lines(), *how.lines(), *told, *self.remarks(file), *names.told(), *refused.told()]
            self.stdout.write("\n".join(lines))
            refuse_if_all_refused(file)

    def asked_to_withdraw(self, path: Path, limit: int | None, options: dict) -> Withdrawal:
        """Return what is to be withdrawn, before anything is known of the rows: nothing by a few of them."""
        complete = options["complete"] and not limit
        whole = complete or (self.is_whole(path) and not options["partial"] and not limit)
        return Withdrawal(whole, complete, options["overwrite"])

    def refuse_older(self, version: str, force: bool) -> None:
        """Refuse a release older than the newest one loaded, which would take corrections back."""
        loaded_ones = Release.objects.filter(dataset__slug=self.dataset, loaded__isnull=False)
        newest = max(loaded_ones.values_list("version", flat=True), key=in_order, default="")
        if in_order(version) < in_order(newest) and not force:
            raise CommandError(f"Release {newest} is loaded already, {version} is older: add --force to load it.")

    def remarks(self, file) -> list[str]:
        """Return what a reader should look at: warnings, refused rows by kind."""
        kinds = Counter(problem.kind for _, problem, _ in file.rejected)
        lacking = [name for name in file.table.optional if name not in file.table.header]
        told = [f"  columns that may be there and are not: {', '.join(lacking)}."] if lacking else []
        told += [f"  taken with a warning: {number:,} × {text}." for text, number in file.warnings.items()]
        told += [f"  refused: {number:,} rows, {kind}." for kind, number in kinds.items()]
        return told


class Refusals:
    """The table of refused rows with their reasons, written as they are found."""

    def __init__(self, path: Path, file: PublishedFile, kept: bool):
        self.path, self.file, self.kept, self.written = path, file, kept, 0
        self.head = ["line", "kind", "reason", *file.table.names, TORN]
        self.table = GrowingTable(path, self.head, bool(file.after), "Refused rows")
        self.before = lines_in(path) if file.after else 0

    def write(self) -> None:
        """Write the rows refused since the last time; raise CommandError where that cannot be."""
        rows = self.file.rejected[self.written :]
        if rows and self.kept:
            told = ([line, problem.kind, problem, *cells, ""] for line, problem, cells in rows)
            self.table.add(row[: len(self.head)] for row in told)
            self.written += len(rows)

    def count(self) -> int:
        """Return how many there are, with those of the run that was cut off."""
        return self.before + len(self.file.rejected)

    def told(self) -> list[str]:
        """Say where they are."""
        if not self.file.rejected:
            return []
        if not self.kept:
            return ["  Refused rows are written only when something is stored, or where --rejected says."]
        return [f"  Refused rows with their reasons: {self.path}"]


def lines_in(path: Path) -> int:
    """Return how many rows a table of refused ones holds already."""
    if not path.is_file():
        return 0
    with open(path, encoding="utf-8", newline="") as stream:
        return max(sum(1 for _ in csv.reader(stream)) - 1, 0)


def refuse_no_rows(limit: int | None) -> None:
    """Raise CommandError for a number of rows that is none."""
    if limit is not None and limit < 1:
        raise CommandError(f"--limit is the number of rows to read, 1 or more: {limit} is none.")


def refuse_another_part(begun: Load, mode: Mode) -> None:
    """Raise CommandError where a load that was cut off was begun with another ``--limit``, or with none."""
    if begun.pk and begun.batch.reason != mode.reason and not mode.dry_run:
        told = f"Load {begun.pk}, of {begun.batch.reason or ALL} of this file, was cut off after line {begun.line:,}"
        raise CommandError(f"{told}: run it again for these, or take it back: manage.py undo_load {begun.pk}.")


def refuse_if_all_refused(file: PublishedFile) -> None:
    """Raise CommandError, once everything is told, for a file of which no row was taken."""
    if file.rejected and file.is_refused:
        raise CommandError("Every row was refused: is this the right file? " + NOTHING_STORED)


def in_order(version: str) -> list[int]:
    """Return a version as numbers, so that 9.1 comes before 10.1."""
    return [int(part) for part in version.replace("-", ".").split(".") if part.isdecimal()]
