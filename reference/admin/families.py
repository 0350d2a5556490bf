"""The families every app's admin is made of: entries, claims, aliases, citations."""

import json
from itertools import chain

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Value, When
from django.utils.html import format_html

from core.admin import CardInline, RecordAdmin, RowInline, Rows
from core.admin.conditions import WHERE
from core.admin.lists import StrictList
from core.admin.paging import pages_in
from core.admin.picking import KEY, PlainSelect
from core.groups import may_publish
from reference.admin.alike import EntryForm, alike_urls, remember
from reference.admin.copying import ANSWER, IN_PART, as_copy, cited_in, question
from reference.admin.merging import address_of, merge_two, merge_urls
from reference.admin.waiting import ALIKE, OF_ENTRIES, first_alike
from reference.bulk.together import change_together
from reference.models import LOOKED_THROUGH, UNSOURCED, Claim, Rank

CLAIM_FIELDS = {field.name for field in (*Claim._meta.fields, *Claim._meta.many_to_many)}


def on_page_of(entry, inline, relation: str):
    """Return the inline for one of the tables an entry owns: its aliases, its citations."""
    owned = entry._meta.get_field(relation).related_model
    return type(f"{owned.__name__}Inline", (inline,), {"model": owned})


class AliasInline(RowInline):
    """The other names of a record."""

    verbose_name, verbose_name_plural = "alias", "aliases"


class ClaimInline(CardInline):
    """Claims on the page of the entry that owns them, or of one they are about."""

    folded = ["quote", "rank", "dataset", "note", "ref"]

    def __init__(self, parent_model, admin_site):
        if self.model._meta.get_field(self.model.owner_field).related_model is parent_model:
            self.fk_name = self.model.owner_field
        super().__init__(parent_model, admin_site)

    def get_queryset(self, request):
        rows = super().get_queryset(request).annotate(mark=Case(When(rank=Rank.NORMAL, then=None), default="rank"))
        return rows.annotate(heading=self.model.called() if self.fk_name else F(f"{self.model.owner_field}__name"))

    def get_fields(self, request, obj=None):
        return claim_fields(super().get_fields(request, obj))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "ref":
            kwargs["empty_value"] = None  # or two claims without one were duplicates; saving makes it
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def claim_fields(names: list[str]) -> list[str]:
    """Return a claim's fields with what it says first, then where it comes from and how sure it is."""
    said = [name for name in names if name not in CLAIM_FIELDS]
    return [*said, "certainty", "locator", "sources", *ClaimInline.folded]


