"""Values as sources print them: ``300–400 km``, ``about Mach 2.5``, ``12 ft 3 in``; nothing is guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.names import nearest
from core.printed.dates import QUARTER
from core.printed.texts import Unreadable, tidied
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
TOO_LARGE = Decimal(10) ** 12


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
    words, about = _without(ABOUT, re.sub(r"(\d)\+(?=\s?\w)(.*)", r"\1\2+", RESTATED.sub("", tidied(text))))
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
    return f"Its words read as {measure.in_words(unit)}, not in thousands." if IN_THREES.search(tidied(text)) else ""


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
    words = tidied(text)
    named = _unit_named(words)
    if unit and named in FACTORS[dimension_of(unit)]:
        return f"“{text}” has no number. Nearest: “{'Mach 2' if named == 'Mach' else f'200 {named}'}”."
    numbers = [] if QUARTER.search(words) else re.findall(NUMBER, DECIMAL_COMMA.sub(r"\1.\2", words))[:2]
    near = f"{'–'.join(numbers) or '200'} {unit}".strip()
    return f"“{text}” is not a value with its unit. Nearest: “{near}”; also “about”, “up to”, “at least”."
