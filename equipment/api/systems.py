"""``weapon-systems``."""

from decimal import Decimal

from django.db.models import F

from core import units
from core.api import reading
from core.api.faults import Unreadable
from core.api.filters import Choice, Slug, Tree, Word
from core.api.questions import Asked
from core.api.ranges import PartialDate
from core.api.serializers import Computed
from core.names import nearest
from equipment.models import (
    Maker,
    MakerRole,
    Operator,
    Property,
    Specification,
    SystemStatus,
    Variant,
    WeaponSystem,
)
from reference.api import (
    Actor,
    ClaimSerializer,
    EntryFilterSet,
    EntrySerializer,
    EntryViewSet,
)


class MakerSerializer(ClaimSerializer):
    class Meta(ClaimSerializer.Meta):
        model = Maker
        fields = [*ClaimSerializer.Meta.head, "organisation", "role", *ClaimSerializer.Meta.tail]


class OperatorSerializer(ClaimSerializer):
    class Meta(ClaimSerializer.Meta):
        model = Operator
        fields = [
            *ClaimSerializer.Meta.head,
            "country",
            "organisation",
            "service",
            "since",
            "until",
            "quantity_low",
            "quantity_best",
            "quantity_high",
            *ClaimSerializer.Meta.tail,
        ]


class SpecificationSerializer(ClaimSerializer):
    unit = Computed(lambda model: F("property__unit"), schema={"type": "string"})

    class Meta(ClaimSerializer.Meta):
        model = Specification
        fields = [
            *ClaimSerializer.Meta.head,
            "property",
            "minimum",
            "maximum",
            "unit",
            "stated",
            "condition",
            "approximate",
            *ClaimSerializer.Meta.tail,
        ]


class VariantSerializer(ClaimSerializer):
    class Meta(ClaimSerializer.Meta):
        model = Variant
        fields = [*ClaimSerializer.Meta.head, "name", "entry", *ClaimSerializer.Meta.tail]


class WeaponSystemSerializer(EntrySerializer):
    makers = MakerSerializer(many=True)
    operators = OperatorSerializer(many=True)
    specifications = SpecificationSerializer(many=True)
    variants = VariantSerializer(many=True)

    class Meta(EntrySerializer.Meta):
        model = WeaponSystem
        fields = [
            *EntrySerializer.Meta.head,
            "category",
            "role",
            "status",
            "origins",
            "first_flight",
            "introduced",
            "retired",
            "family",
            "derived_from",
            "variant_of",
            "related",
            "makers",
            "operators",
            "specifications",
            "variants",
            *EntrySerializer.Meta.tail,
        ]


BOUNDS = ["", "gte", "lte", "surely_gte", "surely_lte"]
EXPECTED = "a property, a bound and a number with its unit, such as range__gte:200km"


class Specified(Asked):
    """Bounds of specifications, such as ``range__gte:200km``: any unit of the property's dimension will do."""

    def __init__(self, **options):
        super().__init__("specified", str, expected=EXPECTED, repeatable=True, by_reader=True, **options)

    def read_all(self, texts, lookup, view):
        return [read_specification(text) for text in texts]

    def named(self, lookup, values, view):
        slugs = [slug for slug, _, _ in values]
        return [reading.Named(Property.objects.exclude(dimension="text"), slugs, detail="unit")]

    def settle(self, values, found):
        return [(found[slug][0], bound, in_unit(quantity, found[slug][1])) for slug, bound, quantity in values]


def read_specification(text: str) -> tuple[str, str, units.Quantity]:
    """Return what ``range__gte:200km`` asks: the property's slug, the bound, the quantity as it is stated."""
    asked, _, value = text.partition(":")
    slug, _, bound = asked.partition("__")
    if bound not in BOUNDS or asked.endswith("__"):
        raise Unreadable(EXPECTED, suggestions=[f"{slug}__{name}" for name in nearest(bound, BOUNDS[1:])])
    try:
        return slug, bound, units.parse(value)
    except ValueError as error:
        raise Unreadable(f"{EXPECTED} ({error})") from None


def in_unit(quantity: units.Quantity, unit: str) -> Decimal:
    """Return a quantity in the unit its property is kept in."""
    try:
        return units.convert(quantity.number, quantity.unit, unit)
    except ValueError as error:
        raise Unreadable(f"{EXPECTED} ({error})") from None


class WeaponSystemFilterSet(EntryFilterSet):
    year = "introduced"
    category = Tree("category", example="loitering-munition", help="Armament category, with all below it")
    status = Choice("status", SystemStatus)
    origin = Slug("origins", lookups=("", "not", "all"), example="IL", help="Country of origin")
    family = Word("family", example="harpy-family")
    first_flight = PartialDate("first_flight")
    introduced = PartialDate("introduced")
    retired = PartialDate("retired")
    derived_from = Slug("derived_from", lookups=("", "not", "isnull"), example="harpy")
    variant_of = Slug("variant_of", lookups=("", "not", "isnull"), example="barak-8")
    maker = Actor(country="", through="makers", example="iai", help="Designer, developer or manufacturer")
    maker_role = Choice("role", MakerRole, through="makers", help="What the maker did")
    operator = Actor(through="operators", help="Who holds it")
    spec = Specified(example="range__gte:200km", help="Specifications; several must all hold")
    agreement = Slug("agreement", through="coverages", example="in-il-defence-talks-2025-07")
    incident = Slug("incident", through="uses", example="harop-lahore-2025")


class WeaponSystemViewSet(EntryViewSet):
    """Types of weapon: what they are, who makes and holds them, what they can do."""

    queryset = WeaponSystem.objects.all()
    serializer_class = WeaponSystemSerializer
    filterset_class = WeaponSystemFilterSet
