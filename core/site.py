"""The admin as a whole: its name, and the order of its index."""

from functools import update_wrapper

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.views.decorators.cache import never_cache


class Site(AdminSite):
    """Lists first what editors come for: the rightmost app, and in each app its entries."""

    site_header = site_title = "Armoury"
    index_title = "Records"
    empty_value_display = "–"

    def admin_view(self, view, cacheable=False):
        from core.admin.sign_in import is_typed, sign_in_again  # noqa: PLC0415  no models yet when this file is read

        checked = super().admin_view(view, cacheable)

        @never_cache
        def asked_who(request, *args, **kwargs):
            answer = None
            if not self.has_permission(request) and is_typed(request):
                answer = sign_in_again(self, request)
            return answer or checked(request, *args, **kwargs)

        return update_wrapper(asked_who, checked)

    def autocomplete_view(self, request):
        from core.admin.offering import Offers  # noqa: PLC0415  models are not there yet when this file is read

        return Offers.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        listed = super().get_app_list(request, app_label)
        for app in listed:
            app["models"].sort(key=lambda row: getattr(self.get_model_admin(row["model"]), "place", 0))
        labels = settings.ARMOURY_APPS
        return sorted(listed, key=lambda app: -labels.index(app["app_label"]) if app["app_label"] in labels else 1)


class ArmouryAdminConfig(AdminConfig):
    """Makes ``Site`` the one Django's admin modules register with."""

    default = False
    default_site = "core.site.Site"
