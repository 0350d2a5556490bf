"""What editors write and publish, and what such an entry owns: its other names and its citations."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, When
from django.db.models.functions import Left
from django.utils.timezone import now

from core.constraints import listed_by, one_of, together, unique_together
from core.database import NAMES, TEXT, InBytes, in_a_line
from core.fields import NameKeyField
from core.models import Record, RecordManager
from core.vocabulary import Vocabulary
from reference.models.finding import EntryQuerySet, Publication, uncited_facts
from reference.models.sources import Dataset, Source

LONGEST_VALUE = 300
UNSOURCED = "To be published, this record needs a source: add a citation that names one, or keep it a draft."


class AliasKind(Vocabulary):
    """Why a thing has another name."""

    DESIGNATION = "designation", "Designation", "The maker's or a state's official designation."
    NATO = "nato", "NATO reporting name", "Assigned by NATO's Air and Space Interoperability Council."
    SERVICE = "service", "Service name", "The name an operator gives it."
    MARKETING = "marketing", "Marketing name", "The name it is sold under."
    FORMER = "former", "Former name", "A name it had before."
    LABEL = "dataset-label", "Data-set label", "The way a published data set writes it."
    TRANSLITERATION = "transliteration", "Transliteration", "The name in another script, or carried over from one."
    ABBREVIATION = "abbreviation", "Abbreviation", "Initials or a shortened form."
    SHORT_TITLE = "short-title", "Short title", "What a long title is called for short."
    OTHER = "other", "Other", "Another name in use."


class Entry(Record):
    """What editors write and publish: a slug, a name, texts, and the data set it came from."""

    name_key = NameKeyField()
    summary = models.TextField(blank=True, help_text="What it is, in a few sentences.")
    notes = models.TextField(blank=True, help_text="What a reader should know about the record itself.")
    publication = models.CharField(max_length=20, choices=Publication, default=Publication.DRAFT)
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, blank=True, related_name="%(class)s_entries")
    external_id = models.CharField(max_length=120, null=True, blank=True, help_text="Its key in that data set.")
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True, db_index=True, help_text="Of the entry or anything it owns.")

    objects = RecordManager.from_queryset(EntryQuerySet)()
    text_index = {"name": NAMES, "summary": TEXT, "notes": TEXT}
    fact_fields: dict[str, list[str]] = {}
    """Groups of fields that are cited as one fact; every other field is a fact of its own name."""
    doubts = uncited_facts
    needs_source = True
    """It is published only with a citation that names a source."""

    class Meta(Record.Meta):
        abstract = True
        indexes = listed_by("name_key", "created", "updated")
        constraints = [
            one_of("publication", Publication.values),
            together("dataset", "external_id"),
            unique_together("dataset", "external_id"),
        ]

    def is_public(self):
        return self.publication != Publication.DRAFT

    def is_restricted(self) -> bool:
        """Tell whether it comes from a data set that may not be given to the public."""
        return self.dataset is not None and not self.dataset.redistributable

    def lacks_source(self, sources: Iterable) -> bool:
        """Tell whether it may not stand as it is when these are the sources of its citations."""
        return self.needs_source and self.publication == Publication.PUBLISHED and not any(sources)

    def unfit(self):
        return UNSOURCED if self.lacks_source(self.citations.values_list("source", flat=True)) else ""

    @classmethod
    def facts(cls) -> list[str]:
        """Return what a citation may name: the groups, and the scalar fields that stand alone."""
        grouped = {field for fields in cls.fact_fields.values() for field in fields}
        own = {field.name for field in Entry._meta.fields} | grouped | {"id"}
        scalar = [field for field in cls._meta.fields if not field.is_relation]
        return sorted([*cls.fact_fields, *(f.name for f in scalar if f.name not in own), "summary"])

    @classmethod
    def fact_in_words(cls, fact: str, path: str = ""):
        """Return the present value of a fact as an expression, one line by which a citation knows it is stale."""
        line = in_a_line(*(f"{path}{field}" for field in cls.fact_fields.get(fact, [fact])))
        return Left(line, LONGEST_VALUE)


class Owned(models.Model):
    """A row that belongs to an entry: saving or deleting it makes the entry's ``updated`` new."""

    owner_field = "entry"
    loaded_owner = None

    class Meta:
        abstract = True

    def save(self, **kwargs):
        super().save(**kwargs)
        self.touch_owner()
        self.loaded_owner = self.owner_key()

    def delete(self, *args, **kwargs):
        self.touch_owner()
        return super().delete(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values):
        owned = super().from_db(db, field_names, values)
        if f"{cls.owner_field}_id" in field_names:
            owned.loaded_owner = owned.owner_key()
        return owned

    @property
    def owner(self):
        return getattr(self, self.owner_field)

    def owner_key(self) -> int:
        return getattr(self, f"{self.owner_field}_id")

    def touch_owner(self):
        """Make the owner's time of change new, and that of the one it was taken from."""
        owners = self._meta.get_field(self.owner_field).related_model
        if issubclass(owners, Entry):
            owners.objects.filter(pk__in={self.owner_key(), self.loaded_owner}).update(updated=now())


