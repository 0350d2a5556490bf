"""How a query parameter's text becomes a value; what cannot be read is refused with what can."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, F, IntegerField, Model, QuerySet, TextField, Value
from django.http import QueryDict

from core.api.faults import Code, Fault, Unreadable
from core.database import walked
from core.fields import LARGEST, validate_partial_date
from core.names import name_key, nearest, words

MOST_WORDS = 20
ALIKE = 1_000
"""How many texts, before and after a word in the alphabet, are held against one that no record has."""
PLAIN_DECIMAL = re.compile(r"[+-]?\d{1,5}(\.\d{1,9})?")
AMOUNT = re.compile(r"\d{1,18}(\.\d{1,2})?")
DATE = "a date from 1000 to 2999 such as 2017, 2017-04 or 2017-04-22"
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


def read_words(text: str) -> str:
    """Return words to look for."""
    if len(words(text)) > MOST_WORDS:
        raise Unreadable(f"at most {MOST_WORDS} words")
    return text


def read_boolean(text: str) -> bool:
    """Return the truth value of ``true`` or ``false``."""
    if text in ("true", "false"):
        return text == "true"
    raise Unreadable("true or false", allowed=["true", "false"])


def read_one_or_naught(text: str) -> bool:
    """Return the truth value of ``1`` or ``0``."""
    if text in ("1", "0"):
        return text == "1"
    raise Unreadable("1 or 0", allowed=["1", "0"])


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


@dataclass(frozen=True)
class Named:
    """Records a request names, or texts that some record must have: where to look for which words."""

    rows: QuerySet
    words: list[str]
    column: str = "slug"
    detail: str = ""
    """A column whose text is wanted too."""

    def query(self, number: int) -> QuerySet:
        """Return the rows there are, each as the number of the question, the word, the key and the detail."""
        found = self.rows.filter(**{f"{self.column}__in": self.words}).order_by()
        key = F("pk") if self.column == "slug" else Value(0, BigIntegerField())
        detail = F(self.detail) if self.detail else Value("", TextField())
        return found.values_list(Value(number, IntegerField()), self.column, key, detail).distinct()

    def alike(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield the texts that stand nearest to a word in the alphabet; slugs with the names of their records."""
        if self.column != "slug":
            yield from self.beside(self.column, word, self.rows.values_list(self.column, self.column).distinct())
            return
        rows = self.rows.values_list("slug", "name")
        yield from self.beside("slug", word, rows)
        key = "name_key" if "name_key" in {field.name for field in rows.model._meta.fields} else "name"
        yield from self.beside(key, name_key(word) if key == "name_key" else word, rows)

    @staticmethod
    def beside(column: str, text: str, rows: QuerySet) -> Iterator[tuple[str, str]]:
        """Yield the rows just before and after a text in the order of a column."""
        for bound, order in ((f"{column}__gte", column), (f"{column}__lt", f"-{column}")):
            yield from walked(rows).filter(**{bound: text}).order_by(order)[:ALIKE]


def look_up(named: list[Named]) -> list[dict[str, tuple[int, str]]]:
    """Return the keys and details of all that a request names, by their words, in one query."""
    found: list[dict[str, tuple[int, str]]] = [{} for _ in named]
    if named:
        first, *rest = [one.query(number) for number, one in enumerate(named)]
        for number, word, key, detail in first.union(*rest, all=True) if rest else first:
            found[number][word] = (key, detail)
    return found


def all_found(named: list[Named], found: list[dict[str, tuple[int, str]]]) -> dict[str, tuple[int, str]]:
    """Return what one parameter names; raise Unreadable for a word that was found nowhere."""
    keys: dict[str, tuple[int, str]] = {}
    for rows in found:
        keys = rows | keys
    for word in named[0].words if named else []:
        if word not in keys:
            raise unknown(word, named)
    return keys


def unknown(word: str, named: list[Named]) -> Unreadable:
    """Return the refusal of a word that no record has, with those most like it in slug or name."""
    by_name: dict[str, str] = {}
    slugs = named[0].column == "slug"
    for one in named:
        for known, name in one.alike(word):
            by_name |= {known: known, name: known}
    suggestions = list(dict.fromkeys(by_name[name] for name in nearest(word, filter(None, by_name), limit=6)))[:3]
    code = Code.UNKNOWN_REFERENCE if slugs else Code.INVALID_VALUE
    return Unreadable("the slug of a record" if slugs else "", code, value=word, suggestions=suggestions)


def related_model(model: type[Model], path: str) -> type[Model]:
    """Return the model at the end of a path of relations."""
    for step in path.split("__"):
        model = model if step == "pk" else model._meta.get_field(step).related_model
    return model
