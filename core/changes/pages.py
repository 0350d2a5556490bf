"""The pages of the change log: a record's timeline, and what is asked before changes are taken back."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core.changes.models import LONGEST_REASON, Batch, Change, Operation
from core.changes.naming import subject, table
from core.changes.obstacles import InTheWay
from core.changes.timeline import About, read
from core.changes.undoing import obstacles_to, revert, undo
from core.groups import PUBLISH, may_publish

ON_A_PAGE, MOST_CHECKED, LONGEST_KEY = 100, 1_000, 18
TAKEN_BACK_BY = {Operation.ADDED: "delete", Operation.CHANGED: "change", Operation.DELETED: "add"}
"""What one must be allowed to do to take an operation back."""
PUBLIC = ["published", "withdrawn"]
"""How an entry stands whose address the public knows."""


def timeline(page, request, object_id: str):
    """Show who changed what of a record, when and why; of one that is gone too."""
    record = page.get_object(request, unquote(object_id))
    if not page.has_view_or_change_permission(request, record):
        raise PermissionDenied
    about = About(page.model, key_in(object_id))
    asked = request.GET.get("of", "")
    shown = Paginator(about.changes(asked), ON_A_PAGE).get_page(request.GET.get("p"))
    steps, names = read(shown.object_list, about.named())
    if record is None and not (asked or steps):
        return page._get_obj_does_not_exist_redirect(request, page.opts, object_id)
    choices = about.choices(names)
    if asked and asked not in {value for group in choices.values() for value, _ in group}:
        messages.error(request, f"“{asked}” is no part of this record, so nothing is shown.")
    context = {
        "title": f"History: {record or names.get((page.model, about.key), object_id)}",
        "subtitle": None,
        "record": record,
        "subject": subject((page.model, about.key), names),
        "steps": steps,
        "shown": shown,
        "asked": asked,
        "choices": choices,
        "without_reverting": not page.has_change_permission(request, record),
        "back": request.get_full_path(),
        "opts": page.opts,
        "media": page.media,
    }
    return TemplateResponse(request, "admin/timeline.html", page.admin_site.each_context(request) | context)


def batch_page(page, request, key: str):
    """Show what was changed in a batch."""
    batch = found(Batch.objects.filter(pk=key_in(key)))
    if not page.has_view_permission(request, batch):
        raise PermissionDenied
    shown = Paginator(batch.changes.select_related("batch"), ON_A_PAGE).get_page(request.GET.get("p"))
    steps, _ = read(shown.object_list)
    kind, name = batch.get_kind_display(), str(batch)
    context = {
        "title": name if name.startswith(kind) else f"{kind}: {name}",
        "subtitle": None,
        "batch": batch,
        "steps": steps,
        "shown": shown,
        "without_reverting": not request.user.has_perms(needed(batch.changes.all())),
        "back": request.get_full_path(),
        "opts": page.opts,
    }
    return TemplateResponse(request, "admin/batch.html", page.admin_site.each_context(request) | context)


def undo_page(page, request, key: str):
    """Ask whether a batch is to be taken back, and take it back."""
    batch = found(Batch.objects.filter(pk=key_in(key)))
    changes = batch.changes.select_related("batch")
    return ask(page, request, changes, f"Undo: {batch}", lambda **who: undo(batch, **who))


def revert_page(page, request, keys: str):
    """Ask whether some changes are to be taken back, and take them back."""
    changes = Change.objects.filter(pk__in=map(key_in, keys.split("-"))).select_related("batch")
    found(changes)
    return ask(page, request, changes, "Revert this change", lambda **who: revert(changes.order_by("pk"), **who))


def ask(page, request, changes: QuerySet[Change], title: str, take_back):
    """Show what would be taken back and what stands in the way; on a confirmation with a reason, take it back."""
    refuse_unless_allowed(request.user, changes)
    back, reason, told = way_back(request), request.POST.get("reason", "").strip()[:LONGEST_REASON], []
    if request.method == "POST" and reason:
        try:
            done = take_back(user=request.user, reason=reason)
        except InTheWay as refused:
            told = refused.told
        else:
            made = f"{done.size} changes were made, which can be undone in turn"
            messages.success(request, f"{done}: {made if done.size else 'all was as it had been, nothing was done'}.")
            return HttpResponseRedirect(back)
    size = changes.count()
    told = told or (obstacles_to(changes.order_by("pk")) if size <= MOST_CHECKED else [])
    steps, _ = read(changes[:ON_A_PAGE])
    context = {
        "title": title,
        "subtitle": None,
        "steps": steps,
        "size": size,
        "more": max(0, size - ON_A_PAGE),
        "obstacles": told,
        "back": back,
        "unreasoned": request.method == "POST" and not reason,
        "opts": page.opts,
        "without_links": True,
    }
    return TemplateResponse(request, "admin/take_back.html", page.admin_site.each_context(request) | context)


def refuse_unless_allowed(user, changes: QuerySet[Change]) -> None:
    """Let only those take changes back who may do by hand what that does."""
    if not user.has_perms(needed(changes)) or not all(may_publish(user, model) for model in made_public(changes)):
        raise PermissionDenied


def made_public(changes: QuerySet[Change]) -> set:
    """Return the tables of which the public saw something come, go or move to another address in these changes."""
    seen = Q(old__publication__in=PUBLIC) | Q(new__publication__in=PUBLIC)
    moved = Q(operation=Operation.CHANGED, old__has_key="slug")
    labels = changes.order_by().filter(seen | moved).values_list("model", flat=True).distinct()
    return {model for label in labels if (model := table(label)) and PUBLISH in model._meta.default_permissions}


def needed(changes: QuerySet[Change]) -> set[str]:
    """Return the permissions it takes to take changes back."""
    permissions = set()
    for label, operation in changes.order_by().values_list("model", "operation").distinct():
        if model := table(label):
            lister = model._meta.auto_created
            meta, action = (lister._meta, "change") if lister else (model._meta, TAKEN_BACK_BY[operation])
            permissions.add(f"{meta.app_label}.{action}_{meta.model_name}")
    return permissions


def key_in(text: str) -> int:
    """Return the key an address names; 0, which is none, when it names none."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else 0


def found(rows: QuerySet):
    """Return the first of some rows; raise Http404 when there is none."""
    first = rows.first()
    if first is None:
        raise Http404
    return first


def way_back(request) -> str:
    """Return the page one came from, if it is one of ours."""
    back = request.POST.get("back") or request.GET.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if ours else reverse("admin:core_batch_changelist")
