"""The one kind of endpoint: a read-only, strict list and detail of a model's records."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.utils.functional import cached_property
from rest_framework import viewsets
from rest_framework.exceptions import NotFound

from core.api import representation, serializers
from core.api.exports import FORMS
from core.api.facets import facets_of, read_facets
from core.api.faults import BadRequest, Code, Fault, Gone, Moved, Unreadable
from core.api.filters import Filter
from core.api.filterset import FilterSet, Meet, record_by_record
from core.api.layout import names_dataset
from core.api.listing import Listing, detail
from core.api.metadata import Metadata
from core.api.narrowing import Narrowing
from core.api.ordering import Order, listed
from core.api.pagination import (
    Pages,
    apart,
    conflicting,
    digest,
    read_count,
    read_cursor,
    read_page,
    read_size,
    too_far,
)
from core.api.reading import given_in, read_boolean, read_code, read_options, unknown_parameters
from core.api.renderers import CSVRenderer, GeoJSONRenderer, JSONRenderer, NDJSONRenderer, XLSXRenderer
from core.api.routing import route_of
from core.database import Stretch
from core.names import nearest

BRIEF = ("slug", "name", "status")
SHAPE = ("fields", "omit", "view", "format", "bom")
PAGING = ("cursor", "page", "page_size", "count", "facets", "facets_only")


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
        options = {name: ",".join(given.pop(name)) for name in (*SHAPE, *PAGING, "ordering") if name in given}
        self.chosen, misread = read_options(options, self.readers())
        faults += misread
        faults += [*self.conflicts(request), *too_far(self.chosen)]
        self.asked, unreadable = self.filterset_class.read(given, self)
        if faults + unreadable:
            raise BadRequest(faults + unreadable)

    @classmethod
    def allowed_parameters(cls) -> list[str]:
        """Return the parameters of the list, filters first."""
        return [*cls.filterset_class.parameters, "ordering", *PAGING, *SHAPE]

    @classmethod
    def sortable(cls) -> dict[str, str]:
        """Return the fields a list can be ordered by, each with the column behind it."""
        filters = cls.filterset_class.filters.items()
        return {name: one.sort for name, one in filters if one.sort} | cls.filterset_class.sorts

    def conflicts(self, request) -> list[Fault]:
        given, form = request.query_params, request.accepted_renderer.format
        faults = apart(given, "fields", "omit", "view") | apart(given, "cursor", "page")
        faults |= {name: "left out: an export holds all records" for name in PAGING if self.exporting and name in given}
        faults |= {"format": f"left out: the address asks for {form}"} if given.get("format", form) != form else {}
        faults |= {"bom": "used with csv"} if "bom" in given and form != "csv" else {}
        return conflicting(given, faults)

    def readers(self) -> dict:
        """Return how each parameter that every endpoint has is read."""
        return {
            "cursor": self.read_cursor,
            "count": read_count,
            "facets": lambda text: read_facets(text, self.filterset_class),
            "facets_only": lambda text: read_code(text, ["1", "true"]),
            "page": read_page,
            "page_size": read_size,
            "ordering": self.read_ordering,
            "fields": self.read_fields,
            "omit": self.read_fields,
            "view": self.read_view,
            "format": str,
            "bom": read_boolean,
        }

    def read_cursor(self, text: str) -> tuple[list, bool]:
        return read_cursor(text, self.asked_for())

    def read_ordering(self, text: str) -> list[str]:
        names = [name.removeprefix("-") for name in text.split(",")]
        for name in names:
            if name not in self.sortable():
                allowed = sorted(self.sortable())
                raise Unreadable("fields to order by", allowed=allowed, suggestions=nearest(name, allowed))
        if len(set(names)) < len(names):
            raise Unreadable("fields to order by, each once")
        return text.split(",")

    def read_fields(self, text: str) -> tuple[str, ...]:
        allowed, paths = serializers.paths_of(self.serializer_class), tuple(text.split(","))
        for path in paths:
            if path not in allowed:
                told = {"value": path, "allowed": allowed, "suggestions": nearest(path, allowed)}
                raise Unreadable("names of fields", Code.UNKNOWN_FIELD, **told)
        return paths

    def read_view(self, text: str) -> tuple[str, ...]:
        if text != "brief":
            raise Unreadable("brief", allowed=["brief"])
        return BRIEF

    def shape(self) -> representation.Shape:
        """Return which fields are asked for."""
        fields = self.chosen.get("fields") or self.chosen.get("view") or ()
        return representation.Shape(fields, self.chosen.get("omit", ()))

    def asked_for(self) -> str:
        """Return which records are asked for, in which order, as a short text."""
        return self.named_by(*SHAPE, *PAGING)

    def counted_for(self) -> str:
        """Return which records are asked for, in whichever order, as a short text."""
        return self.named_by(*SHAPE, *PAGING, "ordering")

    def named_by(self, *left_out: str) -> str:
        return f"{route_of(self.queryset.model)}:{digest(self.request.query_params, left_out)}"

    def visible(self, model) -> QuerySet:
        """Return a model's rows as this reader sees them."""
        return representation.visible(model, self.reader)

    def visible_rows(self) -> QuerySet:
        """Return the endpoint's own rows as this reader sees them."""
        return self.visible(self.queryset.model)

    def rows(self, *but: str, meet: Meet = record_by_record) -> QuerySet:
        """Return the records asked for, whatever some filters ask."""
        without = [self.counted_by(name) for name in but]
        asked = [(parameter, values) for parameter, values in self.asked if parameter.filter not in without]
        return self.filterset_class.apply(self.visible_rows(), asked, self.reader, meet)

    def counted_by(self, name: str) -> Filter | None:
        """Return the filter that a facet or a parameter of a name means."""
        return facets_of(self.filterset_class).get(name) or self.filterset_class.filters.get(name)

    @cached_property
    def narrowing(self) -> Narrowing:
        return Narrowing(self)

    def order(self) -> Order:
        """Return the order asked for, else by slug: always total."""
        names = self.chosen.get("ordering", [])
        return Order(
            self.queryset.model, [(self.sortable()[name.removeprefix("-")], name.startswith("-")) for name in names]
        )

    def instead(self, slug: str) -> Exception | None:
        """Return the redirection of a renamed or merged record, the tombstone of one taken away, or nothing."""
        model = self.queryset.model
        closed = model.addresses.objects.of(model, slug, self.request.user)
        if closed is None:
            return None
        if closed.successor and self.visible(model).filter(slug=closed.successor).exists():
            asked = f"?{query}" if (query := self.request.META.get("QUERY_STRING")) else ""
            location = f"/api/v1/{route_of(model)}/{closed.successor}/{asked}"
            return Moved(location, f"This record was {closed.reason}.")
        return Gone({"deleted_at": closed.at.isoformat(), "reason": closed.reason, "replaced_by": None})

    def stretches(self, keys: list | None = None, backwards: bool = False) -> dict[int, Stretch]:
        """Return the list asked for, or what is left of it behind the record with these keys."""
        return listed(self.order(), self.narrowing.parts(), keys, backwards)

    def get_renderers(self):
        return [form() for form in self.forms()] if self.action == "list" else super().get_renderers()

    @classmethod
    def forms(cls) -> Sequence[type[JSONRenderer]]:
        """Return the forms the list can be had in; on a map only what has coordinates."""
        placed = "latitude" in {field.name for field in cls.queryset.model._meta.fields}
        return [JSONRenderer, CSVRenderer, NDJSONRenderer, XLSXRenderer, *([GeoJSONRenderer] * placed)]

    @property
    def reader(self):
        """Return for whom the answer is: an export is made to be passed on, so it is the public's."""
        return AnonymousUser() if self.exporting else self.request.user

    @property
    def exporting(self) -> bool:
        """Tell whether everything is asked for, in a form other than JSON."""
        return self.request.accepted_renderer.format in FORMS

    def rows_left_out(self) -> QuerySet:
        """Return the records asked for that may not be given to the public."""
        model = self.queryset.model
        if not names_dataset(model):
            return model.objects.none()
        all_rows = self.filterset_class.apply(
            representation.visible(model, User(is_staff=True)), self.asked, self.reader
        )
        return all_rows.filter(dataset__redistributable=False)

    def list(self, request, *args, **kwargs):
        return FORMS[request.accepted_renderer.format](self).response() if self.exporting else Listing(self).answer()

    def retrieve(self, request, *args, slug, **kwargs):
        answer = detail(self, slug)
        if answer is None:
            raise self.instead(slug) or NotFound("There is no record of this slug.")
        return answer
