"""The pages of rows that entries own: claims, aliases and citations, each across all entries."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction

from core.admin import RecordAdmin
from reference.admin.families import CLAIM_FIELDS, CitationForm, claim_fields
from reference.admin.waiting import OF_CITATIONS, OF_CLAIMS
from reference.bulk.together import change_together
from reference.models import Claim

MOST_COLUMNS = 3
"""Of what a kind of claim says beside whom it is about, as many are listed."""


class ClaimAdmin(RecordAdmin):
    """Claims of one kind, across all their owners: what they say follows from the model."""

    actions = [change_together]
    prepopulated_fields = {}
    head = rows = []
    questions = OF_CLAIMS
    place = 2

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        said = [model.owner_field, *model.subject_fields]
        records = [name for name in said if model._meta.get_field(name).is_relation]
        self.list_display = ["ref", *said, *own_columns(model)[:MOST_COLUMNS], "certainty", "rank"]
        self.list_filter = [*records, "sources", "certainty", "rank", "dataset"]
        self.search_fields = ["ref", *said]

    def get_fields(self, request, obj=None):
        return claim_fields(super().get_fields(request, obj))


def own_columns(model: type[Claim]) -> list[str]:
    """Return the plain fields only this kind of claim has, what each must say first: they tell two apart."""
    known = {*CLAIM_FIELDS, *model.subject_fields, model._meta.pk.name}
    own = [field for field in model._meta.fields if not field.is_relation and field.name not in known]
    return [field.name for field in sorted(own, key=lambda field: field.blank or field.has_default())]


class AliasAdmin(RecordAdmin):
    """The aliases of one kind of record."""

    actions = [change_together]
    list_display = ["text", "entry", "kind", "language", "ambiguous"]
    list_filter = ["kind", "ambiguous", "entry"]
    search_fields = ["text", "entry"]
    prepopulated_fields = {}
    place = 3


class CitationAdmin(RecordAdmin):
    """The citations of one kind of entry."""

    actions = [change_together]
    form = CitationForm
    list_display = ["__str__", "entry", "source", "locator", "cited_value", "up_to_date"]
    list_filter = ["entry", "source"]
    search_fields = ["entry", "fact", "source"]
    questions = OF_CITATIONS
    prepopulated_fields = {}
    place = 4

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(stale=self.model.is_stale())

    @admin.display(boolean=True)
    def up_to_date(self, citation):
        return not citation.stale

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.refuse_unsourced({form.initial.get("entry"), form.instance.entry_id})

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self.refuse_unsourced({obj.entry_id})

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        entries = set(queryset.values_list("entry", flat=True))
        super().delete_queryset(request, queryset)
        self.refuse_unsourced(entries)

    def refuse_unsourced(self, entries: set):
        """Refuse what would take the last source of a published entry."""
        for entry in self.opts.get_field("entry").related_model.objects.filter(pk__in=entries):
            if told := entry.unfit():
                raise ValidationError(f"{entry}: {told}")
