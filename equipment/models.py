"""Weapon systems: what they are, who makes and holds them, what they can do."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.constraints import different, exactly_one_of, in_order, listed_by, not_above, one_of
from core.database import TEXT
from core.doubts import ENOUGH, far_outside
from core.fields import PartialDateField, SlugField
from core.models import Record, RecordManager
from core.printed import read_otherwise
from core.units import FACTORS
from core.vocabulary import Vocabulary
from reference.models import (
    Alias,
    Citation,
    Claim,
    ClaimManager,
    ClaimQuerySet,
    Country,
    Entry,
    EntryQuerySet,
    Organisation,
    owned_by,
)


class SystemStatus(Vocabulary):
    """Where a type stands in its life, anywhere in the world."""

    DEVELOPMENT = "development", "In development", "Designed, tested or ordered, with no operator yet."
    IN_SERVICE = "in-service", "In service", "Held by at least one operator."
    RETIRED = "retired", "Retired", "No longer held by any operator."
    CANCELLED = "cancelled", "Cancelled", "Given up before it entered service."


class MakerRole(Vocabulary):
    """What a maker did for a system."""

    DESIGNED = "designed", "Designed", "Made the design."
    DEVELOPED = "developed", "Developed", "Took it from design to service."
    MANUFACTURED = "manufactured", "Manufactured", "Builds it."
    LICENCE = "licence-produced", "Licence-produced", "Builds it under another's licence."


class Category(Record):
    """SIPRI's armament categories and, below them, its weapon descriptions, as a tree of two levels.

    Source: SIPRI Arms Transfers Database, sources and methods.
    """

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    definition = models.TextField(blank=True)

    class Meta(Record.Meta):
        verbose_name_plural = "categories"
        constraints = [different("parent", "id")]

    def clean(self):
        super().clean()
        if self.parent_id and (self.parent.parent_id or (self.pk and self.children.exists())):
            raise ValidationError(
                {"parent": "The tree has two levels: a category with a parent has no others below it."}
            )


class Property(Record):
    """What can be specified of a system: its dimension and the one unit it is kept in."""

    dimension = models.CharField(max_length=20, choices=[(name, name) for name in FACTORS])
    unit = models.CharField(max_length=10, blank=True, help_text="Canonical unit; blank for counts and texts.")
    definition = models.TextField()

    class Meta(Record.Meta):
        verbose_name_plural = "properties"
        constraints = [one_of("dimension", list(FACTORS))]

    def clean(self):
        super().clean()
        if self.unit not in FACTORS.get(self.dimension, {"": "1"}) and self.dimension != "text":
            raise ValidationError({"unit": f"“{self.unit}” does not measure {self.dimension}."})


class WeaponSystemQuerySet(EntryQuerySet):
    def specified(self, asked: tuple[int, str, Decimal], reader=None):
        """Keep the systems with a specification that may, or must, lie where the bound says."""
        measured, bound, number = asked
        rows = Specification.objects.visible_to(reader, seen_from="system").standing().filter(property=measured)
        rows = rows.filter(SPECIFICATION_BOUNDS[bound](number)).exclude(minimum=None, maximum=None)
        return self.filter(pk__in=rows.order_by().values("system"))


class WeaponSystem(Entry):
    """A type of weapon, not a single item of it."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="weapon_systems")
    role = models.CharField(max_length=200, blank=True, help_text="What it is for.")
    status = models.CharField(max_length=20, choices=SystemStatus)
    origins = models.ManyToManyField(Country, blank=True, related_name="originated_systems")
    first_flight = PartialDateField(help_text="Of a missile or satellite: first known launch.")
    introduced = PartialDateField(help_text="Entered service with its first operator.")
    retired = PartialDateField(help_text="Left service with its last operator.")
    family = SlugField(max_length=80, blank=True, db_index=True, help_text="Shared by systems of one family.")
    derived_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="derivatives")
    variant_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="variant_entries")
    related = models.ManyToManyField("self", blank=True)

    objects = RecordManager.from_queryset(WeaponSystemQuerySet)()
    text_index = Entry.text_index | {"role": TEXT}
    usual_order = [("first_flight", "introduced"), ("first_flight", "retired")]

    class Meta(Entry.Meta):
        indexes = [*Entry.Meta.indexes, *listed_by("status", "family", "first_flight", "introduced", "retired")]
        constraints = [
            *Entry.Meta.constraints,
            one_of("status", SystemStatus.values),
            in_order("introduced", "retired"),
            different("derived_from", "id"),
            different("variant_of", "id"),
        ]


