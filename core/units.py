"""Our closed table of units, with exact factors to one canonical unit per dimension.

General unit libraries read ``100 nm`` as nanometres and know neither Mach nor nautical miles;
here ``nm`` is refused and ``nmi`` is the nautical mile. Every factor is checked against pint
in the tests. Sources: the international yard and pound agreement (1959), BIPM SI brochure
(9th edition, 2019), the mechanical horsepower of 550 ft·lbf/s, and for Mach the speed of sound of
the ICAO standard atmosphere at sea level, 340.294 m/s, marked as approximate.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

APPROXIMATE = {"Mach"}
FACTORS = {
    "length": {
        "m": "1",
        "km": "1000",
        "cm": "0.01",
        "mm": "0.001",
        "ft": "0.3048",
        "in": "0.0254",
        "yd": "0.9144",
        "mi": "1609.344",
        "nmi": "1852",
    },
    "mass": {"kg": "1", "g": "0.001", "t": "1000", "lb": "0.45359237"},
    "speed": {
        "m/s": "1",
        "km/h": "5/18",
        "kn": "1852/3600",
        "mph": "0.44704",
        "Mach": "340.294",
    },
    "power": {"kW": "1", "W": "0.001", "MW": "1000", "hp": "0.74569987158227022"},
    "force": {"kN": "1", "N": "0.001", "lbf": "0.0044482216152605", "kgf": "0.00980665"},
    "frequency": {"GHz": "1", "MHz": "0.001", "kHz": "0.000001", "Hz": "0.000000001"},
    "yield": {"kt": "1", "Mt": "1000"},
    "time": {"s": "1", "min": "60", "h": "3600", "d": "86400"},
    "count": {"": "1"},
    "ratio": {"%": "1"},
    "money": {"USD": "1"},
    "text": {},
}
SPELLINGS = {
    "m": "metre metres meter meters",
    "km": "kilometre kilometres kilometer kilometers kms",
    "cm": "centimetre centimetres centimeter centimeters",
    "mm": "millimetre millimetres millimeter millimeters",
    "ft": "foot feet '",
    "in": 'inch inches in. "',
    "yd": "yard yards",
    "mi": "mile miles",
    "nmi": "n.mi.",
    "kg": "kilogram kilograms kgs kilo kilos",
    "g": "gram grams",
    "t": "tonne tonnes",
    "lb": "lbs lb. pound pounds",
    "km/h": "kph kmh km/hr kmph",
    "m/s": "mps",
    "kn": "knot knots kt. kts",
    "hp": "bhp horsepower",
    "min": "minutes minute mins",
    "h": "hour hours hr hrs",
    "d": "day days",
    "s": "sec seconds second",
    "%": "percent",
    "Mach": "mach",
    "USD": "usd us$ $",
}
UNITS = {word: unit for unit, words in SPELLINGS.items() for word in words.split()}
"""Units by the words sources print for them."""
SCALES = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}
SHORT_SCALES = {"bn": "billion", "mn": "million", "m": "million", "k": "thousand"}
"""How amounts of money are cut short; of what is measured, m are metres."""
QUANTITY = re.compile(r"\s*([+-]?\d{1,18}(?:\.\d{1,12})?)\s*(\S*)\s*")


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, as someone stated it."""

    number: Decimal
    unit: str


def dimension_of(unit: str) -> str:
    """Return the dimension a unit measures; raise ValueError for a unit that is not in the table."""
    for dimension, units in FACTORS.items():
        if unit in units:
            return dimension
    raise ValueError(f"“{unit}” is not a unit; known are: {', '.join(sorted(known_units()))}.")


def known_units() -> list[str]:
    """Return every unit of the table, in the table's order."""
    return [unit for units in FACTORS.values() for unit in units if unit]


def convert(number: Decimal, unit: str, to: str) -> Decimal:
    """Convert between two units of one dimension, rounded to 6 places; raise ValueError otherwise."""
    dimension = dimension_of(unit)
    if to not in FACTORS[dimension]:
        raise ValueError(f"“{unit}” measures {dimension}, “{to}” does not.")
    factors = FACTORS[dimension]
    exact = Fraction(number) * Fraction(factors[unit]) / Fraction(factors[to])
    return round(Decimal(exact.numerator) / Decimal(exact.denominator), 6)


def parse(text: str) -> Quantity:
    """Read ``200km`` or ``200 km``; a number alone is a count. Raise ValueError for anything else."""
    match = QUANTITY.fullmatch(text)
    if not match:
        raise ValueError(f"“{text}” is not a number with a unit, such as 200km.")
    dimension_of(match[2])
    return Quantity(Decimal(match[1]), match[2])
