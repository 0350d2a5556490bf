"""Files that editors gave, from their preview to their import."""

from django.conf import settings
from django.db import models

from core.changes.models import Batch, Kind


class Upload(models.Model):
    """A file to import, or rows to change together: its content until it is imported, and what was found in it."""

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.IMPORT)
    name = models.CharField(max_length=200)
    content = models.BinaryField(editable=False)
    table = models.CharField(max_length=60, blank=True, help_text="The model its rows go to, where one was chosen.")
    additions = models.JSONField(default=list, help_text="Records its rows name, which the editor had it create.")
    outcome = models.JSONField(default=dict, help_text="What its import would do, and what is wrong with it.")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="uploads")
    at = models.DateTimeField(auto_now_add=True)
    batch = models.OneToOneField(Batch, models.SET_NULL, null=True, blank=True, related_name="upload")
    imported = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        verbose_name, verbose_name_plural = "import", "imports"

    def __str__(self):
        return self.name

    @property
    def load_name(self) -> str:
        """Return what its import is called among the loads."""
        return f"{self.get_kind_display()}: {self.name}"
