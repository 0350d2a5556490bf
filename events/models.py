"""Security incidents: what happened, to whom, by whom, with which systems."""

from decimal import Decimal

from django.db import models
from django.db.models import F

from agreements.models import Agreement
from core.constraints import at_most_one_of, bounded_by, exactly_one_of, in_order, linked_by, one_of, together, within
from core.database import TEXT
from core.fields import CountField, PartialDateField
from core.geography import box_around, within_box, within_circle
from core.lookalikes import same_day_and_place, was_then_and_there
from core.models import RecordManager
from core.vocabulary import Vocabulary
from equipment.models import WeaponSystem
from reference.models import Alias, Citation, Claim, Country, Entry, EntryQuerySet, Organisation, entries_by, owned_by


class IncidentKind(Vocabulary):
    """What sort of event it was."""

    TERRORIST = "terrorist-attack", "Terrorist attack", "Violence by a non-state actor to coerce or intimidate (GTD)."
    AIR_STRIKE = "air-strike", "Air strike", "Attack from the air by aircraft, drones or loitering munitions."
    MISSILE = "missile-strike", "Missile strike", "Attack with ballistic, cruise or other surface-launched missiles."
    SHOOT_DOWN = "shoot-down", "Shoot-down", "An aircraft was brought down."
    NAVAL = "naval-incident", "Naval incident", "Attack on or by ships, or at sea."
    ARMED = "armed-attack", "Armed attack", "Other use of armed force, up to a war."
    BORDER = "border-clash", "Border clash", "Fighting between states along their border or line of control."
    CYBER = "cyber", "Cyber attack", "Attack on or through computer systems."


class PlacePrecision(Vocabulary):
    """How near the coordinates are to where it happened; the steps follow UCDP's where_prec."""

    EXACT = "exact", "Exact", "The place itself."
    NEAR = "near", "Near", "Within about 25 km of the place, or the town it is in."
    DISTRICT = "district", "District", "A point for the second-order division."
    PROVINCE = "province", "Province", "A point for the first-order division."
    REGION = "region", "Region", "A point for an area that is no division: a sea area, a frontier, several sites."
    COUNTRY = "country", "Country", "A point for the whole country."
    SEA = "sea", "Sea or air", "International waters or airspace."


class ParticipantRole(Vocabulary):
    """On which side of an incident somebody stood."""

    PERPETRATOR = "perpetrator", "Perpetrator", "Carried it out."
    TARGET = "target", "Target", "What or whom it was aimed at."
    DEFENDER = "defender", "Defender", "Fought it off."
    SUPPORTER = "supporter", "Supporter", "Helped one side without taking part."
    VICTIM = "victim", "Victim", "Was harmed without being aimed at."


class Side(Vocabulary):
    """On which side a system was used."""

    ATTACK = "attack", "Attack", "By the attacking side."
    DEFENCE = "defence", "Defence", "By the defending side."


class UseKind(Vocabulary):
    """What part a system had in an incident."""

    EMPLOYED = "employed", "Employed", "It was fired, flown or otherwise used."
    TARGETED = "targeted", "Targeted", "It was attacked."
    LOST = "lost", "Lost", "It was destroyed or captured."
    INTERCEPTED = "intercepted", "Intercepted", "It was shot down or stopped on its way."


class ResponseRelation(Vocabulary):
    """How an agreement answers an incident."""

    CONDEMNED = "condemned-in", "Condemned in", "The agreement condemns the incident."
    PROMPTED = "prompted", "Prompted", "The incident gave rise to the agreement."
    ADDRESSED = "addressed-by", "Addressed by", "The agreement deals with what the incident showed."


class IncidentQuerySet(EntryQuerySet):
    def within(self, box: list[Decimal]):
        """Keep what happened in a box of west, south, east and north, which may cross the antimeridian."""
        return self.filter(within_box(*box))

    def near(self, circle: list[Decimal]):
        """Keep what happened within so many km of a point."""
        return self.filter(within_circle(*map(float, circle)))

    def keys_within(self, box: list) -> list:
        return [self.within(box).order_by().values("pk")]

    def keys_near(self, circle: list[Decimal]) -> list:
        """Return the keys of what happened in the least box around a circle, as an index lists them."""
        return self.keys_within(box_around(*map(float, circle)))


