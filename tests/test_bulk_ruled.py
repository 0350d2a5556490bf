"""Problems that are of several fields of a row: told beside the last of them that the row gives (row A19)."""

import pytest

from equipment.models import WeaponSystem
from reference.models import Country
from tests.uploads import previewed

pytestmark = pytest.mark.django_db


def test_a19_a_rule_over_several_fields_stands_beside_the_last_one_that_is_given(editor_client, make):
    make(WeaponSystem, slug="harop", publication="draft")
    make(Country, slug="IN")
    head, late, nobodys = "system,ref,country,since,until,certainty", "harop,a,IN,2010,2005,sure", "harop,b,,2010,,"

    outcome = previewed(editor_client, "equipment.operator.csv", "\n".join([head, late, nobodys]))

    assert [(each.row, each.column, each.value, each.problem) for each in outcome.problems] == [
        (2, "certainty", "sure", "Value 'sure' is not a valid choice."),
        (2, "until", "2005", '“until” is before “since”. Given: since "2010", until "2005".'),
        (3, "", "", "Give exactly one of: country, organisation."),
    ]
