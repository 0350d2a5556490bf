"""Rows of what people expect of fixtures that hold for the project as it is: F14, F18, F19, F21 and F22."""

import json
from io import StringIO

from django.conf import settings
from django.core.management import call_command

from reference.models import Organisation, Source
from tests.loading import first, obj
from tests.test_fixtures import FILES


def test_f14_five_thousand_objects_take_as_many_statements_as_five(load, django_assert_max_num_queries):
    for size in (5, 5_000):
        rows = (
            obj("reference.organisation", slug=f"o-{size}-{n}", name=f"O {n}", kind="government") for n in range(size)
        )
        with django_assert_max_num_queries(45):
            load(*rows)

    assert Organisation.objects.count() == 5_005


def test_f18_nothing_in_the_fixtures_is_made_up():
    objects = [obj for path in FILES for obj in json.loads(path.read_text())]

    assert [each for each in objects if "synthetic" in each["fields"]] == []


def test_f19_every_data_set_tells_its_releases_licence_and_credit(armoury, api):
    for dataset in api.get("datasets/").json()["results"]:
        assert all(dataset[name] for name in ("name", "licence", "attribution", "releases"))


def test_f21_texts_are_ordered_and_folded_alike_on_both_engines(load):
    names = {"b": "Ökotec", "a": "ökotec", "c": "Zulu", "d": "alpha"}
    load(*(obj("reference.source", slug=slug, name=name, kind="news") for slug, name in names.items()))

    assert list(Source.objects.order_by("name_key", "slug").values_list("slug", flat=True)) == ["d", "a", "b", "c"]


def test_f22_every_shipped_fixture_loads_with_nothing_left_to_say(db):
    told = StringIO()

    call_command("load", settings.BASE_DIR / "fixtures", stdout=told)

    assert first(told.getvalue()).startswith("4,660 created, 0 updated, 0 unchanged, 0 conflicting.")
    assert "kept as it is here" not in told.getvalue()
