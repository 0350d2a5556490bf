"""The first page of the admin: what waits, how well it is covered by sources, what there is and where."""

from config.dashboard.page import dashboard

__all__ = ["dashboard"]
