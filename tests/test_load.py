"""``manage.py load``: what fixture files hold comes in whole, or not at all and every reason is told."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from equipment.models import Category
from reference.loading.selecting import loadable
from reference.models import Country, Organisation, Retired
from tests.loading import INDIAN, MAKER, first, obj
from tests.test_broken_fixtures import INDIA, MISSHAPEN
from tests.test_fixtures import BROKEN, rows


def test_f1_a_failing_reference_names_object_field_and_the_nearest_record(refusal, make):
    make(Country, slug="CZ")

    said = refusal(obj("reference.organisation", **MAKER, country=["ZZ"]))

    assert said == [
        "facts.json:8:15, object 1 (reference.organisation iai), field country: there is no country “ZZ”. Nearest: CZ."
    ]
    assert not Organisation.objects.exists()


def test_f2_the_order_of_objects_and_files_does_not_matter(load):
    part = obj("reference.organisation", **MAKER | {"slug": "elta"}, parent=["iai"], country=["IN"])

    load(part, obj("reference.organisation", **MAKER), z__json=json.dumps([INDIAN]))

    elta = Organisation.objects.get(slug="elta")
    assert (elta.parent.slug, elta.country.slug) == ("iai", "IN")


def test_f2_records_that_refer_to_one_another_are_loaded_together(load):
    one = obj("reference.country", **INDIA, successors=[["IL"]])
    other = obj("reference.country", slug="IL", name="Israel", alpha3="ISR", successors=[["IN"]])

    load(one, other)

    assert [list(country.successors.values_list("slug", flat=True)) for country in Country.objects.all()] == [
        ["IN"],
        ["IL"],
    ]


def test_f3_a_bad_value_hides_no_lost_reference_and_a_lost_reference_hides_no_broken_rule(refusal):
    bad = {"slug": "a", "name": "A", "kind": "typo", "countries": [["ZQ"]], "dataset": ["nope"], "external_id": "1"}
    lost = {"slug": "b", "name": "B", "kind": "armed-attack", "dataset": ["nope"], "external_id": "2"}
    lost |= {"started": "2012", "ended": "2011"}

    said = refusal(obj("events.incident", **bad), obj("events.incident", **lost))

    told = [line.partition(" (events.incident ")[2] for line in said]
    assert told == [
        "a): field kind: Value 'typo' is not a valid choice. Nearest: shoot-down.",
        "a), field countries: there is no country “ZQ”. Nearest: none.",
        "a), field dataset: there is no dataset “nope”. Nearest: none.",
        'b): “ended” is before “started”. Given: started "2012", ended "2011".',
        "b), field dataset: there is no dataset “nope”. Nearest: none.",
    ]


def test_f3_a_fault_hides_no_rule_about_other_fields_and_no_rule_another(refusal, make):
    make(Retired, entry_type="events.incident", slug="gone")
    bad = {"slug": "gone", "kind": "typo", "started": "2012", "ended": "2011", "latitude": 12, "date_precision": 9}
    of_whom = {"slug": "No slug", "latitude": 12, "started": "2012", "ended": "2011"}

    said = refusal(obj("events.incident", **bad), obj("events.incident", **of_whom))

    assert [line.partition("(events.incident ")[2].partition(". ")[0] for line in said] == [
        "gone): field name: This field cannot be blank.",
        "gone): “ended” is before “started”",
        "gone): Give both “latitude” and “longitude”, or neither",
        "gone): “date precision” must lie between 1 and 5",
        "gone): field slug: “gone” was the address of another record and is never reused.",
        "gone): field kind: Value 'typo' is not a valid choice",
        "No slug): “ended” is before “started”",
        "No slug): field slug: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens",
    ]


def test_f3_every_fault_is_told_in_one_run_with_line_and_column(refusal):
    text = (
        '[\n {"model": "reference.source", "fields": {"slug": "a", "name": "A", "kind": "gossip"}},\n'
        ' {"model": "reference.country", "fields": {"slug": "XX", "nme": "A", "alpha3": "XXXX"}},\n'
        ' {"model": "reference.contry", "fields": {}},\n 5\n]'
    )

    assert refusal(facts__json=text) == [
        "facts.json:2:77, object 1 (reference.source a): field kind: "
        "Value 'gossip' is not a valid choice. Nearest: official.",
        "facts.json:3:65, object 2 (reference.country XX): Country has no field named 'nme'. Nearest: name.",
        "facts.json:3:80, object 2 (reference.country XX): field alpha3: "
        'Ensure this value has at most 3 characters (it has 4). Given: "XXXX".',
        "facts.json:4:2, object 3 (reference.contry): “reference.contry” is no model. Nearest: reference.country.",
        "facts.json:5:2, object 4 (not an object): an object needs a “model” and “fields”.",
    ]


def test_f3_a_hundred_faults_of_a_kind_are_told_and_the_others_counted(refusal):
    said = refusal(*(obj("reference.source", slug=f"s-{n}", name="S", kind="gossip") for n in range(130)))

    assert len(said) == 101
    assert said[-1] == "… and 30 more: values a field refuses."


@pytest.mark.parametrize("label", loadable())
def test_f4_every_model_of_fixtures_is_found_by_its_natural_key(label, make):
    model = apps.get_model(label)
    record = make(model)
    key = [getattr(record, name) for name in model.keyed_by()]

    assert [getattr(part, "slug", part) for part in key] == list(record.natural_key())
    assert model._default_manager.get_by_natural_key(*record.natural_key()) == record


def test_f4_every_relation_of_fixtures_leads_to_a_record_with_a_slug():
    fields = [f for model in loadable().values() for f in [*model._meta.concrete_fields, *model._meta.many_to_many]]

    assert [str(f) for f in fields if f.is_relation and f.related_model.keyed_by() != ("slug",)] == []


def test_f4_an_object_with_a_primary_key_is_refused(refusal):
    assert refusal(INDIAN | {"pk": 1}) == [
        "facts.json:2:2, object 1 (reference.country IN): it has the members model, fields, pk: "
        "“model” and “fields” are all a fixture needs."
    ]


def test_f5_a_record_made_here_is_kept_and_told_as_a_conflict(load, make):
    make(Country, slug="IN", name="My own", alpha3="IND")

    said = load(INDIAN)

    assert said.splitlines() == [
        "0 created, 0 updated, 0 unchanged, 1 conflicting.",
        "  reference.country: 1 conflicting",
        '  kept as it is here: reference.country IN: name is "My own" here, "India" in the file',
    ]
    assert Country.objects.get().name == "My own"


def test_f6_a_second_run_changes_nothing(armoury):
    before, told = rows(), StringIO()

    call_command("load", settings.BASE_DIR / "fixtures", stdout=told)

    assert rows() == before
    assert first(told.getvalue()) == "0 created, 0 updated, 4,660 unchanged, 0 conflicting."


def test_f6_overwriting_takes_the_files_word(load, make):
    make(Country, slug="IN", name="My own", alpha3="IND", region="Asia")

    said = load(INDIAN, options=["--overwrite"])

    assert first(said).startswith("0 created, 1 updated, 0 unchanged, 0 conflicting.")
    assert (Country.objects.get().name, Country.objects.get().region) == ("India", "Asia")


def test_f6_a_dry_run_says_what_would_be_done_and_does_nothing(load):
    assert first(load(INDIAN, options=["--dry-run"])) == "1 created, 0 updated, 0 unchanged, 0 conflicting."
    assert not Country.objects.exists()


@pytest.mark.parametrize("kind", BROKEN)
def test_f8_a_broken_rule_is_told_as_loaddata_tells_it(kind, refusal):
    (model, fields), message = BROKEN[kind]

    said = refusal(INDIAN, obj(model, **fields))

    assert [line.partition(", object 2 ")[2] for line in said] == [message]
    assert not Country.objects.exists()


@pytest.mark.parametrize("kind", MISSHAPEN)
def test_f8_an_object_that_is_no_record_is_refused_as_loaddata_refuses_it(kind, refusal, make):
    given, message = MISSHAPEN[kind]
    make(Category, slug="b", parent=make(Category, slug="a"))

    said = refusal(INDIAN, given)

    assert message in {line.partition(", object 2 ")[2].replace(" (line 2, column 2)", "") for line in said}
    assert not Country.objects.exists()


def test_f8_rules_that_no_column_keeps_are_asked_of_all_records(refusal, make):
    make(Organisation, slug="IN")

    assert refusal(INDIAN) == [
        "facts.json:5:12, object 1 (reference.country IN): field slug: "
        "“IN” is the slug of another record: organisation IN."
    ]


def test_f9_times_and_name_keys_are_filled_in(load):
    load(INDIAN, obj("reference.organisation", **MAKER))

    made = Organisation.objects.get()
    assert (made.name_key, made.created, made.publication) == ("iai", made.updated, "draft")
    assert made.created is not None


def test_f12_content_types_and_accounts_are_never_in_fixtures(refusal):
    assert {label.partition(".")[0] for label in loadable()} <= set(settings.ARMOURY_APPS)
    told = refusal(obj("auth.user", username="x"))[0]
    assert "“auth.user” is no model. Nearest: " in told
    assert "Nearest: auth.user" not in told


def test_f13_what_is_dumped_loaded_and_dumped_again_is_the_same_to_the_byte(armoury, tmp_path):
    call_command("dump", output=tmp_path / "one.json")
    call_command("flush", interactive=False, verbosity=0)

    call_command("load", tmp_path / "one.json", stdout=StringIO())
    call_command("dump", output=tmp_path / "two.json")

    assert (tmp_path / "two.json").read_bytes() == (tmp_path / "one.json").read_bytes()


def test_f15_a_load_that_fails_late_stores_nothing_and_says_so(load):
    lost = obj("reference.organisation", **MAKER, country=["ZZ"])

    with pytest.raises(CommandError, match=r"\nNothing was stored\.$"):
        load(INDIAN, lost)

    assert not Country.objects.exists()


def test_a_load_costs_the_same_queries_for_few_records_and_many(load, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        load(*(obj("reference.organisation", **MAKER | {"slug": f"o-{n:05}", "name": f"O {n}"}) for n in range(12_000)))

    assert Organisation.objects.count() == 12_000
