"""Values as sources print them: ``300–400 km``, ``about Mach 2.5``, ``12 ft 3 in``, ``April 2017``.

What cannot be read is refused with what is nearest to it; what can is never guessed beyond its words.
"""

import re
import unicodedata
from calendar import month_abbr, month_name, monthrange
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction

from core.names import nearest
from core.units import APPROXIMATE, FACTORS, SCALES, SHORT_SCALES, UNITS, convert, dimension_of, known_units

ABOUT = re.compile(r"(approximately|approx\.?|about|around|roughly|nearly|circa|ca\.?|c\.|~|≈)\s*", re.IGNORECASE)
OPENING = {
    "floor": re.compile(r"(at least|more than|over|no less than|not less than|min(imum|\.)?|[>≥]=?)\s*", re.IGNORECASE),
    "reach": re.compile(r"(up to|max(imum|\.)?( of)?|as (?:far|much|many) as)\s*", re.IGNORECASE),
    "cap": re.compile(r"(less than|under|below|at most|no more than|not more than|[<≤]=?)\s*", re.IGNORECASE),
}
"""“Up to 200” says that 200 is reached; “under 200” says nothing about the lower end."""
RESTATED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
NUMBER = r"(?<!\d)\d{1,12}(?!\d)(?:\.\d{1,12})?"
PARTS = re.compile(
    rf"(?P<before>mach|usd|us\$|\$)?\s*(?P<number>{NUMBER})\s*"
    r"(?P<scale>thousand|million|billion)?\s*(?P<unit>[a-z%'\"/.]*)",
    re.IGNORECASE,
)
SHORT = re.compile(rf"(?<=\d)\s?({'|'.join(SHORT_SCALES)})\b", re.IGNORECASE)
LEAST_IN_FULL = 1000
"""From here on an amount before one in millions is written in full: “$800,000 to 1 million”, but “$2.5–3.5 million”."""
DECIMAL_COMMA = re.compile(r"(\d),(\d+)")
IN_THREES = re.compile(r"(?<![\d.])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])")
"""“7.000” is seven to some and seven thousand to others."""
THOUSANDS = re.compile(r"(?<=\d)[, \u00a0\u2009\u202f](?=\d{3}(?!\d))")
YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
MONTHS = {name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name}
MONTHS["sept"] = 9
QUARTER = re.compile(r"q([1-4])\b", re.IGNORECASE)
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[- ](?P<month>[a-z]+)[- ](?P<year>\d{4})")
MONTH_FIRST = re.compile(r"(?P<month>[a-z]+) (?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<year>\d{4})")
UNKNOWN = re.compile(r"^(\d{4}(?:[-/. ]\d\d?)??)(?:[-/. ]00)+$")
"""A month or day printed as 00 is not known."""
NUMERIC = re.compile(r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})(?:[-/. ](?P<day>\d{1,2}))?")
NEAREST = re.compile(r" Nearest: (.+?)\.(?= [A-Z]|$)")
DATE = re.compile(r"(?<![\d-])\d{4}(?:-\d\d){0,2}(?![\d-])")
TOO_LARGE = Decimal(10) ** 12


class Unreadable(ValueError):  # noqa: N818  it is the text that is wrong
    """A printed value that cannot be read; the message names it and what is nearest to it."""

    def apart(self) -> tuple[str, str]:
        """Return what is said without what is nearest, and what is nearest."""
        told = str(self)
        if match := NEAREST.search(told):
            return told[: match.start()] + told[match.end() :], match[1]
        return told, ", ".join(DATE.findall(told.rpartition("nearest")[2])) if "nearest" in told else ""


@dataclass(frozen=True)
class Measure:
    """What a printed value means in one unit; an end that is None is open."""

    minimum: Decimal | None
    maximum: Decimal | None
    approximate: bool = False

    def in_words(self, unit: str) -> str:
        """Say it in full, as it is shown beside the field it was typed in."""
        low, high = (None if end is None else f"{plain(end)} {unit}".strip() for end in (self.minimum, self.maximum))
        words = low if low == high else f"{plain(self.minimum)} to {high}" if low and high else ""
        words = words or (f"at least {low}" if low else f"at most {high}")
        return f"about {words}" if self.approximate else words


def plain(number: Decimal) -> str:
    """Return a number as people write it: 1,500, not 1500.000000."""
    return f"{number:,f}".rstrip("0").rstrip(".") if number % 1 else f"{number:,.0f}"


