"""Rows of other tables on a record's page."""

from django.contrib import admin
from django.db.models import Q, UniqueConstraint
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.functional import cached_property

from core.admin.abridging import WHOLE, abridge
from core.admin.paging import MOST, MOST_CARDS, Shown, counted
from core.admin.picking import PickingOptions, inner, loading
from core.constraints import applies
from core.doubts import compared, doubts_of


class Rows(BaseInlineFormSet):
    """Some rows of a table, checked against one another by every rule, and deleted before others take their place."""

    request = HttpRequest()
    """What asks for them: it names the page of rows, or the rows."""
    most = MOST
    """As many are shown on a page."""
    is_abridged = False
    """Rows write only what the empty row does not."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.is_abridged and index is not None:
            abridge(form)

    @cached_property
    def shown(self) -> Shown:
        """Return which of the record's rows these are."""
        return Shown(counted(super().get_queryset(), self.fk, self.instance), self.prefix, self.request, self.most)

    def get_queryset(self):
        return self.shown.rows

    @property
    def standing(self) -> list:
        """Return the forms of the rows there will be, those with faults left out."""
        gone = self.deleted_forms
        return [form for form in self.forms if form.is_valid() and form.cleaned_data and form not in gone]

    def validate_unique(self):
        """Check that no two rows are alike, also by the rules that hold only under a condition."""
        for rule in self.model._meta.constraints:
            if isinstance(rule, UniqueConstraint):
                self.refuse_alike(rule)
        super().validate_unique()

    def refuse_alike(self, rule: UniqueConstraint):
        """Say beside a row's field that another row is the same; where a value is null, rows never are."""
        columns = [self.model._meta.get_field(name).attname for name in rule.fields if name != self.fk.name]
        known = self.held_by_others(rule, columns)
        for form in self.standing:
            values = tuple(getattr(form.instance, column) for column in columns)
            if None not in values and applies(rule, form.instance):
                if values in known:
                    form.refuse(rule)
                known.add(values)

    def held_by_others(self, rule: UniqueConstraint, columns: list[str]) -> set[tuple]:
        """Return what the record's rows that are not shown hold in these columns, of those a rule is about."""
        if not self.shown.is_part:
            return set()
        others = self.shown.all.exclude(pk__in=[row.pk for row in self.shown.rows])
        return set(others.filter(rule.condition or Q()).values_list(*columns))

    def save_existing_objects(self, commit=True):
        gone = [form.instance for form in self.deleted_forms if form.instance.pk]
        for row in gone:
            self.delete_existing(row, commit)
        saved = super().save_existing_objects(commit)
        self.deleted_objects = gone
        return saved


def doubts_in(formset: BaseInlineFormSet) -> list[str]:
    """Return what is doubtful about the rows of a form that were just saved."""
    saved = [row.pk for row in (*formset.new_objects, *(row for row, _ in formset.changed_objects))]
    rows = compared(loading(formset.model._default_manager.filter(pk__in=saved))) if saved else []
    name = formset.model._meta.verbose_name.capitalize()
    return [f"{name} “{row}”: {text}" for row in rows for text in doubts_of(row).values()]


class NamedFormSet(Rows):
    """Rows under column headings; every control carries its heading as a name for those who do not see it."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        row = "new row" if index is None else f"row {index + 1}"
        for field in form.fields.values():
            if not field.widget.is_hidden:
                inner(field.widget).attrs["aria-label"] = f"{field.label}, {row}"


def asked_by(request: HttpRequest, formset: type[Rows], most: int, has_empty_row: bool) -> type[Rows]:
    """Return a table's rows as a request asks for them, so many on a page."""
    formset.request, formset.most = request, most
    formset.is_abridged = has_empty_row and WHOLE not in {*request.GET, *request.POST}
    return formset


class CardInline(PickingOptions, admin.StackedInline):
    """A row with many fields: the telling ones in view, the others behind a fold."""

    template = "admin/edit_inline/card.html"
    formset = Rows
    extra = 0
    compact = True
    folded = []

    def get_formset(self, request, obj=None, **kwargs):
        rows = super().get_formset(request, obj, **kwargs)
        return asked_by(request, rows, MOST_CARDS, self.has_add_permission(request, obj))

    def get_queryset(self, request):
        return compared(loading(super().get_queryset(request)))

    def get_fieldsets(self, request, obj=None):
        names = self.get_fields(request, obj)
        shown = [name for name in names if name not in self.folded]
        folded = [name for name in self.folded if name in names]
        return [(None, {"fields": shown}), *([("More", {"classes": ["collapse"], "fields": folded})] if folded else [])]


class RowInline(PickingOptions, admin.TabularInline):
    """A row with few fields, one line of a table."""

    template = "admin/edit_inline/rows.html"
    formset = NamedFormSet
    extra = 0
    compact = True

    def get_formset(self, request, obj=None, **kwargs):
        rows = super().get_formset(request, obj, **kwargs)
        return asked_by(request, rows, MOST, self.has_add_permission(request, obj))

    def get_queryset(self, request):
        return loading(super().get_queryset(request))


class LinkInline(RowInline):
    """Records with a page of their own that point here: shown, and changed there."""

    show_change_link = True
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
