"""Weapon systems: what they are, who makes and holds them, what they can do."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from core.constraints import different, exactly_one_of, in_order, not_above, one_of
from core.database import TEXT
from core.doubts import far_outside
from core.fields import CountField, PartialDateField, SlugField
from core.models import Record, RecordManager
from core.names import nearest
from core.printed import read_otherwise
from core.units import FACTORS
from core.vocabulary import Vocabulary
from equipment.comparing import SpecificationManager
from equipment.stated import as_printed
from reference.models import Alias, Citation, Claim, Country, Entry, EntryQuerySet, Organisation, entries_by, owned_by


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

    credited = ("armoury-facts",)

    class Meta(Record.Meta):
        verbose_name_plural = "categories"
        constraints = [different("parent", "id")]

    ruled_fields = ("slug", "parent")

    @classmethod
    def refusals(cls, records):
        yield from super().refusals(records)
        parents = {record.pk: record.parent_id for record in records if record.parent_id}
        lower = cls.objects.filter(pk__in=set(parents.values())).exclude(parent=None).values_list("pk", flat=True)
        above = cls.objects.filter(parent__in=[key for key in parents if key]).values_list("parent", flat=True)
        lower, above = set(lower), set(above)
        for record in records:
            if record.parent_id in lower or (record.parent_id and record.pk in above):
                yield (
                    record,
                    {"parent": "The tree has two levels: a category with a parent has no others below it."},
                )


class Property(Record):
    """What can be specified of a system: its dimension and the one unit it is kept in."""

    dimension = models.CharField(max_length=20, choices=[(name, name) for name in FACTORS])
    unit = models.CharField(max_length=10, blank=True, help_text="Canonical unit; blank for counts and texts.")
    definition = models.TextField()

    credited = ("armoury-facts",)

    class Meta(Record.Meta):
        verbose_name_plural = "properties"
        constraints = [one_of("dimension", list(FACTORS))]

    ruled_fields = ("slug", "dimension", "unit")

    @classmethod
    def refusals(cls, records):
        yield from super().refusals(records)
        for record in records:
            units = FACTORS.get(record.dimension, {"": "1"})
            if record.unit not in units and record.dimension != "text":
                near = f" Nearest: {', '.join(nearest(record.unit, units))}." if any(units) else ""
                yield record, {"unit": f"“{record.unit}” does not measure {record.dimension}.{near}"}


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
        indexes = [*Entry.Meta.indexes, *entries_by("status", "family", "first_flight", "introduced", "retired")]
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
    quantity_low = CountField(null=True, blank=True, help_text="Lowest number stated.")
    quantity_best = CountField(null=True, blank=True, help_text="Best number known.")
    quantity_high = CountField(null=True, blank=True, help_text="Highest number stated.")

    class Meta(Claim.Meta):
        constraints = [
            *Claim.Meta.constraints,
            owned_by("system"),
            exactly_one_of("country", "organisation"),
            in_order("since", "until"),
        ]


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

    objects = SpecificationManager()
    measured_in = {"property__unit": ["minimum", "maximum"]}

    class Meta(Claim.Meta):
        constraints = [*Claim.Meta.constraints, owned_by("system"), not_above("minimum", "maximum")]

    def doubts(self):
        """Return what is doubtful about it, by field: other numbers than its words, or far from its category's."""
        like, ends = [self.__dict__.get(end) for end in ("least", "greatest")], (self.minimum, self.maximum)
        read = read_otherwise(self.stated, self.property.dimension, self.property.unit, ends)
        text = read or far_outside(*ends, *like, self.property.unit)
        return super().doubts() | ({"stated": text} if text else {})

    as_printed = classmethod(as_printed)
    ruled_fields = ("minimum", "maximum", "property")

    @classmethod
    def refusals(cls, records):
        measured = [record for record in records if record.minimum is not None or record.maximum is not None]
        texts = Property.objects.filter(dimension="text", pk__in={record.property_id for record in measured})
        texts = texts.in_bulk() if measured else {}
        for record in measured:
            if record.property_id in texts:
                told = f"“{texts[record.property_id]}” is a text: leave minimum and maximum blank."
                yield record, {"minimum": told}


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
