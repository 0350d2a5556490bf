"""``categories`` and ``properties``."""

from core.api.filters import Slug, Word
from core.api.filterset import FilterSet
from core.api.serializers import Links, Serializer
from core.api.views import RecordViewSet
from equipment.models import Category, Property


class CategorySerializer(Serializer):
    links = Links()

    class Meta:
        model = Category
        fields = ["slug", "name", "parent", "children", "definition", "links"]


class CategoryFilterSet(FilterSet):
    slug = Slug("pk", sort="slug", example="loitering-munition", help="The categories themselves")
    parent = Slug("parent", lookups=("", "not", "isnull"), example="missiles")
    sorts = {"name": "name"}


class CategoryViewSet(RecordViewSet):
    """SIPRI's armament categories and, below them, its weapon descriptions."""

    queryset = Category.objects.all()
    serializer_class = CategorySerializer
    filterset_class = CategoryFilterSet


class PropertySerializer(Serializer):
    links = Links()

    class Meta:
        model = Property
        fields = ["slug", "name", "dimension", "unit", "definition", "links"]


class PropertyFilterSet(FilterSet):
    slug = Slug("pk", sort="slug", example="range", help="The properties themselves")
    dimension = Word("dimension", example="length")
    unit = Word("unit", example="km")
    sorts = {"name": "name"}


class PropertyViewSet(RecordViewSet):
    """What can be specified of a weapon system, each in one canonical unit."""

    queryset = Property.objects.all()
    serializer_class = PropertySerializer
    filterset_class = PropertyFilterSet
