"""Assertions: what links or measures entries, each with its sources and how sure it is."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Concat
from django.utils.text import slugify

from core.constraints import one_of, unique_together
from core.fields import SlugField
from core.vocabulary import Vocabulary
from reference.models.entries import Entry, Owned
from reference.models.finding import Publication, redistributable_to, visible
from reference.models.sources import Dataset, Source

UNCITED = "No source is named: published, this counts as uncited."
UNNAMED = "a claim is named by its ref, and this one has none."


class Certainty(Vocabulary):
    """How sure an assertion is, as reports of incidents grade it; blank means not assessed."""

    CONFIRMED = "confirmed", "Confirmed", "Established by independent evidence or by all sides."
    PROBABLE = "probable", "Probable", "More likely than not on the evidence seen."
    CLAIMED = "claimed", "Claimed", "Asserted by the one who did it, or by one side."
    ATTRIBUTED = "attributed", "Attributed", "Asserted by others than the one who did it."
    SUSPECTED = "suspected", "Suspected", "Named as possible, without evidence made public."
    DISPUTED = "disputed", "Disputed", "Asserted by some and denied by others with standing."


class Rank(Vocabulary):
    """Which of several conflicting assertions to use; the terms are Wikidata's."""

    PREFERRED = "preferred", "Preferred", "The best one known."
    NORMAL = "normal", "Normal", "As good as the others."
    DEPRECATED = "deprecated", "Deprecated", "Known to be wrong or outdated; kept, shown, never matched by filters."


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user, seen_from: str | None = None):
        """Keep what this reader may see: both ends published, and rows that may be given away.

        ``seen_from`` names the end the reader stands at, whose own visibility is settled already.
        """
        shown = redistributable_to(user)
        for field in self.model.entry_fields():
            if field.name != seen_from:
                end = field.related_model._base_manager.filter(visible(user), pk=OuterRef(field.attname)).order_by()
                shown &= Exists(end) | Q(**{field.name: None})
        return self.filter(shown)

    def standing(self):
        """Leave out what is known to be wrong."""
        return self.exclude(rank=Rank.DEPRECATED)

    def compared(self):
        """Have each row bring along what it is compared with: here nothing."""
        return self

    def uncited(self):
        """Keep the claims that name no source."""
        links = self.model.sources.through._base_manager.filter(**{self.model._meta.model_name: OuterRef("pk")})
        return self.filter(~Exists(links))


class ClaimManager(models.Manager.from_queryset(ClaimQuerySet)):
    def get_by_natural_key(self, owner: str, ref: str):
        return self.get(**{f"{self.model.owner_field}__slug": owner, "ref": ref})


class Claim(Owned):
    """One assertion that links or measures something. Conflicting claims stand side by side.

    A claim without a source is allowed, is visible as uncited, and counts against coverage.
    """

    owner_field: str
    subject_fields: list[str]
    """What the claim says of its owner, most telling first: the ref is made from the first one given."""

    ref = SlugField(max_length=60, blank=True, help_text="Short name within its owner; made when left blank.")
    sources = models.ManyToManyField(Source, related_name="%(class)s_claims", blank=True)
    locator = models.CharField(max_length=80, blank=True, help_text="Page or paragraph.")
    quote = models.CharField(max_length=500, blank=True, help_text="A short one.")
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, blank=True, related_name="%(class)s_claims")
    certainty = models.CharField(max_length=12, choices=Certainty, blank=True, help_text="Blank: not assessed.")
    rank = models.CharField(max_length=12, choices=Rank, default=Rank.NORMAL)
    note = models.TextField(blank=True)

    objects = ClaimManager()

    class Meta:
        abstract = True
        ordering = ["ref", "id"]
        indexes = [models.Index(fields=["rank"], name="%(class)s_by_rank")]
        constraints = [
            one_of("rank", Rank.values),
            one_of("certainty", Certainty.values, blank=True),
        ]

    def __str__(self):
        return self.ref

    @classmethod
    def called(cls) -> Case:
        """Return what a claim is called as people read it: the name of what it says of its owner, and its ref."""
        text, told = models.TextField(), []
        for name in cls.subject_fields:
            path = f"{name}__name" if cls._meta.get_field(name).is_relation else name
            both = Concat(path, Value(" ("), "ref", Value(")"), output_field=text)
            told.append(When(~Q(**{path: None}) & ~Q(**{path: ""}), then=both))
        return Case(*told, default="ref", output_field=text)

    @classmethod
    def keyed_by(cls):
        return (cls.owner_field, "ref")

    def natural_key(self):
        if not self.ref:
            raise ValidationError({"ref": UNNAMED})
        return (self.owner.slug, self.ref)

    def doubts(self) -> dict[str, str]:
        """Return what is doubtful about the claim, by field: that it has no source, once it is published."""
        published = getattr(self.owner, "publication", None) == Publication.PUBLISHED
        return {"sources": UNCITED} if published and not self.sources.all() else {}

    def save(self, **kwargs):
        self.ref = self.ref or self.free_ref()
        super().save(**kwargs)

    def free_ref(self) -> str:
        """Return the first free ref: ``in``, ``in-2``, ``in-3`` …"""
        subject = next(filter(None, (getattr(self, field) for field in self.subject_fields)), "claim")
        stem = slugify(getattr(subject, "slug", subject))[:55].lower() or "claim"
        siblings = type(self).objects.filter(**{self.owner_field: self.owner}, ref__startswith=stem)
        taken = set(siblings.values_list("ref", flat=True))
        return next(ref for ref in [stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))] if ref not in taken)

    @classmethod
    def entry_fields(cls) -> list[models.ForeignKey]:
        """Return the claim's ends that are entries, and so may be hidden."""
        return [f for f in cls._meta.fields if f.many_to_one and issubclass(f.related_model, Entry)]


def owned_by(owner: str):
    """Return the rule that a claim's ref is unique within its owner."""
    return unique_together(owner, "ref")
