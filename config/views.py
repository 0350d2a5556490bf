"""The page people open first."""

from django.shortcuts import render

from agreements.models import Agreement, Transfer
from core.api.routing import route_of
from equipment.models import WeaponSystem
from events.models import Incident
from reference.models import Country, Dataset, Organisation, Source

ENTRIES = [WeaponSystem, Agreement, Incident, Transfer, Organisation]
"""What the public sees of them is counted; of the rest, all."""
TABLES = [*ENTRIES, Country, Source]


def home(request):
    """Say what there is, where it is, and on which terms it may be used."""
    rows = [(model, model.objects.visible_to(None) if model in ENTRIES else model.objects) for model in TABLES]
    counts = [(rows.count(), model._meta.verbose_name_plural, route_of(model)) for model, rows in rows]
    return render(request, "config/home.html", {"counts": counts, "datasets": Dataset.objects.all()})
