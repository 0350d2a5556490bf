"""The latest changes in the admin: batches, each with its page, from where it can be undone."""

from django.contrib import admin
from django.urls import path
from django.utils.text import Truncator

from core.admin.lists import LookedAt, Strict
from core.changes import pages
from core.changes.models import Batch

LONGEST_LABEL = 80


@admin.register(Batch)
class BatchAdmin(LookedAt, Strict, admin.ModelAdmin):
    """Batches are only looked at and undone: the database keeps them itself."""

    list_display = ["started", "kind", "what", "who", "reason", "size", "undone"]
    list_display_links = ["started", "what"]
    show_facets = admin.ShowFacets.NEVER
    list_filter = ["kind", "actor_name"]
    search_fields = ["label", "reason", "actor_name"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("undone_by__undone_by")

    def get_urls(self):
        own = [
            path("<str:key>/change/", self.page(pages.batch_page), name="core_batch_change"),
            path("<str:key>/undo/", self.page(pages.undo_page), name="core_batch_undo"),
            path("revert/<str:keys>/", self.page(pages.revert_page), name="core_batch_revert"),
        ]
        return own + super().get_urls()

    def page(self, view):
        """Return a view of this site that is given this admin."""
        return self.admin_site.admin_view(lambda request, **given: view(self, request, **given))

    @admin.display(description="what")
    def what(self, batch):
        return Truncator(batch).chars(LONGEST_LABEL)

    @admin.display(description="who", ordering="actor_name")
    def who(self, batch):
        return batch.actor_name

    @admin.display(boolean=True)
    def undone(self, batch):
        return batch.is_undone or None
