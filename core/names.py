"""Names as people type them: T72, T-72 and Т-72 (in Cyrillic letters) are one key."""

import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii
from rapidfuzz import fuzz, process

LOOK_ALIKES = str.maketrans("авекмнорстухіјѕαβεηικμνορτυχ", "abekmhopctyxijsabenikmnoptyx")
MARKS = "[\u0300-\u036f]"
PARTS = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl"}
"""The categories of the characters words are made of; fractions and superscripts are not among them."""
DESIGNATION = re.compile(r"[^\W\d_]+|\d+")
LETTERS = re.compile(r"[^\W\d_]")
NO_WORD = re.compile(r"[^a-z0-9]+")


def name_key(name: str) -> str:
    """Return the key two spellings of a name share: Latin, lower case, no marks, no separators.

    A word in another script is transliterated whole; a Cyrillic or Greek letter inside an
    otherwise Latin word is taken for the Latin letter it looks like.
    """
    if name.isascii():
        return NO_WORD.sub("", name.lower()) or name.casefold().strip()
    plain = re.sub(MARKS, "", unicodedata.normalize("NFKD", name.lower()))
    return "".join(_latin(word) for word in words(plain)) or name.casefold().strip()


def words(text: str) -> list[str]:
    """Return the words of a text as the full-text index cuts them: lower case, marks removed.

    Only the marks of a to z are removed, as FTS5 does; all other letters stay as they are written.
    """
    plain = re.sub(f"([a-z]){MARKS}+", r"\1", unicodedata.normalize("NFD", text.lower()))
    letters = (
        letter if unicodedata.category(letter) in PARTS else " " for letter in unicodedata.normalize("NFC", plain)
    )
    return "".join(letters).split()


Spelling = list[tuple[str, ...]]
"""Ways to spell the same: each a phrase, words that follow one another."""


def spellings(text: str) -> list[Spelling]:
    """Return what a text looks for: all of these, each spelt in one of its ways.

    A designation is one word or two: ``S400`` also looks for ``S-400``, and ``T 72`` for ``T72``.
    """
    found: list[Spelling] = []
    for word in dict.fromkeys(words(text)):
        parts = tuple(DESIGNATION.findall(word))
        found.append([(word,), parts] if len(parts) > 1 else [(word,)])
    return found


def nearest(text: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """Return the names most like a text, the best first; without a cut-off, right hits score as low as 51."""
    found = process.extract(text, list(names), scorer=likeness, processor=name_key, limit=limit)
    return [name for name, _, _ in found]


def nearest_keys(key: str, keys: Iterable[str], limit: int = 3) -> list[str]:
    """Return the keys most like a key, the best first."""
    return [other for other, _, _ in process.extract(key, list(keys), scorer=likeness, limit=limit)]


def likeness(one: str, other: str, **_) -> float:
    """Return how alike two keys are: in their best part, and as a whole, so that ``nam`` is rather ``name``."""
    return fuzz.WRatio(one, other) + fuzz.ratio(one, other)


def _latin(word: str) -> str:
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in LETTERS.findall(word)}
    if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
        word = word.translate(LOOK_ALIKES)
    return re.sub(r"[\W_]", "", anyascii(unicodedata.normalize("NFC", word))).lower()
