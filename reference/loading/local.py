"""What was changed here since it was loaded: it is kept, and told as a conflict."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Max

from core.changes import Kind
from core.changes.models import Change
from core.changes.obstacles import parts
from core.changes.undoing import without_effect
from core.database import telling
from core.database.staged import MOST_TOLD, Staged
from core.fixtures.shapes import written

LOADED = [Kind.LOAD, Kind.FIXTURE]


def changed_here(model: type[models.Model], keys: Iterable[int]) -> set[int]:
    """Return which rows of a model no load changed last; what was taken back, and taking it back, does not count."""
    changes = Change.objects.filter(model=model._meta.label_lower).exclude(batch__in=without_effect())
    found = set()
    for part in parts(keys):
        last = changes.filter(key__in=part).order_by().values("key").annotate(last=Max("pk")).values("last")
        loaded = Change.objects.filter(pk__in=last, batch__kind__in=LOADED).values_list("key", flat=True)
        found |= set(part) - set(loaded)
    return found


def keep_local(staged: Staged) -> None:
    """Leave to what is there the rows whose last change, or that of a link, no load made."""
    labels = [staged.label, *(link.remote_field.through._meta.label_lower for link in staged.links)]
    telling.keep_unless(staged, labels, LOADED, without_effect())


def conflicts(staged: Staged) -> list[str]:
    """Say of the rows kept which they are, and how they differ from what the files give."""
    fields = [f for f in staged.fields if staged.bits[f.name] & staged.some and not hasattr(f, "source")]
    rows = telling.kept_beside(staged, [field.column for field in fields])
    told = []
    for number, named, *values in rows[:MOST_TOLD]:
        sides = zip(fields, values[::2], values[1::2], strict=True)
        named_here = [(field, *pair) for field, *pair in sides if named & staged.bits[field.name]]
        differing = [difference(field, given, here) for field, given, here in named_here if given != here]
        told.append(f"{staged.label} {telling.key_of(staged, number)}: {'; '.join(differing) or 'its links differ'}")
    return told + [f"{staged.label}: {len(rows) - MOST_TOLD} more"] * (len(rows) > MOST_TOLD)


def difference(field, given, here) -> str:
    if field.is_relation:
        return f"{field.name} differs"
    return f"{field.name} is {written(here)} here, {written(given)} in the file"
