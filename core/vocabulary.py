"""Closed lists of codes, each with the meaning the field gives it."""

import enum

from django.db.models import TextChoices


class Vocabulary(TextChoices):
    """A closed list: each member is its code, its label and its meaning.

    The docstring of a subclass names the standard the terms come from.
    """

    def __new__(cls, code: str, label: str):
        member = str.__new__(cls, code)
        member._value_ = code
        member.short = label
        return member

    @enum.property
    def label(self) -> str:
        """What people read in forms and lists."""
        return self.short

    @property
    def meaning(self) -> str:
        """What the code means, in a sentence."""
        return self._label_
