"""Every address of Armoury."""

from django.contrib import admin
from django.urls import include, path, re_path

from agreements.api import AgreementViewSet, TopicViewSet, TransferViewSet
from config.api import DocsView, FiltersView, MetaView, ProblemsView, RootView, SchemaView, VocabulariesView
from config.claims import ClaimsView
from config.dashboard import dashboard
from config.search import SearchView
from config.views import home
from core.api import errors
from core.api.routing import Router
from equipment.api import CategoryViewSet, PropertyViewSet, WeaponSystemViewSet
from events.api import IncidentViewSet
from reference.api import CountryViewSet, DatasetViewSet, OrganisationViewSet, SourceViewSet

router = Router()
router.register("countries", CountryViewSet)
router.register("organisations", OrganisationViewSet)
router.register("sources", SourceViewSet)
router.register("datasets", DatasetViewSet)
router.register("categories", CategoryViewSet)
router.register("properties", PropertyViewSet)
router.register("topics", TopicViewSet)
router.register("weapon-systems", WeaponSystemViewSet)
router.register("agreements", AgreementViewSet)
router.register("transfers", TransferViewSet)
router.register("incidents", IncidentViewSet)

api = [
    re_path(r"^$", RootView.as_view(), name="api-root"),
    re_path(r"^claims/?$", ClaimsView.as_view(), name="claims"),
    re_path(r"^search/?$", SearchView.as_view(), name="search"),
    re_path(r"^schema/?$", SchemaView.as_view(), name="schema"),
    re_path(r"^meta/?$", MetaView.as_view(), name="meta"),
    re_path(r"^meta/filters/(?P<route>[-\w]+)/?$", FiltersView.as_view(), name="filters"),
    re_path(r"^meta/vocab/?$", VocabulariesView.as_view(), name="vocabularies"),
    re_path(r"^meta/problems/?$", ProblemsView.as_view(), name="problems"),
    path("", include(router.urls)),
]

urlpatterns = [
    path("", home, name="home"),
    path("admin/", admin.site.admin_view(dashboard)),
    path("admin/", admin.site.urls),
    path("api/v1", RootView.as_view(schema=None)),
    path("api/v1/", include(api)),
    path("api/docs/", DocsView.as_view(url_name="schema"), name="docs"),
    path("api/docs", DocsView.as_view(url_name="schema")),
    re_path(r"^api(/|$)", errors.not_found),
]
handler400, handler403 = "core.api.errors.page_misread", "core.api.errors.page_refused"
handler404, handler500 = "core.api.errors.page_not_found", "core.api.errors.page_failed"
