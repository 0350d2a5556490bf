"""The admin of incidents; they also show on the pages of weapon systems and agreements."""

from django.contrib import admin

from agreements.models import Agreement
from equipment.models import WeaponSystem
from events.models import Incident, IncidentAlias, IncidentCitation, Participant, Response, SystemUse
from reference.admin import AliasAdmin, CitationAdmin, ClaimAdmin, ClaimInline, EntryAdmin


class ParticipantInline(ClaimInline):
    model = Participant


class SystemUseInline(ClaimInline):
    model = SystemUse


class ResponseInline(ClaimInline):
    model = Response


@admin.register(Incident)
class IncidentAdmin(EntryAdmin):
    list_display = ["name", "kind", "started", "place", "killed_best", "publication"]
    list_filter = ["publication", "kind", "countries", "started"]
    told_by = ["kind", "started", "place"]
    rows = [
        *EntryAdmin.rows,
        ("kind", "started", "ended", "date_precision"),
        ("place", "countries"),
        ("latitude", "longitude", "place_precision"),
        ("killed_low", "killed_best", "killed_high", "civilians_killed", "killed_note"),
        ("wounded_low", "wounded_best", "wounded_high", "wounded_note"),
        ("hostages_low", "hostages_best", "hostages_high", "hostages_note"),
    ]
    inlines = [ParticipantInline, SystemUseInline, ResponseInline]


admin.site.register([Participant, SystemUse, Response], ClaimAdmin)
admin.site.register(IncidentAlias, AliasAdmin)
admin.site.register(IncidentCitation, CitationAdmin)
EntryAdmin.extend(WeaponSystem, SystemUseInline)
EntryAdmin.extend(Agreement, ResponseInline)
