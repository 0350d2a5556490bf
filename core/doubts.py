"""What is doubtful about a record and may be true all the same: said beside its field, and saved."""

from decimal import Decimal

from django.db.models import Model, QuerySet

from core.printed import Measure

FAR, ENOUGH = 3, 3
"""A value is doubtful beyond so many times what its like have, if so many of them have one."""
OUT_OF_ORDER = "The numbers of “{}” do not run from lowest over best to highest."


def doubts_of(record: Model) -> dict[str, str]:
    """Return what is doubtful about a record, by the field it is said beside.

    A model adds to it by ``usual_order``, pairs of dates that rarely run backwards, and by ``doubts()``.
    """
    said = {f"{base}_best": OUT_OF_ORDER.format(base) for base in out_of_order(record)}
    for start, end in getattr(record, "usual_order", []):
        if runs_backwards(getattr(record, start), getattr(record, end)):
            said[end] = f"“{_label(end)}” is before “{_label(start)}”."
    return said | getattr(record, "doubts", dict)()


def compared(rows: QuerySet) -> QuerySet:
    """Have each row bring along what it is compared with, if its model says what that is."""
    return rows.compared() if hasattr(rows, "compared") else rows


def compared_at_once(rows: QuerySet) -> list[Model]:
    """Return many rows with what they are compared with, without comparing each with all the others by itself."""
    return rows.compared_at_once() if hasattr(rows, "compared_at_once") else list(compared(rows))


def out_of_order(record: Model) -> list[str]:
    """Name the counts whose best number is not between the lowest and the highest; sources do state such."""
    bases = [field.name.removesuffix("_best") for field in record._meta.fields if field.name.endswith("_best")]
    ranges = {base: [getattr(record, f"{base}_{end}") for end in ("low", "best", "high")] for base in bases}
    known = {base: [number for number in numbers if number is not None] for base, numbers in ranges.items()}
    return [base for base, numbers in known.items() if numbers != sorted(numbers)]


def runs_backwards(start: str | None, end: str | None) -> bool:
    """Tell whether a partial date lies before another, compared at the coarser of their precisions."""
    return bool(start and end) and start[: len(end)] > end[: len(start)]


def far_outside(
    minimum: Decimal | None, maximum: Decimal | None, least: Decimal | None, greatest: Decimal | None, unit: str = ""
) -> str:
    """Say that a value is far from all of its like, or nothing when it is not, or when there are too few."""
    low, high = (maximum if minimum is None else minimum), (minimum if maximum is None else maximum)
    if None in (low, least, greatest) or (least / FAR <= high and low <= greatest * FAR):
        return ""
    return f"Far outside its category, where others have {Measure(least, greatest).in_words(unit)}."


def _label(field: str) -> str:
    return field.replace("_", " ")
