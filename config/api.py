"""What looks across all endpoints: the root, and what the API says of itself."""

from collections.abc import Callable
from http import HTTPStatus
from itertools import groupby
from operator import itemgetter

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from core import database
from core.api import representation
from core.api.caching import Moment
from core.api.faults import BadRequest, Code, Fault
from core.api.merging import Arm, MergedListing
from core.api.metadata import Metadata, describe
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
from core.api.reading import given_in, read_options, unknown_parameters
from core.api.renderers import JSONRenderer
from core.api.routing import Router
from core.names import nearest
from core.vocabulary import Vocabulary
from reference.loading.manifest import manifest_of
from reference.models import Release

PAGING = ("cursor", "page", "page_size", "count", "format")


class PlainView(APIView):
    """A page of the API beside the endpoints: as strict as they are."""

    metadata_class = Metadata
    readers: dict[str, Callable] = {}
    """How each parameter is read; ``format`` comes with all."""
    required: tuple[str, ...] = ()
    documents: list[OpenApiParameter] = []
    answer = OpenApiTypes.OBJECT

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD"):
            return
        readers = self.all_readers()
        given = given_in(request.query_params)
        faults = unknown_parameters(given, readers, "/api/v1/schema/")
        options = dict.fromkeys(self.required, "") | {name: ",".join(texts) for name, texts in given.items()}
        self.chosen, misread = read_options(options, readers)
        if found := faults + misread + self.conflicts(request.query_params):
            raise BadRequest(found)

    def all_readers(self) -> dict[str, Callable]:
        return {"format": str} | self.readers

    def conflicts(self, given: QueryDict) -> list[Fault]:
        """Return what is wrong with parameters that were each read."""
        return []


class AcrossView(PlainView):
    """A list over several tables, read as those of one table are; a subclass gives its arms and their records."""

    pagination_class, listing = Pages, MergedListing

    def all_readers(self):
        paging = {"page": read_page, "page_size": read_size, "count": read_count, "cursor": self.read_cursor}
        return super().all_readers() | paging

    def conflicts(self, given):
        return conflicting(given, apart(given, "cursor", "page")) + too_far(self.chosen)

    def read_cursor(self, text: str) -> tuple[list, bool]:
        return read_cursor(text, self.asked_for())

    def asked_for(self) -> str:
        """Return which rows are asked for, as a short text."""
        return f"{self.get_view_name()}:{digest(self.request.query_params, PAGING)}"

    counted_for = asked_for

    def arms(self) -> list[Arm]:
        """Return what each table gives to each stretch of the list."""
        raise NotImplementedError

    def tables_of_rows(self) -> list[QuerySet]:
        """Return all rows that are asked for, table by table."""
        return [arm.rows for arm in self.arms()]

    def record(self, table: int) -> tuple[type[Model], RawSQL]:
        """Return a table's model, and how its rows are written."""
        raise NotImplementedError

    def get(self, request):
        return self.listing(self).answer()


class RootView(PlainView):
    """What there is: every endpoint with its number of records, filters and documents."""

    def get(self, request):
        shown = [representation.visible(one.queryset.model, request.user) for one in Router.endpoints.values()]
        version, numbers = database.at_one_moment(*map(database.counted, shown))
        answer = Response(
            {
                "name": "Armoury",
                "description": "Weapon systems, agreements and security incidents, each fact with its source.",
                "dataset_version": version,
                "endpoints": {
                    route: {
                        "url": f"/api/v1/{route}/",
                        "count": number,
                        "description": viewset.__doc__,
                        "filters": f"/api/v1/meta/filters/{route}/",
                        "formats": [form.format for form in viewset.forms()],
                    }
                    for (route, viewset), number in zip(Router.endpoints.items(), numbers, strict=True)
                },
                "claims": "/api/v1/claims/",
                "search": "/api/v1/search/?q=",
                "meta": "/api/v1/meta/",
                "vocabularies": "/api/v1/meta/vocab/",
                "problems": "/api/v1/meta/problems/",
                "schema": "/api/v1/schema/",
                "docs": "/api/docs/",
                "licences": "/api/v1/datasets/",
            }
        )
        return Moment(version).marked(answer)


class MetaView(PlainView):
    """What the data is: name, version, date, licence, rows and checksums of the fixtures, releases of all data sets."""

    def get(self, request):
        versions = Release.objects.order_by("dataset__slug", "version").values_list("dataset__slug", "version")
        releases = {slug: [version for _, version in found] for slug, found in groupby(versions, itemgetter(0))}
        return Response(manifest_of(settings.BASE_DIR / "fixtures") | {"releases": releases})


class FiltersView(PlainView):
    """What can be asked of one endpoint: its parameters with their meaning, orders and fields."""

    def get(self, request, route):
        if route not in Router.endpoints:
            raise NotFound(f"There is no endpoint “{route}”; nearest: {', '.join(nearest(route, Router.endpoints))}.")
        return Response(describe(Router.endpoints[route]))


class VocabulariesView(PlainView):
    """Every closed list of codes, with the meaning of each."""

    def get(self, request):
        return Response({vocabulary.__name__: explain(vocabulary) for vocabulary in vocabularies()})


class ProblemsView(PlainView):
    """The closed list of problem codes, with the meaning of each."""

    def get(self, request):
        return Response(explain(Code))


def vocabularies() -> list[type[Vocabulary]]:
    """Return the vocabularies that the tables use, by name."""
    used = {
        type(field.default) if isinstance(field.default, Vocabulary) else _vocabulary_of(field)
        for label in settings.ARMOURY_APPS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.fields
        if field.choices
    }
    return sorted(filter(None, used), key=lambda vocabulary: vocabulary.__name__)


def _vocabulary_of(field) -> type[Vocabulary] | None:
    codes = [code for code, _ in field.choices]
    return next((known for known in Vocabulary.__subclasses__() if known.values == codes), None)


def explain(vocabulary: type[Vocabulary]) -> dict:
    """Return a vocabulary with its source and its codes, labels and meanings."""
    return {
        "description": vocabulary.__doc__,
        "codes": [{"code": member.value, "label": member.label, "meaning": member.meaning} for member in vocabulary],
    }


class SchemaView(PlainView, SpectacularJSONAPIView):
    """The API's description in OpenAPI 3.1."""


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI from our own files, without inline scripts; its style sheet has images inside."""

    template_name, metadata_class, schema = "config/docs.html", Metadata, None
    known = ("script", "lang", "version")
    """The parameters that the page itself uses."""

    def get(self, request, *args, **kwargs):
        if faults := unknown_parameters(given_in(request.query_params), self.known, "/api/v1/schema/"):
            raise BadRequest(faults)
        return super().get(request, *args, **kwargs)

    def finalize_response(self, request, response, *args, **kwargs):
        page = response.status_code == HTTPStatus.OK and request.method != "OPTIONS"
        if not page:
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Content-Security-Policy"] = f"{settings.CONTENT_SECURITY_POLICY}; img-src 'self' data:"
        return response
