"""The change log: what was written, and the batches it was written in."""

import json
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.database.changes import ADDED, CHANGED, DELETED
from core.vocabulary import Vocabulary

LONGEST_REASON = 300


class Exact(json.JSONDecoder):
    """JSON whose numbers are read as they are written."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"parse_float": Decimal})


class Kind(Vocabulary):
    """By which way records were written."""

    EDIT = "edit", "Edit", "By hand, on a page of the admin."
    BULK_EDIT = "bulk-edit", "Bulk edit", "By hand, on many records at once."
    IMPORT = "import", "Import", "From a file that an editor gave."
    LOAD = "load", "Load", "From a published data set."
    FIXTURE = "fixture", "Fixture", "From the project's own files."
    MERGE = "merge", "Merge", "Two records were made one."
    REVERT = "revert", "Revert", "One change was taken back."
    UNDO = "undo", "Undo", "A whole batch of changes was taken back."


class Operation(Vocabulary):
    """What was done to a row."""

    ADDED = ADDED, "added", "It was not there before."
    CHANGED = CHANGED, "changed", "Some of its values are new."
    DELETED = DELETED, "deleted", "It is not there any more."


class Batch(models.Model):
    """Changes made together, for one reason: a form that was saved, a file that was loaded.

    It is open, without a time at which it was finished, only inside the transaction that writes in it.
    The name of who made it stays when the account is deleted.
    """

    kind = models.CharField(max_length=12, choices=Kind)
    label = models.TextField(blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="batches", editable=False
    )
    actor_name = models.CharField(max_length=150, blank=True)
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)
    size = models.PositiveIntegerField(default=0, help_text="How many changes it holds.")
    undoes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "batches"
        indexes = [models.Index(name="open_batches", fields=["id"], condition=Q(finished=None))]

    def __str__(self):
        return self.label or self.get_kind_display()

    @property
    def is_undone(self) -> bool:
        """Tell whether it was taken back as a whole, and that was not taken back in turn."""
        return any(later.kind == Kind.UNDO and not later.is_undone for later in self.undone_by.all())


class Change(models.Model):
    """One row that was added, changed or deleted, as the database noted it; of a changed row, what differs.

    A link of two records has the key of the record that lists the other. What was written without
    saying who and why has no batch.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="changes", db_constraint=False)
    moment = models.DateTimeField()
    model = models.CharField(max_length=60)
    key = models.BigIntegerField()
    owner = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=8, choices=Operation)
    old = models.JSONField(null=True, decoder=Exact)
    new = models.JSONField(null=True, decoder=Exact)

    units: dict[str, tuple[str | None, str | None]] = {}
    """The units of its numbers by their columns, before and after, where ``measuring`` has looked for them."""

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(name="change_by_row", fields=["key", "model"]),
            models.Index(name="change_by_owner", fields=["owner", "model"], condition=Q(owner__isnull=False)),
        ]

    def __str__(self):
        return f"{self.model} {self.key} {self.operation}"