class WeaponSystemAlias(Alias):
    """Another name of a weapon system."""

    entry = models.ForeignKey(WeaponSystem, models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "weapon system aliases"


class WeaponSystemCitation(Citation):
    """Where a fact of a weapon system comes from."""

    entry = models.ForeignKey(WeaponSystem, models.CASCADE, related_name="citations")


class Maker(Claim):
    """An organisation designed, developed, manufactured or licence-produced a system."""

    owner_field, subject_fields = "system", ["organisation"]
    system = models.ForeignKey(WeaponSystem, models.CASCADE, related_name="makers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="made_systems")
    role = models.CharField(max_length=20, choices=MakerRole)

    class Meta(Claim.Meta):
        constraints = [*Claim.Meta.constraints, owned_by("system"), one_of("role", MakerRole.values)]


class Operator(Claim):
    """A country or organisation holds a system, or held it."""

    owner_field, subject_fields = "system", ["country", "organisation"]
    system = models.ForeignKey(WeaponSystem, models.CASCADE, related_name="operators")
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="operated_systems")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="operated_systems"
    )
    service = models.CharField(max_length=120, blank=True, help_text="Branch, as stated: Indian Air Force.")
    since = PartialDateField()
    until = PartialDateField()
    quantity_low = models.PositiveIntegerField(null=True, blank=True, help_text="Lowest number stated.")
    quantity_best = models.PositiveIntegerField(null=True, blank=True, help_text="Best number known.")
    quantity_high = models.PositiveIntegerField(null=True, blank=True, help_text="Highest number stated.")

    class Meta(Claim.Meta):
        constraints = [
            *Claim.Meta.constraints,
            owned_by("system"),
            exactly_one_of("country", "organisation"),
            in_order("since", "until"),
        ]


class SpecificationQuerySet(ClaimQuerySet):
    def compared(self):
        """Have each row bring along the least and the greatest value that others of its category have."""
        others = Specification.objects.exclude(system=OuterRef("system"))
        others = others.of_category(OuterRef("system__category"), OuterRef("property"))
        return self.annotate(least=Subquery(others.values("least")), greatest=Subquery(others.values("greatest")))

    def of_category(self, category, measured):
        """Return the least and the greatest value of a property in a category, where enough systems have one."""
        rows = self.standing().filter(system__category=category, property=measured).order_by().values("property")
        ends = {"least": Min(Coalesce("minimum", "maximum")), "greatest": Max(Coalesce("maximum", "minimum"))}
        return rows.annotate(**ends, number=Count("system", distinct=True)).filter(number__gte=ENOUGH)


class Specification(Claim):
    """What a system measures or carries: numbers in the property's unit, and the words of the source.

    “At least 200 km” has a minimum and no maximum; “up to 200 km” has both at 200; a textual
    property (guidance, engine) has neither.
    """

    owner_field, subject_fields = "system", ["property"]
    system = models.ForeignKey(WeaponSystem, models.CASCADE, related_name="specifications")
    property = models.ForeignKey(Property, models.PROTECT, related_name="specifications")
    minimum = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    maximum = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    stated = models.CharField(max_length=300, help_text="As printed, with its unit.")
    condition = models.CharField(max_length=300, blank=True, help_text="When it holds: by version, load, altitude.")
    approximate = models.BooleanField(default=False, help_text="The source says about, or Mach was converted.")

    objects = ClaimManager.from_queryset(SpecificationQuerySet)()

    class Meta(Claim.Meta):
        constraints = [*Claim.Meta.constraints, owned_by("system"), not_above("minimum", "maximum")]

    def doubts(self):
        """Return what is doubtful about it, by field: other numbers than its words, or far from its category's."""
        like, ends = [self.__dict__.get(end) for end in ("least", "greatest")], (self.minimum, self.maximum)
        read = read_otherwise(self.stated, self.property.dimension, self.property.unit, ends)
        text = read or far_outside(*ends, *like)
        return super().doubts() | ({"stated": text} if text else {})

    def clean(self):
        super().clean()
        measured = self.minimum is not None or self.maximum is not None
        if measured and self.property_id and self.property.dimension == "text":
            raise ValidationError({"minimum": f"“{self.property}” is a text: leave minimum and maximum blank."})


SPECIFICATION_BOUNDS = {
    "gte": lambda number: Q(maximum__gte=number) | Q(maximum=None),
    "lte": lambda number: Q(minimum__lte=number) | Q(minimum=None),
    "": lambda number: (Q(maximum__gte=number) | Q(maximum=None)) & (Q(minimum__lte=number) | Q(minimum=None)),
    "surely_gte": lambda number: Q(minimum__gte=number),
    "surely_lte": lambda number: Q(maximum__lte=number),
}
"""What each bound of ``spec=`` asks; an open end may reach anywhere."""


class Variant(Claim):
    """A named variant: one too small for an entry of its own, or one that is an entry already."""

    owner_field, subject_fields = "system", ["name"]
    system = models.ForeignKey(WeaponSystem, models.CASCADE, related_name="variants")
    name = models.CharField(max_length=200)
    entry = models.ForeignKey(WeaponSystem, models.PROTECT, null=True, blank=True, related_name="variant_claims")

    class Meta(Claim.Meta):
        constraints = [*Claim.Meta.constraints, owned_by("system"), different("entry", "system")]
