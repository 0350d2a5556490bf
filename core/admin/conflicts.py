"""Two editors on one record: whoever saves second sees what the first made of it, and nothing typed is lost.

A page carries, signed, what its fields held when it was opened. What that was in words is read from the
change log: a row is taken back change by change until it is what was opened.
"""

import re
from collections import Counter
from collections.abc import Iterator

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseInlineFormSet, Form

from core import database
from core.admin.earlier import Earlier, deleted_by
from core.admin.holding import Opened, held
from core.admin.threeway import Merge

OPENED, SALT, GONE = "_opened", "core.admin.conflicts", "gone"
CHANGED = "{who} changed this while you had it open. Nothing is saved yet: check what was put together and save it."
DELETED = (
    "{who} deleted this record while you had it open. What you typed is below. To have the record back, undo that in"
    " its history and type it there; or save this as a new record, under another slug."
)


def meet(page, request, object_id: str | None) -> str | None:
    """Put what was sent together with what others saved meanwhile, which is then asked about and not saved.

    Returns the key of the record to save, which is none when it was deleted meanwhile.
    """
    given = request.POST.get(OPENED)
    if object_id is None or given is None or "_saveasnew" in request.POST:
        return object_id
    if given == GONE:
        return None
    database.hold_writers()
    record = page.get_object(request, unquote(object_id))
    if record is None:
        return keep_what_was_typed(page, request, object_id)
    form, formsets = parts(page, request, record)
    now, opened = held(form, formsets), read(given)
    if now != opened:
        earlier = Earlier(opened, form, formsets)
        request.merge = Merge(request.POST, form, formsets, earlier)
        request.merge.opened = signing.dumps(now, salt=SALT, compress=True)
        request.POST = request.merge.together
        request.refused = CHANGED.format(who=earlier.who), False
    return object_id


def keep_what_was_typed(page, request, object_id: str) -> None:
    """Have a form that was sent for a record that is gone be one for a new record, and asked about."""
    typed = request.POST.copy()
    typed[OPENED] = GONE
    for formset, _ in page.get_formsets_with_inlines(request):
        prefix = formset.get_default_prefix()
        keys = re.compile(rf"{prefix}(-\d+)?-\d+-(id|{formset.fk.name})")
        for name in [name for name in typed if keys.fullmatch(name)]:
            del typed[name]
    for name in [name for name in typed if name.endswith("-INITIAL_FORMS")]:
        typed[name] = "0"
    request.POST = typed
    request.refused = DELETED.format(who=deleted_by(page.model, object_id)), False


def parts(page, request, record) -> tuple[Form, list[BaseInlineFormSet]]:
    """Return the form of a record and those of its rows that may be changed, as they would be shown now."""
    fields = flatten_fieldsets(page.get_fieldsets(request, record))
    form = page.get_form(request, record, change=True, fields=fields)(instance=record)
    return form, [part for part, can_be_changed in tables(page, request, record) if can_be_changed]


def tables(page, request, record) -> Iterator[tuple[BaseInlineFormSet, bool]]:
    """Yield the rows of each table on a record's page, and whether they may be changed there."""
    seen: Counter[str] = Counter()
    for formset, inline in page.get_formsets_with_inlines(request, record):
        prefix = formset.get_default_prefix()
        seen[prefix] += 1
        prefix = prefix if seen[prefix] == 1 else f"{prefix}-{seen[prefix]}"
        rows = formset(instance=record, prefix=prefix, queryset=inline.get_queryset(request))
        yield rows, inline.has_change_permission(request, record)


def read(given: str) -> Opened:
    """Return what a page says it showed; nothing is known of one that does not say it in our hand."""
    try:
        return signing.loads(given, salt=SALT)
    except signing.BadSignature:
        return {}


def shown(request, context: dict) -> dict:
    """Return what a page needs to know to be saved, and how it was put together."""
    if request.method == "POST":
        alone = {"errors": Unfaulty(context["errors"])} if is_faultless(context) else {}
        merge = getattr(request, "merge", None)
        return alone | ({"merge": merge, "opened": merge.opened} if merge else {"opened": request.POST.get(OPENED)})
    if context["original"] is None:
        return {}
    formsets = [part.formset for part in context["inline_admin_formsets"] if part.has_change_permission]
    return {"opened": signing.dumps(held(context["adminform"].form, formsets), salt=SALT, compress=True)}


class Unfaulty(list):
    """What a page says at its top that is shown again, but not because something typed is wrong."""

    def __bool__(self):
        return False


def is_faultless(context: dict) -> bool:
    """Tell whether a page is shown again for what others changed alone, or to show other rows."""
    form, rows = context["adminform"].form, (part.formset for part in context["inline_admin_formsets"])
    told = form.refused and form.errors == {NON_FIELD_ERRORS: [form.refused]}
    return bool(told) and not any(map(faults, rows))


def faults(rows: BaseInlineFormSet) -> bool:
    return bool(rows.non_form_errors() or any(rows.errors))
