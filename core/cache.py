"""Where answers are kept: in the memory of the process, within bounds, or in Redis for several machines."""

import sys
from collections import Counter

from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import ImproperlyConfigured

BOUND = 64 * 2**20
"""How many bytes are held at most, unless ``OPTIONS`` names another ``MAX_BYTES``."""
ENTRY = 256
"""What the tables of an entry take beside its key and its value: 130 to 240 bytes, for they grow by leaps."""
LARGEST_SHARE = 8
"""A value that would take more than this part of the whole is not worth what it would push out."""
held: Counter[str] = Counter()


def settings_for(url: str) -> dict:
    """Return Django's settings for a cache's address; raise ImproperlyConfigured for a bad one."""
    if not url:
        return {"BACKEND": "core.cache.BoundedCache", "TIMEOUT": None}
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(
            "CACHE_URL must look like redis://host:6379/0; without it, answers are kept in memory."
        )
    return {"BACKEND": "core.redis.RedisCache", "LOCATION": url, "TIMEOUT": 24 * 3600}


class BoundedCache(LocMemCache):
    """Django's cache in memory, bounded in bytes: what was not asked for the longest goes first."""

    def __init__(self, name, params):
        options = params.setdefault("OPTIONS", {}) | {"MAX_ENTRIES": 10**9}
        super().__init__(name, params | {"OPTIONS": options})
        self.name, self.bound = name, options.get("MAX_BYTES", BOUND)

    def _set(self, key, value, timeout=None):
        self._delete(key)
        if (size := size_of(key, value)) * LARGEST_SHARE > self.bound:
            return
        super()._set(key, value, timeout)
        held[self.name] += size
        while held[self.name] > self.bound:
            self._delete(next(reversed(self._cache)))

    def _delete(self, key):
        if key in self._cache:
            held[self.name] -= size_of(key, self._cache[key])
        return super()._delete(key)

    def clear(self):
        super().clear()
        held[self.name] = 0


def size_of(key: str, value: bytes) -> int:
    """Return how much memory an entry takes."""
    return sys.getsizeof(key) + sys.getsizeof(value) + ENTRY
