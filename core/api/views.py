"""The one kind of endpoint: a read-only, strict list and detail of a model's records."""

from django.db import models
from django.db.models import F, QuerySet
from django.http import Http404
from rest_framework import viewsets
from rest_framework.exceptions import NotFound

from core.api import representation, serializers
from core.api.errors import BadRequest, Code, Fault, Gone, Moved, Unreadable
from core.api.filterset import FilterSet
from core.api.metadata import Metadata
from core.api.pagination import Pages, read_page, read_size
from core.api.reading import given_in, read_options, unknown_parameters
from core.api.routing import route_of
from core.database import InBytes
from core.names import nearest

BRIEF = ["slug", "name", "status"]
SHAPE = ("fields", "omit", "view", "format")
PAGING = ("page", "page_size", "ordering")


class RecordViewSet(viewsets.ReadOnlyModelViewSet):
    """Answers lists and details of one model; a subclass states queryset, serializer and filters."""

    filterset_class: type[FilterSet]
    pagination_class, metadata_class = Pages, Metadata
    lookup_field, lookup_value_regex = "slug", r"[-\w]+"
    detail_parameters: tuple[str, ...] = ()
    """The filters a detail takes too."""
    chosen: dict = {}
    asked: list = []

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.action in ("list", "retrieve"):
            self.read(request)

    def read(self, request) -> None:
        """Read what the request asks; raise BadRequest with everything that is wrong with it."""
        given = given_in(request.query_params)
        known = self.allowed_parameters() if self.action == "list" else [*SHAPE, *self.detail_parameters]
        faults = unknown_parameters(given, known, f"/api/v1/meta/filters/{route_of(self.queryset.model)}/")
        options = {name: ",".join(given.pop(name)) for name in (*SHAPE, *PAGING) if name in given}
        self.chosen, misread = read_options(options, self.readers())
        faults += misread
        faults += self.conflicts(request)
        self.asked, unreadable = self.filterset_class.read(given, self)
        if faults + unreadable:
            raise BadRequest(faults + unreadable)

    @classmethod
    def allowed_parameters(cls) -> list[str]:
        """Return the parameters of the list, filters first."""
        return [*cls.filterset_class.parameters, *PAGING, *SHAPE]

    @classmethod
    def sortable(cls) -> dict[str, str]:
        """Return the fields a list can be ordered by, each with the column behind it."""
        filters = cls.filterset_class.filters.items()
        return {name: one.sort for name, one in filters if one.sort} | cls.filterset_class.sorts

    def conflicts(self, request) -> list[Fault]:
        given = [name for name in ("fields", "omit", "view") if name in request.query_params]
        expected = f"only one of {', '.join(given)}"
        return [Fault(Code.CONFLICT, given[1], request.query_params[given[1]], expected)] if len(given) > 1 else []

    def readers(self) -> dict:
        """Return how each parameter that every endpoint has is read."""
        return {
            "page": read_page,
            "page_size": read_size,
            "ordering": self.read_ordering,
            "fields": self.read_fields,
            "omit": self.read_fields,
            "view": self.read_view,
            "format": str,
        }

    def read_ordering(self, text: str) -> list[str]:
        for name in text.split(","):
            if name.removeprefix("-") not in self.sortable():
                allowed = sorted(self.sortable())
                raise Unreadable("fields to order by", allowed=allowed, suggestions=nearest(name, allowed))
        return text.split(",")

    def read_fields(self, text: str) -> serializers.Tree:
        allowed = serializers.paths_of(self.serializer_class)
        for path in text.split(","):
            if path not in allowed:
                raise Unreadable("names of fields", Code.UNKNOWN_FIELD, value=path, suggestions=nearest(path, allowed))
        return serializers.tree_of(text.split(","))

    def read_view(self, text: str) -> serializers.Tree:
        if text != "brief":
            raise Unreadable("brief", allowed=["brief"])
        return serializers.tree_of(BRIEF)

    def get_serializer(self, *args, **kwargs):
        serializer = super().get_serializer(*args, **kwargs)
        keep = self.chosen.get("fields") or self.chosen.get("view")
        serializers.select(getattr(serializer, "child", serializer), keep, self.chosen.get("omit"))
        return serializer

    def visible(self, model) -> QuerySet:
        """Return a model's rows as this reader sees them."""
        return representation.visible(model, self.request.user)

    def get_queryset(self):
        rows = self.visible_rows()
        return rows

    def visible_rows(self) -> QuerySet:
        """Return the endpoint's own rows as this reader sees them."""
        return self.visible(self.queryset.model)

    def filter_queryset(self, queryset):
        if self.action != "list":
            return queryset
        queryset = self.filterset_class.apply(queryset, self.asked, self.request.user)
        return queryset.order_by(*self.order(queryset))

    def order(self, queryset) -> list:
        """Return the order asked for, else the way things were found, else by slug: always total."""
        if names := self.chosen.get("ordering"):
            return [*map(self.by_column, names), "slug"]
        return ["tier", "slug"] if "tier" in queryset.query.annotations else ["slug"]

    def by_column(self, name: str):
        """Return one column of an order, the unknown last, texts byte by byte."""
        column = self.sortable()[name.removeprefix("-")]
        text = isinstance(self.queryset.model._meta.get_field(column), models.CharField)
        ordered = InBytes(column) if text else F(column)
        return ordered.desc(nulls_last=True) if name.startswith("-") else ordered.asc(nulls_last=True)

    def get_object(self):
        try:
            return super().get_object()
        except Http404:
            raise self.instead(self.kwargs["slug"]) or NotFound("There is no record of this slug.") from None

    def instead(self, slug: str) -> Exception | None:
        """Return the redirection of a renamed or merged record, the tombstone of one taken away, or nothing."""
        model = self.queryset.model
        closed = model.addresses.objects.of(model, slug, self.request.user)
        if closed is None:
            return None
        if closed.successor and self.visible(model).filter(slug=closed.successor).exists():
            return Moved(f"/api/v1/{route_of(model)}/{closed.successor}/", f"This record was {closed.reason}.")
        return Gone({"deleted_at": closed.at.isoformat(), "reason": closed.reason, "replaced_by": None})
