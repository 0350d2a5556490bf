"""No way of loading leaves a published entry without a source, as no page does (see ADR 30)."""

from core.database import telling
from reference.loading.engine import Loading
from reference.loading.intake import saying
from reference.models import UNSOURCED, Entry, Publication

PIECE = 5_000
KIND = "published entries without a source"


def refuse_unsourced(loading: Loading) -> None:
    """Raise LoadError when a load leaves published entries that need a source without one."""
    for label, intake in loading.intakes.items():
        model = intake.model
        if label == intake.staged.label and issubclass(model, Entry) and model.needs_source:
            for piece in telling.stored(intake.staged, ["n", "id"], PIECE):
                rows = {key: number for number, key in piece}
                bare = model._base_manager.filter(pk__in=rows, publication=Publication.PUBLISHED)
                for key in bare.exclude(citations__source__isnull=False).values_list("pk", flat=True):
                    loading.faults.add(rows[key], KIND, saying(f": {UNSOURCED}"))
    if loading.faults:
        raise loading.faults.error()
