"""The compiled reading says what the serializer itself would say, for every record and reader."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import TextField
from django.db.models.functions import Cast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.usual import serialized
from core.api.representation import Shape, record, visible
from tests.test_api import every_endpoint, with_claims

READERS = {"public": AnonymousUser(), "staff": User(is_staff=True)}
every_reader = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)


def compiled(rows, serializer_class, reader, shape=Shape()) -> list:  # noqa: B008  it cannot change
    """Return records as the database writes them."""
    text = Cast(record(serializer_class, shape, reader), TextField())
    return [json.loads(line) for line in rows.values_list(text, flat=True)]


def plain(value):
    """Return what a client makes of an answer."""
    return json.loads(json.dumps(value))


@every_reader
@every_endpoint
def test_every_fixture_record_reads_as_its_serializer_says(route, viewset, reader, armoury):
    rows = visible(viewset.queryset.model, reader).order_by("slug")

    assert compiled(rows, viewset.serializer_class, reader) == plain(serialized(rows, viewset.serializer_class, reader))


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
NUMBERS = st.decimals(-90, 90, places=6)


def filled_in(record, text: str, number):
    """Give a record's free texts and decimals made-up values."""
    for field in record._meta.fields:
        if isinstance(field, models.TextField) or field.name in ("name", "place", "killed_note"):
            setattr(record, field.name, text)
        elif field.name in ("latitude", "longitude"):
            setattr(record, field.name, number)
    record.save()


@every_endpoint
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, number=NUMBERS)
def test_made_up_texts_and_numbers_read_as_the_serializer_says(route, viewset, make, text, number):
    record_made = with_claims(make, viewset.queryset.model)
    filled_in(record_made, text, number)

    for reader in READERS.values():
        rows = visible(viewset.queryset.model, reader).filter(pk=record_made.pk)
        assert compiled(rows, viewset.serializer_class, reader) == plain(
            serialized(rows, viewset.serializer_class, reader)
        )
