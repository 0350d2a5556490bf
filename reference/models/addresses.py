"""What becomes of the addresses of records."""

from collections.abc import Sequence

from django.db import models
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

    @classmethod
    def keyed_by(cls):
        return ("entry_type", "slug")

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
    def taken(cls, records: Sequence[Record]) -> list[Record]:
        """Return the records whose slug was ever another record's; one may take one's own old slug back."""
        if not records:
            return []
        slugs = [record.slug for record in records]
        closed = cls.objects.filter(entry_type=records[0]._meta.label_lower, slug__in=slugs)
        found = {
            slug: (successor, owner) for slug, successor, owner in closed.values_list("slug", "successor", "owner")
        }
        others = [record for record in records if record.slug in found]
        return [record for record in others if not is_own(record, *found[record.slug])]


def is_own(record: Record, successor: str | None, owner: int | None) -> bool:
    """Tell whether a closed address was this record's: it leads to it, or was given up by it."""
    return (successor is not None and successor == record.loaded_as) or (owner is not None and owner == record.pk)


Record.addresses = Retired
