"""Which of the deals here a deal of a file is: by SIPRI's number, by what it says, or by a name that only one has."""

from typing import NamedTuple

from agreements.models import Transfer
from core.names import name_key
from reference.loading.resolving import unambiguous


class Known(NamedTuple):
    """A deal as it is here: its address, its name, and the key that SIPRI's files give it."""

    slug: str
    name: str
    key: str


class KnownDeals:
    """The deals of a data set that are here."""

    def __init__(self, dataset: str):
        rows = Transfer.objects.filter(dataset__slug=dataset).values_list("slug", "name", "external_id")
        self.by_key = {key: Known(slug, name, key) for slug, name, key in rows}
        self.by_name = unambiguous((key, name_key(name)) for _, name, key in rows)

    def find(self, key: str, name: str, alone: bool) -> Known | None:
        """Return the deal with a key, or else the one with a name that no other has, here or (``alone``) in the file.

        Two numbers of SIPRI's are never one deal. A number is the better key, and is kept.
        """
        if known := self.by_key.get(key):
            return known
        other = self.by_name.get(name_key(name)) if alone else None
        if not other or (key.isdecimal() and other.isdecimal()):
            return None
        return self.by_key[other]._replace(key=other if other.isdecimal() else key)
