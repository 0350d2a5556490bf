"""What is asked of a small and of a large database: every filter, order, word and depth; every page of the admin.

Counts and facets go through all that match: they grow as the database does, and are kept for each data version.
"""

from events.api import IncidentFilterSet, IncidentViewSet

FILTERS = [
    "kind=terrorist-attack",
    "kind__not=terrorist-attack",
    "country=AF",
    "country__not=AF",
    "started=2017",
    "started__gte=2017",
    "started__lte=2000",
    "started__range=2017,2018",
    "started__surely_gte=2017",
    "started__surely_lte=2000",
    "started__isnull=false",
    "killed=3",
    "killed__gte=10",
    "killed__lte=1",
    "killed__surely_gte=10",
    "killed__isnull=true",
    "civilians_killed__gte=1",
    "participant=AF",
    "participant__not=AF",
    "role=perpetrator",
    "certainty=confirmed",
    "system=harop",
    "system__not=harop",
    "used_by=AF",
    "side=attack",
    "use=employed",
    "use_certainty=confirmed",
    "response=condemned-in",
    "place_precision=exact",
    "bbox=60,0,100,40",
    "near=34.0,75.3,3000",
    "name__startswith=convoy",
    "dataset=armoury-facts",
    "dataset__isnull=true",
    "cited=true",
    "updated_since=2026-01-01",
    "slug=harop-lahore-2025",
    "slug__not=harop-lahore-2025",
]
ASKED_FOR = {question.partition("=")[0] for question in FILTERS} | {"q"}
OTHERS = [one for one in IncidentFilterSet.parameters.values() if one.name not in ASKED_FOR]
EXAMPLES = [f"{one.name}={one.example}" for one in OTHERS if one.example]
"""Every other filter there is, by the example its documents give."""
ORDERS = [sign + name for name in IncidentViewSet.sortable() for sign in ("", "-")]
WORDS = ["convoy", "western", "lahore", "harop"]
SEARCHES = [f"q={word}" for word in WORDS]
DEPTHS = ["page=50", "page=150"]
COMBINED = [
    "country=AF&kind=cyber",
    "kind=cyber&place_precision=exact",
    "started=2017&killed__gte=20",
    "bbox=60,0,100,40&kind=cyber",
    "started__lte=1991&ordering=-started",
    "role=perpetrator&country=AF",
    "participant=AF&role=supporter",
    "role=supporter",
    "role__not=perpetrator",
]
"""What is met by fewer than each filter alone, or far from where its order begins."""
ACROSS = ["claims/", "claims/?cited=false", "claims/?type=participant", *(f"search/?q={word}" for word in WORDS)]
QUESTIONS = [*FILTERS, *EXAMPLES, *(f"ordering={order}" for order in ORDERS), *SEARCHES, *DEPTHS]
COUNTED = ["", "country=AF", "kind=cyber", "started__gte=2017", "role=perpetrator", "q=convoy", "q=harop"]
FACETS = ["kind", "year", "country", "dataset", "role", "system", "kind,country,year"]
PLACE = "/api/v1/incidents/?page_size=50&"
ASKED = f"{PLACE}count=none&"
LISTED = "/admin/events/incident/"
NARROWED = [
    "p=50",
    "o=-3",
    "kind__exact=terrorist-attack",
    "publication__exact=draft",
    "countries__id__exact=1",
    "where=countries:is:AF",
    "started__during=2017",
    *SEARCHES,
]
PICKED = "/admin/autocomplete/?app_label=events&model_name=response&field_name=incident&term="
CASES = {
    "growth_max": [f"{ASKED}{asked}" for asked in QUESTIONS],
    "combined_growth_max": [f"{ASKED}{asked}" for asked in COMBINED],
    "deep_growth_max": [ASKED],
    "across_growth_max": [f"/api/v1/{asked}{'&' if '?' in asked else '?'}count=none" for asked in ACROSS],
    "counted_growth_max": [
        *(f"{PLACE}{asked}" for asked in COUNTED),
        *(f"{ASKED}facets_only=1&facets={names}" for names in FACETS),
    ],
    "admin_growth_max": [
        LISTED,
        *(f"{LISTED}?{asked}" for asked in NARROWED),
        *(f"{PICKED}{word}" for word in ("", *WORDS)),
    ],
}
"""The addresses whose growth is measured, by the figure that tells the most of it."""
WAY_OF = {"admin_growth_max": "admin", "deep_growth_max": "deep"}
"""Figures that are not of our reading from the first record on."""
