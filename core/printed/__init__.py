"""What sources print: ``300–400 km``, ``about Mach 2.5``, ``12 ft 3 in``, ``April 2017``.

What cannot be read is refused with what is nearest to it; what can is never guessed beyond its words.
"""

from core.printed.dates import read_date
from core.printed.texts import Unreadable
from core.printed.values import Measure, read_measure, read_otherwise

__all__ = ["Measure", "Unreadable", "read_date", "read_measure", "read_otherwise"]
