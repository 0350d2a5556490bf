"""Numbers as SIPRI states them: doubt is one flag, however it is written, and never costs the number."""

import re
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from agreements.models import Condition
from reference.loading.published import Rejected

CONDITIONS = {
    "new": Condition.NEW.value,
    "second hand": Condition.SECOND_HAND.value,
    "second hand but modernized": Condition.MODERNISED.value,
}
STATED = re.compile(
    r"(?:(?:some|about|ca?\.|ca)\s*)?(?P<bracket>\()?(?P<number>\d{1,9}|\d{1,3}(?:,\d{3}){1,2})\??(?(bracket)\))\??",
    re.IGNORECASE,
)
LARGEST, LONGEST_TOLD = 10**12, 80
YEAR = re.compile(r"\d{4}")
UNBUILT = re.compile(r"\b(option|not used|planned|cancelled)\b")


class Stated(NamedTuple):
    """A number as SIPRI states it: unknown when empty, and whether it is an estimate."""

    value: int | None
    doubtful: bool


def stated(text: str, doubt: str) -> Stated:
    """Read a number in brackets, after “about”, with a question mark, or with a flag of its own.

    Raise Rejected for what says anything else, such as a span.
    """
    flagged, given = is_flag(doubt), text.strip()
    if not given:
        return Stated(None, flagged)
    if not (found := STATED.fullmatch(given)):
        raise Rejected("numbers that are none", f"“{given[:LONGEST_TOLD]}” is not one whole number")
    return Stated(int(found["number"].replace(",", "")), flagged or found["number"] != given)


def is_flag(text: str) -> bool:
    """Tell whether a column says that what stands before it is an estimate."""
    return text.strip().lower() in {"?", "yes"}


def amount(text: str) -> Decimal | None:
    if not text.strip():
        return None
    with suppress(InvalidOperation):
        found = Decimal(text.strip())
        if found.is_finite() and abs(found) < LARGEST:
            return found
    raise Rejected("numbers that are none", f"“{text[:LONGEST_TOLD]}” is not a number")


def figures(rows: list[dict]) -> dict:
    """Return numbers, years and values of a deal, over all its deliveries, as far as its layout has them.

    SIPRI writes 0 for the value of a weapon not valued yet, and for that of an order whose number is unknown.
    """
    row, unit = rows[0], amount(rows[0]["tiv_unit"]) or None
    ordered = stated(row["ordered"], row["ordered_doubt"])
    delivered = [stated(each["delivered"], each["delivered_doubt"]) for each in rows]
    years = sorted(year for each in rows for year in YEAR.findall(each["years"]))
    values = [value for each in rows if (value := amount(each["tiv_delivered"])) is not None]
    counts = [each.value for each in delivered if each.value is not None]
    found = {
        "ordered": str(ordered.value) if ordered.value else None,
        "ordered_estimated": ordered.doubtful,
        "number_delivered": sum(counts) if counts else None,
        "number_delivered_estimated": any(each.doubtful for each in delivered),
        "delivered_from": years[0] if years else None,
        "delivered_until": years[-1] if years else None,
        "condition": CONDITIONS.get(row["status"].strip().lower(), ""),
        "licence_production": is_licensed(row),
        "tiv_unit": unit,
        "tiv_delivered": sum(values) if values else None,
    }
    if "years_doubt" in row:
        found["delivered_estimated"] = any(is_flag(each["years_doubt"]) for each in rows)
    if "number_ordered" in row:
        number, total = stated(row["number_ordered"], row["number_ordered_doubt"]), amount(row["tiv_ordered"])
        found |= {"number_ordered": number.value, "number_ordered_estimated": number.doubtful}
        found["tiv_ordered"] = total if total or (unit and number.value is not None) else None
    return found


def is_licensed(row: dict) -> bool:
    """Tell whether the recipient builds it: a column of its own, or a statement among the comments.

    A statement that begins with “for” speaks of what the weapon is for, and some tell what did not come about.
    """
    said = [statement.strip().lower() for statement in row.get("comments", "").split(";")]
    built = [each for each in said if "licence" in each and not each.startswith("for ") and not UNBUILT.search(each)]
    return row.get("local", "").strip().lower() == "yes" or bool(built)
