"""Answers kept in a real Redis, where there is one on the machine."""

import shutil
import socket
import subprocess
import time

import pytest
from django.core.cache import cache, caches

from core.cache import settings_for
from reference.models import Country


@pytest.fixture
def redis(tmp_path, settings):
    """Run a Redis of our own on a socket in a folder of the test's, and keep answers there."""
    if not (server := shutil.which("redis-server")):
        pytest.skip("no redis-server on this machine")
    address = tmp_path / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(address), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen([server, *options], stdout=subprocess.DEVNULL) as process:
        wait_for(str(address))
        settings.CACHES = {"default": settings_for(f"unix://{address}?db=0")}
        yield process
        del caches["default"]
        process.terminate()


def wait_for(address: str, seconds: int = 10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket(socket.AF_UNIX) as client:
            if client.connect_ex(address) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(address)


def test_answers_and_counts_are_kept_in_redis(redis, api, make, django_assert_num_queries):
    make(Country, slug="IN")
    first = api.get("countries/")

    with django_assert_num_queries(1):
        again = api.get("countries/")

    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert cache.get(first.headers["ETag"])[0] == first.content


def test_while_redis_is_out_of_reach_everything_is_answered_all_the_same(redis, api, make, caplog):
    make(Country, slug="IN")
    asked = ["countries/", "countries/?facets=region", "countries/IN/", "countries.csv", ""]
    kept = {path: api.get(path).getvalue() for path in asked}
    redis.terminate()
    redis.wait()

    for path in asked:
        answer = api.get(path)
        assert (answer.status_code, answer.getvalue()) == (200, kept[path])
        assert api.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert {record.levelname for record in caplog.records} == {"WARNING"}
    assert "Redis does not answer" in caplog.text
