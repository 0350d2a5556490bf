"""Units, names and partial dates: what every table builds on."""

import math
from decimal import Decimal
from fractions import Fraction

import pint
import pytest
from django.core.exceptions import ValidationError

from core.fields import validate_partial_date
from core.names import name_key, nearest, words
from core.units import APPROXIMATE, FACTORS, convert, dimension_of, parse

PINT_NAMES = {
    "nmi": "nautical_mile",
    "hp": "horsepower",
    "lbf": "pound_force",
    "kgf": "kilogram_force",
    "kn": "knot",
    "t": "metric_ton",
    "lb": "pound",
    "kt": "kiloton_TNT",
    "Mt": "megaton_TNT",
    "d": "day",
    "min": "minute",
    "h": "hour",
    "in": "inch",
}
CANONICAL = {dimension: next(iter(units), None) for dimension, units in FACTORS.items()}
MEASURED = [
    (unit, CANONICAL[dimension])
    for dimension, units in FACTORS.items()
    for unit in units
    if dimension not in {"count", "ratio", "money"} and unit not in APPROXIMATE
]
registry = pint.UnitRegistry()


@pytest.mark.parametrize(("unit", "canonical"), MEASURED)
def test_factors_are_those_of_pint(unit, canonical):
    oracle = registry.Quantity(1, PINT_NAMES.get(unit, unit)).to(PINT_NAMES.get(canonical, canonical))

    ours = Fraction(FACTORS[dimension_of(unit)][unit])

    assert float(ours) == pytest.approx(oracle.magnitude, rel=1e-12)


@pytest.mark.parametrize("unit", MEASURED, ids=lambda pair: pair[0])
def test_a_unit_belongs_to_one_dimension(unit):
    assert [dimension for dimension, units in FACTORS.items() if unit[0] in units] == [dimension_of(unit[0])]


def test_mach_is_the_speed_of_sound_of_the_standard_atmosphere():
    sea_level = math.sqrt(1.4 * 287.05287 * 288.15)

    assert float(FACTORS["speed"]["Mach"]) == pytest.approx(sea_level, abs=0.001)
    assert convert(Decimal(2), "Mach", "m/s") == Decimal("680.588")
    assert list(APPROXIMATE) == ["Mach"]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("200km", "200", "km"),
        ("200 km", "200", "km"),
        (" 0.5 nmi ", "0.5", "nmi"),
        ("2.5 Mach", "2.5", "Mach"),
        ("-40 m", "-40", "m"),
        ("12", "12", ""),
        ("900 km/h", "900", "km/h"),
    ],
)
def test_quantities_are_read_with_or_without_a_space(text, number, unit):
    read = parse(text)

    assert (read.number, read.unit) == (Decimal(number), unit)


@pytest.mark.parametrize(
    "text", ["100 nm", "Mach 2", "km", "", "1e3 km", "300–400 km", "1,000 km", "inf km", "5 KM", "5 km km", "9" * 19]
)
def test_quantities_that_could_be_misread_are_refused(text):
    with pytest.raises(ValueError, match="is not a"):
        parse(text)


def test_an_unknown_unit_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match=r"“nm” is not a unit; known are: .*km.*nmi"):
        parse("100 nm")


def test_conversion_is_exact_and_stays_within_a_dimension():
    assert convert(Decimal(100), "nmi", "km") == Decimal("185.2")
    assert convert(Decimal(1), "Mt", "kt") == Decimal(1000)
    with pytest.raises(ValueError, match="measures length, “kg” does not"):
        convert(Decimal(1), "km", "kg")


@pytest.mark.parametrize("text", ["2017", "2017-04", "2017-04-22", "2016-02-29", "1948-05-14", "2999-12-31"])
def test_a_partial_date_is_a_year_a_month_or_a_day(text):
    validate_partial_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "17",
        "2017-4",
        "2017-13",
        "2017-00",
        "2017-04-31",
        "2017-02-29",
        "0999",
        "3000",
        "2017-04-22T00",
        "2017\n",
        "",
        "٢٠١٧",
    ],
)
def test_what_is_no_partial_date_is_refused(text):
    with pytest.raises(ValidationError):
        validate_partial_date(text)


@pytest.mark.parametrize(
    "spellings",
    [
        ["T72", "T-72", "t 72", "Т-72", "Т72", "T\u201072"],
        ["Bük", "Buk", "BUK", "Бук"],
        ["S-400", "S400", "s 400", "С-400"],
        ["F-16 C/D", "F16CD"],
        ["Ḥarop", "Harop"],
        ["МiG-21", "MiG-21"],
        ["Straße", "Strasse"],
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_of_one_name_have_one_key(spellings):
    assert {name_key(spelling) for spelling in spellings} == {name_key(spellings[0])}


@pytest.mark.parametrize(
    ("one", "other"), [("T-72", "T-72M"), ("S-300", "S-400"), ("Harop", "Harpy"), ("MiG-21", "MiG-29"), ("?", "!")]
)
def test_different_names_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["אחז", "हारोप", "عرب", "红旗-9", "Искандер", "Πάτριοτ"])
def test_names_in_other_scripts_have_latin_keys(name):
    assert name_key(name).isascii()
    assert name_key(name).isalnum()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S-400 (NATO: SA-21 Growler)", ["s", "400", "nato", "sa", "21", "growler"]),
        ("Bük – naïve", ["buk", "naive"]),
        ("an_underscore", ["an", "underscore"]),
        ("km² or ½", ["km", "or"]),
        ("हिन्दी शब्द", ["हिन्दी", "शब्द"]),
        (" \0 ", []),
        ("' OR 1=1 --", ["or", "1", "1"]),
    ],
)
def test_a_text_is_cut_into_words(text, expected):
    assert words(text) == expected


def test_the_nearest_names_come_best_first_without_a_cut_off():
    names = ["party", "topic", "status", "signed", "system"]

    assert nearest("partys", names)[0] == "party"
    assert len(nearest("zzzz", names)) == 3
    assert nearest("anything", []) == []
