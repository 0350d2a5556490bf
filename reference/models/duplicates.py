"""What editors have found not to be the same."""

from django.db import models
from django.utils.timezone import now

from core.constraints import unique_together
from core.fields import SlugField
from core.models import Record


class DistinctManager(models.Manager):
    def get_by_natural_key(self, entry_type: str, slug: str, other: str):
        return self.get(entry_type=entry_type, slug=slug, other=other)

    def known_of(self, record: Record) -> set[str]:
        """Return the slugs of the records that were found to be others than this one."""
        rows = self.filter(entry_type=record._meta.label_lower)
        pairs = rows.filter(models.Q(slug=record.slug) | models.Q(other=record.slug)).values_list("slug", "other")
        return {slug for pair in pairs for slug in pair} - {record.slug}

    def remember(self, record: Record, slugs: list[str], by: str) -> None:
        """Note that a record is none of these, and who says so."""
        for slug in slugs:
            one, other = sorted((record.slug, slug))
            self.get_or_create(entry_type=record._meta.label_lower, slug=one, other=other, defaults={"by": by})


class Distinct(models.Model):
    """Two records that look alike and are two: they are not shown as look-alikes again."""

    entry_type = models.CharField(max_length=60, help_text="Such as equipment.weaponsystem.")
    slug = SlugField(max_length=80, help_text="The one, the first of both in the order of slugs.")
    other = SlugField(max_length=80, help_text="The other.")
    by = models.CharField(max_length=150, blank=True, help_text="Who found them to be two.")
    at = models.DateTimeField(default=now)

    objects = DistinctManager()

    class Meta:
        ordering = ["entry_type", "slug", "other"]
        verbose_name_plural = "distinct"
        indexes = [models.Index(fields=["entry_type", "other"], name="distinct_by_other")]
        constraints = [unique_together("entry_type", "slug", "other")]

    def __str__(self):
        return f"{self.slug} / {self.other}"

    def natural_key(self):
        return (self.entry_type, self.slug, self.other)
