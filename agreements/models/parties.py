"""Who takes part in an agreement, and which weapon systems it concerns."""

from django.db import models

from agreements.models.agreements import Agreement
from core.constraints import exactly_one_of, one_of
from core.fields import CountField
from core.vocabulary import Vocabulary
from equipment.models import WeaponSystem
from reference.models import Claim, Country, Organisation, owned_by


class PartyRole(Vocabulary):
    """In what quality somebody takes part in an agreement."""

    PARTY = "party", "Party", "Bound by it or issuing it, without a more special role."
    BUYER = "buyer", "Buyer", "Orders and pays."
    SELLER = "seller", "Seller", "Sells."
    SELLER_STATE = "seller-state", "Seller's state", "The state whose industry sells."
    SUPPLIER = "supplier", "Supplier", "Supplies a part of what is sold."
    PLATFORM_SUPPLIER = "platform-supplier", "Platform supplier", "Supplies the platform a system is fitted to."
    MANUFACTURER = "manufacturer", "Manufacturer", "Builds what is sold."
    BUILDER = "builder", "Builder", "Builds it under licence, as a shipyard."
    PRIME = "prime-contractor", "Prime contractor", "Answers for the whole contract."
    DEVELOPER = "developer", "Developer", "Develops the equipment."
    PARTNER = "partner", "Partner", "Takes part in the work."
    PARTNER_STATE = "partner-state", "Partner state", "The state whose industry takes part."
    LESSOR = "lessor", "Lessor", "Leases out."
    LESSEE = "lessee", "Lessee", "Takes on lease."
    DONOR = "donor", "Donor", "Gives aid."
    RECIPIENT = "recipient", "Recipient", "Receives aid."
    HOST = "host", "Host", "Where the talks were held."
    VISITOR = "visitor", "Visitor", "Came to the talks."
    CO_CHAIR = "co-chair", "Co-chair", "Led the talks with another."
    WITNESS = "witness", "Witness", "Signed as a witness, without being bound."


class CoverageRelation(Vocabulary):
    """How an agreement concerns a system."""

    PROCURES = "procures", "Procures", "Buys or leases it."
    DEVELOPS = "co-develops", "Co-develops", "Develops it together."
    LICENSES = "licenses", "Licenses", "Allows it to be built elsewhere."
    MENTIONS = "mentions", "Mentions", "Names it, without being about it."


class Party(Claim):
    """A country or organisation takes part in an agreement, perhaps through a named person."""

    owner_field, subject_fields = "agreement", ["country", "organisation"]
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="agreement_parties")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="agreement_parties"
    )
    role = models.CharField(max_length=20, choices=PartyRole, default=PartyRole.PARTY)
    representative = models.CharField(max_length=120, blank=True, help_text="Who signed or spoke for it.")
    office = models.CharField(max_length=120, blank=True, help_text="The representative's office.")

    class Meta(Claim.Meta):
        verbose_name_plural = "parties"
        constraints = [
            *Claim.Meta.constraints,
            owned_by("agreement"),
            exactly_one_of("country", "organisation"),
            one_of("role", PartyRole.values),
        ]


class Coverage(Claim):
    """An agreement concerns a weapon system."""

    owner_field, subject_fields = "agreement", ["system"]
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="coverages")
    system = models.ForeignKey(WeaponSystem, models.PROTECT, related_name="coverages")
    relation = models.CharField(max_length=20, choices=CoverageRelation)
    quantity = CountField(null=True, blank=True)

    class Meta(Claim.Meta):
        constraints = [*Claim.Meta.constraints, owned_by("agreement"), one_of("relation", CoverageRelation.values)]
