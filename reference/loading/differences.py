"""What a trial would change, in words, told while its changes are still in the log."""

from textwrap import shorten

from core.changes import Batch
from core.changes.models import Operation
from core.changes.timeline import Told, read

MOST_SHOWN, LONGEST = 20, 80


def differences(batch: Batch | None) -> list[str]:
    """Say of the first rows that a batch changes what each value was and would be, and how many others there are."""
    if batch is None:
        return []
    changed = batch.changes.filter(operation=Operation.CHANGED).select_related("batch").order_by("pk")
    steps, _ = read(reversed(changed[:MOST_SHOWN]))
    told = [f"  would change {said(row)}" for step in steps for row in reversed(step.rows)]
    more = changed.count() - MOST_SHOWN
    return told + ([f"  … and {more:,} rows more."] if more > 0 else [])


def said(row: Told) -> str:
    """Return what would become of a row."""
    values = (f"{line.field} {shown(line.old)} → {shown(line.new)}" for line in row.lines)
    return f"{row.owner and f'{row.owner}: '}{row.subject}: {'; '.join(values)}"


def shown(text: str) -> str:
    return shorten(text, LONGEST, placeholder="…") or "nothing"
