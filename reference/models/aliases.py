"""The other names of entries."""

from django.db import models

from core.constraints import one_of, unique_together
from core.database import NAMES
from core.fields import NameKeyField
from core.vocabulary import Vocabulary
from reference.models.entries import Owned


class AliasKind(Vocabulary):
    """Why a thing has another name."""

    DESIGNATION = "designation", "Designation", "The maker's or a state's official designation."
    NATO = "nato", "NATO reporting name", "Assigned by NATO's Air and Space Interoperability Council."
    SERVICE = "service", "Service name", "The name an operator gives it."
    MARKETING = "marketing", "Marketing name", "The name it is sold under."
    FORMER = "former", "Former name", "A name it had before."
    LABEL = "dataset-label", "Data-set label", "The way a published data set writes it."
    TRANSLITERATION = "transliteration", "Transliteration", "The name in another script, or carried over from one."
    ABBREVIATION = "abbreviation", "Abbreviation", "Initials or a shortened form."
    SHORT_TITLE = "short-title", "Short title", "What a long title is called for short."
    OTHER = "other", "Other", "Another name in use."


class AliasManager(models.Manager):
    def get_by_natural_key(self, slug: str, text: str):
        return self.get(entry__slug=slug, text=text)


class Alias(Owned):
    """Another name of an entry. Everyday words (Patriot, Javelin) are marked ambiguous."""

    text = models.CharField(max_length=300)
    key = NameKeyField(source="text")
    kind = models.CharField(max_length=20, choices=AliasKind, default=AliasKind.OTHER)
    language = models.CharField(max_length=12, blank=True, help_text="BCP 47, such as he or hi; blank when in English.")
    ambiguous = models.BooleanField(
        default=False, help_text="An everyday word: finding it does not identify the entry."
    )

    unstated = {"kind": AliasKind.OTHER, "ambiguous": False}

    objects = AliasManager()
    text_index = {"text": NAMES}

    class Meta:
        abstract = True
        ordering = ["key", "id"]
        verbose_name_plural = "aliases"
        constraints = [one_of("kind", AliasKind.values), unique_together("entry", "text")]

    def __str__(self):
        return self.text

    @classmethod
    def keyed_by(cls):
        return ("entry", "text")

    def natural_key(self):
        return (self.entry.slug, self.text)

    natural_key.dependencies = []
