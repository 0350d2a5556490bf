"""Rows of other tables on a record's page."""

from django.contrib import admin
from django.forms import BaseInlineFormSet

from core.admin.picking import PickingOptions, loading


class NamedFormSet(BaseInlineFormSet):
    """Rows under column headings; every control carries its heading as a name for those who do not see it."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        row = "new row" if index is None else f"row {index + 1}"
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = f"{field.label}, {row}"


class CardInline(PickingOptions, admin.StackedInline):
    """A row with many fields: the telling ones in view, the others behind a fold."""

    template = "admin/edit_inline/card.html"
    extra = 0
    compact = True
    folded = []

    def get_queryset(self, request):
        return loading(super().get_queryset(request))

    def get_fieldsets(self, request, obj=None):
        names = self.get_fields(request, obj)
        shown = [name for name in names if name not in self.folded]
        folded = [name for name in self.folded if name in names]
        return [(None, {"fields": shown}), *([("More", {"classes": ["collapse"], "fields": folded})] if folded else [])]


class RowInline(PickingOptions, admin.TabularInline):
    """A row with few fields, one line of a table."""

    formset = NamedFormSet
    extra = 0
    compact = True

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
