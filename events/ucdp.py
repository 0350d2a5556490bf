"""UCDP's Georeferenced Event Dataset: each of its events an incident, with who fought and who died.

Both sides of fighting take part as perpetrators, for the data set does not say who attacked; in one-sided violence
the other side is its target. UCDP counts the dead of all sides.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from events.models import PlacePrecision
from events.reports import headlines, source_of
from reference.loading.published import Published, PublishedFile, Rejected, Taken, heading
from reference.loading.resolving import Actors, Countries, whole

DATASET = "ucdp-ged"
NEEDED = (
    "id type_of_violence conflict_name dyad_name side_a side_b source_article where_prec where_coordinates adm_1 "
    "latitude longitude country country_id date_prec date_start date_end deaths_a deaths_b deaths_civilians low best "
    "high side_a_new_id side_b_new_id"
).split()
OPTIONAL = "relid gwnoa gwnob conflict_new_id dyad_new_id where_description adm_2 event_clarity".split()
COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best "
    "high low gwnoa gwnob"
).split()
"""The columns of a release without a header, in their order since version 20.1."""
PRECISIONS = dict(enumerate([*PlacePrecision.values], start=1))
VIOLENCE = {1: "State-based conflict", 2: "Non-state conflict", 3: "One-sided violence"}
ONE_SIDED = 3
MONTH, YEAR = 4, 5
"""UCDP's date_prec of what is known to the month, and to the year."""
DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]\d\d:\d\d:\d\d(?:\.\d+)?)?")
WHOLE = re.compile(r"(?:GEDEvent_v\d\d_\d|ged\d{3})\.csv", re.IGNORECASE)
"""How the publisher names the files of yearly releases; candidates have a third number."""
VERSION = re.compile(r"(?:v|ged)_?(\d\d)[._]?(\d)(?:[._](\d+))?", re.IGNORECASE)
LONGEST_QUOTE, LONGEST_NAME, LONGEST_PLACE = 500, 300, 200
PUBLISHED = {
    "slug": DATASET,
    "name": "UCDP Georeferenced Event Dataset",
    "owner": "Uppsala Conflict Data Program",
    "url": "https://ucdp.uu.se/downloads/",
    "licence": "CC-BY-4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    "attribution": "Sundberg and Melander (2013), Davies, Pettersson, Sollenberg and Öberg (2025): UCDP "
    "Georeferenced Event Dataset, Uppsala University, CC BY 4.0; each event names its version.",
    "redistributable": True,
}


def version_in(name: str) -> str | None:
    """Return the release that a file's name tells: ged191.csv, GEDEvent_v23_1.csv."""
    found = VERSION.search(name)
    return ".".join(filter(None, found.groups())) if found else None


