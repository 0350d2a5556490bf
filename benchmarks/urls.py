"""The project's addresses, and beside them the list in the usual way, and nothing at all."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import path
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from benchmarks.usual import fetched
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as ours
from events.api import IncidentSerializer
from events.models import Incident

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class Numbered(PageNumberPagination):
    page_size = 100


class UsualView(ListAPIView):
    """The list of incidents, to the public, by slug: a serializer over rows fetched with what it shows."""

    serializer_class, pagination_class = IncidentSerializer, Numbered

    def get_queryset(self):
        rows = Incident.objects.visible_to(AnonymousUser()).order_by("slug")
        return fetched(rows, self.serializer_class(), AnonymousUser())


urlpatterns = [path("usual/", UsualView.as_view(schema=None)), path("empty/", lambda request: HttpResponse()), *ours]
