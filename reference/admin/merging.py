"""The page on which two entries that are one are made one."""

from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, ForeignKey, IntegerField, ManyToManyField, Value
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst

from core.admin import asked, reasons
from core.admin.picking import PickOne
from core.changes.naming import names_of
from core.changes.wording import in_words
from core.constraints import broken_rule
from core.database import belonging
from core.merging import Merging
from reference.admin.between import between

CHOSEN = "goes with the value chosen above"
MOST_SHOWN = 25
"""As many rows of a table are named on the page."""


def merge_urls(page) -> list:
    """Return the address at which two entries of a table are made one."""

    def merging(request, object_id: str):
        return merge_page(page, request, object_id)

    name = f"{page.opts.app_label}_{page.opts.model_name}_merge"
    return [path("<path:object_id>/merge/", page.admin_site.admin_view(merging), name=name)]


def merge_page(page, request, object_id: str):
    """Show what would become of two entries, and make them one when that is confirmed with a reason."""
    kept = page.get_object(request, unquote(object_id))
    if kept is None:
        raise Http404
    if not page.has_change_permission(request, kept):
        raise PermissionDenied
    asked = request.POST.get("with") or request.GET.get("with", "")
    going = page.get_object(request, asked) if asked else None
    if going is None and asked:
        messages.error(request, f"“{asked}” is no {page.opts.verbose_name}.")
    context = {"title": f"Merge: {kept}", "subtitle": None, "kept": kept, "opts": page.opts, "media": page.media}
    if going is None:
        context["picker"] = picker(page)
        return TemplateResponse(request, "admin/merge.html", page.admin_site.each_context(request) | context)
    if not page.has_delete_permission(request, going):
        raise PermissionDenied
    return two_on_a_page(page, request, Merging(kept, going), context)


def two_on_a_page(page, request, merging: Merging, context: dict):
    """Make two entries one when that is confirmed with a reason; show what would become of them when not."""
    confirmed, reason, keys = request.method == "POST", reasons.given(request), [merging.kept.pk, merging.going.pk]
    with transaction.atomic():
        since = asked.changed_since(request, page.model, keys) if confirmed else None
        if confirmed and reason and not since and merged(request, merging):
            return HttpResponseRedirect(address_of(page, "change", merging.kept.pk))
    if confirmed:
        merging = Merging(*(page.get_object(request, str(key)) for key in keys))  # as they are: nothing was done
    if since:
        messages.warning(request, asked.CHANGED)
    context |= preview(merging) | {"unreasoned": confirmed and not reason}
    response = TemplateResponse(request, "admin/merge.html", page.admin_site.each_context(request) | context)
    return asked.asking(response, page.model, keys, since)


def address_of(page, kind: str, key: int) -> str:
    """Return the address of one of an entry's pages."""
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_{kind}", args=[key])


def merged(request, merging: Merging) -> bool:
    """Make two entries one, and say so; say what stands against it instead when something does."""
    taken = [field.name for field in merging.clashes() if request.POST.get(f"take-{field.name}") == "going"]
    try:
        batch = merging.carry_out(taken, user=request.user, reason=reasons.given(request))
    except ValidationError as error:
        messages.error(request, f"Not merged: {' '.join(error.messages)}")
    except IntegrityError as error:
        rule = broken_rule(error)
        messages.error(request, f"Not merged: {rule.get_violation_error_message() if rule else error}")
    else:
        messages.success(request, f"{batch}: {batch.size} changes were made, which can be undone in the history.")
        return True
    return False


def preview(merging: Merging) -> dict:
    """Return what the page shows of two entries."""
    fields = merging.fields()
    relations = [field for field in fields if field.is_relation]
    keys = {(f.related_model, merging.of(record, f)) for f in relations for record in (merging.kept, merging.going)}
    names = names_of({row for row in keys if row[1]})

    def lines(of) -> list[tuple]:
        both = (merging.kept, merging.going)
        pairs = ((field, *(with_pair(merging, record, field, names) for record in both)) for field in of)
        return [(field.name, capfirst(field.verbose_name), *values) for field, *values in pairs]

    refused, folding = "", []
    try:
        merging.refuse_what_cannot_be()
        folding = list(folds(merging))
    except ValidationError as error:
        refused = " ".join(error.messages)
    return {
        "going": merging.going,
        "clashes": lines(merging.clashes()),
        "filled": lines(merging.filled()),
        "moving": moving(merging),
        "folding": folding,
        "between": list(between(merging)),
        "refused": refused,
    }


