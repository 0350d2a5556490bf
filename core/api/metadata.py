"""What an endpoint says of itself: to OPTIONS, and under ``/api/v1/meta/filters/``."""

from rest_framework.metadata import BaseMetadata

from core.api.facets import facets_of
from core.api.routing import route_of
from core.api.serializers import paths_of


class Metadata(BaseMetadata):
    """Answers OPTIONS, for everyone."""

    def determine_metadata(self, request, view):
        described = describe(type(view)) if hasattr(view, "filterset_class") else {}
        return {"name": view.get_view_name(), "description": view.get_view_description()} | described


def describe(viewset) -> dict:
    """Return what can be asked of an endpoint: its filters, orders and fields."""
    parameters = viewset.filterset_class.parameters.values()
    return {
        "route": route_of(viewset.queryset.model),
        "filters": [
            {
                "parameter": parameter.name,
                "description": parameter.meaning,
                "several": parameter.multiple,
                "schema": parameter.schema,
                "example": parameter.example,
            }
            for parameter in parameters
        ],
        "ordering": sorted(viewset.sortable()),
        "facets": sorted(facets_of(viewset.filterset_class)),
        "formats": [form.format for form in viewset.forms()],
        "fields": paths_of(viewset.serializer_class),
    }