class Incident(Entry):
    """An event in which armed force, terror or a cyber attack was used. Unknown numbers are null, never 0."""

    kind = models.CharField(max_length=30, choices=IncidentKind)
    started = PartialDateField()
    ended = PartialDateField(help_text="Blank when it ended on the day it started, or has not ended.")
    date_precision = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="UCDP's date_prec, 1 (exact day) to 5 (more than a month)."
    )
    countries = models.ManyToManyField(Country, blank=True, related_name="incidents")
    place = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True, help_text="WGS 84 degrees.")
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True, help_text="WGS 84 degrees.")
    place_precision = models.CharField(max_length=12, choices=PlacePrecision, blank=True)
    killed_low = CountField(null=True, blank=True, help_text="Lowest count of deaths, attackers left out.")
    killed_best = CountField(null=True, blank=True, help_text="Best count of deaths.")
    killed_high = CountField(null=True, blank=True, help_text="Highest count of deaths.")
    killed_note = models.CharField(max_length=500, blank=True)
    civilians_killed = CountField(null=True, blank=True, help_text="Of the best count, civilians.")
    wounded_low = CountField(null=True, blank=True)
    wounded_best = CountField(null=True, blank=True)
    wounded_high = CountField(null=True, blank=True)
    wounded_note = models.CharField(max_length=500, blank=True)
    hostages_low = CountField(null=True, blank=True)
    hostages_best = CountField(null=True, blank=True)
    hostages_high = CountField(null=True, blank=True)
    hostages_note = models.CharField(max_length=500, blank=True)
    related = models.ManyToManyField("self", blank=True)

    objects = RecordManager.from_queryset(IncidentQuerySet)()
    text_index = Entry.text_index | {"place": TEXT}
    alike_by = [["name_key", "started"], ["started", "latitude", "longitude"]]
    fact_fields = {
        "position": ["latitude", "longitude"],
        **{fact: [f"{fact}_low", f"{fact}_best", f"{fact}_high"] for fact in ["killed", "wounded", "hostages"]},
    }

    class Meta(Entry.Meta):
        indexes = [
            *Entry.Meta.indexes,
            *entries_by(
                "kind",
                "started",
                "ended",
                "killed_best",
                "wounded_best",
                "hostages_best",
                "civilians_killed",
                "place_precision",
            ),
            *bounded_by("killed", "wounded", "hostages"),
            models.Index(F("latitude"), F("longitude"), name="%(class)s_by_place"),
        ]
        constraints = [
            *Entry.Meta.constraints,
            one_of("kind", IncidentKind.values),
            in_order("started", "ended"),
            together("latitude", "longitude"),
            within("latitude", -90, 90),
            within("longitude", -180, 180),
            within("date_precision", 1, 5),
            one_of("place_precision", PlacePrecision.values, blank=True),
        ]

    def also_compared(self):
        """Return what happened on the same day at the same place."""
        return [Incident.objects.order_by().filter(same) for same in same_day_and_place(self)]

    def likeness_to(self, other) -> str:
        """Say that another incident was on the same day at the same place, or nothing."""
        return was_then_and_there(self, other)


class IncidentAlias(Alias):
    """Another name of an incident."""

    entry = models.ForeignKey(Incident, models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "incident aliases"


class IncidentCitation(Citation):
    """Where a fact of an incident comes from."""

    entry = models.ForeignKey(Incident, models.CASCADE, related_name="citations")


class Participant(Claim):
    """A country, an organisation or somebody described took part in an incident, or suffered it."""

    owner_field, subject_fields = "incident", ["country", "organisation", "label"]
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="participants")
    country = models.ForeignKey(
        Country, models.PROTECT, db_index=False, null=True, blank=True, related_name="incident_parts"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, db_index=False, null=True, blank=True, related_name="incident_parts"
    )
    label = models.CharField(max_length=200, null=True, blank=True, help_text="Who is neither: tourists, an airliner.")
    role = models.CharField(max_length=20, choices=ParticipantRole)
    killed = CountField(null=True, blank=True, help_text="Deaths on its side, best count.")

    class Meta(Claim.Meta):
        indexes = [*Claim.Meta.indexes, *linked_by("incident", "country", "organisation", words=["role", "certainty"])]
        constraints = [
            *Claim.Meta.constraints,
            owned_by("incident"),
            exactly_one_of("country", "organisation", "label"),
            one_of("role", ParticipantRole.values),
        ]


class SystemUse(Claim):
    """A weapon system was used, attacked, lost or intercepted in an incident."""

    owner_field, subject_fields = "incident", ["system"]
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="system_uses")
    system = models.ForeignKey(WeaponSystem, models.PROTECT, db_index=False, related_name="uses")
    country = models.ForeignKey(
        Country, models.PROTECT, db_index=False, null=True, blank=True, related_name="system_uses"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, db_index=False, null=True, blank=True, related_name="system_uses"
    )
    side = models.CharField(max_length=10, choices=Side, blank=True, help_text="Blank: not known, or neither.")
    use = models.CharField(max_length=12, choices=UseKind)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta(Claim.Meta):
        indexes = [
            *Claim.Meta.indexes,
            *linked_by("incident", "system", "country", "organisation", words=["side", "use", "certainty"]),
        ]
        constraints = [
            *Claim.Meta.constraints,
            owned_by("incident"),
            at_most_one_of("country", "organisation"),
            one_of("use", UseKind.values),
            one_of("side", Side.values, blank=True),
        ]


class Response(Claim):
    """An agreement answers an incident."""

    owner_field, subject_fields = "incident", ["agreement"]
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="responses")
    agreement = models.ForeignKey(Agreement, models.PROTECT, db_index=False, related_name="answered_incidents")
    relation = models.CharField(max_length=20, choices=ResponseRelation)

    class Meta(Claim.Meta):
        indexes = [*Claim.Meta.indexes, *linked_by("incident", "agreement", words=["relation"])]
        constraints = [*Claim.Meta.constraints, owned_by("incident"), one_of("relation", ResponseRelation.values)]
