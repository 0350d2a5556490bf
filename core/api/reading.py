"""How a query parameter's text becomes a value; what cannot be read is refused with what can."""

import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict

from core.api.errors import Code, Fault, Unreadable
from core.fields import validate_partial_date
from core.names import nearest

LARGEST = 2**31 - 1
PLAIN_DECIMAL = re.compile(r"[+-]?\d{1,5}(\.\d{1,9})?")
AMOUNT = re.compile(r"\d{1,18}(\.\d{1,2})?")
DATE = "a date such as 2017, 2017-04 or 2017-04-22"
NUMBER = f"a whole number from 0 to {LARGEST}"


def given_in(query: QueryDict) -> dict[str, list[str]]:
    """Return the parameters of a request; a NUL among words to look for parts them, elsewhere it is refused."""
    return {name: [text.replace("\0", " ") if name == "q" else text for text in query.getlist(name)] for name in query}


def unknown_parameters(given: dict[str, list[str]], known: Collection[str], allowed_url: str) -> list[Fault]:
    """Take out of a request the parameters that nobody knows, and return them with the nearest that are known."""
    return [
        Fault(
            Code.UNKNOWN_PARAMETER,
            name,
            ",".join(given.pop(name)),
            suggestions=nearest(name, known),
            allowed_url=allowed_url,
        )
        for name in [name for name in given if name not in known]
    ]


def read_options(given: dict[str, str], readers: dict[str, Callable]) -> tuple[dict, list[Fault]]:
    """Return the values of parameters that each have one reader, and what is wrong with the others."""
    chosen, faults = {}, []
    for name, text in given.items():
        try:
            if not text or "\0" in text:
                raise Unreadable("a value: leave the parameter out for the default")
            chosen[name] = readers[name](text)
        except Unreadable as error:
            faults.append(Fault(**{"parameter": name, "value": text} | error.detail))
    return chosen, faults


def read_boolean(text: str) -> bool:
    """Return the truth value of ``true`` or ``false``."""
    if text in ("true", "false"):
        return text == "true"
    raise Unreadable("true or false", allowed=["true", "false"])


def read_number(text: str) -> int:
    """Return a whole number that every engine can hold."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST)) and int(text) <= LARGEST:
        return int(text)
    raise Unreadable(NUMBER)


def read_amount(text: str) -> Decimal:
    """Return an amount of money: 20 digits at most, two of them behind the point."""
    if text.isascii() and AMOUNT.fullmatch(text):
        return Decimal(text)
    raise Unreadable("an amount such as 350000000 or 99.50")


def read_code(text: str, codes: list[str]) -> str:
    """Return one of a closed list of codes."""
    if text in codes:
        return text
    raise Unreadable("one of the allowed codes", allowed=codes, suggestions=nearest(text, codes))


def read_codes(text: str, codes: list[str]) -> list[str]:
    """Return some of a closed list of codes, parted by commas."""
    return [read_code(code, codes) for code in dict.fromkeys(text.split(","))]


def read_date(text: str) -> str:
    """Return a partial date."""
    try:
        validate_partial_date(text)
    except ValidationError:
        raise Unreadable(DATE) from None
    return text


def read_day(text: str) -> str:
    """Return a whole day: not a month or a year."""
    if len(read_date(text)) < len("2025-11-04"):
        raise Unreadable("a day such as 2025-11-04")
    return text


def read_moment(text: str) -> datetime:
    """Return a moment given as a day or in ISO 8601; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Unreadable("a day or a time in ISO 8601, such as 2026-11-22T10:00:00Z") from None


def read_decimals(text: str, expected: str, bounds: list[tuple[int, int]]) -> list[Decimal]:
    """Return several numbers parted by commas, each within its bounds."""
    parts = text.split(",")
    if len(parts) == len(bounds) and all(map(PLAIN_DECIMAL.fullmatch, parts)):
        numbers = list(map(Decimal, parts))
        if all(low <= number <= high for number, (low, high) in zip(numbers, bounds, strict=True)):
            return numbers
    raise Unreadable(expected)


def keys_of(rows: QuerySet, slugs: list[str]) -> list[int]:
    """Return the keys of the records with these slugs, or raise Unreadable naming the nearest."""
    found = dict(rows.filter(slug__in=slugs).values_list("slug", "pk"))
    for slug in slugs:
        if slug not in found:
            raise unknown_reference(slug, rows)
    return [found[slug] for slug in slugs]


def unknown_reference(slug: str, *queries: QuerySet) -> Unreadable:
    """Return the refusal of a slug that no record has, with those most like it in slug or name."""
    by_name: dict[str, str] = {}
    for rows in queries:
        for known, name in rows.values_list("slug", "name")[:20_000]:
            by_name |= {known: known, name: known}
    suggestions = list(dict.fromkeys(by_name[name] for name in nearest(slug, by_name, limit=6)))[:3]
    return Unreadable("the slug of a record", Code.UNKNOWN_REFERENCE, value=slug, suggestions=suggestions)


def related_model(model: type[Model], path: str) -> type[Model]:
    """Return the model at the end of a path of relations."""
    for step in path.split("__"):
        model = model if step == "pk" else model._meta.get_field(step).related_model
    return model
