"""``sources`` and ``datasets``."""

from core.api.filters import Choice, Flag, Prefix, Slug, Word
from core.api.filterset import FilterSet
from core.api.questions import Asked
from core.api.ranges import PartialDate
from core.api.reading import read_words
from core.api.serializers import Links, Serializer
from core.api.views import RecordViewSet
from reference.models import Dataset, Release, Reliability, Source, SourceKind


class SourceSerializer(Serializer):
    links = Links()

    class Meta:
        model = Source
        fields = [
            "slug",
            "name",
            "publisher",
            "url",
            "archive_url",
            "published",
            "accessed",
            "kind",
            "reliability",
            "mirror",
            "mirror_of",
            "note",
            "links",
        ]


class SourceFilterSet(FilterSet):
    year = "published"
    q = Asked("found_by", read_words, expected="words to look for", example="barak", help="Title and publisher")
    slug = Slug("pk", sort="slug", example="seed-india-israel-ties", help="The sources themselves")
    name = Prefix("name_key", sort="name_key", example="india", help="Title")
    publisher = Word("publisher", example="India Today")
    published = PartialDate("published")
    accessed = PartialDate("accessed")
    kind = Choice("kind", SourceKind)
    reliability = Choice("reliability", Reliability)
    mirror = Flag("mirror", help="A copy of somebody else's text")
    mirror_of = Slug("mirror_of", lookups=("", "not", "isnull"), example="seed-india-israel-ties")


class SourceViewSet(RecordViewSet):
    """The documents that facts come from."""

    queryset = Source.objects.all()
    serializer_class = SourceSerializer
    filterset_class = SourceFilterSet


class ReleaseSerializer(Serializer):
    flat = "version"

    class Meta:
        model = Release
        fields = ["version", "retrieved", "checksum", "loaded"]


class DatasetSerializer(Serializer):
    releases = ReleaseSerializer(many=True)
    links = Links()

    class Meta:
        model = Dataset
        fields = [
            "slug",
            "name",
            "owner",
            "url",
            "licence",
            "licence_url",
            "attribution",
            "redistributable",
            "synthetic",
            "releases",
            "links",
        ]


class DatasetFilterSet(FilterSet):
    slug = Slug("pk", sort="slug", example="armoury-facts", help="The data sets themselves")
    owner = Word("owner", example="Armoury contributors")
    licence = Word("licence", example="CC-BY-4.0")
    synthetic = Flag("synthetic", help="Made up, to try things out")
    sorts = {"name": "name"}


class DatasetViewSet(RecordViewSet):
    """The published series that rows come from: owner, licence, credit line and releases."""

    queryset = Dataset.objects.all()
    serializer_class = DatasetSerializer
    filterset_class = DatasetFilterSet
