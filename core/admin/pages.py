"""The pages of one table: list, form, deletion."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from core.admin import abridging, asked, conflicts, presence, reasons, turning
from core.admin.conditions import ConditionsFilter, Question
from core.admin.doomed import doomed
from core.admin.entry import begun_with, context_of, entry_urls, understand
from core.admin.filters import filter_for
from core.admin.inlines import doubts_in
from core.admin.lists import Bounded, Strict
from core.admin.paging import pages_in
from core.admin.picking import KEY, PickingOptions, PickOne, loading
from core.admin.searching import found_by
from core.changes.models import Kind
from core.changes.pages import timeline
from core.changes.recording import recorded
from core.constraints import broken_rule
from core.doubts import compared, doubts_of

REFUSALS = (IntegrityError, ValidationError)
"""What is raised while a page is saved undoes all of it, and the page says why."""


class RecordAdmin(PickingOptions, Strict, admin.ModelAdmin):
    """A table's pages: strict and of a fixed number of queries; each field's place follows from the model."""

    list_display = ["name", "slug"]
    search_fields = ["slug", "name"]
    prepopulated_fields = {"slug": ["name"]}
    show_full_result_count = False
    paginator = Bounded
    show_facets = admin.ShowFacets.NEVER
    head = ["name", "slug"]
    """Fields at the top of the form; those that are named nowhere follow in the model's order."""
    rows = []
    """Fields that stand beside one another."""
    tail = []
    """Fields at the end of the form."""
    folded = []
    """Fields behind a fold, because they are seldom touched."""
    printed: dict[str, list[str]] = {}
    """Fields read as sources print them, each with the fields that say how; dates are read everywhere."""
    told_by: list[str] = []
    """What a picker shows beside a record's name, so that namesakes differ; its slug stands after it."""
    within: dict[str, str] = {}
    """Pickers that first offer what shares a field with the form they stand in: the picker, the field."""
    questions: dict[str, Question] = {}
    """What its list can be narrowed by beside the fields."""
    place = 1
    """Where the table stands among those of its app: 0 for what editors come for."""

    @property
    def media(self):
        return super().media + PickOne(None, self.admin_site).media  # for the filters of the list

    def get_urls(self):
        return [*entry_urls(self), *presence.urls(self), *super().get_urls()]

    def understand(self, field: str, text: str, given: dict) -> str:
        """Return what a text means in a field, in words; raise ``Unreadable`` for what means nothing."""
        return understand(self, field, text)

    def doubt(self, given: dict) -> str:
        """Return what is doubtful about a text that was understood."""
        return ""

    def also_offered(self, request, term: str) -> list[dict]:
        """Return what a picker of this table offers after all it found."""
        return []

    def get_list_filter(self, request):
        named = [filter_for(self.model, name) if isinstance(name, str) else name for name in self.list_filter]
        return [*named, ConditionsFilter] if named else named

    def get_list_select_related(self, request):
        relations = {field.name for field in self.opts.fields if field.many_to_one}
        shown = [*self.get_list_display(request), getattr(self.model, "named_beside", "")]
        return [name for name in shown if name in relations]

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        found = self.found(request, queryset, search_term)
        if "o" in request.GET:
            return found, False
        return found.order_by("tier", *(queryset.query.order_by or self.ordering or self.opts.ordering)), False

    def found(self, request, queryset, text: str):
        """Return the rows that a text finds, annotated with their ``tier``, the best 0."""
        return found_by(queryset, text, self.get_search_fields(request))

    def get_object(self, request, object_id, from_field=None):
        field = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            return compared(loading(self.get_queryset(request))).get(**{field.name: field.to_python(object_id)})
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
        if turning.TURN in request.POST:
            turned = turning.turn(self, request, object_id)
            return turned or super().changeform_view(request, object_id, *args, **kwargs)
        try:
            with self.recorded(request) as request.batch:
                object_id = conflicts.meet(self, request, object_id)
                return super().changeform_view(request, object_id, *args, **kwargs)
        except REFUSALS as error:
            request.refused = reason(error), isinstance(error, reasons.Unreasoned)
            return super().changeform_view(request, object_id, *args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        context |= conflicts.shown(request, context) | presence.shown(self, request, context)
        context["is_abridged"] = abridging.is_abridged(request, context)
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        return timeline(self, request, object_id)

    def get_deleted_objects(self, objs, request):
        return doomed(objs, request, self.admin_site)

    def delete_view(self, request, object_id, *args, **kwargs):
        keys = [int(object_id)] if KEY.fullmatch(object_id) else []
        if request.method != "POST" or reasons.asked_again(request):
            return asked.asking(super().delete_view(request, object_id, *args, **kwargs), self.model, keys)
        try:
            with self.recorded(request) as request.batch:
                if since := asked.changed_since(request, self.model, keys):
                    asked.ask_again(request)
                response = super().delete_view(request, object_id, *args, **kwargs)
                return asked.asking(response, self.model, keys, since)
        except REFUSALS as error:
            messages.error(request, reason(error))
            return HttpResponseRedirect("../change/")

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        return self.begun_with(request, response, obj)

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        if "_continue" in request.POST and (pages := pages_in(request.POST)):
            return HttpResponseRedirect(turning.address(request, pages))
        return self.begun_with(request, response, obj)

    def begun_with(self, request, response, record):
        another = "_addanother" in request.POST
        return begun_with(request, response, record, self.context_of(record)) if another else response

    def context_of(self, record) -> dict[str, str]:
        """Return what the next record one adds is begun with."""
        return context_of(record)

    def response_action(self, request, queryset):
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        try:
            if not all(map(KEY.fullmatch, chosen)):
                raise ValidationError("What was chosen is not of this list.")
            if request.POST.get("select_across", "0") != "0" and Bounded(queryset, 1).is_long:
                raise ValidationError("These are more than can be shown: filter the list before doing this to all.")
            reasons.asked_again(request)
            with self.recorded(request, kind=Kind.BULK_EDIT) as request.batch:
                request.batch.label = f"Several {self.opts.verbose_name_plural}"
                return self.answer_action(request, queryset)
        except REFUSALS as error:
            messages.error(request, reason(error))
            return None

    def answer_action(self, request, queryset):
        """Carry an action out, or ask once more when it was asked about what is not there any more."""
        since = asked.changed_since(request, self.model, asked.chosen(request)) if "post" in request.POST else None
        if since:
            asked.ask_again(request)
        response = super().response_action(request, queryset)
        if isinstance(response, TemplateResponse) and "deletable_objects" in response.context_data:
            keys = {*asked.chosen(request), *(row.pk for row in response.context_data["queryset"])}
            return asked.asking(response, self.model, keys, since)
        return response

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        request.batch.label = f"{capfirst(self.opts.verbose_name)} “{obj}”"
        for text in doubts_of(obj).values():
            messages.warning(request, text)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for text in doubts_in(formset):
            messages.warning(request, text)

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
