"""Choosing related records: pickers search as one types, and show what is chosen without asking again."""

import re
from decimal import Decimal

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelectMultiple
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, OuterRef
from django.forms.models import InlineForeignKeyField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from core.admin.entry import asking
from core.constraints import compared, named_by, refuse_links_to_itself
from core.database import JSONRows
from core.doubts import doubts_of
from core.nearing import in_full

ARRAY = "loaded_{}"
KEY = re.compile(r"\d{1,18}")
"""What can be a key; an address may hold anything."""


class PlainSelect(forms.Select):
    """Django's select, but for the template it renders per option: a page of claims has a thousand options."""

    is_abridged = False
    """Only what is chosen is written; the rest of the list stands elsewhere on the page."""

    def render(self, name, value, attrs=None, renderer=None):
        widget = self.get_context(name, value, attrs)["widget"]
        options = [option for _, group, _ in widget["optgroups"] for option in group]
        options = [option for option in options if option["selected"]] if self.is_abridged else options
        lines = ((option["value"], flatatt(option["attrs"]), option["label"]) for option in options)
        listed = format_html_join("", '<option value="{}"{}>{}</option>', lines)
        return format_html("<select{}>{}</select>", flatatt({"name": name} | widget["attrs"]), listed)


class Picker(AutocompleteMixin):
    """Django's autocomplete, which asks the database for its chosen rows unless the form knows them."""

    known: list[models.Model] = []
    is_abridged = False

    def build_attrs(self, base_attrs, extra_attrs=None):
        if self.is_abridged:
            return base_attrs | (extra_attrs or {})
        return super().build_attrs(base_attrs, extra_attrs) | base_attrs

    def optgroups(self, name, value, attr=None):
        names = {str(record.pk): str(record) for record in self.known}
        chosen = [key for key in value if KEY.fullmatch(str(key))]
        if not names.keys() >= set(chosen):
            return super().optgroups(name, chosen, attr)
        blank = [] if self.is_required or self.allow_multiple_selected else [("", "", False)]
        options = blank + [(key, names[key], True) for key in chosen]
        return [(None, [self.create_option(name, *option, index) for index, option in enumerate(options)], 0)]


class PickOne(Picker, PlainSelect):
    """The picker of a foreign key."""


class PickMany(Picker, PlainSelect, AutocompleteSelectMultiple):
    """The picker of a many-to-many relation; each choice has its own ×, one for all would stand outside their list."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs if self.is_abridged else attrs | {"data-allow-clear": "false"}


def loading(queryset: models.QuerySet) -> models.QuerySet:
    """Have each row bring along what its form shows: the records it names, and those it lists as one array."""
    meta = queryset.model._meta
    named = [field.name for field in meta.fields if field.many_to_one]
    listed = {ARRAY.format(field.name): listing(field) for field in meta.many_to_many}
    return (queryset.select_related(*named) if named else queryset).annotate(**listed)


def listing(field: models.ManyToManyField) -> JSONRows:
    """Return the keys and names of the records a row is linked to, as one array."""
    here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
    links = field.remote_field.through._default_manager.filter(**{here: OuterRef("pk")})
    return JSONRows(links.order_by(f"{there}__name", there), f"{there}_id", f"{there}__name")


class LoadedForm(forms.ModelForm):
    """A form that asks nothing of the database for what its row brought along, and checks every rule of its row."""

    refused = ""
    """Why the database did not take what was sent: two changed the same, or rows exchange what is unique."""

    def __init__(self, *args, instance=None, **kwargs):
        links = instance.__dict__ if instance else {}
        for field in self._meta.model._meta.many_to_many:
            if (rows := links.get(ARRAY.format(field.name))) is not None:
                _remember(instance, field, rows)
        super().__init__(*args, instance=instance, **kwargs)
        for name, field in self.fields.items():
            picker = inner(field.widget)
            if isinstance(picker, Picker):
                picker.known = _known(self.instance, name)
        for name, text in (doubts_of(self.instance) if self.instance.pk else {}).items():
            self.say_beside(name, "doubt", text)

    def say_beside(self, name: str, kind: str, text: str):
        """Say something about what a field holds: what it is understood as, or what is doubtful about it."""
        if name in self.fields:
            field = self.fields[name]
            field.help_text = format_html('{}<span class="{}">{}</span>', field.help_text, kind, text)

    def _post_clean(self):
        """Check also what Django leaves to the database: its forms know only the fields they show."""
        super()._post_clean()
        if self.refused:
            self.add_error(None, self.refused)
        for check in (self._check_hidden, self._check_links):
            try:
                check()
            except forms.ValidationError as broken:
                self.add_error(None, broken)

    def add_error(self, field, error):
        """Say also what was given, and what is nearest to it."""
        error = error if isinstance(error, forms.ValidationError) else forms.ValidationError(error)
        told = error.error_dict if hasattr(error, "error_dict") else {field or NON_FIELD_ERRORS: error.error_list}
        super().add_error(None, {name: [self._in_full(name, one) for one in errors] for name, errors in told.items()})

    def _in_full(self, name: str, error: forms.ValidationError) -> forms.ValidationError:
        given = self[name].data if name in self.fields else None
        return in_full(error, self._meta.model, name, given) if given and isinstance(given, str) else error

    def _update_errors(self, errors):
        """Say what a rule refuses beside a field."""
        rules = {rule.get_violation_error_message(): rule for rule in self.instance._meta.constraints}
        told = errors.error_dict.pop(NON_FIELD_ERRORS, [])
        for error in (error for error in told if error.message in rules):
            self.refuse(rules[error.message])
        if others := [error for error in told if error.message not in rules]:
            errors.error_dict[NON_FIELD_ERRORS] = others
        super()._update_errors(errors)

    def refuse(self, rule: BaseConstraint):
        """Say that the row breaks a rule beside the last of the fields it is about, with what they hold."""
        about = named_by(rule, self._meta.model)
        shown = [name for name in about if self._shows(name) and name not in self.errors]
        self.add_error(shown[-1] if shown else None, rule.get_violation_error_message() + self._given(shown))

    def _shows(self, name: str) -> bool:
        return name in self.fields and not isinstance(self.fields[name], InlineForeignKeyField)

    def _given(self, names: list[str]) -> str:
        held = {name: getattr(self.instance, name) for name in names}
        told = [f"{name.replace('_', ' ')} {value}" for name, value in held.items() if value not in {None, ""}]
        return f" Given: {', '.join(told)}." if told else ""

    def _check_hidden(self):
        """Check the rules that name the row's own key, or the record on whose page it stands."""
        shown = set(filter(self._shows, self.fields))
        for rule in self.instance._meta.constraints:
            if isinstance(rule, CheckConstraint) and compared(rule) - shown:
                rule.validate(type(self.instance), self.instance, exclude=set(self.errors))

    def _check_links(self):
        linked = [field.name for field in self.instance._meta.many_to_many if field.name in self.cleaned_data]
        refuse_links_to_itself(self.instance, {name: [row.pk for row in self.cleaned_data[name]] for name in linked})


