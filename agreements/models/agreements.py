"""Agreements between states and organisations, and what they are about."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CharField, Count, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.constraints import in_order, one_of, together
from core.fields import PartialDateField, possibly_from, possibly_until
from core.models import Record, RecordManager
from core.vocabulary import Vocabulary
from reference.models import STATE_KINDS, Alias, Citation, Entry, EntryQuerySet, entries_by


class AgreementKind(Vocabulary):
    """What sort of instrument it is; treaty terms are those of the UN Treaty Collection's glossary."""

    TREATY = "treaty", "Treaty", "Binding under international law, usually ratified."
    FRAMEWORK = "framework", "Framework agreement", "Sets the terms under which later agreements are made."
    MOU = "mou", "Memorandum of understanding", "States intentions; usually not binding."
    PROCUREMENT = "procurement-contract", "Procurement contract", "Buys or leases equipment or services."
    DEVELOPMENT = "joint-development", "Joint development", "Develops equipment together."
    LOGISTICS = "logistics", "Logistics agreement", "Gives access to bases, fuel or supplies."
    INTELLIGENCE = "intelligence-sharing", "Intelligence sharing", "Exchanges intelligence or geospatial data."
    STATEMENT = "joint-statement", "Joint statement", "A declaration issued together."
    MEETING = "meeting-outcome", "Meeting outcome", "What talks ended with, without an instrument of its own."


class AgreementStatus(Vocabulary):
    """Where an agreement stands; terms of the UN Treaty Collection's glossary."""

    NEGOTIATED = "negotiated", "Negotiated", "Its text is agreed and not yet signed."
    SIGNED = "signed", "Signed", "Signed; entry into force is not known."
    IN_FORCE = "in-force", "In force", "Has entered into force and binds its parties."
    SUSPENDED = "suspended", "Suspended", "In force and for the time being not applied."
    SUPERSEDED = "superseded", "Superseded", "Was in force until another agreement took its place."
    TERMINATED = "terminated", "Terminated", "Was in force until a party ended it."
    EXPIRED = "expired", "Expired", "Was in force until its term or purpose was fulfilled."


ENTERED_INTO_FORCE = [
    AgreementStatus.IN_FORCE,
    AgreementStatus.SUSPENDED,
    AgreementStatus.SUPERSEDED,
    AgreementStatus.TERMINATED,
    AgreementStatus.EXPIRED,
]
STILL_IN_FORCE = [AgreementStatus.IN_FORCE, AgreementStatus.SUSPENDED]


class AgreementQuerySet(EntryQuerySet):
    def in_force_on(self, day: str, reader=None):
        """Keep the agreements in force on a day.

        Its status says that it ever entered into force; its start (entry into force, else
        signature) is not after the day, its end not before it. The unknown end of one that has
        ended is its earliest successor's start; without a successor it is not certain to have been
        in force, so it is left out, as are merely signed ones.
        """
        start = Coalesce("in_force", "signed", output_field=CharField())
        successors = self.model.objects.visible_to(reader).order_by().filter(supersedes=OuterRef("pk"))
        first = successors.values("supersedes").annotate(first=Min(start)).values("first")
        replaced = Subquery(first, output_field=CharField())
        dated = self.annotate(start=start, end=Coalesce("ended", replaced, output_field=CharField()))
        lasting = Q(ended=None, status__in=STILL_IN_FORCE)
        lasting |= possibly_from("end", day) & ~Q(ended=None, status__in=STILL_IN_FORCE)
        return dated.filter(possibly_until("start", day), lasting, status__in=ENTERED_INTO_FORCE)

    def bilateral(self, reader=None):
        """Keep the agreements of exactly two countries, their bodies counted for them, witnesses not."""
        parties = self.model._meta.get_field("parties").related_model.objects.visible_to(reader, seen_from="agreement")
        countries = (
            parties.standing()
            .order_by()
            .filter(Q(organisation=None) | Q(organisation__kind__in=STATE_KINDS), agreement=OuterRef("pk"))
            .exclude(role="witness")
            .values("agreement")
            .annotate(number=Count(Coalesce(F("country"), F("organisation__country")), distinct=True))
            .values("number")
        )
        return self.annotate(countries_bound=Subquery(countries)).filter(countries_bound=2)


class Topic(Record):
    """What agreements are about: counter-terrorism, joint manufacturing, research and development."""

    definition = models.TextField(blank=True)

    credited = ("armoury-facts",)


class Agreement(Entry):
    """A treaty, contract, memorandum, statement or meeting outcome between states or organisations."""

    kind = models.CharField(max_length=30, choices=AgreementKind)
    status = models.CharField(max_length=20, choices=AgreementStatus)
    signed = PartialDateField(help_text="Signed, issued or, for talks, held.")
    in_force = PartialDateField(help_text="Entered into force.")
    ended = PartialDateField()
    place = models.CharField(max_length=120, blank=True, help_text="Where it was signed.")
    value = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        max_length=3,
        null=True,
        blank=True,
        validators=[RegexValidator("^[A-Z]{3}$")],
        help_text="ISO 4217, such as USD.",
    )
    value_note = models.CharField(max_length=300, blank=True, help_text="What the value counts, and other figures.")
    topics = models.ManyToManyField(Topic, blank=True, related_name="agreements")
    supersedes = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="superseded_by")
    related = models.ManyToManyField("self", blank=True)

    objects = RecordManager.from_queryset(AgreementQuerySet)()
    fact_fields = {"value": ["value", "currency"]}
    measured_in = {"currency": ["value"]}
    usual_order = [("signed", "in_force")]

    class Meta(Entry.Meta):
        indexes = [
            *Entry.Meta.indexes,
            *entries_by("kind", "status", "signed", "in_force", "ended", "currency", "value"),
        ]
        constraints = [
            *Entry.Meta.constraints,
            one_of("kind", AgreementKind.values),
            one_of("status", AgreementStatus.values),
            in_order("signed", "ended"),
            in_order("in_force", "ended"),
            together("value", "currency"),
        ]


class AgreementAlias(Alias):
    """Another title of an agreement."""

    entry = models.ForeignKey(Agreement, models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "agreement aliases"


class AgreementCitation(Citation):
    """Where a fact of an agreement comes from."""

    entry = models.ForeignKey(Agreement, models.CASCADE, related_name="citations")
