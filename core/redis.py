"""Answers kept in Redis: where it is out of reach nothing is kept, and everything is answered all the same."""

import logging
from contextlib import contextmanager

from django.core.cache.backends import redis as django_redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

SECONDS = 0.5
"""For how long Redis is waited for: longer than that, an answer is made sooner anew."""
logger = logging.getLogger(__name__)


class RedisCache(django_redis.RedisCache):
    """Django's cache in Redis, asked once and not for long; what it does not answer was not kept."""

    def __init__(self, server, params):
        patience = {"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS, "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, params | {"OPTIONS": patience | params.get("OPTIONS", {})})

    def get(self, key, default=None, version=None):
        with spared():
            return super().get(key, default, version)
        return default

    def get_many(self, keys, version=None):
        with spared():
            return super().get_many(keys, version)
        return {}

    def set(self, key, value, *args, **kwargs):
        with spared():
            super().set(key, value, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        with spared():
            return super().set_many(data, *args, **kwargs)
        return list(data)


@contextmanager
def spared():
    """Go on without Redis where it fails, and leave word of it."""
    try:
        yield
    except RedisError as error:
        logger.warning("Nothing is kept: Redis does not answer (%s).", error)