def inner(widget: forms.Widget) -> forms.Widget:
    """Return the widget itself, without the links that stand around a picker."""
    return getattr(widget, "widget", widget)


def _remember(instance: models.Model, field: models.ManyToManyField, rows: list[list]) -> None:
    """Keep the listed records where prefetch_related would; of each, only the name is known."""
    found = getattr(instance, field.name).all()
    found._result_cache = [field.related_model.from_db(found.db, ["id", "name"], row) for row in rows]
    found._prefetch_done = True
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[field.name] = found


def _known(instance: models.Model, name: str) -> list[models.Model]:
    field = instance._meta.get_field(name)
    if field.many_to_many:
        return list(getattr(instance, "_prefetched_objects_cache", {}).get(name, []))
    related = getattr(instance, name) if field.is_cached(instance) else None
    return [related] if related else []


class PlainDecimalField(forms.DecimalField):
    """A number shown as people write it: 200, not 200.000000."""

    def prepare_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class PickedMany(forms.ModelMultipleChoiceField):
    """The records a picker sent, each named by something that can be a key."""

    def _check_values(self, value):
        for key in value:
            if not KEY.fullmatch(str(key)):
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key})
        return super()._check_values(value)


class PickingOptions(BaseModelAdmin):
    """What pages and inlines share: every relation is picked from a search, none is a list of all rows."""

    form = LoadedForm
    formfield_overrides = {
        models.DecimalField: {"form_class": PlainDecimalField},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 90})},
        models.URLField: {"assume_scheme": "https"},
    }
    compact = False
    """Inlines show the hint of a field on pointing at it, and only the link to add a related record."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(
            db_field, request, **{"widget": PickOne(db_field, self.admin_site)} | kwargs
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, **{"widget": PickMany(db_field, self.admin_site), "form_class": PickedMany} | kwargs
        )

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        return super().formfield_for_choice_field(db_field, request, **{"widget": PlainSelect} | kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.is_relation:
            within = self.admin_site.get_model_admin(db_field.model).within.get(db_field.name)
            inner(field.widget).attrs |= {"data-within": within} if within else {}
            field.widget.can_delete_related = False
            field.widget.can_change_related &= not self.compact
            field.widget.can_view_related &= not self.compact
        if field and not db_field.is_relation:
            field.widget.attrs |= asking(self.admin_site.get_model_admin(db_field.model), db_field)
        if field and field.help_text and self.compact:
            inner(field.widget).attrs["title"] = field.help_text
            field.help_text = ""
        return field
