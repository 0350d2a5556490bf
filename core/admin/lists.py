"""The list of a table, which never answers a question it was not asked."""

from django.contrib import messages
from django.contrib.admin import RelatedFieldListFilter
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from core.admin.conditions import Unmeant
from core.database import TooSlow, number_in, walked

NOT_UNDERSTOOD = (IncorrectLookupParameters, DisallowedModelAdminLookup)


FURTHEST = 10_000


class Bounded(Paginator):
    """The pages of a list as far as anybody turns them: what follows is found by filters.

    Of a long list the order's index is followed to the page, whatever else is asked of the rows.
    """

    @cached_property
    def counted(self) -> int:
        """Return how many rows there are, counted no further, and no longer, than to see that it is a long list."""
        try:
            return number_in([[self.object_list]], FURTHEST + 1)[0]
        except TooSlow:
            return FURTHEST + 1

    @property
    def is_long(self) -> bool:
        return self.counted > FURTHEST

    @property
    def count(self):
        return min(self.counted, FURTHEST)

    def page(self, number):
        if self.is_long:
            self.object_list = walked(self.object_list)
        return super().page(number)


class StrictList(ChangeList):
    """When its address names what its filters do not offer, it shows no rows and says which name that was."""

    def get_queryset(self, request, exclude_parameters=None):
        try:
            rows = super().get_queryset(request, exclude_parameters)
            return rows if self.query == request.GET.get(SEARCH_VAR, "") else rows.none()
        except NOT_UNDERSTOOD as error:
            asked = self.get_filters_params()
            unknown = {name for name, values in asked.items() if not self.understands(request, {name: values})}
            self.filter_params = {name: asked[name] for name in asked if name not in unknown}
            self.params = {name: value for name, value in self.params.items() if name not in unknown}
            text = ", ".join(f"“{name}={','.join(asked[name])}”" for name in sorted(unknown))
            why = f" {error}" if isinstance(error, Unmeant) else ""
            messages.error(request, f"This list cannot be filtered by {text}, so nothing is shown.{why}")
            return super().get_queryset(request, exclude_parameters).none()

    def get_filters(self, request):
        found = super().get_filters(request)
        if any("\0" in text for texts in self.get_filters_params().values() for text in texts) or found[2]:
            raise IncorrectLookupParameters
        filters, has_filters, rest, may_repeat, has_active = found
        may_repeat &= any(type(each) is RelatedFieldListFilter for each in filters)  # ours never show a row twice
        return filters, has_filters, rest, may_repeat, has_active

    def understands(self, request, parameters: dict[str, list[str]]) -> bool:
        """Tell whether these parameters filter the list; nothing is read from the database."""
        self.filter_params, (self.query, query) = parameters, ("", self.query)
        try:
            super().get_queryset(request)
        except NOT_UNDERSTOOD:
            return False
        finally:
            self.query = query
        return True

    def get_results(self, request):
        page = request.GET.get(PAGE_VAR, "1")
        try:
            super().get_results(request)
            known = page.isdecimal() and int(page) in self.paginator.page_range
        except IncorrectLookupParameters:
            known = False
        if not known:
            messages.error(request, f"There is no page “{page}” of this list, so nothing is shown.")
            self.queryset, self.page_num = self.queryset.none(), 1
            super().get_results(request)


class Strict:
    """An admin whose list refuses whatever its filters do not offer."""

    def get_changelist(self, request, **kwargs):
        return StrictList


class LookedAt:
    """An admin of what is made elsewhere: nobody adds, changes or deletes it here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
