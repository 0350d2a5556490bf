"""The compiled reading says what the serializer itself would say, for every record and reader."""

import json
import re
from contextlib import suppress

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.usual import serialized
from core.api.representation import Shape, record, visible
from core.api.serializers import paths_of
from core.fields import PartialDateField
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
VALUES = {
    models.CharField: TEXTS,
    models.TextField: TEXTS,
    models.DecimalField: st.decimals(-90, 90, places=6),
    models.IntegerField: st.integers(0, 2**31 - 1),
    models.BooleanField: st.booleans(),
    PartialDateField: st.sampled_from(["1000", "2017", "2017-04", "2024-02-29", "2999-12-31"]),
}
"""What may stand in columns; of one kind all hold the same, so that lower bounds are not above upper ones."""

REFUSED = (IntegrityError, DataError)


def filled(row, values: dict, unknown: bool):
    """Give a row's free columns made-up values, or nothing where that may be; but for those that a rule refuses."""
    rows, made_up = type(row)._base_manager.filter(pk=row.pk), {}
    for field in row._meta.fields:
        kind = next((kind for kind in reversed(VALUES) if isinstance(field, kind)), None)
        if field.null and unknown:
            made_up[field.name] = None
        elif kind and not (field.unique or field.choices or field.name == "external_id" or hasattr(field, "source")):
            made_up[field.name] = fitting(values[kind], field)
    try:
        with transaction.atomic():
            rows.update(**made_up)
    except REFUSED:
        for name, value in made_up.items():
            with suppress(*REFUSED), transaction.atomic():
                rows.update(**{name: value})


def fitting(value, field):
    """Return a value as a column can hold it."""
    if isinstance(field, models.DecimalField):
        return round(value, field.decimal_places)
    if isinstance(field, models.CharField) and not isinstance(field, PartialDateField):
        return value[: field.max_length] or (None if field.null else "")
    return value


@every_endpoint
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.fixed_dictionaries(VALUES), unknown=st.booleans())
def test_made_up_values_of_records_and_claims_read_as_the_serializer_says(route, viewset, make, values, unknown):
    made = with_claims(make, viewset.queryset.model)
    for relation in viewset.queryset.model._meta.related_objects:
        if getattr(relation.related_model, "owner_field", None) == relation.field.name:
            for row in relation.related_model._base_manager.filter(**{relation.field.name: made}):
                filled(row, values, unknown)
    filled(made, values, unknown)

    for reader in READERS.values():
        rows = visible(viewset.queryset.model, reader).filter(pk=made.pk)
        assert compiled(rows, viewset.serializer_class, reader) == plain(
            serialized(rows, viewset.serializer_class, reader)
        )


def reduced(value, shape: Shape, path: str = ""):
    """Return what is left of an answer by what ``fields=`` and ``omit=`` name."""
    if isinstance(value, list):
        return [reduced(one, shape, path) for one in value]
    if not isinstance(value, dict):
        return value
    below = {name: f"{path}.{name}".strip(".") for name in value}
    return {
        name: reduced(value[name], shape, one)
        for name, one in below.items()
        if one not in shape.omit
        and (
            not shape.fields
            or any(f"{kept}.".startswith(f"{one}.") or one.startswith(f"{kept}.") for kept in shape.fields)
        )
    }


@every_endpoint
def test_what_is_named_by_fields_and_omit_reads_as_in_the_whole(route, viewset, make):
    made, reader = with_claims(make, viewset.queryset.model), READERS["staff"]
    rows, paths = visible(viewset.queryset.model, reader).filter(pk=made.pk), paths_of(viewset.serializer_class)
    (whole,) = plain(serialized(rows, viewset.serializer_class, reader))

    for shape in (Shape(fields=tuple(paths[1::5])), Shape(omit=tuple(paths[2::3]))):
        assert compiled(rows, viewset.serializer_class, reader, shape) == [reduced(whole, shape)]


@every_endpoint
def test_a_field_that_is_left_out_is_not_read(route, viewset):
    def tables_read(**shape) -> int:
        sql = record(viewset.serializer_class, Shape(**shape), READERS["public"]).sql
        return len(re.findall('(?:FROM|JOIN) "', sql))

    alone = {name: tables_read(fields=(name,)) for name in viewset.serializer_class().fields}
    reading = tuple(name for name, number in alone.items() if number)

    assert (tables_read(), tables_read(omit=reading)) == (sum(alone.values()), 0)
