"""The project's addresses, and beside them the same questions in the usual way, and nothing at all."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.http import HttpResponse
from django.urls import path
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.pagination import PageNumberPagination

from benchmarks.usual import fetched
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as ours
from events.api import IncidentSerializer
from events.models import Incident

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class Numbered(PageNumberPagination):
    page_size = 100


class Usual:
    """Incidents to the public, by slug: a serializer over rows fetched with what it shows."""

    serializer_class, pagination_class, lookup_field = IncidentSerializer, Numbered, "slug"

    def get_queryset(self):
        asked, rows = self.request.query_params, Incident.objects.visible_to(AnonymousUser()).order_by("slug")
        if "kind" in asked:
            rows = rows.filter(kind=asked["kind"])
        if "q" in asked:
            rows = rows.filter(
                Q(name__icontains=asked["q"]) | Q(summary__icontains=asked["q"]) | Q(notes__icontains=asked["q"])
            )
        return fetched(rows, self.serializer_class(), AnonymousUser())


class UsualList(Usual, ListAPIView):
    def list(self, request):
        response = super().list(request)
        if "facets" in request.query_params:
            counted = Incident.objects.visible_to(AnonymousUser()).order_by().values("kind").annotate(n=Count("pk"))
            response.data["facets"] = list(counted)
        return response


class UsualDetail(Usual, RetrieveAPIView):
    pass


urlpatterns = [
    path("usual/incidents/", UsualList.as_view(schema=None)),
    path("usual/incidents/<slug>/", UsualDetail.as_view(schema=None)),
    path("empty/", lambda request: HttpResponse()),
    *ours,
]
