"""Imports in the admin: files given, previewed, imported."""

from django.contrib import admin
from django.http import Http404
from django.urls import path

from core.admin.lists import Strict
from core.changes import Kind
from core.models import Upload
from reference.bulk import pages
from reference.bulk.annotating import annotated
from reference.bulk.exporting import export_page


@admin.register(Upload)
class UploadAdmin(Strict, admin.ModelAdmin):
    """Everyone who may add and change records may import them, and sees the files they gave."""

    list_display = ["name", "at", "editor", "state"]
    list_select_related = ["editor", "batch"]
    search_fields = ["name"]
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def get_queryset(self, request):
        rows = super().get_queryset(request).defer("content", "outcome", "additions")
        rows = rows.prefetch_related("batch__undone_by__undone_by")
        return rows if request.user.is_superuser else rows.filter(editor=request.user)

    def get_urls(self):
        own = [
            path("<int:key>/problems.csv", self.admin_site.admin_view(self.problems), name="core_upload_problems"),
            path("<int:key>/annotated/", self.admin_site.admin_view(self.annotated), name="core_upload_annotated"),
            path(
                "export/<str:label>/<str:columns>.<str:form>",
                self.admin_site.admin_view(self.export),
                name="core_upload_export",
            ),
        ]
        return own + super().get_urls()

    def add_view(self, request, form_url="", extra_context=None):
        return pages.upload_page(self, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return pages.preview_page(self, request, self.found(request, object_id))

    def problems(self, request, key: int):
        return pages.problems_file(self.found(request, str(key)))

    def annotated(self, request, key: int):
        upload = self.found(request, str(key))
        if upload.imported or upload.kind != Kind.IMPORT:
            raise Http404
        return annotated(upload)

    def export(self, request, label: str, columns: str, form: str):
        return export_page(self.admin_site, request, label, columns, form)

    def found(self, request, key: str) -> Upload:
        """Return an import of one's own; raise Http404 when there is none."""
        upload = self.get_queryset(request).filter(pk=int(key) if key.isdecimal() and len(key) < 19 else 0).first()  # noqa: PLR2004  the digits of a key
        if upload is None:
            raise Http404
        return upload

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_add_permission(self, request):
        return request.user.is_staff

    def has_change_permission(self, request, obj=None):
        return request.user.is_staff

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="state")
    def state(self, upload):
        if not upload.imported:
            return "waiting for a decision"
        return "undone" if upload.batch and upload.batch.is_undone else "imported"
