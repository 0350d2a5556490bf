"""What becomes of the addresses of records."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from core.constraints import different, unique_together
from core.fields import SlugField
from core.models import Record


class RetiredManager(models.Manager):
    def get_by_natural_key(self, entry_type: str, slug: str):
        return self.get(entry_type=entry_type, slug=slug)

    def of(self, model: type[Record], slug: str, reader):
        """Return what became of an address, if this reader may know of it."""
        closed = self.filter(entry_type=model._meta.label_lower, slug=slug)
        return (closed if reader.is_staff else closed.filter(restricted=False)).first()


class Retired(models.Model):
    """The slug of a merged, renamed, withdrawn or deleted record: its address answers 308 or 410."""

    entry_type = models.CharField(max_length=60, help_text="Such as equipment.weaponsystem.")
    slug = SlugField(max_length=80)
    successor = SlugField(max_length=80, null=True, blank=True, help_text="The slug that stands for it now.")
    owner = models.PositiveBigIntegerField(
        null=True, blank=True, editable=False, help_text="The key of the record whose address it was."
    )
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)
    restricted = models.BooleanField(
        default=False, db_default=False, help_text="Of a record that the public was never shown."
    )

    objects = RetiredManager()

    class Meta:
        ordering = ["entry_type", "slug"]
        verbose_name_plural = "retired"
        constraints = [unique_together("entry_type", "slug"), different("slug", "successor")]

    def __str__(self):
        return self.slug

    def natural_key(self):
        return (self.entry_type, self.slug)

    @classmethod
    def retire(cls, record: Record, slug: str, *, reason: str, successor: str | None = None) -> None:
        """Close an address; addresses that pointed to it point on to its successor, whose own is open again."""
        closed = cls.objects.filter(entry_type=record._meta.label_lower)
        closed.filter(slug=successor).delete()
        closed.filter(successor=slug).update(
            successor=successor, **({} if successor else {"reason": reason, "at": now()})
        )
        values = {"successor": successor, "reason": reason, "at": now(), "restricted": record.is_restricted()}
        values |= {"owner": record.pk}
        closed.update_or_create(entry_type=record._meta.label_lower, slug=slug, defaults=values)

    @classmethod
    def reopen(cls, record: Record) -> None:
        """Open the address of a record that is public again; its older ones lead there."""
        closed = cls.objects.filter(entry_type=record._meta.label_lower)
        closed.filter(slug=record.slug).delete()
        closed.filter(owner=record.pk, successor=None).update(successor=record.slug, reason="renamed", at=now())

    @classmethod
    def is_taken(cls, record: Record, slug: str) -> bool:
        """Tell whether a slug was ever another record's; one may take one's own old slug back."""
        closed = cls.objects.filter(entry_type=record._meta.label_lower, slug=slug)
        return closed.exclude(
            Q(successor=record.loaded_as or "") | Q(owner__isnull=False, owner=record.pk or 0)
        ).exists()


Record.addresses = Retired