def moving(merging: Merging) -> list[tuple[str, int, int, list[str]]]:
    """Return what belongs to the entry that goes: of each relation its name, its rows, how many more than named."""
    relations, found = (
        [(field, rows, naming_end(field)) for field, rows in merging.rows() if not is_told_twice(field)],
        defaultdict(list),
    )
    asked = [
        rows.order_by().values_list(Value(place, IntegerField()), "pk", F(end.attname if end else "pk"))
        for place, (_, rows, end) in enumerate(relations)
    ]
    for place, key, named in asked[0].union(*asked[1:], all=True):
        field, _, end = relations[place]
        row = (end.related_model if end else field.model, named)
        if row != (merging.model, merging.kept.pk):
            found[place].append((key, row))
    shown = {place: [row for _, row in sorted(rows, key=itemgetter(0))[:MOST_SHOWN]] for place, rows in found.items()}
    names = names_of({row for rows in shown.values() for row in rows})
    return [
        (title(relations[place][0]), len(rows), max(0, len(rows) - MOST_SHOWN), called(shown[place], names))
        for place, rows in sorted(found.items())
    ]


def naming_end(field: ForeignKey) -> ForeignKey | None:
    """Return the relation that tells rows apart: who is linked, or whose they are; none for the entry's own."""
    if field.model._meta.auto_created:
        return next(other for other in field.model._meta.fields if other.many_to_one and other != field)
    owner = belonging(field.model)
    return None if owner == field else owner


def folds(merging: Merging) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what both entries have, and what becomes of each part of it that they say differently."""
    twins = list(merging.folding())
    names = names_of({(type(twin), twin.pk) for twin, _, _ in twins})
    for twin, row, values in twins:
        decided = twin.decided_by()
        lines = [(capfirst(twin._meta.get_field(name).verbose_name), str(value)) for name, value in values.items()]
        open_ = [name for name in decided if getattr(row, name) not in {"", getattr(twin, name)} and name not in values]
        lines += [(capfirst(twin._meta.get_field(name).verbose_name), CHOSEN) for name in open_]
        yield f"{capfirst(twin._meta.verbose_name)}: {names[type(twin), twin.pk]}", lines


def called(rows: list, names: dict) -> list[str]:
    return [names.get(row) or str(row[1]) for row in rows]


def words(value, field, names: dict) -> str:
    return in_words(field, value if field.is_relation else str(value), names)


def with_pair(merging: Merging, record, field, names: dict) -> str:
    """Return a value of an entry in words, with what goes with it: an amount with its currency."""
    value = merging.of(record, field)
    beside = [getattr(record, name) for name, with_ in merging.pairs.items() if with_ == field.name]
    return " ".join(filter(None, [words(value, field, names), *beside])) if value is not None else ""


def title(field: ForeignKey) -> str:
    """Return what rows that name an entry are called, with the field by which they do unless they are its own."""
    meta, lister = field.model._meta, field.model._meta.auto_created
    if lister:
        links = linking(field)
        own = field.name == links.m2m_field_name()
        return capfirst(links.verbose_name if own else f"{lister._meta.verbose_name_plural}, “{links.verbose_name}”")
    rows = capfirst(meta.verbose_name_plural)
    return rows if belonging(field.model) == field else f"{rows}, “{field.verbose_name}”"


def linking(field: ForeignKey) -> ManyToManyField:
    """Return the field whose links a relation is of."""
    lister = field.model._meta.auto_created
    return next(links for links in lister._meta.many_to_many if links.remote_field.through is field.model)


def is_told_twice(field: ForeignKey) -> bool:
    """Tell whether a relation is the other way of links that go both ways."""
    links = linking(field) if field.model._meta.auto_created else None
    return bool(links and links.remote_field.symmetrical and field.name != links.m2m_field_name())


def picker(page) -> str:
    """Return the picker of the record to merge with."""
    field = page.model.aliases.rel.related_model._meta.get_field("entry")
    return PickOne(field, page.admin_site, attrs={"aria-label": "Merge with"}).render("with", None, {"id": "id_with"})


def merge_two(page, request, queryset):
    """Merge two records that are one …"""
    chosen = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
    if len(chosen) != len(["kept", "going"]):
        messages.error(request, "Choose the two records that are one.")
        return None
    return HttpResponseRedirect(f"{address_of(page, 'merge', chosen[0])}?with={chosen[1]}")


merge_two.short_description = merge_two.__doc__
merge_two.allowed_permissions = ["change", "delete"]
