"""Where facts come from, and what becomes of the addresses of records."""

from django.db import models

from core.constraints import different, listed_by, one_of, unique_together
from core.database import NAMES, TEXT
from core.fields import NameKeyField, PartialDateField
from core.models import Record, RecordManager
from core.vocabulary import Vocabulary
from reference.models.finding import FoundQuerySet


class SourceKind(Vocabulary):
    """What sort of document a source is."""

    OFFICIAL = "official", "Official", "Published by a state, an armed force or an international organisation."
    NEWS = "news", "News", "Press, agency or broadcaster."
    RESEARCH = "research", "Research", "Academic work or that of a research institute."
    DATASET = "dataset", "Data set", "A published series of structured records."
    ENCYCLOPEDIA = "encyclopedia", "Encyclopedia", "An encyclopedia or another compiled reference work."
    MANUFACTURER = "manufacturer", "Manufacturer", "Published by the maker of the system."
    OTHER = "other", "Other", "Anything else that can be looked up."


class Reliability(Vocabulary):
    """How far a source is trusted: the three upper grades of NATO's A-F scale, in words (STANAG 2511)."""

    HIGH = "high", "High", "Reliable: a primary document, or an outlet with a record of accuracy."
    MEDIUM = "medium", "Medium", "Usually reliable."
    LOW = "low", "Low", "A copy, an anonymous page or an outlet with a poor record; replace when possible."


class Source(Record):
    """A document that states a fact; its name is the document's title."""

    name_key = NameKeyField()
    publisher = models.CharField(max_length=200, null=True, blank=True)
    url = models.URLField("URL", max_length=500, null=True, blank=True)
    archive_url = models.URLField("archive URL", max_length=500, null=True, blank=True)
    published = PartialDateField(help_text="The day the document bears.")
    accessed = PartialDateField(help_text="The day it was last read.")
    kind = models.CharField(max_length=20, choices=SourceKind)
    reliability = models.CharField(max_length=10, choices=Reliability, blank=True, help_text="Blank: not assessed.")
    mirror = models.BooleanField(default=False, help_text="A copy of somebody else's text.")
    mirror_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="mirrors")
    note = models.CharField(max_length=500, blank=True)

    objects = RecordManager.from_queryset(FoundQuerySet)()
    credited = ("armoury-facts", "ucdp-ged")
    text_index = {"name": NAMES, "publisher": TEXT}
    usual_order = [("published", "accessed")]

    class Meta(Record.Meta):
        indexes = listed_by("name_key", "publisher", "published", "accessed", "kind", "reliability")
        constraints = [
            one_of("kind", SourceKind.values),
            one_of("reliability", Reliability.values, blank=True),
            different("mirror_of", "id"),
        ]


class Dataset(Record):
    """A published series of records: who owns it, under which licence, and how to credit it."""

    owner = models.CharField(max_length=200)
    url = models.URLField("URL", max_length=500, null=True, blank=True)
    licence = models.CharField(max_length=120, help_text="SPDX identifier, or the name of the terms.")
    licence_url = models.URLField("licence URL", max_length=500, null=True, blank=True)
    attribution = models.TextField(help_text="The credit line the owner asks for.")
    redistributable = models.BooleanField(help_text="May its rows be given to the public?")
    synthetic = models.BooleanField(default=False, help_text="Made up, to try things out: no row of it is a fact.")


Record.datasets = Dataset


class ReleaseManager(models.Manager):
    def get_by_natural_key(self, dataset: str, version: str):
        return self.get(dataset__slug=dataset, version=version)


class Release(models.Model):
    """One version of a data set, as it was fetched and loaded."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="releases")
    version = models.CharField(max_length=40)
    retrieved = PartialDateField(help_text="The day it was fetched.")
    checksum = models.CharField(max_length=80, blank=True, help_text="SHA-256 of the file as fetched.")
    loaded = models.DateTimeField(null=True, blank=True)

    objects = ReleaseManager()

    class Meta:
        ordering = ["dataset", "version"]
        constraints = [unique_together("dataset", "version")]

    def __str__(self):
        return self.version

    @classmethod
    def keyed_by(cls):
        return ("dataset", "version")

    def natural_key(self):
        return (self.dataset.slug, self.version)


class DataVersion(models.Model):
    """The one row the database bumps in every writing transaction (see ``core.database``)."""

    number = models.PositiveBigIntegerField()

    def __str__(self):
        return str(self.number)