def read_measure(text: str, dimension: str, unit: str) -> Measure:
    """Return what a printed value means in a unit; raise ``Unreadable`` for what is no such value."""
    words, about = _without(ABOUT, re.sub(r"(\d)\+(?=\s?\w)(.*)", r"\1\2+", RESTATED.sub("", _tidy(text))))
    if dimension == "money":
        words = SHORT.sub(lambda match: f" {SHORT_SCALES[match[1].lower()]}", words)
    opening = next((kind for kind, sign in OPENING.items() if sign.match(words)), "")
    words, late = _without(ABOUT, OPENING[opening].sub("", words, count=1) if opening else words)
    if words.endswith("+"):
        words, opening = words[:-1], "floor"
    if DECIMAL_COMMA.search(words):
        raise Unreadable(_nearest_value(text, unit))
    ends, converted = _ends(words, dimension, unit, text)
    low, high = min(ends), max(ends)
    if high >= TOO_LARGE:
        raise Unreadable(f"“{text}” is {plain(high)} {unit}".rstrip() + f": the most is {plain(TOO_LARGE - 1)}.")
    if len(ends) > 1 and ends[0] > ends[1]:
        raise Unreadable(f"“{text}” runs backwards. Nearest: {Measure(low, high).in_words(unit)}.")
    return Measure(None if opening == "cap" else low, None if opening == "floor" else high, about or late or converted)


def read_otherwise(text: str, dimension: str, unit: str, ends: tuple[Decimal | None, Decimal | None]) -> str:
    """Say what a printed value reads as, if that is not the two ends it is kept with; else nothing."""
    try:
        measure = read_measure(text, dimension, unit) if dimension != "text" else None
    except Unreadable:
        return ""
    if measure is None:
        return ""
    if (measure.minimum, measure.maximum) != ends:
        return f"Its words read as {measure.in_words(unit)}."
    return f"Its words read as {measure.in_words(unit)}, not in thousands." if IN_THREES.search(_tidy(text)) else ""


def _tidy(text: str) -> str:
    """Return a text with one kind of dash, space and quote, and without commas between thousands."""
    quoted = re.sub("[\u2032\u2019]", "'", re.sub("[\u2033\u201d]", '"', THOUSANDS.sub("", text)))
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", quoted)).split())


def _without(sign: re.Pattern, text: str) -> tuple[str, bool]:
    shorter = sign.sub("", text, count=1) if sign.match(text) else text
    return shorter, shorter != text


def _ends(words: str, dimension: str, unit: str, text: str) -> tuple[list[Decimal], bool]:
    """Return one number or the two of a range, in the unit, and whether the conversion is approximate."""
    if match := re.fullmatch(rf"(.*?{NUMBER})\s*(?:±|\+/-)\s*({NUMBER})\s*(\D*)", words):
        middle, spread = (_sum(f"{part} {match[3]}", dimension, unit, text)[0] for part in match.group(1, 2))
        if middle < spread:
            near = plain(middle + spread)
            raise Unreadable(f"“{text}” would begin below 0. Nearest: “0–{near} {unit}” or “up to {near} {unit}”.")
        return [middle - spread, middle + spread], False
    parts = re.split(r"\s*-\s*|\s+to\s+|\s+and\s+", re.sub("^between ", "", words, flags=re.IGNORECASE))
    parts = [_without(ABOUT, part)[0] for part in parts]
    if len(parts) > len(("low", "high")) or not all(parts):
        raise Unreadable(_nearest_value(text, unit))
    named = {key: _unit_in(parts[-1], key) or _unit_in(parts[0], key) for key in ("before", "unit")}
    whole = [part if _names_unit(part) else f"{named['before']}{part} {named['unit']}" for part in parts]
    if len(whole) > 1:
        whole[0] = _scaled(whole[0], _unit_in(parts[-1], "scale"))
    found = [_sum(part, dimension, unit, text) for part in whole]
    return [number for number, _ in found], any(inexact for _, inexact in found)


def _scaled(part: str, scale: str) -> str:
    """Return the first end of a range with the scale of the last, where it has none and is not written in full."""
    match = PARTS.fullmatch(part.strip())
    if not match or match["scale"] or Decimal(match["number"]) >= LEAST_IN_FULL:
        return part
    return f"{match['before'] or ''}{match['number']} {scale} {match['unit']}"


def _unit_in(part: str, group: str) -> str:
    match = PARTS.match(part)
    return (match[group] or "") if match else ""


def _names_unit(part: str) -> bool:
    return bool(_unit_in(part, "before") or _unit_in(part, "unit"))


def _sum(part: str, dimension: str, unit: str, text: str) -> tuple[Decimal, bool]:
    """Return a quantity, or several of falling size that make one: ``12 ft 3 in``."""
    total, inexact, rest, size = Decimal(0), False, part.strip(), None
    while match := PARTS.match(rest):
        if dimension == "count":
            _refuse_unit(match["before"] or match["unit"], rest[match.end() :].strip())
        stated = _unit(match["before"] or match["unit"], dimension, unit)
        larger, size = size, Fraction(FACTORS[dimension][stated])
        if larger is not None and size >= larger:
            raise Unreadable(
                f"“{text}” is several values: write one, or a range such as “5–7 {unit}”.".replace(" ”", "”")
            )
        total += convert(Decimal(match["number"]) * SCALES[(match["scale"] or "").lower()], stated, unit)
        inexact |= stated in APPROXIMATE and stated != unit
        rest = rest[match.end() :].strip()
    if rest and not (dimension == "count" and total and re.fullmatch(r"[a-z ]+", rest, re.IGNORECASE)):
        raise Unreadable(_nearest_value(text, unit))
    if not part.strip() or part.strip() == rest:
        raise Unreadable(_nearest_value(text, unit))
    return total, inexact