class AliasManager(models.Manager):
    def get_by_natural_key(self, slug: str, text: str):
        return self.get(entry__slug=slug, text=text)


class Alias(Owned):
    """Another name of an entry. Everyday words (Patriot, Javelin) are marked ambiguous."""

    text = models.CharField(max_length=300)
    key = NameKeyField(source="text")
    kind = models.CharField(max_length=20, choices=AliasKind, default=AliasKind.OTHER)
    language = models.CharField(max_length=12, blank=True, help_text="BCP 47, such as he or hi; blank when in English.")
    ambiguous = models.BooleanField(
        default=False, help_text="An everyday word: finding it does not identify the entry."
    )

    objects = AliasManager()
    text_index = {"text": NAMES}

    class Meta:
        abstract = True
        ordering = ["key", "id"]
        verbose_name_plural = "aliases"
        constraints = [one_of("kind", AliasKind.values), unique_together("entry", "text")]

    def __str__(self):
        return self.text

    def natural_key(self):
        return (self.entry.slug, self.text)

    natural_key.dependencies = []


class CitationManager(models.Manager):
    def get_by_natural_key(self, slug: str, fact: str, source: str | None, locator: str = ""):
        return self.get(entry__slug=slug, fact=fact, source__slug=source, locator=locator)


class Citation(Owned):
    """Where one scalar fact of an entry comes from; without a source it is known to be uncited."""

    fact = models.CharField(max_length=40, blank=True, help_text="Such as killed or value; blank for the whole entry.")
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_set",
        help_text="Blank: known to be uncited.",
    )
    locator = models.CharField(max_length=80, blank=True, help_text="Page or paragraph.")
    quote = models.CharField(max_length=500, blank=True, help_text="A short one.")
    note = models.CharField(max_length=500, blank=True)
    cited_value = models.CharField(
        max_length=LONGEST_VALUE,
        blank=True,
        help_text="What the fact was when cited; clear it to take the present value.",
    )
    loaded_value = None

    objects = CitationManager()

    class Meta:
        abstract = True
        ordering = [InBytes("fact"), "id"]
        constraints = [
            unique_together("entry", "fact", "source", "locator"),
            models.UniqueConstraint(
                name="%(class)s_uncited_once",
                fields=["entry", "fact"],
                condition=Q(source=None),
                violation_error_message="This fact is marked as uncited already.",
            ),
        ]

    def __str__(self):
        return self.fact or "whole entry"

    def save(self, **kwargs):
        """Fill in the cited value once: what was cited while the fact was empty stays blank."""
        if self.fact in self.facts() and not self.cited_value and self.loaded_value != "":
            entry = type(self.entry)._base_manager.filter(pk=self.entry_id)
            self.cited_value = entry.values_list(self.entry.fact_in_words(self.fact), flat=True).get()
        super().save(**kwargs)
        self.loaded_value = self.cited_value

    @classmethod
    def from_db(cls, db, field_names, values):
        citation = super().from_db(db, field_names, values)
        citation.loaded_value = citation.__dict__.get("cited_value")
        return citation

    def natural_key(self):
        return (self.entry.slug, self.fact, self.source and self.source.slug, self.locator)

    def clean(self):
        super().clean()
        if self.fact and self.fact not in self.facts():
            raise ValidationError(
                {"fact": f"“{self.fact}” is not a fact of this record; known are: {', '.join(self.facts())}."}
            )

    @classmethod
    def facts(cls) -> list[str]:
        """Return what such a citation may name."""
        return cls._meta.get_field("entry").related_model.facts()

    @classmethod
    def is_stale(cls):
        """Return the expression that tells whether the fact has changed since it was cited."""
        entry = cls._meta.get_field("entry").related_model
        facts = {fact: entry.fact_in_words(fact, "entry__") for fact in cls.facts()}
        now = Case(*(When(fact=fact, then=value) for fact, value in facts.items()), default=F("cited_value"))
        return ExpressionWrapper(~Q(cited_value=now), models.BooleanField())
