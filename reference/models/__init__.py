"""What every app to the right refers to: states, organisations, sources, and the bases of entries and claims."""

from reference.models.addresses import Retired
from reference.models.aliases import Alias, AliasKind
from reference.models.claims import UNCITED, UNNAMED, Certainty, Claim, ClaimManager, ClaimQuerySet, Rank, owned_by
from reference.models.duplicates import Distinct
from reference.models.entries import UNSOURCED, Citation, Entry, Owned
from reference.models.finding import (
    LOOKED_THROUGH,
    EntryQuerySet,
    FoundQuerySet,
    Publication,
    Tier,
    entries_by,
    of_data_sets,
    visible,
    ways_numbered,
)
from reference.models.loads import Load, RefusedLoad
from reference.models.places import (
    STATE_KINDS,
    Country,
    CountryAlias,
    CountryCode,
    Organisation,
    OrganisationAlias,
    OrganisationCitation,
    OrganisationKind,
    Scheme,
)
from reference.models.sources import Dataset, DataVersion, Release, Reliability, Source, SourceKind
from reference.models.stated import facts_counted, has_uncited_facts

__all__ = [
    "LOOKED_THROUGH",
    "STATE_KINDS",
    "UNCITED",
    "UNNAMED",
    "UNSOURCED",
    "Alias",
    "AliasKind",
    "Certainty",
    "Citation",
    "Claim",
    "ClaimManager",
    "ClaimQuerySet",
    "Country",
    "CountryAlias",
    "CountryCode",
    "DataVersion",
    "Dataset",
    "Distinct",
    "Entry",
    "EntryQuerySet",
    "FoundQuerySet",
    "Load",
    "Organisation",
    "OrganisationAlias",
    "OrganisationCitation",
    "OrganisationKind",
    "Owned",
    "Publication",
    "Rank",
    "RefusedLoad",
    "Release",
    "Reliability",
    "Retired",
    "Scheme",
    "Source",
    "SourceKind",
    "Tier",
    "entries_by",
    "facts_counted",
    "has_uncited_facts",
    "of_data_sets",
    "owned_by",
    "visible",
    "ways_numbered",
]
