"""What editors write and publish, and what such an entry owns: its citations."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, When
from django.db.models.functions import Left
from django.utils.timezone import now

from core.constraints import one_of, together, unique_together
from core.database import NAMES, TEXT, InBytes, in_a_line
from core.fields import NameKeyField
from core.models import Record, RecordManager, refuse
from reference.models.finding import EntryQuerySet, Publication, entries_by, uncited_facts
from reference.models.sources import Dataset, Source

LONGEST_VALUE = 300
UNSOURCED = (
    "To be published, this record needs a source of its own, beside those of its rows: add a citation that names one,"
    " or keep it a draft."
)


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
    alike_by = [["name_key"]]
    """Fields by which entries are taken for one another, each a group that is the same in both."""
    doubts = uncited_facts
    needs_source = True
    """It is published only with a citation that names a source."""

    class Meta(Record.Meta):
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")
        indexes = entries_by("slug", "name_key", "created", "updated")
        constraints = [
            one_of("publication", Publication.values),
            together("dataset", "external_id"),
            unique_together("dataset", "external_id"),
        ]

    def is_public(self):
        return self.publication != Publication.DRAFT

    def is_withdrawn(self):
        return self.publication == Publication.WITHDRAWN

    def is_restricted(self) -> bool:
        """Tell whether it comes from a data set that may not be given to the public."""
        return self.dataset is not None and not self.dataset.redistributable

    def lacks_source(self, sources: Iterable) -> bool:
        """Tell whether it may not stand as it is when these are the sources of its citations."""
        return self.needs_source and self.publication == Publication.PUBLISHED and not any(sources)

    def unfit(self):
        due = self.lacks_source([])
        return UNSOURCED if due and self.lacks_source(self.citations.values_list("source", flat=True)) else ""

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
    ruled_fields: tuple[str, ...] = ()
    """What ``refusals`` looks at."""
    unstated: dict[str, object] = {}
    """Values that say nothing, by field, beside blank ones."""

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

    @classmethod
    def refusals(cls, records):
        """Yield the rows that break a rule no column can keep, each with its message by field."""
        return iter(())

    def clean(self):
        super().clean()
        refuse(self)

    def decided_by(self) -> dict[str, set[str]]:
        """Return the fields that go with fields of the owner, when one of two owners' values is taken."""
        return {}

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
    ruled_fields = ("fact",)
    named_beside = "source"
    """What tells those apart that name no fact."""

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
        known = self._meta.get_field("source").is_cached(self) and self.source
        return self.fact or self.unnamed(known.name if known else "")

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

    @classmethod
    def unnamed(cls, source: str) -> str:
        """Return what a citation of no fact is called: it is of the whole entry."""
        return f"whole entry ({source})" if source else "whole entry"

    def decided_by(self):
        return {"cited_value": set(self.entry.fact_fields.get(self.fact, [self.fact]))}

    @classmethod
    def keyed_by(cls):
        return ("entry", "fact", "source", "locator")

    def natural_key(self):
        return (self.entry.slug, self.fact, self.source and self.source.slug, self.locator)

    @classmethod
    def refusals(cls, records):
        known = {"", *cls.facts()}
        for citation in records:
            if citation.fact not in known:
                named = ", ".join(cls.facts())
                yield citation, {"fact": f"“{citation.fact}” is not a fact of this record; known are: {named}."}

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
