"""States, present and former, and the organisations in them."""

from collections.abc import Iterator, Sequence

from django.db import models

from core.constraints import different, in_order, one_of, unique_together
from core.database import NAMES
from core.fields import CountField, NameKeyField, PartialDateField
from core.models import Record, RecordManager
from core.vocabulary import Vocabulary
from reference.models.aliases import Alias
from reference.models.entries import Citation, Entry
from reference.models.finding import FoundQuerySet, entries_by


class Scheme(Vocabulary):
    """Whose numbers for states: both state lists of conflict research."""

    GW = "GW", "Gleditsch-Ward", "Gleditsch and Ward's list of independent states, used by UCDP."
    COW = "COW", "Correlates of War", "The Correlates of War project's state system membership."


class OrganisationKind(Vocabulary):
    """What an organisation is; UCDP's actor types for armed groups, SIPRI's terms for producers."""

    MANUFACTURER = "manufacturer", "Manufacturer", "Makes arms, whoever owns it."
    ARMED_FORCE = "armed-force", "Armed force", "A state's armed force or a service of it."
    GOVERNMENT = (
        "government",
        "Government body",
        "A ministry, agency or state-owned enterprise outside the arms industry.",
    )
    ARMED_GROUP = "armed-group", "Armed group", "A non-state actor that uses armed force; never stands for a state."
    INTERNATIONAL = (
        "international-organisation",
        "International organisation",
        "Has states as members; never stands for one.",
    )


STATE_KINDS = [OrganisationKind.MANUFACTURER, OrganisationKind.ARMED_FORCE, OrganisationKind.GOVERNMENT]
"""The kinds of organisation a country also stands for in filters."""


class Country(Record):
    """A state or territory, present or former; the slug is its ISO 3166-1 alpha-2 or ISO 3166-3 code."""

    name_key = NameKeyField()
    alpha3 = models.CharField("alpha-3", max_length=3, help_text="ISO 3166-1 alpha-3, as it was for a former state.")
    numeric = models.CharField(max_length=3, blank=True, help_text="ISO 3166-1 numeric, three digits.")
    region = models.CharField(max_length=60, blank=True, help_text="Of the UN's M49 standard.")
    subregion = models.CharField(max_length=60, blank=True, help_text="Of the UN's M49 standard.")
    valid_from = PartialDateField(help_text="First day as a state.")
    valid_until = PartialDateField(help_text="Last day as a state; blank while it exists.")
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")

    objects = RecordManager.from_queryset(FoundQuerySet)()
    credited = ("iso-3166", "cow-states", "gw-states")
    text_index = {"name": NAMES}

    class Meta(Record.Meta):
        verbose_name_plural = "countries"
        constraints = [in_order("valid_from", "valid_until")]

    @classmethod
    def refusals(cls, records):
        yield from super().refusals(records)
        yield from with_slug_of(Organisation, records)


def with_slug_of(other: type[Record], records: Sequence[Record]) -> Iterator[tuple[Record, dict[str, str]]]:
    """Keep the slugs of countries and organisations apart: filters take either in one place."""
    taken = set(other.objects.filter(slug__in=[record.slug for record in records]).values_list("slug", flat=True))
    for record in records:
        if record.slug in taken:
            named = f"{other._meta.verbose_name} {record.slug}"
            yield record, {"slug": f"“{record.slug}” is the slug of another record: {named}."}


class CountryAlias(Alias):
    """Another name of a country: Turkiye, Myanmar (Burma)."""

    entry = models.ForeignKey(Country, models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "country aliases"


class CountryCodeManager(models.Manager):
    def get_by_natural_key(self, scheme: str, number: int, valid_from: str):
        return self.get(scheme=scheme, number=number, valid_from=valid_from)


class CountryCode(models.Model):
    """A state's number in a scheme for a span of time: Germany was COW 255, then 260, then 255 again."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=3, choices=Scheme)
    number = CountField()
    valid_from = PartialDateField(null=False, blank=False)
    valid_until = PartialDateField(help_text="Blank while it is in use.")

    objects = CountryCodeManager()

    class Meta:
        ordering = ["scheme", "number", "valid_from"]
        constraints = [
            one_of("scheme", Scheme.values),
            in_order("valid_from", "valid_until"),
            unique_together("scheme", "number", "valid_from"),
        ]

    def __str__(self):
        return f"{self.scheme} {self.number}"

    @classmethod
    def keyed_by(cls):
        return ("scheme", "number", "valid_from")

    def natural_key(self):
        return (self.scheme, self.number, self.valid_from)


class Organisation(Entry):
    """A manufacturer, armed force, government body, armed group or international organisation."""

    needs_source = False
    kind = models.CharField(max_length=30, choices=OrganisationKind)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="organisations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    website = models.URLField(max_length=300, null=True, blank=True)

    class Meta(Entry.Meta):
        indexes = [*Entry.Meta.indexes, *entries_by("kind")]
        constraints = [*Entry.Meta.constraints, one_of("kind", OrganisationKind.values), different("parent", "id")]

    @classmethod
    def refusals(cls, records):
        yield from super().refusals(records)
        yield from with_slug_of(Country, records)


class OrganisationAlias(Alias):
    """Another name of an organisation."""

    entry = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "organisation aliases"


class OrganisationCitation(Citation):
    """Where a fact of an organisation comes from."""

    entry = models.ForeignKey(Organisation, models.CASCADE, related_name="citations")
