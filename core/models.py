"""What every record of the database shares; this app owns no table."""

from django.db import models

from core.fields import SlugField


class RecordManager(models.Manager):
    def get_by_natural_key(self, slug: str):
        return self.get(slug=slug)


class Record(models.Model):
    """A thing with one public name, its slug: URL, filter value, relation in JSON and fixture key."""

    slug = SlugField(max_length=80, unique=True, help_text="Public and permanent: it is the record's address.")
    name = models.CharField(max_length=300)

    objects = RecordManager()

    class Meta:
        abstract = True
        ordering = ["slug"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)
