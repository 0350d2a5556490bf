"""The router: one line per endpoint, and what it knows of how they point to each other."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter


class Router(SimpleRouter):
    """Routes that answer with and without a trailing slash; with it is the canonical form."""

    endpoints: dict[str, type] = {}
    """Every endpoint's viewset by its route, over all routers."""

    def __init__(self):
        super().__init__()
        self.trailing_slash = "/?"

    def register(self, prefix, viewset, basename=None):
        Router.endpoints[prefix] = viewset
        super().register(prefix, viewset, basename or prefix)

    def get_urls(self):
        """Return the routes, and those of a list in another form: ``incidents.csv``."""
        formats = [
            re_path(rf"^{route}\.(?P<form>[a-z0-9]+)/?$", viewset.as_view({"get": "list"}))
            for route, viewset, _ in self.registry
        ]
        return [*super().get_urls(), *formats]


def route_of(model) -> str | None:
    """Return the route that shows a model's records."""
    return next((route for route, viewset in Router.endpoints.items() if viewset.queryset.model is model), None)


def links_to(model) -> dict[str, tuple[str, str]]:
    """Return the filtered lists that point at a model: the link's name, its route and its parameter.

    A list that points with one parameter is named after its route; one that points with several,
    after route and parameter.
    """
    links = {}
    for route, viewset in Router.endpoints.items():
        pointing = [
            name
            for name, one in viewset.filterset_class.filters.items()
            if model in one.targets(viewset.queryset.model)
        ]
        for name in pointing:
            links[route if len(pointing) == 1 else f"{route}-by-{name.replace('_', '-')}"] = (route, name)
    return links
