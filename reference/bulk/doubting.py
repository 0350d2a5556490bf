"""What is doubtful about the rows an import would store: said at its place in the file, and no reason to refuse."""

from collections.abc import Iterator

from django.db.models import QuerySet

from core.database import telling
from core.doubts import compared_at_once, doubts_of
from reference.bulk.sheets import Problem
from reference.loading.engine import Loading
from reference.loading.intake import Intake

PIECE = 500


def doubtful(loading: Loading) -> list[Problem]:
    """Return what is doubtful about the rows that a load stored, in the order of the file."""
    return [
        placed(loading, number, name, text)
        for intake in loading.intakes.values()
        for number, name, text in sorted(doubts_in(intake))
    ]


def doubts_in(intake: Intake) -> Iterator[tuple[int, str, str]]:
    """Yield the number of a row that is doubtful, the field and why."""
    for piece in telling.stored(intake.staged, ["id", "n"], PIECE):
        numbers = dict(piece)
        rows = brought_along(intake.model._default_manager.order_by().filter(pk__in=numbers))
        for record in compared_at_once(rows):
            yield from ((numbers[record.pk], name, text) for name, text in doubts_of(record).items())


def brought_along(rows: QuerySet) -> QuerySet:
    """Have each row bring along what its doubts look at."""
    meta = rows.model._meta
    named = [each.name for each in meta.fields if each.many_to_one]
    rows = rows.prefetch_related(*(each.name for each in meta.many_to_many))
    return rows.select_related(*named) if named else rows


def placed(loading: Loading, number: int, name: str, text: str) -> Problem:
    """Return a doubt at its place in its sheet."""
    first, file = loading.faults.file_of(number)
    row = file.given[number - first]  # type: ignore[attr-defined]  # it is a SheetFile
    return Problem(file.name, row.number, name, row.texts.get(name, ""), text)
