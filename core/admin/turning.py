"""Showing other rows of a form, or one more, before it is saved: what was typed stays in it, scripts or not."""

from collections.abc import Iterable

from django.contrib.admin.utils import unquote
from django.core import signing
from django.forms import BaseInlineFormSet, Form
from django.http import HttpResponseRedirect, QueryDict
from django.utils.http import urlencode

from core.admin.conflicts import OPENED, SALT, parts, read, tables
from core.admin.holding import digest, fields_of, sent
from core.admin.paging import NUMBER, PAGE, Shown, number_in, pages_in
from core.admin.threeway import copy_row, differs, forget_rows, put, set_number

TURN, ADD = "_rows", "add"
TURNED = "Other rows are shown. Nothing is saved yet: what you typed is still in the form."
LENGTHENED = "A row was added. Nothing is saved yet: what you typed is still in the form."


def turn(page, request, object_id: str | None):
    """Have the form show what its button asks for; return the address that shows it when nothing was typed."""
    prefix, _, asked = request.POST[TURN].rpartition(":")
    request.turned = prefix
    request.refused = (LENGTHENED if asked == ADD else TURNED), False
    record = page.get_object(request, unquote(object_id)) if object_id else None
    if asked == ADD:
        request.POST = lengthened(request.POST, prefix, tables(page, request, record))
    if record is None or not NUMBER.fullmatch(asked):
        return None
    form, formsets = parts(page, request, record)
    if not is_typed(request.POST, form, formsets):
        return HttpResponseRedirect(address(request, pages_in(request.POST) | {PAGE.format(prefix): asked}))
    for part, can_be_changed in tables(page, request, record):
        if part.prefix == prefix:
            request.POST = with_other_rows(request, part, int(asked), can_be_changed)
    return None


def address(request, pages: dict[str, str]) -> str:
    """Return the address of a record's page that shows these pages of its rows."""
    others = {name: value for name, value in request.GET.items() if not name.endswith(("-PAGE", "-ROWS"))}
    return f"{request.path}?{urlencode(others | pages)}"


def lengthened(typed: QueryDict, prefix: str, parts_of_page: Iterable[tuple[BaseInlineFormSet, bool]]) -> QueryDict:
    """Return a form with one more row of a table, as such rows begin."""
    longer = typed.copy()
    for part, _ in parts_of_page:
        if part.prefix == prefix:
            there, total = numbers(typed, prefix)
            show_row(longer, f"{prefix}-{total}-", "", part.empty_form)
            set_number(longer, prefix, there, total - there + 1)
    return longer


def is_typed(typed: QueryDict, form: Form, formsets: list[BaseInlineFormSet]) -> bool:
    """Tell whether a form is sent otherwise than it was shown."""
    rows = [(part, *numbers(typed, part.prefix)) for part in formsets]
    rows_are = any(total > there or changed_rows(part, typed) for part, there, total in rows)
    return rows_are or is_changed(form, typed, "") or bool(typed.get("reason", "").strip())


def numbers(typed: QueryDict, prefix: str) -> tuple[int, int]:
    """Return how many rows of a table a form was shown with, and has now."""
    return number_in(typed, f"{prefix}-INITIAL_FORMS"), number_in(typed, f"{prefix}-TOTAL_FORMS")


def changed_rows(part: BaseInlineFormSet, typed: QueryDict) -> dict[str, str]:
    """Return the rows of a table that were typed into or are gone meanwhile: by key, the beginning of their names."""
    there = {str(form.instance.pk): form for form in part.initial_forms}
    known, _ = numbers(typed, part.prefix)
    rows = {typed.get(f"{part.prefix}-{n}-id", ""): f"{part.prefix}-{n}-" for n in range(known)}
    return {key: name for key, name in rows.items() if key not in there or is_changed(there[key], typed, name)}


def is_changed(form: Form, typed: QueryDict, name: str) -> bool:
    values = ((field, form.initial.get(own), own) for own, field in fields_of(form))
    return f"{name}DELETE" in typed or any(
        differs(field, value, field.widget.value_from_datadict(typed, {}, name + own)) for field, value, own in values
    )


def with_other_rows(request, part: BaseInlineFormSet, page: int, can_be_changed: bool) -> QueryDict:
    """Return a form with the rows of another page of a table, those that were typed into, and those that are new."""
    typed, prefix, (known, total) = request.POST, part.prefix, numbers(request.POST, part.prefix)
    kept = changed_rows(part, typed) if can_be_changed else {}
    other = type(part)(instance=part.instance, prefix=prefix, queryset=part.queryset)
    other.shown = Shown(part.shown.all, prefix, request, part.most, page)
    fresh = {str(row.instance.pk): row for row in other.initial_forms if str(row.instance.pk) not in kept}
    form, there = typed.copy(), len(fresh) + len(kept)
    forget_rows(form, prefix)
    for place, (key, row) in enumerate(fresh.items()):
        show_row(form, f"{prefix}-{place}-", key, row)
    for place, (key, was) in enumerate(kept.items(), len(fresh)):
        copy_row(typed, was, form, f"{prefix}-{place}-")
        form[f"{prefix}-{place}-id"] = key
    for place in range(known, total):
        copy_row(typed, f"{prefix}-{place}-", form, f"{prefix}-{place - known + there}-")
    set_number(form, prefix, there, total - known)
    form[PAGE.format(prefix)] = str(other.shown.page)
    form[OPENED] = opened_with(typed, prefix, kept, fresh) if can_be_changed else typed.get(OPENED, "")
    return form


def show_row(form: QueryDict, name: str, key: str, row: Form) -> None:
    """Put a row as it is into a form."""
    for own, field in fields_of(row):
        put(form, name + own, sent(field, row.get_initial_for_field(field, own)))
    form[f"{name}id"] = key


def opened_with(typed: QueryDict, prefix: str, kept: Iterable[str], fresh: dict[str, Form]) -> str:
    """Return what a form says it showed when it shows other rows of a table, and still some it had."""
    opened = read(typed.get(OPENED, ""))
    was = opened.get(prefix, {})
    opened[prefix] = {key: was[key] for key in kept if key in was} | {key: digest(row) for key, row in fresh.items()}
    return signing.dumps(opened, salt=SALT, compress=True)
