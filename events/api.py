"""``incidents``."""

from agreements.api import AgreementFilterSet
from core.api.filters import Choice, Slug
from core.api.questions import Asked
from core.api.ranges import Estimate, Number, PartialDate
from core.api.reading import read_decimals
from events.models import (
    Incident,
    IncidentKind,
    Participant,
    ParticipantRole,
    PlacePrecision,
    Response,
    ResponseRelation,
    Side,
    SystemUse,
    UseKind,
)
from reference.api import (
    Actor,
    ClaimSerializer,
    EntryFilterSet,
    EntrySerializer,
    EntryViewSet,
)
from reference.models import Certainty

BOX = "west,south,east,north in degrees, such as 68,6,98,36"
CIRCLE = "latitude,longitude in degrees and a distance in km, such as 34.0,75.3,100"


class ParticipantSerializer(ClaimSerializer):
    class Meta(ClaimSerializer.Meta):
        model = Participant
        fields = [
            *ClaimSerializer.Meta.head,
            "country",
            "organisation",
            "label",
            "role",
            "killed",
            *ClaimSerializer.Meta.tail,
        ]


class SystemUseSerializer(ClaimSerializer):
    class Meta(ClaimSerializer.Meta):
        model = SystemUse
        fields = [
            *ClaimSerializer.Meta.head,
            "system",
            "country",
            "organisation",
            "side",
            "use",
            "outcome",
            *ClaimSerializer.Meta.tail,
        ]


class ResponseSerializer(ClaimSerializer):
    class Meta(ClaimSerializer.Meta):
        model = Response
        fields = [*ClaimSerializer.Meta.head, "agreement", "relation", *ClaimSerializer.Meta.tail]


class IncidentSerializer(EntrySerializer):
    participants = ParticipantSerializer(many=True)
    system_uses = SystemUseSerializer(many=True)
    responses = ResponseSerializer(many=True)

    class Meta(EntrySerializer.Meta):
        model = Incident
        units = {"latitude": "degrees, WGS 84", "longitude": "degrees, WGS 84"}
        fields = [
            *EntrySerializer.Meta.head,
            "kind",
            "started",
            "ended",
            "date_precision",
            "countries",
            "place",
            "latitude",
            "longitude",
            "place_precision",
            "killed_low",
            "killed_best",
            "killed_high",
            "killed_note",
            "civilians_killed",
            "wounded_low",
            "wounded_best",
            "wounded_high",
            "wounded_note",
            "hostages_low",
            "hostages_best",
            "hostages_high",
            "hostages_note",
            "related",
            "participants",
            "system_uses",
            "responses",
            *EntrySerializer.Meta.tail,
        ]


def read_box(text: str) -> list:
    """Return west, south, east and north; the box may cross the antimeridian (RFC 7946, section 5)."""
    return read_decimals(text, BOX, [(-180, 180), (-90, 90), (-180, 180), (-90, 90)])


def read_circle(text: str) -> list:
    """Return a circle's latitude, longitude and radius."""
    return read_decimals(text, CIRCLE, [(-90, 90), (-180, 180), (0, 20_038)])


class IncidentFilterSet(EntryFilterSet):
    year = "started"
    kind = Choice("kind", IncidentKind)
    country = Slug("countries", lookups=("", "not", "all"), example="IN", help="Where it happened")
    started = PartialDate("started", example="2025")
    ended = PartialDate("ended", example="2025")
    killed = Estimate("killed", help="Deaths")
    wounded = Estimate("wounded")
    hostages = Estimate("hostages")
    civilians_killed = Number("civilians_killed")
    participant = Actor(through="participants", example="let", help="Who took part or suffered it")
    role = Choice("role", ParticipantRole, through="participants", help="The participant's role")
    certainty = Choice("certainty", Certainty, through="participants", help="How sure the participant's part is")
    system = Slug("system", through="system_uses", lookups=("", "not", "all"), example="harop", help="Weapon system")
    used_by = Actor(through="system_uses", example="IN", help="Who used the system")
    side = Choice("side", Side, through="system_uses", help="On which side the system was used")
    use = Choice("use", UseKind, through="system_uses", help="What part the system had")
    use_certainty = Choice("certainty", Certainty, through="system_uses", help="How sure the use is")
    agreement = Slug(
        "agreement", through="responses", lookups=("", "not", "all"), example="in-il-defence-talks-2025-07"
    )
    response = Choice("relation", ResponseRelation, through="responses", help="How the agreement answers it")
    place_precision = Choice("place_precision", PlacePrecision)
    bbox = Asked("within", read_box, expected=BOX, example="68,6,98,36", help="In a box", listed_by="keys_within")
    near = Asked(
        "near", read_circle, expected=CIRCLE, example="34.0,75.3,100", help="In a circle", listed_by="keys_near"
    )


AgreementFilterSet.extend(
    response=Choice("relation", ResponseRelation, through="answered_incidents", help="How it answers the incident")
)


class IncidentViewSet(EntryViewSet):
    """Events in which armed force, terror or a cyber attack was used."""

    queryset = Incident.objects.all()
    serializer_class = IncidentSerializer
    filterset_class = IncidentFilterSet
