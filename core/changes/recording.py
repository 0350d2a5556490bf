"""Saying who writes, and why."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.timezone import now

from core.changes.models import Batch, Kind


class NotOurs(Exception):  # noqa: N818  it says whose a batch is
    """A batch that somebody else wrote in, or took back, since it was read."""


@contextmanager
def recorded(*, kind: Kind = Kind.EDIT, user=None, reason: str = "", label: str = "", undoes=None) -> Iterator[Batch]:
    """Have all that is written inside, by whichever way, belong to one batch: all of it is stored, or nothing.

    Inside another batch, this one takes its place until it ends. Its label may be set while it is
    open. A batch in which nothing was written is not kept; its key is then ``None``.
    """
    known = user if user is not None and user.pk else None
    with transaction.atomic():
        batch = Batch.objects.create(
            kind=kind,
            label=label,
            reason=reason,
            actor=known,
            actor_name=known.get_username() if known else "",
            undoes=undoes,
        )
        yield batch
        close(batch)


@contextmanager
def recorded_on(batch: Batch) -> Iterator[Batch]:
    """Have what is written inside belong to a batch that ended before; raise NotOurs when it may not."""
    with transaction.atomic():
        if batch.is_undone or not Batch.objects.filter(pk=batch.pk, finished=batch.finished).update(finished=None):
            raise NotOurs
        yield batch
        close(batch)


def close(batch: Batch) -> None:
    """End a batch, so that the changes that follow are not of it."""
    batch.size, batch.finished = batch.changes.count(), now()
    if batch.size:
        batch.save()
    else:
        batch.delete()
