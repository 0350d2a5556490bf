"""SIPRI's Arms Transfers Database: its deals as transfers, in three layouts."""

from agreements.sipri.deals import DATASET, Deals, dropped

__all__ = ["DATASET", "Deals", "dropped"]
