"""What looks across all endpoints: the root, and what the API says of itself."""

from django.apps import apps
from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import representation
from core.api.errors import BadRequest, Code, Fault
from core.api.metadata import Metadata, describe
from core.api.routing import Router
from core.names import nearest
from core.vocabulary import Vocabulary
from reference.models import DataVersion


class PlainView(APIView):
    """A page of the API without records; the only parameter it knows is ``format``."""

    metadata_class = Metadata
    parameters: tuple[str, ...] = ()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        known = [*self.parameters, "format"]
        faults = [
            Fault(Code.UNKNOWN_PARAMETER, name, request.query_params[name], suggestions=nearest(name, known))
            for name in request.query_params
            if name not in known
        ]
        faults += self.read(request.query_params)
        if faults:
            raise BadRequest(faults)

    def read(self, given) -> list[Fault]:
        """Read the page's own parameters; return what is wrong with them."""
        return []


class RootView(PlainView):
    """What there is: every endpoint with its number of records, filters and documents."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request):
        version = DataVersion.objects.first()
        return Response(
            {
                "name": "Armoury",
                "description": "Weapon systems, agreements and security incidents, each fact with its source.",
                "dataset_version": version.number if version else 0,
                "endpoints": {
                    route: {
                        "url": f"/api/v1/{route}/",
                        "count": representation.visible(viewset.queryset.model, request.user).count(),
                        "description": viewset.__doc__,
                        "filters": f"/api/v1/meta/filters/{route}/",
                    }
                    for route, viewset in Router.endpoints.items()
                },
                "search": "/api/v1/search/?q=",
                "vocabularies": "/api/v1/meta/vocab/",
                "problems": "/api/v1/meta/problems/",
                "schema": "/api/v1/schema/",
                "docs": "/api/docs/",
                "licences": "/api/v1/datasets/",
            }
        )


class FiltersView(PlainView):
    """What can be asked of one endpoint: its parameters with their meaning, orders and fields."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request, route):
        if route not in Router.endpoints:
            raise NotFound(f"There is no endpoint “{route}”; nearest: {', '.join(nearest(route, Router.endpoints))}.")
        return Response(describe(Router.endpoints[route]))


class VocabulariesView(PlainView):
    """Every closed list of codes, with the meaning of each."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return Response({vocabulary.__name__: explain(vocabulary) for vocabulary in vocabularies()})


class ProblemsView(PlainView):
    """The closed list of problem codes, with the meaning of each."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
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


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI from our own files, without inline scripts; its style sheet has images inside."""

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Content-Security-Policy"] = f"{settings.CONTENT_SECURITY_POLICY}; img-src 'self' data:"
        return response
