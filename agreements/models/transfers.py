"""Deals in arms, as SIPRI's Arms Transfers Database counts them."""

from django.db import models

from agreements.models.agreements import Agreement
from core.constraints import exactly_one_of, in_order, one_of
from core.fields import CountField, PartialDateField
from core.vocabulary import Vocabulary
from equipment.models import WeaponSystem
from reference.models import Alias, Citation, Country, Entry, Organisation, entries_by


class Condition(Vocabulary):
    """The state of delivered weapons, in SIPRI's terms."""

    NEW = "new", "New", "From production."
    SECOND_HAND = "second-hand", "Second-hand", "Used before."
    MODERNISED = "second-hand-modernised", "Second-hand but modernised", "Used before and modernised for delivery."


class Transfer(Entry):
    """One deal in SIPRI's sense: one supplier, one recipient, one weapon, ordered once."""

    supplier_country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="supplied_transfers"
    )
    supplier_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="supplied_transfers"
    )
    recipient_country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="received_transfers"
    )
    recipient_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="received_transfers"
    )
    system = models.ForeignKey(WeaponSystem, models.PROTECT, related_name="transfers")
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="transfers")
    ordered = PartialDateField(help_text="Usually a year.")
    ordered_estimated = models.BooleanField(default=False, help_text="The order date is an estimate.")
    number_ordered = CountField(null=True, blank=True)
    number_ordered_estimated = models.BooleanField(default=False)
    number_delivered = CountField(null=True, blank=True)
    number_delivered_estimated = models.BooleanField(default=False)
    delivered_from = PartialDateField(help_text="First year of delivery.")
    delivered_until = PartialDateField(help_text="Last year of delivery so far.")
    delivered_estimated = models.BooleanField(default=False, help_text="A year of delivery is an estimate.")
    condition = models.CharField(max_length=30, choices=Condition, blank=True)
    licence_production = models.BooleanField(default=False, help_text="Built by the recipient under licence.")
    tiv_unit = models.DecimalField(
        "TIV per unit", max_digits=14, decimal_places=4, null=True, blank=True, help_text="An index, never money."
    )
    tiv_ordered = models.DecimalField("TIV ordered", max_digits=14, decimal_places=4, null=True, blank=True)
    tiv_delivered = models.DecimalField("TIV delivered", max_digits=14, decimal_places=4, null=True, blank=True)

    usual_order = [("ordered", "delivered_until")]

    class Meta(Entry.Meta):
        indexes = [
            *Entry.Meta.indexes,
            *entries_by(
                "ordered",
                "number_ordered",
                "number_delivered",
                "delivered_from",
                "delivered_until",
                "condition",
                "licence_production",
            ),
        ]
        constraints = [
            *Entry.Meta.constraints,
            exactly_one_of("supplier_country", "supplier_organisation"),
            exactly_one_of("recipient_country", "recipient_organisation"),
            in_order("ordered", "delivered_from"),
            in_order("delivered_from", "delivered_until"),
            one_of("condition", Condition.values, blank=True),
        ]


class TransferAlias(Alias):
    """Another name of a deal."""

    entry = models.ForeignKey(Transfer, models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "transfer aliases"


class TransferCitation(Citation):
    """Where a fact of a deal comes from."""

    entry = models.ForeignKey(Transfer, models.CASCADE, related_name="citations")
