"""The family bases of the admin: a table's admin declares what differs, the behaviour is here."""

from core.admin.accounts import StrictGroupAdmin, StrictUserAdmin
from core.admin.inlines import CardInline, LinkInline, RowInline, Rows
from core.admin.lists import LookedAt
from core.admin.pages import RecordAdmin
from core.changes.admin import BatchAdmin

__all__ = [
    "BatchAdmin",
    "CardInline",
    "LinkInline",
    "LookedAt",
    "RecordAdmin",
    "RowInline",
    "Rows",
    "StrictGroupAdmin",
    "StrictUserAdmin",
]
