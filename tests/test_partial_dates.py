"""Partial dates in the database: which it takes, and which a filter finds."""

import calendar
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.fields import possibly_during, possibly_from, possibly_until, surely_from, surely_until
from reference.models import Source

YEARS = [2015, 2016, 2017]
DAYS = [str(date(YEARS[0], 1, 1) + timedelta(days=n)) for n in range((date(2018, 1, 1) - date(2015, 1, 1)).days)]
DATES = sorted({day[:length] for day in DAYS for length in (4, 7, 10)})
NO_DATES = ["", "17", "20170", "2017-", "2017-1", "2017-00", "2017-13", "2017-19", "2017-01-", "2017-01-00", "abcd"]
NO_DATES += [
    "2017-01-32",
    "2017-01-40",
    "2017-1-1",
    "2017-0a",
    "2017/01",
    "0999",
    "3017",
    "٢٠١٧",
    "2٠١٧",
    "2017\n",
    " 2017",
]


def days_of(partial: str) -> tuple[str, str]:
    """Return the first and the last day a partial date may mean, found without the code under test."""
    if len(partial) == 10:
        return partial, partial
    month = int(partial[5:] or 12)
    last = calendar.monthrange(int(partial[:4]), month)[1]
    return f"{partial[:4]}-{partial[5:] or '01'}-01", f"{partial[:4]}-{month:02}-{last}"


MEANINGS = {
    possibly_from: lambda first, last, low, high: last >= low,
    possibly_until: lambda first, last, low, high: first <= high,
    possibly_during: lambda first, last, low, high: last >= low and first <= high,
    surely_from: lambda first, last, low, high: first >= low,
    surely_until: lambda first, last, low, high: last <= high,
}


@pytest.fixture
def every_date(db):
    """Store a source for every day, month and year of three years, and one without a date."""
    rows = [Source(slug=f"d{value or 'unknown'}", name="A", kind="news", published=value) for value in [*DATES, None]]
    Source.objects.bulk_create(rows)


@pytest.mark.parametrize("condition", MEANINGS, ids=lambda condition: condition.__name__)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bound=st.sampled_from(DATES))
def test_a_filter_finds_what_it_means(condition, every_date, bound):
    means = MEANINGS[condition]

    found = Source.objects.filter(condition("published", bound)).values_list("published", flat=True)

    assert sorted(found) == [value for value in DATES if means(*days_of(value), *days_of(bound))]


def test_text_order_is_date_order(every_date):
    found = Source.objects.exclude(published=None).order_by("published").values_list("published", flat=True)

    assert list(found) == DATES


@pytest.mark.parametrize("value", ["2017", "2017-01", "2017-12", "2017-10-31", "1948-05-14", "2999-12-01"])
def test_the_database_takes_a_partial_date(make, value):
    write(make(Source), value)

    assert Source.objects.get().published == value


@pytest.mark.parametrize("value", NO_DATES)
def test_the_database_refuses_what_is_no_partial_date(make, value):
    source = make(Source)

    with pytest.raises(IntegrityError), transaction.atomic():
        write(source, value)


def write(source: Source, value: str):
    """Write past every rule of Python."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reference_source SET published = %s WHERE id = %s", [value, source.pk])


def test_an_empty_text_is_stored_as_unknown(make):
    make(Source, published="")

    assert Source.objects.get().published is None
