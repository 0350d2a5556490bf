"""Who changed what, when and why: one log of every write, kept by the database itself.

Writers say who writes and why by ``recorded``; ``core.changes.undoing`` takes changes back.
"""

from core.changes.models import Batch, Kind
from core.changes.recording import NotOurs, recorded, recorded_on

__all__ = ["Batch", "Kind", "NotOurs", "recorded", "recorded_on"]
