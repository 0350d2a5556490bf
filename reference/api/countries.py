"""``countries`` and ``organisations``."""

from core.api.filters import Choice, Prefix, Slug, Word
from core.api.filterset import FilterSet
from core.api.questions import Asked
from core.api.ranges import PartialDate
from core.api.reading import read_words
from core.api.serializers import Links, Serializer
from core.api.views import RecordViewSet
from reference.api.entries import (
    EntryFilterSet,
    EntrySerializer,
    EntryViewSet,
    NamedSerializer,
)
from reference.models import (
    Country,
    CountryCode,
    Organisation,
    OrganisationKind,
)


class CountryCodeSerializer(Serializer):
    flat = "number"

    class Meta:
        model = CountryCode
        fields = ["scheme", "number", "valid_from", "valid_until"]


class CountrySerializer(NamedSerializer):
    codes = CountryCodeSerializer(many=True)
    links = Links()

    class Meta:
        model = Country
        fields = [
            "slug",
            "name",
            "aliases",
            "alpha3",
            "numeric",
            "region",
            "subregion",
            "valid_from",
            "valid_until",
            "successors",
            "predecessors",
            "codes",
            "links",
        ]


class CountryFilterSet(FilterSet):
    q = Asked("found_by", read_words, expected="words to look for", example="india", help="Name or alias")
    slug = Slug("pk", sort="slug", example="IN", help="The countries themselves")
    name = Prefix("name_key", sort="name_key", example="in")
    alpha3 = Word("alpha3", example="IND", help="ISO 3166-1 alpha-3")
    region = Word("region", example="Asia", help="UN M49 region")
    subregion = Word("subregion", example="Southern Asia", help="UN M49 sub-region")
    valid_from = PartialDate("valid_from", help="First day as a state")
    valid_until = PartialDate("valid_until", help="Last day as a state")


class CountryViewSet(RecordViewSet):
    """States and territories, present and former."""

    queryset = Country.objects.all()
    serializer_class = CountrySerializer
    filterset_class = CountryFilterSet


class OrganisationSerializer(EntrySerializer):
    class Meta(EntrySerializer.Meta):
        model = Organisation
        fields = [*EntrySerializer.Meta.head, "kind", "country", "parent", "website", *EntrySerializer.Meta.tail]


class OrganisationFilterSet(EntryFilterSet):
    kind = Choice("kind", OrganisationKind)
    country = Slug("country", lookups=("", "not", "isnull"), example="IL")
    parent = Slug("parent", lookups=("", "not", "isnull"), example="iai", help="The organisation it is part of")


class OrganisationViewSet(EntryViewSet):
    """Manufacturers, armed forces, government bodies, armed groups, international organisations."""

    queryset = Organisation.objects.all()
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilterSet
