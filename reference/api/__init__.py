"""The endpoints of countries, organisations, sources and data sets, and the bases of all entries'."""

from reference.api.countries import CountryViewSet, OrganisationViewSet
from reference.api.entries import (
    Actor,
    ClaimSerializer,
    EntryFilterSet,
    EntrySerializer,
    EntryViewSet,
)
from reference.api.sources import DatasetViewSet, SourceViewSet

__all__ = [
    "Actor",
    "ClaimSerializer",
    "CountryViewSet",
    "DatasetViewSet",
    "EntryFilterSet",
    "EntrySerializer",
    "EntryViewSet",
    "OrganisationViewSet",
    "SourceViewSet",
]
