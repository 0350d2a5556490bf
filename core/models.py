"""What every record of the database shares, the log of all changes, open forms, and files to import."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction

from core.changes.models import Batch, Change
from core.fields import SlugField
from core.presence import Presence
from core.uploads import Upload

__all__ = ["Batch", "Change", "Presence", "Record", "RecordManager", "RecordQuerySet", "Upload"]


class RecordQuerySet(models.QuerySet):
    @transaction.atomic
    def delete(self):
        """Delete these records; the addresses the public may know are closed."""
        for record in self:
            record.close_address(reason="deleted")
        return super().delete()

    delete.alters_data, delete.queryset_only = True, True


class RecordManager(models.Manager.from_queryset(RecordQuerySet)):
    def get_by_natural_key(self, slug: str):
        return self.get(slug=slug)


class Record(models.Model):
    """A thing with one public name, its slug: URL, filter value, relation in JSON and fixture key.

    The slug is an address for ever: once the public may know it, it stands for this record or for
    none. A record that was loaded knows the slug it was loaded by, and whether the public knew it.
    """

    slug = SlugField(max_length=80, unique=True, help_text="Public and permanent: it is the record's address.")
    name = models.CharField(max_length=300)

    objects = RecordManager()
    addresses: type[models.Model]
    """The table of closed addresses, named by the app that owns it, as is that of data sets."""
    datasets: type[models.Model]
    credited: tuple[str, ...] = ()
    """The data sets that all records of a table come from, by slug, where they do not each name their own."""
    loaded_as = known_as = None

    class Meta:
        abstract = True
        ordering = ["slug"]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, **kwargs):
        super().save(**kwargs)
        self.keep_address()

    def keep_address(self):
        """After a change, close the address the public knew, or open the one it may know now."""
        if self.known_as and (self.known_as != self.slug or not self.is_public()):
            successor = self.slug if self.is_public() else None
            self.close_address(successor=successor, reason="renamed" if successor else "withdrawn")
        elif self.loaded_as and self.is_public() and not self.known_as:
            self.addresses.reopen(self)
        self.remember_address()

    @transaction.atomic
    def delete(self, *args, **kwargs):
        self.close_address(reason="deleted")
        return super().delete(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values):
        record = super().from_db(db, field_names, values)
        if len(field_names) == len(cls._meta.concrete_fields):
            record.remember_address()
        return record

    @classmethod
    def keyed_by(cls) -> tuple[str, ...]:
        """Return the fields of the natural key."""
        return ("slug",)

    def natural_key(self):
        return (self.slug,)

    def is_restricted(self) -> bool:
        """Tell whether it comes from a data set that may not be given to the public."""
        return False

    def is_public(self) -> bool:
        """Tell whether the public may know the record's address."""
        return True

    def is_withdrawn(self) -> bool:
        """Tell whether the public knew the record and reads it no more."""
        return False

    def unfit(self) -> str:
        """Say why it cannot stand with the rows that belong to it; blank when it can."""
        return ""

    def remember_address(self):
        """Note the slug the record has now, and whether the public may know it."""
        self.loaded_as = self.slug
        self.known_as = self.slug if self.is_public() else None

    def close_address(self, **why):
        """Let the address the public knew stand for its successor or for nothing, and never for another record."""
        if self.known_as:
            self.addresses.retire(self, self.known_as, **why)

    def clean(self):
        super().clean()
        refuse(self)

    ruled_fields: tuple[str, ...] = ("slug",)
    """What ``refusals`` looks at."""

    @classmethod
    def refusals(cls, records: Sequence["Record"]) -> Iterator[tuple["Record", dict[str, str]]]:
        """Yield the records that break a rule no column can keep, each with its message by field.

        It asks the database for all of them at once, whether one record is saved or a file is loaded.
        """
        renamed = [record for record in records if record.slug != record.loaded_as]
        for record in cls.addresses.taken(renamed):
            yield record, {"slug": f"“{record.slug}” was the address of another record and is never reused."}


def refuse(record) -> None:
    """Raise the first refusal of one record."""
    for _, told in record.refusals([record]):
        raise ValidationError(told)
