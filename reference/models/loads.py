"""What was loaded, and what became of it; what was refused, and why."""

from django.db import models

from core.models import Batch


class Load(models.Model):
    """One run of a loader that stored something; ``manage.py undo_load`` takes it back by its number.

    What it did stands in the log of changes, in its batch. A data set is stored stretch by stretch; one that was cut
    off goes on, in the same load, when it is run again with the same file.
    """

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="load")
    name = models.CharField(
        max_length=200, help_text="The files or the data set; a later load of the same replaces it."
    )
    version = models.CharField(max_length=40, blank=True, help_text="Of the data set, where it is one.")
    at = models.DateTimeField(auto_now_add=True)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    conflicting = models.PositiveIntegerField(default=0, help_text="Changed here, and so left as they are.")
    pruned = models.PositiveIntegerField(default=0, help_text="Deleted, for the files hold them no longer.")
    checksum = models.CharField(max_length=80, blank=True, help_text="SHA-256 of the file, where it is one.")
    line = models.PositiveIntegerField(default=0, help_text="Of the file: up to here it is stored.")
    unfinished = models.BooleanField(default=False, help_text="Cut off: run it again and it goes on.")

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.name} ({self.pk})"

    @property
    def status(self) -> str:
        """Tell whether it still stands, and whether it came to its end."""
        if self.batch.is_undone:
            return "undone"
        return "unfinished" if self.unfinished else "done"


LONGEST_TELLING = 20_000


def storable(text: str) -> str:
    """Return a text that may quote anything as one that a table holds: no NUL, no half characters."""
    return text.replace("\0", "\\x00").encode(errors="backslashreplace").decode()


class RefusedLoadManager(models.Manager):
    def note(self, name: str, error: Exception | str, by: str = "") -> None:
        """Note a load that stored nothing, as far as a text can tell it, in place of what was noted of the same.

        Files of one name that two editors gave are not the same.
        """
        self.forget(name, by)
        self.create(name=storable(name)[:200], by=by, told=storable(str(error))[:LONGEST_TELLING])

    def forget(self, name: str, by: str) -> None:
        """Forget a load that nobody means to repeat."""
        self.filter(name=storable(name)[:200], by=by).delete()


class RefusedLoad(models.Model):
    """A run of a loader that stored nothing, and why; a later load of the same name by the same settles it."""

    name = models.CharField(max_length=200, help_text="The files or the data set.")
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=150, blank=True, help_text="Who gave the file; blank for commands.")
    told = models.TextField(help_text="What was wrong, a fault to a line.")

    objects = RefusedLoadManager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.name} ({self.pk})"
