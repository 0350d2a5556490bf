"""Distances on the earth, taken for a sphere of its mean radius."""

import math

from django.db.models import FloatField, Q, Value
from django.db.models.functions import Cast, Cos, Radians, Sin
from django.db.models.lookups import GreaterThanOrEqual

EARTH_RADIUS = 6371.0088  # km, the mean radius of the International Union of Geodesy and Geophysics
ROUNDING = 1e-12
BEYOND, RIGHT_ANGLE, ROUND = 1e-6, 90, 360  # degrees


def within_circle(latitude: float, longitude: float, distance: float) -> Q:
    """Match rows whose ``latitude`` and ``longitude`` are within so many km of a point."""
    here, there = Radians(Cast("latitude", FloatField())), math.radians(latitude)
    turned = Radians(Cast("longitude", FloatField()) - Value(longitude))
    cosine = Sin(here) * math.sin(there) + Cos(here) * math.cos(there) * Cos(turned)
    nearest = math.cos(min(distance / EARTH_RADIUS, math.pi))
    return Q(GreaterThanOrEqual(cosine, nearest - ROUNDING), latitude__isnull=False)


def within_box(west: float, south: float, east: float, north: float) -> Q:
    """Match rows in a box of degrees, which may cross the antimeridian (RFC 7946, section 5)."""
    inside = Q(longitude__gte=west) & Q(longitude__lte=east)
    if west > east:
        inside = Q(longitude__gte=west) | Q(longitude__lte=east)
    return inside & Q(latitude__gte=south, latitude__lte=north)


def box_around(latitude: float, longitude: float, distance: float) -> list[float]:
    """Return west, south, east and north of the least box around a circle, a little widened for rounding."""
    angle = distance / EARTH_RADIUS
    reach = math.degrees(angle) + BEYOND
    south, north = latitude - reach, latitude + reach
    if south <= -RIGHT_ANGLE or north >= RIGHT_ANGLE:
        return [-ROUND / 2, south, ROUND / 2, north]
    turn = math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(latitude)))) + BEYOND
    west, east = longitude - turn, longitude + turn
    return [west + ROUND * (west < -ROUND / 2), south, east - ROUND * (east > ROUND / 2), north]
