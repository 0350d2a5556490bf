"""Answers are kept while nothing is written, never longer, and never when they are for one reader alone."""

import tracemalloc
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from core.cache import BoundedCache, settings_for
from events.models import Incident
from reference.models import Country, Dataset
from tests.test_api import every_endpoint, queries, with_claims


@every_endpoint
def test_a_page_costs_three_queries_at_most_and_one_once_it_is_kept(route, viewset, api, make):
    with_claims(make, viewset.queryset.model)

    assert queries(api, f"{route}/") <= 3
    assert queries(api, f"{route}/") == 1


def test_an_unchanged_answer_is_304_for_one_query(api, make, django_assert_num_queries):
    make(Country)
    answer = api.get("countries/")

    with django_assert_num_queries(1):
        again = api.get("countries/", headers={"If-None-Match": answer.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Dataset-Version", "Access-Control-Allow-Origin"):
        assert again.headers[name] == answer.headers[name]
    assert again.headers["X-Request-ID"] != answer.headers["X-Request-ID"]


def test_a_write_by_any_way_makes_a_new_answer(api, make):
    country = make(Country, slug="IN", name="India")
    ways = {
        "Bharat": lambda: Country.objects.filter(pk=country.pk).update(name="Bharat"),
        "Hind": lambda: execute("UPDATE reference_country SET name = 'Hind'"),
    }
    before = api.get("countries/")

    for name, write in ways.items():
        write()
        after = api.get("countries/", headers={"If-None-Match": before.headers["ETag"]})
        assert (after.status_code, after.json()["results"][0]["name"]) == (200, name)
        assert after.headers["ETag"] != before.headers["ETag"]
        before = after


def execute(statement: str):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_representation_has_a_tag_of_its_own(api, make):
    make(Country)
    asked = ["countries/", "countries/?fields=slug", "countries.csv", "countries.ndjson", "countries/?page_size=1"]

    tags = [api.get(path).headers["ETag"] for path in asked]
    tags.append(api.get("countries/", headers={"Accept-Encoding": "gzip"}).headers["ETag"])

    assert len(set(tags)) == len(tags)
    assert not any(tag.startswith("W/") for tag in tags)


def test_what_is_compressed_is_the_same_to_the_byte_each_time(api, armoury):
    asked = {"path": "countries/", "headers": {"Accept-Encoding": "gzip"}}
    first = api.get(**asked)
    cache.clear()

    assert (api.get(**asked).content, first.headers["Content-Encoding"]) == (first.content, "gzip")


def test_answers_to_staff_and_errors_are_not_kept(api, editor_client, make):
    make(Country, slug="IN")

    for _ in range(2):
        assert editor_client.get("/api/v1/countries/").headers["Cache-Control"] == "private, no-store"
        assert api.get("countries/?nam=x").headers["Cache-Control"] == "no-cache"
    assert "ETag" not in editor_client.get("/api/v1/countries/").headers
    assert [key for key in cache._cache if '"' in key] == []


def test_head_has_the_headers_of_get_and_no_body(api, make):
    make(Country)
    got, head = api.get("countries/"), api.head("/api/v1/countries/")

    assert head.content == b""
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


def test_a_proxy_may_be_let_keep_answers_longer(api, make, settings):
    settings.ARMOURY_MAX_AGE = 60

    assert api.get("countries/").headers["Cache-Control"] == "public, max-age=60, must-revalidate"


def test_the_cache_in_memory_stays_within_its_bound():
    kept = BoundedCache("bounded", {"OPTIONS": {"MAX_BYTES": 100_000}})
    for number in range(100):
        kept.set(str(number), b"x" * 5_000)
    kept.set("huge", b"x" * 50_000)

    assert sum(map(len, kept._cache.values())) <= 100_000
    assert (kept.get("99"), kept.get("0"), kept.get("huge")) == (b"x" * 5_000, None, None)


@pytest.mark.parametrize("length", [1, 200, 5_000])
def test_the_memory_that_answers_take_is_all_counted(length):
    kept = BoundedCache(f"counted-{length}", {"OPTIONS": {"MAX_BYTES": 400_000}})
    tracemalloc.start()
    for number in range(5_000):
        kept.set(f"facet-kind:{number:016}:False:incidents:{number:016}", b"x" * length)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert 200_000 < taken <= 400_000


def test_another_cache_is_named_by_its_address():
    assert settings_for("redis://localhost:6379/1")["BACKEND"].endswith("RedisCache")
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL must look like"):
        settings_for("memcached://localhost")


def test_a_question_that_takes_too_long_is_given_up(api, armoury, settings):
    settings.ARMOURY_QUERY_SECONDS = 0.001

    with transaction.atomic():
        answer = api.get("weapon-systems/?page_size=500")
        transaction.set_rollback(True)

    assert (answer.status_code, answer.json()["type"].rpartition("#")[2]) == (503, "too_slow")
    settings.ARMOURY_QUERY_SECONDS = 10
    assert api.get("weapon-systems/?page_size=500").status_code == 200


def test_an_address_beyond_all_questions_is_refused(api, db):
    answer = api.get(f"countries/?q={'x' * 8_000}")

    assert (answer.status_code, answer.json()["status"]) == (414, 414)
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]


@contextmanager
def writing_after(table: str, write):
    """Have something written, once, right after the first statement that reads a table."""
    due = [write]

    def execute(run, sql, *given):
        result = run(sql, *given)
        if f'"{table}"' in sql and due:
            due.pop()()
        return result

    with connection.execute_wrapper(execute):
        yield


@pytest.mark.parametrize("path", ["incidents/?country=IN", "incidents.ndjson?country=IN"])
def test_what_was_looked_up_before_a_write_is_not_kept_with_what_was_read_after_it(path, api, make):
    india, other = make(Country, slug="IN"), make(Country, slug="IL")
    make(Incident, slug="there", countries=[india])

    def change_names():
        for country, slug in [(india, "XX"), (other, "IN"), (india, "IL")]:
            Country.objects.filter(pk=country.pk).update(slug=slug)

    with writing_after("reference_country", change_names):
        first = api.get(path)
    again = api.get(path)

    assert ("ETag" in first.headers, "Dataset-Version" in first.headers) == (False, True)
    assert b"there" not in (again.getvalue() if again.streaming else again.content)


def test_data_sets_named_before_a_write_are_not_kept_with_what_was_read_after_it(api, make):
    dataset = make(Dataset, slug="closed", redistributable=True)
    make(Country)
    api.get("topics/")  # the data sets to name are known now

    def close():
        Dataset.objects.filter(pk=dataset.pk).update(redistributable=False)

    with writing_after("reference_country", close):
        api.get("countries/")

    assert api.get("countries/").headers["Data-Left-Out"] == "closed"