def _refuse_unit(word: str, rest: str) -> None:
    """Raise ``Unreadable`` for a unit where things are counted; the “in” of “2 in service” is none."""
    meant = word in known_units() or word.lower() in UNITS
    if meant and not (word.lower() == "in" and rest):
        raise Unreadable(
            f"“{word}” is a unit, and this is a count. Nearest: the number alone, or with what is counted."
        )


def _unit_named(word: str) -> str:
    return next((known for known in known_units() if word in (known, f"{known}.")), UNITS.get(word.lower(), ""))


def _unit(word: str | None, dimension: str, unit: str) -> str:
    """Return the unit a word means; raise ``Unreadable`` for none, or for one that measures something else."""
    if dimension == "count":
        return ""
    if not word:
        raise Unreadable(f"The unit is missing: write it as printed, such as “{unit}”.")
    meant = _unit_named(word)
    meant = meant or next((known for known in FACTORS[dimension] if known.lower() == word.lower()), "")
    if not meant or dimension_of(meant) != dimension:
        near = ", ".join(nearest(word, FACTORS[dimension])) or unit
        raise Unreadable(f"“{word}” is not a unit of {dimension}. Nearest: {near}.")
    return meant


def _nearest_value(text: str, unit: str) -> str:
    words = _tidy(text)
    named = _unit_named(words)
    if unit and named in FACTORS[dimension_of(unit)]:
        return f"“{text}” has no number. Nearest: “{'Mach 2' if named == 'Mach' else f'200 {named}'}”."
    numbers = [] if QUARTER.search(words) else re.findall(NUMBER, DECIMAL_COMMA.sub(r"\1.\2", words))[:2]
    near = f"{'–'.join(numbers) or '200'} {unit}".strip()
    return f"“{text}” is not a value with its unit. Nearest: “{near}”; also “about”, “up to”, “at least”."


def read_date(text: str) -> str:
    """Return a date as precise as it is printed, in ISO 8601; raise ``Unreadable`` for what is none."""
    words = " ".join(re.sub("[,.]", " ", _tidy(text)).lower().replace(" of ", " ").split())
    words = UNKNOWN.sub(r"\1", words)
    if YEAR.fullmatch(words):
        return words
    match = NUMERIC.fullmatch(words) or DAY_FIRST.fullmatch(words) or MONTH_FIRST.fullmatch(words)
    month = match and (int(match["month"]) if match["month"].isdigit() else MONTHS.get(match["month"]))
    if not match or not month or month not in MONTHS.values() or not YEAR.fullmatch(match["year"]):
        raise Unreadable(f"“{text}” is not a date: {_nearest_date(words)}")
    year, day = match["year"], int(match["day"] or 0)
    last = monthrange(int(year), month)[1]
    if match["day"] and not 1 <= day <= last:
        raise Unreadable(f"“{text}” is not a day of the calendar: the nearest is {year}-{month:02}-{last}.")
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def _nearest_date(words: str) -> str:
    """Say which dates are nearest to what is none: of a quarter its first month, else the year."""
    year = YEAR.search(words)
    if not year:
        return "write 2017, 2017-04 or 2017-04-22."
    if quarter := QUARTER.search(words):
        first = 3 * int(quarter[1]) - 2
        return f"of a quarter, the nearest are {year[0]}-{first:02} to {year[0]}-{first + 2:02}, or {year[0]}."
    if day := re.fullmatch(r"(\d{1,2})[-/ ](\d{1,2})[-/ ](\d{4})", words):
        meant = sorted({(int(month), int(number)) for month, number in (day.group(1, 2), day.group(2, 1))})
        days = {month: monthrange(int(day[3]), month)[1] for month in MONTHS.values()}
        near = [f"{day[3]}-{month:02}-{number:02}" for month, number in meant if number <= days.get(month, 0)]
        return f"the nearest {'are' if near[1:] else 'is'} {' or '.join(near) or day[3]}."
    word = re.search("[a-z]{4,}", words)
    near = get_close_matches(word[0], [name.lower() for name in month_name if name], 1, 0.75) if word else []
    if near and not words.endswith("s"):
        return f"the nearest are {year[0]}-{MONTHS[near[0]]:02} and {year[0]}."
    return f"the nearest is {year[0]}; say the rest in a note."
