"""Withdrawing what a release of a published data set lacks, unless the file looks damaged or it was changed here."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.utils.timezone import now

from reference.loading.engine import Report
from reference.loading.local import changed_here

MOST_CONFLICTS = 100
ONE_IN = 10
"""A release that drops more than one published record in so many is taken for a damaged file."""


@dataclass(frozen=True)
class Withdrawal:
    """Whether a file withdraws what it lacks: it says that it is whole, or somebody (``complete``) said so.

    ``cut_off`` says why it looks so; where nothing speaks for that, it is blank.
    """

    whole: bool
    complete: bool
    overwrite: bool
    cut_off: str = ""
    refused: int = 0
    report: Report = field(default_factory=Report)

    def lines(self) -> list[str]:
        """Return what is said of the file itself."""
        return [f"  The file looks cut off: {self.cut_off}."] if self.cut_off and not self.complete else []

    def doubt(self, gone: int, published: int) -> str:
        """Say why a file that is whole withdraws nothing all the same; blank where nothing speaks against it."""
        if self.complete:
            return ""
        if self.whole and self.refused:
            return f", and {self.refused:,} rows of the file were refused"
        if self.whole and gone * ONE_IN > published:
            return f", more than one in {ONE_IN} of those published"
        return ", and it looks cut off" if self.cut_off else ""


def withdraw(there: QuerySet, gone: Collection[int], release: str, how: Withdrawal, beyond: int = 0) -> list[str]:
    """Withdraw the published records that a release dropped, or say how many those are and why they stay.

    ``beyond`` is how many more it would be if the file were the whole release. Those that were changed here since they
    were loaded stay, as conflicts.
    """
    keys, names = set(gone), there.model._meta.verbose_name_plural
    doubt = how.doubt(len(keys), there.count()) if keys else ""
    if (keys or beyond) and (not how.whole or doubt):
        told = f"  {len(keys):,} {names} of what this file covers are not in it"
        if not beyond:
            return [f"{told}{doubt}: --complete withdraws them."]
        told += f", and it does not cover {beyond:,} others"
        return [f"{told}: --complete takes it for the whole release and withdraws all {len(keys) + beyond:,}."]
    kept = set() if how.overwrite else changed_here(there.model, keys)
    tell(there, kept, release, how.report)
    told = f"\nNot in release {release} any more."
    going = there.filter(pk__in=keys - kept)
    number = going.update(publication="withdrawn", notes=Concat("notes", Value(told)), updated=now()) if going else 0
    return [f"  {number:,} {names} that release {release} dropped were withdrawn."] if number else []


def tell(there: QuerySet, kept: set[int], release: str, report: Report) -> None:
    """Put the records that stay as they are here among the conflicts."""
    label = there.model._meta.label_lower
    for record in there.filter(pk__in=kept).order_by("pk")[:MOST_CONFLICTS]:
        report.conflicts.append(f"{label} {record.slug}: not in release {release} any more, and changed here")
    if len(kept) > MOST_CONFLICTS:
        report.conflicts.append(f"{label}: {len(kept) - MOST_CONFLICTS:,} more")
    report.conflicting[label] += len(kept)