class GED(PublishedFile):
    """A file of events, of any release, read as objects of fixtures."""

    numbered_by = "id"
    unknown = ("", "-1", "-9", "-99", "NA")

    def __init__(self, path: Path, release: str, *how):
        super().__init__(path, release, *how)
        self.table = Published(path, NEEDED, OPTIONAL, [COLUMNS])
        self.countries, self.actors = Countries(DATASET), Actors(DATASET)
        self.source = f"{DATASET}-{release.replace('.', '-')}"
        self.ids: dict[str, int] = {}
        self.covered: set[tuple[str, int]] = set()
        self.brought: set[str] = set()
        named = {"slug": self.source, "name": f"UCDP Georeferenced Event Dataset, version {release}"}
        self.beside += heading(PUBLISHED, release, **named)

    def records(self) -> Iterator[Taken]:
        names = [*NEEDED, *OPTIONAL]
        for row in self.rows():
            if not self.is_row(row):
                continue
            try:
                objects = self.event(dict(zip(names, row, strict=True)))
            except Rejected as problem:
                self.reject(problem, row)
            else:
                yield Taken(self.table.line, row, objects)

    def is_row(self, row):
        """Tell it from the row of tags that HDX puts below the names of columns."""
        return row[0] != "" or not any(cell.startswith("#") for cell in row)

    def unresolved(self):
        return [*self.countries.unresolved(), *self.actors.unresolved()]

    def event(self, row: dict) -> list[dict]:
        """Return the objects of a row; raise Rejected for a row that cannot be told whole."""
        number = str(whole(row["id"]))
        if number in self.ids:
            raise Rejected("events given twice", f"event {number} stands in line {self.ids[number]} already")
        self.ids[number] = self.table.line
        started, ended = dates(row)
        year = int(started[:4])
        low, best, high = bounds = [self.dead(row[name]) for name in ("low", "best", "high")]
        known = [number for number in bounds if number is not None]
        if known != sorted(known):
            self.warnings["low, best and high are not in order (taken as they are)"] += 1
        country = self.countries.find(self.told(row["country_id"]), row["country"].strip(), year)
        self.covered.add((country, year))
        owner, place = f"{DATASET}-{number}", joined(", ", row["where_coordinates"], row["adm_1"])[:LONGEST_PLACE]
        fields = {
            "slug": owner,
            "name": f"{row['dyad_name'].strip()}, {place}, {started}"[:LONGEST_NAME],
            "summary": f"{coded(VIOLENCE, row, 'type_of_violence')}, part of {row['conflict_name'].strip()}.",
            "notes": about(row),
            "publication": "published",
            "dataset": [DATASET],
            "external_id": number,
            "kind": "armed-attack",
            "started": started,
            "ended": ended if ended != started else None,
            "date_precision": whole(row["date_prec"]),
            "countries": [[country]],
            "place": place,
            "latitude": degrees(row["latitude"]),
            "longitude": degrees(row["longitude"]),
            "place_precision": coded(PRECISIONS, row, "where_prec"),
            "killed_low": low,
            "killed_best": best,
            "killed_high": high,
            "killed_note": "The dead of all sides are counted.",
            "civilians_killed": self.dead(row["deaths_civilians"]),
        }
        return [
            *self.sides(owner, row, year),
            {"model": "events.incident", "fields": fields},
            *self.cited(owner, row["relid"], row["source_article"]),
        ]

    def dead(self, cell: str) -> int | None:
        """Return a number of dead, if it is known."""
        return whole(told) if (told := self.told(cell)) else None

    def cited(self, owner: str, relid: str, article: str) -> Iterator[dict]:
        """Return what an event rests on: UCDP, and the reports of its row; what names none is quoted as it is."""
        reports = dict(map(source_of, headlines(article)))
        quote = "" if reports else " ".join(article.split())[:LONGEST_QUOTE]
        cited = {"entry": [owner], "source": [self.source], "locator": relid.strip()[:80], "quote": quote}
        yield {"model": "events.incidentcitation", "fields": cited}
        for slug, document in reports.items():
            if slug not in self.brought:
                self.brought.add(slug)
                self.bring({"model": "reference.source", "fields": document})
            yield {"model": "events.incidentcitation", "fields": {"entry": [owner], "source": [slug]}}

    def beside_taken(self) -> list[tuple[int, dict]]:
        if not self.is_refused:
            self.brought.clear()
        return super().beside_taken()

    def sides(self, owner: str, row: dict, year: int) -> Iterator[dict]:
        """Return those who took part, each with the deaths on its side."""
        one_sided = whole(row["type_of_violence"]) == ONE_SIDED
        for side, states in (("a", row["gwnoa"]), ("b", row["gwnob"])):
            name, role = row[f"side_{side}"].strip(), "target" if one_sided and side == "b" else "perpetrator"
            common = {"incident": [owner], "role": role, "dataset": [DATASET], "sources": [[self.source]]}
            common |= {"killed": self.dead(row[f"deaths_{side}"])}
            for place, meant in enumerate(self.meant(side, name, states, row, year)):
                ref = f"side-{side}" + (f"-{place + 1}" if place else "")
                yield {"model": "events.participant", "fields": common | {"ref": ref} | meant}

    def meant(self, side: str, name: str, states: str, row: dict, year: int) -> list[dict]:
        """Return who a side is: states, an organisation, or somebody described."""
        if numbers := [number for each in states.replace(";", ",").split(",") if (number := self.told(each))]:
            return [{"country": [self.countries.find(number, name, year)]} for number in numbers]
        if name.startswith("Government of ") and (slug := self.countries.by_name(name)):
            return [{"country": [slug]}]
        if name.lower() == "civilians":
            return [{"label": "civilians"}]
        slug, new = self.actors.find(str(whole(row[f"side_{side}_new_id"])), name)
        if new:
            self.bring(new)
        return [{"organisation": [slug]}]


def coded(meanings: dict[int, str], row: dict, column: str) -> str:
    """Return what a code means; raise Rejected for one that the data set does not tell."""
    if not (meaning := meanings.get(whole(row[column]))):
        raise Rejected("unknown codes", f"{column} “{row[column]}” is none of {', '.join(map(str, meanings))}")
    return meaning


def dates(row: dict) -> tuple[str, str]:
    """Return the first and last day as precisely as they are known."""
    length = {MONTH: 7, YEAR: 4}.get(whole(row["date_prec"]), 10)
    return day(row["date_start"])[:length], day(row["date_end"])[:length]


def day(text: str) -> str:
    """Return the day that is written with or without a time."""
    if not (found := DAY.fullmatch(text.strip())):
        raise Rejected("dates that are none", f"“{text.strip()}” is not a day")
    return found[1]


def degrees(text: str) -> str:
    try:
        return str(round(float(text), 6))
    except ValueError:
        raise Rejected("positions that are none", f"“{text}” is not a number of degrees") from None


def about(row: dict) -> str:
    """Return what the data set tells of a row beside what has a field: conflict, dyad, place in words, clarity."""
    return joined(
        "\n",
        joined(" ", "Conflict:", row["conflict_name"], row["conflict_new_id"] and f"(UCDP {row['conflict_new_id']})"),
        joined(" ", "Dyad:", row["dyad_name"], row["dyad_new_id"] and f"(UCDP {row['dyad_new_id']})"),
        row["where_description"] and f"Where: {' '.join(row['where_description'].split())}",
        "Clarity: the reports do not tell this event apart from others." if row["event_clarity"] == "2" else "",
    )


def joined(between: str, *parts: str) -> str:
    return between.join(part.strip() for part in parts if part and part.strip())
