"""Every rule of every table: the database refuses what breaks it and names the rule; forms get its message."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, ForeignKey, PositiveIntegerField, UniqueConstraint

from core.changes.models import Batch
from core.fields import CountField
from reference.models import Load
from tests.factories import make as made

LONGEST_NAME = 63
"""PostgreSQL cuts the names of constraints there."""
MODELS = [model for label in settings.ARMOURY_APPS for model in apps.get_app_config(label).get_models()]


def constraints(kind) -> list:
    return [
        pytest.param(model, constraint, id=constraint.name)
        for model in MODELS
        for constraint in model._meta.constraints
        if isinstance(constraint, kind)
    ]


def backwards(record, start, end):
    return {start: "2020-05-02", end: "2020-05-01"}


def above(record, low, high):
    return {low: 2, high: 1}


def beyond(record, field):
    return {field: 999} | ({"latitude": 0, "longitude": 0} | {field: 999} if field.endswith("tude") else {})


def same(record, one, other):
    if isinstance(record._meta.get_field(one), ForeignKey):
        return {one: record if other == "id" else getattr(record, other)}
    return {one: "same", other: "same"}


def unheard_of(record, field):
    return {field: "?"}


def nobody(record, *fields):
    return dict.fromkeys(fields)


def both(record, one, other):
    return {name: made(record._meta.get_field(name).related_model) for name in (one, other)}


def half(record, one, other):
    return {one: None, other: {"currency": "USD", "external_id": "1", "longitude": 1}[other]}


BREAKERS = {
    r"(\w+)_before_(\w+)": backwards,
    r"(\w+)_not_above_(\w+)": above,
    r"(\w+)_within_bounds": beyond,
    r"(\w+)_is_not_(\w+)": same,
    r"(\w+)_in_vocabulary": unheard_of,
    r"(\w+?)_or_(\w+?)(?:_or_(\w+))?": nobody,
    r"(\w+)_not_with_(\w+)": both,
    r"(\w+)_with_(\w+)": half,
}
"""How to break each kind of rule, by the sentence its name makes."""


def breaking(record, constraint) -> dict:
    """Return values that break this rule of the record and no other."""
    sentence = constraint.name.removeprefix(f"{record._meta.model_name}_")
    for pattern, breaker in BREAKERS.items():
        if match := re.fullmatch(pattern, sentence):
            return breaker(record, *filter(None, match.groups()))
    raise LookupError(f"No breaker knows {constraint.name}: its name is a new sentence.")


@pytest.mark.parametrize(("model", "constraint"), constraints(CheckConstraint))
def test_the_database_refuses_what_breaks_a_rule_and_names_it(model, constraint, make):
    record = make(model)
    values = breaking(record, constraint)

    with pytest.raises(IntegrityError, match=rf"\b{constraint.name}\b"), transaction.atomic():
        model._base_manager.filter(pk=record.pk).update(**values)


@pytest.mark.parametrize(("model", "constraint"), constraints(CheckConstraint))
def test_a_form_is_told_what_breaks_a_rule(model, constraint, make):
    record = make(model)
    for field, value in breaking(record, constraint).items():
        setattr(record, field, value)

    with pytest.raises(ValidationError) as refused:
        record.validate_constraints()

    assert refused.value.messages == [constraint.violation_error_message]
    with pytest.raises(ValidationError):
        record.full_clean()


@pytest.mark.parametrize(("model", "constraint"), constraints(UniqueConstraint))
def test_no_two_rows_are_the_same_where_they_may_not(model, constraint, make):
    twin = duplicate(model, constraint, make)

    with pytest.raises(ValidationError):
        twin.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.save_base(twin, force_insert=True)


def duplicate(model, constraint, make):
    """Return an unsaved copy of a record in which every field of the constraint is filled."""
    fields = [model._meta.get_field(name) for name in constraint.fields]
    if constraint.condition is None:
        given = {
            field.name: make(field.related_model) for field in fields if isinstance(field, ForeignKey) and field.null
        }
    else:
        given = {}
    twin = make(model, **given)
    twin.pk = None
    twin._state.adding = True
    if any(field.name == "slug" for field in model._meta.fields) and "slug" not in constraint.fields:
        twin.slug += "-2"
    return twin


def test_the_names_of_rules_are_whole_on_every_engine():
    names = [constraint.name for model in MODELS for constraint in model._meta.constraints]

    assert [name for name in names if len(name) > LONGEST_NAME] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_coded_value_is_checked_by_the_database(model):
    coded = {field.name for field in model._meta.fields if field.choices}
    checked = {
        constraint.name.removeprefix(f"{model._meta.model_name}_").removesuffix("_in_vocabulary")
        for constraint in model._meta.constraints
    }

    assert coded - checked == set()


def test_counts_are_bounded_alike_on_both_engines():
    counts = [(model, field) for model in MODELS for field in model._meta.fields if type(field) is CountField]
    whole = [field for model in MODELS for field in model._meta.fields if type(field) is PositiveIntegerField]

    assert {field.model for field in whole} <= {Batch, Load}
    for model, field in counts:
        with pytest.raises(ValidationError):
            field.clean(2**31, model())
