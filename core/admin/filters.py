"""List filters for what Django has none for: relations of many rows, partial dates."""

import re

from django.contrib.admin import AllValuesFieldListFilter, FieldListFilter, RelatedFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.db import models

from core.admin.picking import PickOne
from core.database import among
from core.fields import PartialDateField, possibly_from, possibly_until

UNKNOWN = "unknown"
PERIOD = re.compile(r"([12]\d\d)(\d|0s)")


def filter_for(model: type[models.Model], path: str):
    """Return what ``list_filter`` takes for a field: a picker for a relation, periods for a partial date."""
    field = get_fields_from_path(model, path)[-1]
    if isinstance(field, PartialDateField):
        return path, PeriodFilter
    return (path, PickerFilter) if field.is_relation else path


class PickerFilter(RelatedFieldListFilter):
    """Choose the related record by searching for it; admin.js opens the list for what was chosen."""

    template = "admin/picker_filter.html"

    def field_choices(self, field, request, model_admin):
        self.site = model_admin.admin_site
        return []

    def has_output(self):
        return True

    def queryset(self, request, queryset):
        """Keep the rows that name what was chosen; one that lists several records is there once all the same."""
        if not (self.field.many_to_many and self.used_parameters):
            return super().queryset(request, queryset)
        return queryset.filter(among(super().queryset(request, self.field.model._base_manager.order_by())))

    def choices(self, changelist):
        self.empty_value_display = "None"
        return super().choices(changelist)

    def picker(self) -> str:
        """Return the picker, showing the record the list is filtered by."""
        attrs = {"data-parameter": self.lookup_kwarg, "data-placeholder": "Search …", "aria-label": f"By {self.title}"}
        widget = PickOne(self.field, self.site, attrs=attrs)
        chosen = (self.lookup_val or [None])[-1]
        widget.known = list(self.field.related_model._default_manager.filter(pk=chosen)) if chosen else []
        return widget.render(self.lookup_kwarg, chosen if widget.known else None, {"id": f"filter-{self.field_path}"})


class PeriodFilter(FieldListFilter):
    """Choose a decade, then a year: the dates that may lie in it are kept, 1998 as well as 1998-05-11."""

    @property
    def parameter(self) -> str:
        """Return the name of the filter in the list's address."""
        return f"{self.field_path}__during"

    @property
    def period(self) -> str | None:
        """Return what was chosen: 1990s, 1998, unknown, or nothing."""
        return self.used_parameters.get(self.parameter, [None])[-1]

    def expected_parameters(self):
        return [self.parameter]

    def queryset(self, request, queryset):
        if not self.period:
            return queryset
        if self.period == UNKNOWN:
            return queryset.filter(**{self.field_path: None})
        if not (match := PERIOD.fullmatch(self.period)):
            raise IncorrectLookupParameters(f"“{self.period}” is not a period such as 1990s or 1998.")
        first, last = (match[1] + year for year in ("09" if match[2] == "0s" else match[2] * 2))
        return queryset.filter(possibly_from(self.field_path, first) & possibly_until(self.field_path, last))

    def choices(self, changelist):
        yield self.choice(changelist, None, "All")
        for decade in self.decades(changelist.root_queryset.order_by()):
            yield self.choice(changelist, f"{decade}s", f"{decade}s")
            if (self.period or "").startswith(str(decade)[:3]):
                for year in range(decade, decade + 10):
                    yield self.choice(changelist, str(year), f"\u2003{year}")
        yield self.choice(changelist, UNKNOWN, "Unknown")

    def choice(self, changelist, period: str | None, display: str) -> dict:
        """Return one line of the filter as Django's template takes it."""
        query = changelist.get_query_string({self.parameter: period}, remove=["p"])
        return {"selected": self.period == period, "query_string": query, "display": display}

    def decades(self, rows: models.QuerySet) -> range:
        """Return the first years of the decades from the earliest date to the latest, the latest first."""
        dates = rows.exclude(**{self.field_path: None}).values_list(self.field_path, flat=True)
        ends = [dates.order_by(f"{sign}{self.field_path}").first() for sign in ("", "-")]
        first, last = (int(end[:3]) * 10 if end else None for end in ends)
        return range(last, first - 1, -10) if first else range(0)


class TextFilter(AllValuesFieldListFilter):
    """Choose one of the texts there are; where there is none, a word stands for it."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or "None"}


FieldListFilter.register(
    lambda field: isinstance(field, models.CharField) and not field.choices, TextFilter, take_priority=True
)
