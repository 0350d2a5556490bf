"""Dates as sources print them: ``April 2017``, ``22 Apr 2025``; what is none is refused with the nearest."""

import re
from calendar import month_abbr, month_name, monthrange
from difflib import get_close_matches

from core.printed.texts import Unreadable, tidied

YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
MONTHS = {name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name}
MONTHS["sept"] = 9
QUARTER = re.compile(r"q([1-4])\b", re.IGNORECASE)
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[- ](?P<month>[a-z]+)[- ](?P<year>\d{4})")
MONTH_FIRST = re.compile(r"(?P<month>[a-z]+) (?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<year>\d{4})")
UNKNOWN = re.compile(r"^(\d{4}(?:[-/. ]\d\d?)??)(?:[-/. ]00)+$")
"""A month or day printed as 00 is not known."""
NUMERIC = re.compile(r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})(?:[-/. ](?P<day>\d{1,2}))?")


def read_date(text: str) -> str:
    """Return a date as precise as it is printed, in ISO 8601; raise ``Unreadable`` for what is none."""
    words = " ".join(re.sub("[,.]", " ", tidied(text)).lower().replace(" of ", " ").split())
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
