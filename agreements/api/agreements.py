"""``agreements`` and ``topics``."""

from agreements.models import (
    Agreement,
    AgreementKind,
    AgreementStatus,
    Coverage,
    CoverageRelation,
    Party,
    PartyRole,
    Topic,
)
from core.api.filters import Choice, Slug, Word
from core.api.filterset import FilterSet
from core.api.questions import Asked, YesOrNo
from core.api.ranges import Money, PartialDate
from core.api.reading import read_day
from core.api.serializers import Links, Serializer
from core.api.views import RecordViewSet
from reference.api import (
    Actor,
    ClaimSerializer,
    EntryFilterSet,
    EntrySerializer,
    EntryViewSet,
)


class TopicSerializer(Serializer):
    links = Links()

    class Meta:
        model = Topic
        fields = ["slug", "name", "definition", "links"]


class TopicFilterSet(FilterSet):
    slug = Slug("pk", sort="slug", example="counter-terrorism", help="The topics themselves")
    sorts = {"name": "name"}


class TopicViewSet(RecordViewSet):
    """What agreements are about."""

    queryset = Topic.objects.all()
    serializer_class = TopicSerializer
    filterset_class = TopicFilterSet


class PartySerializer(ClaimSerializer):
    class Meta(ClaimSerializer.Meta):
        model = Party
        fields = [
            *ClaimSerializer.Meta.head,
            "country",
            "organisation",
            "role",
            "representative",
            "office",
            *ClaimSerializer.Meta.tail,
        ]


class CoverageSerializer(ClaimSerializer):
    class Meta(ClaimSerializer.Meta):
        model = Coverage
        fields = [*ClaimSerializer.Meta.head, "system", "relation", "quantity", *ClaimSerializer.Meta.tail]


class AgreementSerializer(EntrySerializer):
    parties = PartySerializer(many=True)
    coverages = CoverageSerializer(many=True)

    class Meta(EntrySerializer.Meta):
        model = Agreement
        units = {"value": "in the currency named beside it"}
        fields = [
            *EntrySerializer.Meta.head,
            "kind",
            "status",
            "signed",
            "in_force",
            "ended",
            "place",
            "value",
            "currency",
            "value_note",
            "topics",
            "supersedes",
            "superseded_by",
            "related",
            "parties",
            "coverages",
            *EntrySerializer.Meta.tail,
        ]


class AgreementFilterSet(EntryFilterSet):
    year = "signed"
    kind = Choice("kind", AgreementKind)
    status = Choice("status", AgreementStatus)
    signed = PartialDate("signed", help="Signed, issued or held")
    in_force = PartialDate("in_force", help="Entered into force")
    ended = PartialDate("ended")
    in_force_on = Asked(
        "in_force_on",
        read_day,
        expected="a day",
        by_reader=True,
        example="2025-11-04",
        help="In force on this day",
    )
    party = Actor(through="parties", help="Who takes part")
    role = Choice("role", PartyRole, through="parties", help="The quality in which the party takes part")
    bilateral = YesOrNo("bilateral", by_reader=True, help="Of exactly two countries, witnesses left out")
    topic = Slug("topics", lookups=("", "not", "all"), example="counter-terrorism")
    system = Slug("system", through="coverages", lookups=("", "not", "all"), example="harop", help="Weapon system")
    relation = Choice("relation", CoverageRelation, through="coverages", help="How it concerns the system")
    incident = Slug(
        "incident", through="answered_incidents", lookups=("", "not", "all"), example="pahalgam-2025", help="Answered"
    )
    supersedes = Slug("supersedes", example="in-il-strategic-partnership-2017")
    currency = Word("currency", example="USD", help="ISO 4217")
    value = Money("value", example="350000000", help="In its own currency; give currency too")


class AgreementViewSet(EntryViewSet):
    """Treaties, contracts, memoranda, statements and the outcomes of meetings."""

    queryset = Agreement.objects.all()
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilterSet
