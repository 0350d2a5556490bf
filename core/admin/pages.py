"""The pages of one table: list, form, deletion."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpResponseRedirect
from django.utils.text import capfirst

from core.admin import conflicts, reasons
from core.admin.filters import filter_for
from core.admin.lists import StrictList
from core.admin.picking import KEY, PickingOptions, PickOne, loading
from core.admin.searching import found_by
from core.changes.models import Kind
from core.changes.pages import timeline
from core.changes.recording import recorded
from core.constraints import broken_rule

REFUSALS = (IntegrityError, ValidationError)
"""What is raised while a page is saved undoes all of it, and the page says why."""


class RecordAdmin(PickingOptions, admin.ModelAdmin):
    """A table's pages: strict and of a fixed number of queries; each field's place follows from the model."""

    list_display = ["name", "slug"]
    search_fields = ["slug", "name"]
    prepopulated_fields = {"slug": ["name"]}
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    head = ["name", "slug"]
    """Fields at the top of the form; those that are named nowhere follow in the model's order."""
    rows = []
    """Fields that stand beside one another."""
    tail = []
    """Fields at the end of the form."""
    folded = []
    """Fields behind a fold, because they are seldom touched."""
    place = 1
    """Where the table stands among those of its app: 0 for what editors come for."""

    @property
    def media(self):
        return super().media + PickOne(None, self.admin_site).media  # for the filters of the list

    def get_changelist(self, request, **kwargs):
        return StrictList

    def get_list_filter(self, request):
        return [filter_for(self.model, name) if isinstance(name, str) else name for name in self.list_filter]

    def get_list_select_related(self, request):
        relations = {field.name for field in self.opts.fields if field.many_to_one}
        return [name for name in self.get_list_display(request) if name in relations]

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        found = found_by(queryset, search_term, self.get_search_fields(request))
        if "o" in request.GET:
            return found, False
        return found.order_by("tier", *(queryset.query.order_by or self.ordering or self.opts.ordering)), False

    def get_object(self, request, object_id, from_field=None):
        field = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            return loading(self.get_queryset(request)).get(**{field.name: field.to_python(object_id)})
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def get_fieldsets(self, request, obj=None):
        names = self.get_fields(request, obj)
        ends = {*self.head, *self.tail, *self.folded}
        order = [*self.head, *(name for name in names if name not in ends), *self.tail]
        shown = [(None, {"fields": beside([name for name in order if name in names], self.rows)})]
        folded = beside([name for name in self.folded if name in names], self.rows)
        return [*shown, ("Provenance", {"classes": ["collapse"], "fields": folded})] if folded else shown

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refused, form.unreasoned = getattr(request, "refused", ("", False))
        form.asks_reason = change and reasons.are_due(obj)
        return form

    def recorded(self, request, **how):
        """Have what a page writes belong to one batch of the change log."""
        return recorded(user=request.user, reason=reasons.given(request), **how)

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        if request.method != "POST":
            return super().changeform_view(request, object_id, *args, **kwargs)
        try:
            with self.recorded(request) as request.batch:
                object_id = conflicts.meet(self, request, object_id)
                return super().changeform_view(request, object_id, *args, **kwargs)
        except REFUSALS as error:
            request.refused = reason(error), isinstance(error, reasons.Unreasoned)
            return super().changeform_view(request, object_id, *args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        return super().render_change_form(request, context | conflicts.shown(request, context), *args, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        return timeline(self, request, object_id)

    def delete_view(self, request, *args, **kwargs):
        if request.method != "POST" or reasons.asked_again(request):
            return super().delete_view(request, *args, **kwargs)
        try:
            with self.recorded(request) as request.batch:
                return super().delete_view(request, *args, **kwargs)
        except REFUSALS as error:
            messages.error(request, reason(error))
            return HttpResponseRedirect("../change/")

    def response_action(self, request, queryset):
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        try:
            if not all(map(KEY.fullmatch, chosen)):
                raise ValidationError("What was chosen is not of this list.")
            reasons.asked_again(request)
            with self.recorded(request, kind=Kind.BULK_EDIT) as request.batch:
                request.batch.label = f"Several {self.opts.verbose_name_plural}"
                return super().response_action(request, queryset)
        except REFUSALS as error:
            messages.error(request, reason(error))
            return None

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        request.batch.label = f"{capfirst(self.opts.verbose_name)} “{obj}”"
        for name in out_of_order(obj):
            messages.warning(request, f"The numbers of “{name}” do not run from lowest over best to highest.")

    def save_related(self, request, form, formsets, change):
        reasons.refuse_unreasoned(request, form, formsets)
        super().save_related(request, form, formsets, change)

    def delete_model(self, request, obj):
        request.batch.label = f"{capfirst(self.opts.verbose_name)} “{obj}”, deleted"
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for record in queryset:
            record.delete()


def reason(error: Exception) -> str:
    """Say why a page was not saved."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    rule = broken_rule(error)
    return rule.get_violation_error_message() if rule else f"The database refused this: {error}"


def beside(names: list[str], rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the lines of a form: a row stands where its first field would."""
    row_of = {name: row for row in rows for name in row}
    lines = [tuple(other for other in row_of.get(name, [name]) if other in names) for name in names]
    return list(dict.fromkeys(lines))


def out_of_order(record: models.Model) -> list[str]:
    """Name the counts whose best number is not between the lowest and the highest; sources do state such."""
    bases = [field.name.removesuffix("_best") for field in record._meta.fields if field.name.endswith("_best")]
    ranges = {base: [getattr(record, f"{base}_{end}") for end in ("low", "best", "high")] for base in bases}
    known = {base: [number for number in numbers if number is not None] for base, numbers in ranges.items()}
    return [base for base, numbers in known.items() if numbers != sorted(numbers)]
