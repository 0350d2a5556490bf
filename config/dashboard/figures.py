"""What there is: facts and claims with a source, entries by year, incidents by country."""

from collections import defaultdict

from django.db.models import Avg, Case, Count, F, FloatField, Model, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Left

from agreements.models import Agreement, Transfer
from config.dashboard.queues import Number, Queue, list_of, tables
from core import database
from equipment.models import WeaponSystem
from events.models import Incident
from reference.admin.waiting import cited, published
from reference.models import Claim, Country, Entry, facts_counted

YEARS = {WeaponSystem: "introduced", Agreement: "signed", Transfer: "ordered", Incident: "started"}
"""The date that puts an entry of a type into a year."""
NOWHERE = Queue(Incident, ("countries:empty",), "in no country")


def covered() -> list[list[type[Model]]]:
    """Return the tables whose rows need sources: entries for their facts, and claims."""
    return [[model for model in tables(Entry) if model.needs_source], tables(Claim)]


def coverage_of(model: type[Model]) -> tuple[str, tuple]:
    """Return the query of how many facts or claims are published, and how many of them have no source."""
    return database.as_array(claims_counted(model) if issubclass(model, Claim) else facts_counted(model))


def claims_counted(claims: type[Model]) -> QuerySet:
    without = Sum(Case(When(cited(claims), then=Value(0)), default=Value(1)))
    everything = claims._base_manager.order_by().filter(published(claims)).annotate(one=Value(1)).values("one")
    return everything.annotate(stated=Count("pk"), uncited=without)


def coverage_in(waiting: Number, rows: list) -> dict:
    """Return a line of the table of coverage; it is without numbers where there are none, or none in time."""
    _, stated, without = rows[0] if rows else (1, 0, 0)
    stated, without = stated or 0, without or 0
    line = {"name": waiting.queue.label, "waiting": waiting, "stated": stated, "cited": stated - without}
    return line | {"share": 100 * (stated - without) // stated if stated else None}


def by_year(model: type[Model]) -> tuple[str, tuple]:
    """Return the query of how many entries of a type are of each year; null for those without a date."""
    rows = model._base_manager.order_by().annotate(year=Left(YEARS[model], 4)).values("year")
    return database.as_array(rows.annotate(number=Count("pk")).order_by("year"))


def years_of(numbers: dict[type[Model], list]) -> list[dict]:
    """Return the lines of the table of years, each with a cell for every type; those without a date come last."""
    lines: dict[str, dict] = defaultdict(dict)
    for model, rows in numbers.items():
        for year, number in rows:
            lines[year or "unknown"][model] = number
    return [
        {"year": year, "cells": [(lines[year].get(model, 0), address_of(model, year)) for model in numbers]}
        for year in sorted(lines)
    ]


def address_of(model: type[Model], year: str) -> str:
    """Return the list of a type's entries of one year."""
    return f"{list_of(model)}?{YEARS[model]}__during={year}"


def by_country() -> tuple[str, tuple]:
    """Return the query of how many incidents each country has, and where they lie on the whole.

    East and west meet at 180°: longitudes are averaged as they are and counted eastwards, each with its squares.
    """
    east = Case(When(incidents__longitude__lt=0, then=F("incidents__longitude") + 360), default="incidents__longitude")
    west = F("incidents__longitude")
    averages = {
        "latitude": F("incidents__latitude"),
        "west": west,
        "west2": west * west,
        "east": east,
        "east2": east * east,
    }
    middle = {name: Avg(Cast(of, FloatField())) for name, of in averages.items()}
    rows = Country._base_manager.order_by().filter(incidents__isnull=False).values("id", "name")
    rows = rows.annotate(number=Count("incidents"), **middle)
    return database.as_array(rows.order_by(F("number").desc(), "name"))


def places_in(rows: list) -> list[dict]:
    """Return the lines of the table of countries."""
    return [
        {"id": key, "name": name, "number": number, "address": f"{list_of(Incident)}?countries__id__exact={key}"}
        | {"latitude": None if latitude is None else round(latitude, 2), "longitude": middle_of(*longitudes)}
        for key, name, number, latitude, *longitudes in rows
    ]


def middle_of(west: float | None, west2: float, east: float, east2: float) -> float | None:
    """Return the middle of longitudes the way round on which they lie closer together."""
    if west is None:
        return None
    middle = east if east2 - east**2 < west2 - west**2 else west
    return round((middle + 180) % 360 - 180, 2)
