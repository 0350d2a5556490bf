"""The compiled reading says what the serializer itself would say, for every record and reader."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import TextField
from django.db.models.functions import Cast

from benchmarks.usual import serialized
from core.api.representation import Shape, record, visible
from tests.test_api import every_endpoint

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
