"""The admin of states, organisations and sources."""

from django.contrib import admin

from core.admin import LookedAt, RecordAdmin, RowInline
from reference.admin.families import AliasInline, ClaimInline, EntryAdmin
from reference.admin.owned import AliasAdmin, CitationAdmin, ClaimAdmin
from reference.admin.sources import SourceAdmin
from reference.admin.uploads import UploadAdmin
from reference.admin.waiting import OF_REFUSED
from reference.models import (
    Country,
    CountryAlias,
    CountryCode,
    Dataset,
    DataVersion,
    Distinct,
    Load,
    Organisation,
    OrganisationAlias,
    OrganisationCitation,
    RefusedLoad,
    Release,
    Retired,
)

__all__ = ["AliasAdmin", "CitationAdmin", "ClaimAdmin", "ClaimInline", "EntryAdmin", "SourceAdmin", "UploadAdmin"]


class CountryAliasInline(AliasInline):
    model = CountryAlias


class CountryCodeInline(RowInline):
    model = CountryCode


class ReleaseInline(RowInline):
    model = Release
    readonly_fields = ["loaded"]


@admin.register(Country)
class CountryAdmin(RecordAdmin):
    list_display = ["name", "slug", "alpha3", "region", "valid_from", "valid_until"]
    list_filter = ["region", "valid_until"]
    told_by = ["valid_from", "valid_until"]
    search_fields = ["slug", "name", "aliases", "alpha3"]
    ordering = ["name_key"]
    prepopulated_fields = {}
    rows = [("name", "slug", "alpha3", "numeric"), ("region", "subregion"), ("valid_from", "valid_until")]
    inlines = [CountryAliasInline, CountryCodeInline]


@admin.register(Organisation)
class OrganisationAdmin(EntryAdmin):
    list_display = ["name", "kind", "country", "parent", "publication"]
    list_filter = ["kind", "country", "publication", "parent"]
    told_by = ["kind", "country"]
    rows = [*EntryAdmin.rows, ("kind", "country", "parent")]


@admin.register(Dataset)
class DatasetAdmin(RecordAdmin):
    list_display = ["name", "owner", "licence", "redistributable", "synthetic"]
    list_filter = ["redistributable", "synthetic"]
    rows = [("licence", "licence_url")]
    inlines = [ReleaseInline]


@admin.register(CountryCode)
class CountryCodeAdmin(RecordAdmin):
    list_display = ["scheme", "number", "country", "valid_from", "valid_until"]
    list_filter = ["scheme", "country"]
    search_fields = ["country", "number"]
    prepopulated_fields = {}
    place = 3


@admin.register(Release)
class ReleaseAdmin(RecordAdmin):
    list_display = ["version", "dataset", "retrieved", "loaded"]
    list_filter = ["dataset", "retrieved"]
    search_fields = ["dataset", "version"]
    prepopulated_fields = {}
    readonly_fields = ["loaded"]
    place = 3


@admin.register(Retired)
class RetiredAdmin(RecordAdmin):
    list_display = ["slug", "entry_type", "successor", "reason", "at"]
    list_filter = ["entry_type"]
    search_fields = ["slug", "successor", "reason"]
    prepopulated_fields = {}
    readonly_fields = ["at"]
    place = 5


@admin.register(Distinct)
class DistinctAdmin(RecordAdmin):
    list_display = ["slug", "other", "entry_type", "by", "at"]
    list_filter = ["entry_type"]
    search_fields = ["slug", "other"]
    prepopulated_fields = {}
    readonly_fields = ["by", "at"]
    place = 5


@admin.register(DataVersion)
class DataVersionAdmin(LookedAt, RecordAdmin):
    """The database keeps this number itself: it can only be looked at."""

    list_display = ["number"]
    search_fields = []
    prepopulated_fields = {}
    place = 5


admin.site.register([CountryAlias, OrganisationAlias], AliasAdmin)
admin.site.register(OrganisationCitation, CitationAdmin)


@admin.register(Load)
class LoadAdmin(LookedAt, RecordAdmin):
    """Loads are only looked at, and undone by their batches of the change log."""

    list_display = ["name", "version", "at", "status", "created", "updated", "unchanged", "conflicting", "pruned"]
    list_filter = ["name"]
    search_fields = ["name"]
    prepopulated_fields = {}
    place = 5

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("batch__undone_by__undone_by")


@admin.register(RefusedLoad)
class RefusedLoadAdmin(RecordAdmin):
    """Refused loads are read, and deleted once nobody means to load them any more."""

    list_display = ["name", "by", "at", "first_fault"]
    list_filter = ["name", "by"]
    search_fields = ["name", "told"]
    readonly_fields = ["name", "by", "at", "told"]
    head = ["name", "by", "at"]
    questions = OF_REFUSED
    prepopulated_fields = {}
    place = 5

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="first fault")
    def first_fault(self, refused):
        return refused.told.partition("\n")[0]
