"""What is deleted with some records, as the pages that ask list it."""

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from core.database import in_parts

AT_ONCE = 10_000


class Doomed(NestedObjects):
    """The rows that go with some records, each with the record that is named beside it."""

    def get_del_batches(self, objs, fields):
        """Return rows in parts, as many as one statement may well name; Django's own are smaller on some engines."""
        return list(in_parts(objs, AT_ONCE)) or [objs]

    def related_objects(self, related_model, related_fields, objs):
        rows = super().related_objects(related_model, related_fields, objs)
        beside = getattr(related_model, "named_beside", None)
        return rows.select_related(beside) if beside else rows


def doomed(records, request: HttpRequest, site: AdminSite) -> tuple[list, dict, set, list]:
    """Return what goes with records, how much that is, which of it one may not delete, and what stands in the way.

    Django's own asks for the record that names a row by one statement each.
    """
    if not records:
        return [], {}, set(), []
    found = Doomed(using=router.db_for_write(type(records[0])), origin=records)
    found.collect(records)
    kept = set()

    def told(row: Model) -> str:
        meta = row._meta
        if not site.is_registered(type(row)):
            return f"{capfirst(meta.verbose_name)}: {row}"
        page = site.get_model_admin(type(row))
        if not page.has_delete_permission(request, row):
            kept.add(meta.verbose_name)
        address = reverse(f"{site.name}:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
        return format_html('{}: <a href="{}">{}</a>', capfirst(meta.verbose_name), address, row)

    number = {model._meta.verbose_name_plural: len(rows) for model, rows in found.model_objs.items()}
    return found.nested(told), number, kept, [told(row) for row in found.protected]
