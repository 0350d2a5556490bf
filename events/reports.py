"""The press reports that UCDP's events rest on, as sources: one report is one source, whichever rows name it."""

import csv
import hashlib
import re
from datetime import date

REPORT = re.compile(r"(.*?),([12]\d{3}-\d\d-\d\d), ?(.*)")
LONGEST_TITLE, LONGEST_OFFICE = 300, 200


def headlines(article: str) -> list[tuple[str, str, str]]:
    """Return office, day and headline of each report a row names; old rows name none, but say something else."""
    if not article.lstrip().startswith('"'):
        return []
    items = next(csv.reader([" ".join(article.split())], delimiter=";"), [])
    return [found.groups() for item in items if (found := REPORT.fullmatch(item.strip()))]


def source_of(told: tuple[str, str, str]) -> tuple[str, dict]:
    """Return the slug of a report, the same wherever it is named, and its fields as a source."""
    office, day, headline = told
    slug = f"news-{day}-{hashlib.sha256(f'{office}|{headline}'.casefold().encode()).hexdigest()[:12]}"
    fields = {"slug": slug, "name": (headline or f"{office}, {day}")[:LONGEST_TITLE], "kind": "news"}
    known = {
        "publisher": office[:LONGEST_OFFICE],
        "published": day if is_day(day) else None,
        "note": "As named by UCDP GED.",
    }
    return slug, fields | known


def is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
