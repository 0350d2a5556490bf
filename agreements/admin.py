"""The admin of agreements and transfers; agreements and transfers also show on the pages of weapon systems."""

from django.contrib import admin

from agreements.models import (
    Agreement,
    AgreementAlias,
    AgreementCitation,
    Coverage,
    Party,
    Topic,
    Transfer,
    TransferAlias,
    TransferCitation,
)
from core.admin import LinkInline, RecordAdmin
from equipment.models import WeaponSystem
from reference.admin import AliasAdmin, CitationAdmin, ClaimAdmin, ClaimInline, EntryAdmin


class PartyInline(ClaimInline):
    model = Party


class CoverageInline(ClaimInline):
    model = Coverage


class TransferInline(LinkInline):
    model = Transfer
    fields = ["supplier_country", "recipient_country", "system", "ordered", "number_ordered", "number_delivered"]


@admin.register(Agreement)
class AgreementAdmin(EntryAdmin):
    list_display = ["name", "kind", "status", "signed", "in_force", "ended", "publication"]
    list_filter = ["publication", "kind", "status", "topics", "signed"]
    told_by = ["kind", "signed"]
    rows = [
        *EntryAdmin.rows,
        ("kind", "status", "topics"),
        ("signed", "in_force", "ended", "place"),
        ("value", "currency", "value_note"),
        ("supersedes", "related"),
    ]
    inlines = [PartyInline, CoverageInline, TransferInline]


@admin.register(Transfer)
class TransferAdmin(EntryAdmin):
    list_display = ["name", "supplier_country", "recipient_country", "system", "ordered", "publication"]
    list_filter = ["publication", "supplier_country", "recipient_country", "system", "agreement", "ordered"]
    told_by = ["system", "ordered"]
    rows = [
        *EntryAdmin.rows,
        ("supplier_country", "supplier_organisation"),
        ("recipient_country", "recipient_organisation"),
        ("system", "agreement"),
        ("ordered", "ordered_estimated"),
        ("number_ordered", "number_ordered_estimated"),
        ("number_delivered", "number_delivered_estimated"),
        ("delivered_from", "delivered_until", "delivered_estimated"),
        ("condition", "licence_production"),
        ("tiv_unit", "tiv_ordered", "tiv_delivered"),
    ]


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    pass


admin.site.register([Party, Coverage], ClaimAdmin)
admin.site.register([AgreementAlias, TransferAlias], AliasAdmin)
admin.site.register([AgreementCitation, TransferCitation], CitationAdmin)
EntryAdmin.extend(WeaponSystem, CoverageInline, TransferInline)
