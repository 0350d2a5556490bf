"""Rows written without what the empty row of their table says too: `completing.js` puts it back.

A page full of rows is mostly the same lists, hints and links over and over. A row holds what is its own: the
fields that hold something, each with what is chosen. What is missing is blank, so a page whose scripts fail
sends the same; one without scripts asks for whole rows.
"""

from django.forms import BoundField, Form
from django.http import HttpRequest

from core.admin.holding import sent
from core.admin.picking import PlainSelect, inner

WHOLE = "_whole"
"""By this parameter a page is asked for with whole rows, and a form sent without scripts is answered with them."""


def abridge(form: Form) -> None:
    """Have a row write only what is its own."""
    form.bound_field_class = OwnField
    for field in form.fields.values():
        field.widget = inner(field.widget)
        field.widget.attrs = {}
        if isinstance(field.widget, PlainSelect):
            field.widget.is_abridged = True


class OwnField(BoundField):
    """A field of an abridged row."""

    @property
    def auto_id(self):
        """Name it where a hint or a fault may refer to it; elsewhere its id follows from its name."""
        return super().auto_id if self.field.help_text or self.form.is_bound else ""

    @property
    def is_left_out(self) -> bool:
        """Tell whether it is as in the empty row, and blank there."""
        is_blank = sent(self.field, self.value()) in ([], [""]) and not self.field.initial
        is_alike = self.field.label == self.form.base_fields[self.name].label and not self.field.help_text
        return is_blank and is_alike and not self.errors


def is_abridged(request: HttpRequest, context: dict) -> bool:
    """Tell whether a page that is shown for the first time has abridged rows."""
    parts = (part.formset for part in context["inline_admin_formsets"])
    return request.method == "GET" and any(part.is_abridged and part.forms for part in parts)
