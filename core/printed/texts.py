"""Texts as they are printed, before they are read."""

import re
import unicodedata

THOUSANDS = re.compile(r"(?<=\d)[, \u00a0\u2009\u202f](?=\d{3}(?!\d))")
NEAREST = re.compile(r" Nearest: (.+?)\.(?= [A-Z]|$)")
DATE = re.compile(r"(?<![\d-])\d{4}(?:-\d\d){0,2}(?![\d-])")


class Unreadable(ValueError):  # noqa: N818  it is the text that is wrong
    """A printed value that cannot be read; the message names it and what is nearest to it."""

    def apart(self) -> tuple[str, str]:
        """Return what is said without what is nearest, and what is nearest."""
        told = str(self)
        if match := NEAREST.search(told):
            return told[: match.start()] + told[match.end() :], match[1]
        return told, ", ".join(DATE.findall(told.rpartition("nearest")[2])) if "nearest" in told else ""


def tidied(text: str) -> str:
    """Return a text with one kind of dash, space and quote, and without commas between thousands."""
    quoted = re.sub("[\u2032\u2019]", "'", re.sub("[\u2033\u201d]", '"', THOUSANDS.sub("", text)))
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", quoted)).split())
