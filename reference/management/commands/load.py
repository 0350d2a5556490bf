"""``manage.py load fixtures/``: load fixture files in any order, all or nothing; say what became of each record."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reference.loading import Mode, load
from reference.loading.differences import differences
from reference.loading.engine import Loading
from reference.loading.faults import NOTHING_STORED
from reference.loading.manifest import differing, editions
from reference.loading.reading import Unreadable, files_in
from reference.loading.refused import refusals_noted
from reference.loading.unsourced import refuse_unsourced

LONGEST_NAME = 200
DIGITS = 16


class Command(BaseCommand):
    """Load JSON, CSV or YAML fixtures; when anything is wrong, store nothing and tell all of it by line and column."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="fixture files, or folders of them")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--only", nargs="+", default=[], metavar="LABEL", help="apps or models, such as agreements")
        parser.add_argument("--with-deps", action="store_true", help="with --only: what those refer to, whole")
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--keep-local", action="store_true", help="keep what was changed here (as without options)")
        ways.add_argument("--overwrite", action="store_true", help="take the files' word for what was changed here")

        parser.add_argument("--prune", action="store_true", help="delete what earlier loads of these files brought")
        parser.add_argument("--reason", default="", help="why, for the history")

    def handle(self, *args, paths, dry_run, only, with_deps, overwrite, **options):
        how = {"dry_run": dry_run, "overwrite": overwrite, "prune": options["prune"], "reason": options["reason"]}
        try:
            files = files_in(paths)
        except Unreadable as error:
            raise CommandError(f"{error}\n{NOTHING_STORED}") from None
        name, versions = name_of(paths), editions(file.path for file in files)
        label = f"{name} ({', '.join(versions)})" if versions else name
        mode = Mode(name, label=label, only=tuple(only), with_deps=with_deps, **how)
        told: list[str] = []

        def finish(loading: Loading) -> None:
            refuse_unsourced(loading)
            told.extend(differences(loading.batch) if dry_run else [])

        with refusals_noted(mode):
            report = load(files, mode, finish)
        other = [f"  other than its manifest says: {path}" for path in differing([file.path for file in files])]
        self.stdout.write("\n".join([*report.lines(), *told, *other]))


def name_of(paths: list[Path]) -> str:
    """Return what a load is known by to later ones: where its files are, seen from the project where they are in it.

    One that is too long ends in a checksum, so that other files never have the same.
    """
    name, shown = ", ".join(map(seen_from_here, paths)), LONGEST_NAME - DIGITS - len("… ")
    checksum = hashlib.sha256(name.encode()).hexdigest()[:DIGITS]
    return name if len(name) <= LONGEST_NAME else f"{name[:shown]}… {checksum}"


def seen_from_here(path: Path) -> str:
    whole = path.resolve()
    return str(whole.relative_to(settings.BASE_DIR) if whole.is_relative_to(settings.BASE_DIR) else whole)
