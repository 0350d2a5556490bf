"""The one way data comes in: read, checked, kept beside its tables, merged with what is there, stored at once."""

from reference.loading.engine import Mode, Report, load
from reference.loading.faults import LoadError

__all__ = ["LoadError", "Mode", "Report", "load"]