class CitationForm(CardInline.form):
    """A citation names one of its record's facts."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        facts = self._meta.model.facts()
        if "fact" in self.fields:
            choices = [("", "whole entry"), *((fact, fact.replace("_", " ")) for fact in facts)]
            grouped = json.dumps(self._meta.model._meta.get_field("entry").related_model.fact_fields)
            self.fields["fact"].widget = PlainSelect(choices=choices, attrs={"data-grouped": grouped})

    def has_changed(self):
        """A citation begun with the source of the last record is one, though nothing was typed into it."""
        return super().has_changed() or bool(not self.instance.pk and self.data.get(self.add_prefix("source")))


class CitationFormSet(Rows):
    """The citations of an entry that may be published only with a source."""

    def clean(self):
        super().clean()
        if self.instance.lacks_source(chain(map(source_of, self.forms), self.sources_of_others())):
            raise ValidationError(UNSOURCED, code="unsourced")

    def sources_of_others(self):
        """Yield the sources of the citations that are not shown."""
        if self.shown.is_part:
            yield from self.shown.all.exclude(pk__in=[row.pk for row in self.shown.rows]).values_list(
                "source", flat=True
            )


def source_of(form):
    """Return the source a citation will name, unless it is to be deleted."""
    given = getattr(form, "cleaned_data", {})
    return None if given.get("DELETE") else given.get("source")


class CitationInline(CardInline):
    """The citations of an entry."""

    form, formset = CitationForm, CitationFormSet
    verbose_name, verbose_name_plural = "citation", "citations"
    folded = ["note", "cited_value"]

    def get_extra(self, request, obj=None, **kwargs):
        return 1 if KEY.fullmatch(request.GET.get("cite", "")) and obj is None else 0

    def get_queryset(self, request):
        stale = When(self.model.is_stale(), then=Value("stale"))
        return super().get_queryset(request).annotate(mark=Case(stale, default=None))


def lists_alike(request) -> bool:
    """Tell whether a list is asked for look-alikes."""
    return request is not None and ALIKE in request.GET.getlist(WHERE)


class EntryList(StrictList):
    """The list of entries, which says when only some were looked through for a name."""

    def get_queryset(self, request, exclude_parameters=None):
        rows = super().get_queryset(request, exclude_parameters)
        if getattr(request, "many_called", False):
            text = f"More than {LOOKED_THROUGH:,} are called so: only so many were looked through. Type more."
            messages.warning(request, text)
        return rows


class EntryAdmin(RecordAdmin):
    """What editors write and publish, with its aliases, claims and citations on one page."""

    search_fields = ["slug", "name", "aliases"]
    ordering = ["name_key"]
    readonly_fields = ["created", "updated"]
    head = ["name", "slug", "publication"]
    rows = [("name", "slug", "publication"), ("dataset", "external_id"), ("created", "updated")]
    tail = ["summary", "notes"]
    folded = ["dataset", "external_id", "created", "updated"]
    place = 0
    questions = OF_ENTRIES
    form = EntryForm
    actions = [change_together, merge_two]
    save_as = True

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        aliases = on_page_of(model, AliasInline, "aliases")
        citations = on_page_of(model, CitationInline, "citations")
        self.inlines = [aliases, *self.inlines, citations]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.annotate(alike=first_alike(self.model)) if lists_alike(request) else rows

    def get_list_display(self, request):
        return [*super().get_list_display(request), *(["look_alike"] if lists_alike(request) else [])]

    @admin.display(description="look-alike")
    def look_alike(self, entry):
        address = f"{address_of(self, 'merge', entry.pk)}?with={entry.alike}"
        return format_html('<a href="{}" aria-label="Merge {} with its look-alike">Merge …</a>', address, entry)

    def found(self, request, queryset, text):
        rows, request.many_called = queryset.called(text)
        return rows

    def get_changelist(self, request, **kwargs):
        return EntryList

    def changeform_view(self, request, *args, **kwargs):
        if request.method == "POST" and "_saveasnew" in request.POST:
            number = cited_in(request.POST)
            if number and ANSWER not in request.POST:
                return question(self, request, number)
            if pages_in(request.POST):
                messages.warning(request, IN_PART)
            request.POST = as_copy(request.POST)
        return super().changeform_view(request, *args, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """Leave to publishers what the public sees: what is published, and under which address."""
        if may_publish(request.user, self.model):
            return self.readonly_fields
        kept = ["publication", "slug"] if obj and obj.is_public() else ["publication"]
        return [*self.readonly_fields, *kept]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and self.has_change_permission(request, obj):
            context["merge_address"] = address_of(self, "merge", obj.pk)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_prepopulated_fields(self, request, obj=None):
        kept = self.get_readonly_fields(request, obj)
        filled = super().get_prepopulated_fields(request, obj)
        return {name: sources for name, sources in filled.items() if name not in kept}

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.is_public() or may_publish(request.user, self.model))

    def get_urls(self):
        return [*alike_urls(self), *merge_urls(self), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        remember(request, obj)

    def context_of(self, record):
        """Return what the next record one adds is begun with, the source of this one too."""
        source = record.citations.exclude(source=None).values_list("source", flat=True).first()
        return super().context_of(record) | ({"cite": source} if source else {})

    def get_formset_kwargs(self, request, obj, inline, prefix):
        begun = (
            {"initial": [{"source": request.GET["cite"]}]} if inline.get_extra(request, obj if obj.pk else None) else {}
        )
        return super().get_formset_kwargs(request, obj, inline, prefix) | begun

    @staticmethod
    def extend(model, *inlines):
        """Put inlines of an app to the right on the page of a model to the left, before its citations."""
        admin.site.get_model_admin(model).inlines[-1:-1] = inlines
