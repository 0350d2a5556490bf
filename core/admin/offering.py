"""What a picker offers for what is typed: enough to tell namesakes apart, first those that belong together."""

import json

from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import JsonResponse, QueryDict
from django.utils.text import Truncator

from core.admin.picking import ARRAY, listing

ALL = "all"
MOST_LETTERS = 90


class Offers(AutocompleteJsonView):
    """Django's answer to a picker, each row with what tells it from its namesakes."""

    def get_queryset(self):
        offered = telling(super().get_queryset(), self.model_admin)
        self.limits = limits(self.admin_site, self.source_field, self.request.GET)
        return offered.filter(**self.limits) if self.limits else offered

    def serialize_result(self, obj, to_field_name):
        return super().serialize_result(obj, to_field_name) | {"detail": detail(obj, self.model_admin)}

    def get(self, request, *args, **kwargs):
        """Put after the last row what else one may choose: all records, or a new one."""
        answer = json.loads(super().get(request, *args, **kwargs).content)
        if not answer["pagination"]["more"]:
            everything = {"id": ALL, "text": f"Show all {self.model_admin.opts.verbose_name_plural}", "all": True}
            answer["results"] += [everything] if self.limits else []
            answer["results"] += self.model_admin.also_offered(request, self.term)
        return JsonResponse(answer)


def telling(queryset: QuerySet, page: ModelAdmin) -> QuerySet:
    """Have each row bring along what tells it from others of its name."""
    fields = [page.opts.get_field(name) for name in page.told_by]
    named = [field.name for field in fields if field.many_to_one]
    listed = {ARRAY.format(field.name): listing(field) for field in fields if field.many_to_many}
    return (queryset.select_related(*named) if named else queryset).annotate(**listed)


def detail(record: Model, page: ModelAdmin) -> str:
    """Return what tells a record from others of its name, its slug last."""
    parts = [in_words(record, page.opts.get_field(name)) for name in page.told_by]
    return Truncator(" · ".join([*filter(None, parts), getattr(record, "slug", "")]).strip(" ·")).chars(MOST_LETTERS)


def in_words(record: Model, field) -> str:
    if field.many_to_many:
        return ", ".join(name for _, name in getattr(record, ARRAY.format(field.name)))
    shown = getattr(record, f"get_{field.name}_display", None)
    return str(shown() if shown else getattr(record, field.name) or "")


def limits(site, field, given: QueryDict) -> dict[str, str]:
    """Return what a picker's rows must share with the form it stands in, unless all were asked for."""
    name = site.get_model_admin(field.model).within.get(field.name)
    value = given.get(f"within_{name}", "").replace("\0", "")
    return {name: value} if name and value and ALL not in given else {}
