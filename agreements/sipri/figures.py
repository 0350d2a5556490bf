"""Numbers as SIPRI states them: doubt is one flag, however it is written, and never costs the number."""

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from agreements.models import Condition
from reference.loading.published import Rejected

CONDITIONS = {
    "new": Condition.NEW.value,
    "second hand": Condition.SECOND_HAND.value,
    "second hand but modernized": Condition.MODERNISED.value,
}
DOUBT = re.compile(r"^\(.*\)$|^(?:some|about|c\.|ca\.?)\s|\?$", re.IGNORECASE)
YEAR = re.compile(r"\d{4}")


class Stated(NamedTuple):
    """A number as SIPRI states it: unknown when empty, and whether it is an estimate."""

    value: int | None
    doubtful: bool


def stated(text: str, doubt: str) -> Stated:
    """Read a number in brackets, after “about”, with a question mark, or with a flag of its own."""
    digits = re.sub(r"\D", "", text)
    if text.strip() and not digits:
        raise Rejected("numbers that are none", f"“{text}” is not a number")
    return Stated(
        int(digits) if digits else None, doubt.strip().lower() in {"?", "yes"} or bool(DOUBT.search(text.strip()))
    )


def amount(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip()) if text.strip() else None
    except InvalidOperation:
        raise Rejected("numbers that are none", f"“{text}” is not a number") from None


def figures(rows: list[dict]) -> dict:
    """Return numbers, years and values of a deal, over all its deliveries."""
    row = rows[0]
    ordered, number = stated(row["ordered"], row["ordered_doubt"]), Stated(None, False)
    if "number_ordered" in row:
        number = stated(row["number_ordered"], row["number_ordered_doubt"])
    delivered = [stated(each["delivered"], each["delivered_doubt"]) for each in rows]
    years = sorted(year for each in rows for year in YEAR.findall(each["years"]))
    values = [value for each in rows if (value := amount(each["tiv_delivered"])) is not None]
    counts = [each.value for each in delivered if each.value is not None]
    return {
        "ordered": str(ordered.value) if ordered.value else None,
        "ordered_estimated": ordered.doubtful,
        "number_ordered": number.value,
        "number_ordered_estimated": number.doubtful,
        "number_delivered": sum(counts) if counts else None,
        "number_delivered_estimated": any(each.doubtful for each in delivered),
        "delivered_from": years[0] if years else None,
        "delivered_until": years[-1] if years else None,
        "condition": CONDITIONS.get(row["status"].strip().lower(), ""),
        "licence_production": is_licensed(row),
        "tiv_unit": amount(row["tiv_unit"]),
        "tiv_ordered": amount(row.get("tiv_ordered", "")),
        "tiv_delivered": sum(values) if values else None,
    }


def is_licensed(row: dict) -> bool:
    """Tell whether the recipient builds it: a column of its own, or words among the comments."""
    return row.get("local", "").strip().lower() == "yes" or "licence" in row.get("comments", "").lower()
