"""Giving out a list as it is filtered, in the form that imports take: read back unchanged, it changes nothing."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice

from django.db import models
from django.http import Http404, StreamingHttpResponse

from core.api.spreadsheet import LONGEST_TEXT, MOST_ROWS, UNWRITABLE, Workbook
from reference.bulk.reading import MARKED
from reference.bulk.sheets import given_by
from reference.loading.dumping import BATCH, is_written, linked, path_of, plain

START = ("=", "+", "-", "@", "\t", "\r")


class Export:
    """Rows of a model with some of its fields; the natural key is always among them."""

    def __init__(self, rows: models.QuerySet, names: list[str] | None = None):
        self.model, self.rows = rows.model, rows
        known = {name: f for name, f in given_by(self.model).items() if f.many_to_many or is_written(f)}
        key = list(self.model.keyed_by())  # type: ignore[attr-defined]  # all have it
        wanted = known if names is None else [*key, *(name for name in names if name in known)]
        self.fields = [known[name] for name in dict.fromkeys([*key, *wanted])]

    def objects(self) -> Iterator[dict]:
        """Yield what each row has in each field, as a fixture has it."""
        columns = [field for field in self.fields if not field.many_to_many]
        links = [field for field in self.fields if field.many_to_many]
        found = self.rows.values_list("pk", *map(path_of, columns)).iterator(BATCH)
        while batch := list(islice(found, BATCH)):
            others = {link.name: linked(link, [pk for pk, *_ in batch]) for link in links}
            for pk, *values in batch:
                given = {field.name: plain(field, value) for field, value in zip(columns, values, strict=True)}
                given |= {name: [[slug] for slug in sorted(there[pk])] for name, there in others.items()}
                yield {field.name: given[field.name] for field in self.fields}


class CSVExport(Export):
    """A line of names, then a line a row; what a spreadsheet would take for a formula is marked by an apostrophe."""

    type = "text/csv; charset=utf-8"

    def pieces(self) -> Iterator[str]:
        held = io.StringIO(newline="")
        writer = csv.writer(held)
        yield "\ufeff"
        writer.writerow([field.name for field in self.fields])
        for fields in self.objects():
            writer.writerow([self.cell(field, fields[field.name]) for field in self.fields])
            yield held.getvalue()
            held.seek(0)
            held.truncate()
        yield held.getvalue()

    def cell(self, field: models.Field, value) -> str:
        text = as_text(value)
        is_text = isinstance(field, models.CharField | models.TextField)
        marked = is_text and (text.startswith(START) or MARKED.match(text))
        return f"'{text}" if marked else text


class JSONExport(Export):
    """A fixture: null where there is nothing."""

    type = "application/json"

    def pieces(self) -> Iterator[str]:
        before = "[\n"
        for fields in self.objects():
            obj = {"model": self.model._meta.label_lower, "fields": fields}
            yield before + json.dumps(obj, ensure_ascii=False)
            before = ",\n"
        yield "[]\n" if before == "[\n" else "\n]\n"


class XLSXExport(Export):
    """A workbook of one sheet named by its table. What a cell cannot hold is left blank, which keeps it."""

    type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def pieces(self) -> Iterator[bytes]:
        book = Workbook()
        yield from book.sheet(self.model._meta.label_lower, self.lines())
        yield book.end()

    def lines(self) -> Iterator[list]:
        yield [field.name for field in self.fields]
        for fields in islice(self.objects(), MOST_ROWS):
            yield [self.cell(fields[field.name]) for field in self.fields]

    def cell(self, value):
        if isinstance(value, bool | int | float):
            return value
        text = as_text(value)
        return "" if len(text) > LONGEST_TEXT or UNWRITABLE.search(text) else text


FORMS: dict[str, type[Export]] = {"csv": CSVExport, "xlsx": XLSXExport, "json": JSONExport}


def harmless(text: str) -> str:
    """Return a text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(START) else text


def as_text(value) -> str:
    """Return a value of a fixture as a cell has it: of relations the slugs."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(as_text(each) for each in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def export_page(site, request, label: str, columns: str, form: str):
    """Give out what a list shows, filtered and in its order: the columns it shows, or all there are."""
    page = next((page for model, page in site._registry.items() if model._meta.label_lower == label), None)
    if page is None or form not in FORMS or not hasattr(page.model, "keyed_by"):
        raise Http404
    if not page.has_view_permission(request):
        raise Http404
    shown = [name for name in page.get_list_display(request) if isinstance(name, str)]
    rows = page.get_changelist_instance(request).queryset  # asked once: none where the list shows none
    export = FORMS[form](rows, shown if columns == "shown" else None)
    response = StreamingHttpResponse(export.pieces(), content_type=export.type)
    response.headers["Content-Disposition"] = f'attachment; filename="{label}.{form}"'
    return response
