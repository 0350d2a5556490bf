"""What the endpoints of all entries share: their fields, their filters, and who sees what."""

from functools import cache

from django.db.models import Exists, OuterRef, Q, Value
from drf_spectacular.utils import OpenApiParameter

from core.api import reading
from core.api.faults import Gone, Unreadable
from core.api.filters import Choice, Filter, Prefix, Slug
from core.api.filterset import FilterSet
from core.api.questions import Asked, YesOrNo
from core.api.reading import read_one_or_naught, read_words
from core.api.serializers import Computed, Links, Serializer, Slugs
from core.api.views import RecordViewSet
from reference.models import STATE_KINDS, Country, Dataset, Organisation, Publication, Source


class AliasSerializer(Serializer):
    flat = "text"

    class Meta:
        fields = ["text", "kind", "language", "ambiguous"]


class CitationSerializer(Serializer):
    flat = "source__slug"
    source = Slugs(read_only=True, allow_null=True)
    stale = Computed(
        lambda model: model.is_stale(), schema={"type": "boolean"}, help_text="The fact has changed since it was cited."
    )

    class Meta:
        fields = ["fact", "source", "locator", "quote", "note", "cited_value", "stale"]


def restricted(model) -> Exists:
    """Return the expression that tells whether a row comes from a data set that may not be given to the public."""
    return Exists(Dataset.objects.filter(pk=OuterRef("dataset"), redistributable=False))


def synthetic(model) -> Exists:
    """Return the expression that tells whether a row comes from a data set that is made up."""
    return Exists(Dataset.objects.filter(pk=OuterRef("dataset"), synthetic=True))


class Restricted(Computed):
    """Whether a row comes from a data set that may not be given to the public."""

    def __init__(self):
        super().__init__(
            restricted,
            schema={"type": "boolean"},
            help_text="Of a data set that may not be given to the public; shown to staff only.",
        )


class Synthetic(Computed):
    """Whether a row comes from a data set that is made up."""

    def __init__(self):
        super().__init__(synthetic, schema={"type": "boolean"}, help_text="Made up, as its data set says: no fact.")


class ClaimSerializer(Serializer):
    """A claim within its owner; a subclass names what it says between head and tail."""

    sources = Slugs(many=True, read_only=True)
    restricted, synthetic = Restricted(), Synthetic()

    class Meta:
        head = ["ref"]
        tail = ["certainty", "rank", "sources", "locator", "quote", "note", "dataset", "restricted", "synthetic"]


class NamedSerializer(Serializer):
    """A record with aliases, and perhaps citations: which tables they lie in follows from the model."""

    owned = {"aliases": AliasSerializer, "citations": CitationSerializer}

    def build_relational_field(self, field_name, relation_info):
        if field_name not in self.owned:
            return super().build_relational_field(field_name, relation_info)
        return of_table(self.owned[field_name], relation_info.related_model), {"many": True}


@cache
def of_table(base: type[Serializer], model) -> type[Serializer]:
    """Return the serializer of a base's rows in one table."""
    meta = type("Meta", (base.Meta,), {"model": model})
    return type(f"{model.__name__}Serializer", (base,), {"Meta": meta})


class EntrySerializer(NamedSerializer):
    """An entry; a subclass names its own fields between head and tail."""

    restricted, synthetic = Restricted(), Synthetic()
    links = Links()

    class Meta:
        head = ["slug", "name", "aliases"]
        tail = [
            "summary",
            "notes",
            "citations",
            "publication",
            "dataset",
            "external_id",
            "restricted",
            "synthetic",
            "created",
            "updated",
            "links",
        ]


ACTORS = {"country": Country, "organisation": Organisation}
"""Who acts, by kind; no organisation has a country's slug."""


