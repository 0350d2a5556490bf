"""Changing one field of many records at once: rows made from what was chosen, previewed and imported like a file's."""

import json

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from core.changes import Kind
from core.models import Upload
from reference.bulk.exporting import Export
from reference.bulk.importing import preview
from reference.bulk.pages import LONGEST_NAME, address
from reference.bulk.sheets import MOST_ROWS, given_by, value_of


@admin.action(description="Change a field of selected %(verbose_name_plural)s …", permissions=["change"])
def change_together(page, request, rows):
    """Ask which field is to have which value, then show what that would change."""
    fields = changeable(page.model)
    number = rows.count()
    if number > MOST_ROWS:
        messages.error(request, f"At most {MOST_ROWS:,} records are changed at once, these are {number:,}.")
        return None
    field, value = fields.get(request.POST.get("field", "")), request.POST.get("value", "")
    if field and value.strip() and "\0" not in value:
        upload = upload_of(rows, field, value, request.user, number)
        preview(upload)
        return HttpResponseRedirect(address(upload))
    context = {
        "title": f"Change a field of {number:,} {plural(page.model, number)}",
        "subtitle": None,
        "fields": fields.values(),
        "chosen": field,
        "value": value,
        "asked": "field" in request.POST,
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
        "opts": page.opts,
    }
    return TemplateResponse(request, "admin/bulk/together.html", page.admin_site.each_context(request) | context)


def changeable(model) -> dict:
    """Return the fields that many records may have alike: not what names a record, nor what only one may have."""
    names = {*model.keyed_by(), "name"}
    known = given_by(model).items()
    return {name: field for name, field in known if name not in names and not getattr(field, "unique", False)}


def upload_of(rows, field, value: str, user, number: int) -> Upload:
    """Return the rows as they are imported: each by its natural key, with the new value."""
    label, given = rows.model._meta.label_lower, value_of(field, value)
    found = [{"model": label, "fields": fields | {field.name: given}} for fields in Export(rows, []).objects()]
    name = f"{field.verbose_name} of {number:,} {plural(rows.model, number)}"[:LONGEST_NAME]
    content = json.dumps(found, ensure_ascii=False, default=str).encode()
    return Upload(name=name, content=content, table=label, editor=user, kind=Kind.BULK_EDIT)


def plural(model, number: int) -> str:
    return str(model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural)
