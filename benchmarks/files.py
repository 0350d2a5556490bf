"""The files that are loaded: fixtures made up, and a published data set where that is there."""

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.data import PLACES, WORDS
from tests.published import SHARED, UCDP

FOLDER = Path(__file__).parent.parent / "build"
WHOLE = SHARED / "ucdp" / "hdx_conflict_data_pak_v22.1.csv"
OF_AN_INCIDENT = 5


def objects(size: int) -> Iterator[dict]:
    """Make up so many objects: incidents with participants, citations and names."""
    chance = random.Random(5)
    for number in range(size // OF_AN_INCIDENT):
        slug, place = f"made-{number:07}", chance.choice(PLACES)
        killed = chance.randrange(40)
        name = f"{chance.choice(WORDS).capitalize()} {chance.choice(WORDS)} at {place} {number}"
        yield obj(
            "events.incident",
            slug=slug,
            name=name,
            summary=" ".join(chance.choices(WORDS, k=20)) + ".",
            publication="published",
            dataset=["armoury-facts"],
            external_id=f"made-{number}",
            kind="armed-attack",
            started=f"{chance.randrange(1990, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
            place=place,
            latitude=chance.randrange(-60_000, 70_000) / 1000,
            longitude=chance.randrange(-180_000, 180_000) / 1000,
            place_precision="near",
            killed_low=killed,
            killed_best=killed,
            killed_high=killed + 3,
            countries=[["IN"]],
        )
        owner, source = [slug], ["seed-india-israel-ties"]
        yield obj("events.participant", incident=owner, ref="in", country=["IN"], role="target", sources=[source])
        yield obj("events.participant", incident=owner, ref="pk", country=["PK"], role="perpetrator", sources=[source])
        yield obj("events.incidentcitation", entry=owner, source=source)
        yield obj("events.incidentalias", entry=owner, text=f"{place} {number}")


def obj(label: str, **fields) -> dict:
    return {"model": label, "fields": fields}


def written(size: int) -> Path:
    """Return a fixture file of so many objects."""
    path = FOLDER / f"bench_{size}.json"
    if not path.exists():
        with open(path, "w", encoding="utf-8") as stream:
            stream.write("[\n")
            for number, each in enumerate(objects(size)):
                stream.write((",\n" if number else "") + json.dumps(each))
            stream.write("\n]\n")
    return path


def events(size: int) -> Path:
    """Return a file of UCDP's events: its own where that is there, else so many made of the few of the tests."""
    if WHOLE.is_file():
        return WHOLE
    path = FOLDER / f"bench_ged_v99_1_{size}.csv"
    with open(UCDP, encoding="utf-8", newline="") as stream:
        header, _, *rows = csv.reader(stream)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows([str(number), *rows[number % len(rows)][1:]] for number in range(1, size + 1))
    return path