class Actor(Filter):
    """A country or an organisation by its slug.

    A country also stands for its government bodies, armed forces and manufacturers, never for
    armed groups or international organisations.
    """

    expected = "the slug of a country or an organisation"
    schema = Slug.schema

    def __init__(self, country: str = "country", organisation: str = "organisation", **options):
        lookups = ("", "not", "all") if options.get("through") else ("", "not")
        super().__init__(organisation, **{"example": "IN", "lookups": lookups} | options)
        self.country = country

    def targets(self, model):
        return [Country, Organisation]

    def named(self, lookup, values, view):
        return [
            reading.Named(view.visible(model).annotate(kind_of_actor=Value(kind)), values, detail="kind_of_actor")
            for kind, model in ACTORS.items()
        ]

    def settle(self, values, found):
        return [found[slug] for slug in values]

    def match_any(self, values):
        countries = [key for key, kind in values if kind == "country"]
        organisations = [key for key, kind in values if kind == "organisation"]
        bodies = Organisation.objects.order_by().filter(country__in=countries, kind__in=STATE_KINDS).values("pk")
        condition = Q(**{f"{self.path}__in": organisations}) | Q(**{f"{self.path}__in": bodies})
        return condition | Q(**{f"{self.country}__in": countries}) if self.country else condition


class ExcludeSynthetic(Asked):
    """Whether what is made up is left out."""

    schema = {"type": "string", "enum": ["1", "0"]}
    told = "1: leave out what is made up, as its data set says"
    document = OpenApiParameter("exclude_synthetic", schema, description=f"{told}.")

    def __init__(self):
        super().__init__("without_synthetic", read_one_or_naught, expected="1 or 0", example="1", help=self.told)


class Cites(Asked):
    """Entries that cite one of these sources, for whichever fact."""

    schema = Slug.schema

    def targets(self, model):
        return [Source]

    def read_all(self, texts, lookup, view):
        return [slug for text in texts for slug in text.split(",")]

    def named(self, lookup, values, view):
        return [reading.Named(Source.objects.all(), values)]

    def settle(self, values, found):
        return [[found[slug][0] for slug in values]]


class Published(Choice):
    """How far an entry is on its way to the public; drafts are for staff."""

    def read_all(self, texts, lookup, view):
        if not view.reader.is_staff and set(texts) != {Publication.PUBLISHED}:
            raise Unreadable("published: the rest is for staff", allowed=[Publication.PUBLISHED])
        return super().read_all(texts, lookup, view)


class EntryFilterSet(FilterSet):
    q = Asked("found_by", read_words, expected="words to look for", example="harop", help="Full text")
    slug = Slug("pk", sort="slug", help="The records themselves")
    name = Prefix("name_key", sort="name_key", example="ha")
    dataset = Slug("dataset", lookups=("", "not", "isnull"), example="armoury-facts")
    exclude_synthetic = ExcludeSynthetic()
    source = Cites(
        "citing",
        str,
        expected="the slug of a source",
        repeatable=True,
        by_reader=True,
        listed_by="keys_citing",
        example="seed-india-israel-ties",
    )
    cited = YesOrNo("cited", by_reader=True, help="true: every fact has a source; false: at least one has none")
    updated_since = Asked(
        "updated_since",
        reading.read_moment,
        expected="a day or a time in ISO 8601",
        example="2020-01-01T00:00:00Z",
        help="Changed since then, in themselves or in anything they own",
        listed_by="keys_updated_since",
    )
    publication = Published("publication", Publication, lookups=("",), example="published", sort="")
    sorts = {"created": "created", "updated": "updated"}


class EntryViewSet(RecordViewSet):
    """Lists and details of one kind of entry, as far as this reader may see them."""

    detail_parameters = ("publication",)

    def visible_rows(self):
        asked = [values for parameter, values in self.asked if parameter.name == "publication"]
        if self.reader.is_staff and asked:
            return self.queryset.model.objects.visible_to(self.reader, publication=asked[0])
        return super().visible_rows()

    def instead(self, slug):
        """Return the tombstone of a withdrawn record too."""
        withdrawn = self.queryset.model.objects.visible_to(self.request.user, publication=[Publication.WITHDRAWN])
        if record := withdrawn.filter(slug=slug).first():
            return Gone({"deleted_at": record.updated.isoformat(), "reason": "withdrawn", "replaced_by": None})
        return super().instead(slug)
