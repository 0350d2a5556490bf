"""The same bad row through every door is refused by the same rule (row A28)."""

import json

import pytest
from django.db import IntegrityError, transaction

from core.constraints import broken_rule
from equipment.models import WeaponSystem
from reference.models import UNSOURCED, Organisation, Source
from tests.test_admin import address
from tests.test_admin_editing import problems, submit
from tests.uploads import previewed

LATE = "“retired” is before “introduced”."
PLAIN = {"slug": "harop", "name": "Harop", "status": "in-service"}
BAD = {
    "order": ({"introduced": "2010", "retired": "2005", "publication": "draft"}, LATE),
    "source": ({"publication": "published"}, UNSOURCED),
}


@pytest.mark.parametrize("name", BAD)
def test_a28_a_bad_row_is_refused_alike_by_form_load_and_import(editor_client, refusal, missile, name):
    fields, told = BAD[name][0], BAD[name][1]
    fixture = {"model": "equipment.weaponsystem", "fields": PLAIN | fields | {"category": ["missile"]}}

    by_form = problems(submit(editor_client, address(WeaponSystem, "add"), category=missile.pk, **PLAIN | fields))
    by_load = refusal(fixture)
    by_import = [each.problem for each in previewed(editor_client, "harop.json", json.dumps([fixture])).problems]

    assert WeaponSystem.objects.count() == 0
    for door in (by_form, by_load, by_import):
        assert [line for line in door if told in line], door


def test_a_rule_over_two_fields_is_told_beside_the_last_with_what_both_hold(editor_client, missile):
    fields = PLAIN | BAD["order"][0]

    form = submit(editor_client, address(WeaponSystem, "add"), category=missile.pk, **fields).context["adminform"].form

    assert form.errors == {"retired": [f"{LATE} Given: introduced 2010, retired 2005."]}


def test_a28_a_bad_row_is_refused_alike_by_the_database(missile):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        WeaponSystem(**PLAIN, category=missile, introduced="2010", retired="2005").save()

    assert broken_rule(error.value).get_violation_error_message() == LATE


def test_a28_load_takes_published_entries_with_their_sources_and_organisations_without(load, make, missile):
    make(Source, slug="brochure")
    system = {
        "model": "equipment.weaponsystem",
        "fields": PLAIN | {"category": ["missile"], "publication": "published"},
    }
    cited = {"model": "equipment.weaponsystemcitation", "fields": {"entry": ["harop"], "source": ["brochure"]}}
    maker = {"model": "reference.organisation", "fields": {"slug": "iai", "name": "IAI", "kind": "manufacturer"}}
    maker["fields"]["publication"] = "published"

    load(cited, system, maker)

    assert WeaponSystem.objects.get().publication == Organisation.objects.get().publication == "published"


def test_a28_load_may_not_publish_what_has_no_source_here(refusal, make):
    make(WeaponSystem, slug="other", publication="draft")
    fields = {"slug": "other", "publication": "published"}

    told = refusal({"model": "equipment.weaponsystem", "fields": fields}, options=["--overwrite"])

    assert [line for line in told if UNSOURCED in line]
