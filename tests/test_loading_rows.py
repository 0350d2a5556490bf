"""Rows of what people expect of fixtures that hold for the project as it is: F14, F18, F19 and F22."""

import json
import shutil
from io import StringIO

from django.conf import settings
from django.core.management import call_command

from config.claims import tables
from config.search import model_of, searchable
from events.models import Incident
from reference.loading.manifest import NAME, differing, made
from reference.models import Claim, Dataset, Organisation
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

    assert [each for each in objects if each["fields"].get("synthetic")] == []


def test_f19_every_data_set_tells_its_releases_licence_and_credit(armoury, api):
    for dataset in api.get("datasets/").json()["results"]:
        assert all(dataset[name] for name in ("name", "licence", "attribution", "releases"))


def test_f18_what_is_made_up_is_called_so_and_left_out_when_asked(armoury, api, editor_client):
    assert "Data-Synthetic" not in api.get("incidents/").headers
    before = api.get("incidents/").json()["count"]
    made_up = Dataset.objects.create(slug="try-out", name="Try-out", owner="Us", redistributable=True, synthetic=True)
    shown = {"publication": "published", "kind": "armed-attack"}
    Incident.objects.create(slug="made-up", name="Made up", dataset=made_up, external_id="1", **shown)
    Incident.objects.create(slug="of-nobody", name="Of nobody", **shown)

    assert api.get("incidents/").headers["Data-Synthetic"] == "try-out"
    assert api.get("datasets/try-out/").json()["synthetic"] is True
    assert api.get("incidents/?exclude_synthetic=1").json()["count"] == before + 1
    assert api.get("incidents/?exclude_synthetic=0").json()["count"] == before + 2
    assert api.get("incidents/?exclude_synthetic=yes").status_code == 400
    assert "Made up, not facts: the records of try-out." in editor_client.get("/admin/").content.decode()


def test_f18_every_record_and_claim_says_that_it_is_made_up_and_every_list_leaves_such_out(api, make):
    made_up = make(Dataset, synthetic=True)
    for model in map(model_of, searchable()):
        make(model, name="Invented", dataset=made_up)
        make(model, name="Invented")
    for model in tables().values():
        owners = model._meta.get_field(model.owner_field).related_model
        make(model)
        make(model, **{model.owner_field: make(owners, dataset=made_up)})
        make(model, **({"dataset": made_up} if issubclass(model, Claim) else {}))

    lists = [*(f"{route}/?" for route in searchable()), "search/?q=invented&", "claims/?"]
    for address in lists:
        every = api.get(f"{address}page_size=500").json()["results"]
        kept = api.get(f"{address}page_size=500&exclude_synthetic=1").json()["results"]
        assert {each["synthetic"] for each in every} == {True, False}, address
        assert kept == [each for each in every if not each["synthetic"]], address


def test_f19_the_manifest_tells_version_licence_rows_and_checksums_of_what_is_shipped(api, db):
    folder = settings.BASE_DIR / "fixtures"

    told = api.get("meta/").json()

    assert (folder / NAME).read_text() == made(folder), "the fixtures were changed: make manifest"
    assert (told["name"], told["version"], told["licence"]) == ("armoury-facts", "2026-11-22", "CC-BY-4.0")
    assert sum(told["rows"].values()) == 4_660
    assert set(told["checksums"]) == {path.name for path in folder.glob("*.json")}


def test_f19_the_releases_of_data_sets_that_are_loaded_are_told(armoury, api):
    assert api.get("meta/").json()["releases"]["iso-3166"] == ["caa72d1e"]


def test_f19_a_file_that_is_not_the_one_of_the_manifest_is_loaded_and_told(tmp_path, db):
    shutil.copytree(settings.BASE_DIR / "fixtures", tmp_path, dirs_exist_ok=True)
    with open(tmp_path / "60_incidents.json", "a") as stream:
        stream.write("\n")
    told = StringIO()

    call_command("load", tmp_path, stdout=told)

    assert told.getvalue().splitlines()[-1] == f"  other than its manifest says: {tmp_path / '60_incidents.json'}"
    call_command("manifest", tmp_path, stdout=StringIO())
    assert differing(tmp_path.glob("*.json")) == []


def test_f22_every_shipped_fixture_loads_with_nothing_left_to_say(db):
    told = StringIO()

    call_command("load", settings.BASE_DIR / "fixtures", stdout=told)

    assert first(told.getvalue()).startswith("4,660 created, 0 updated, 0 unchanged, 0 conflicting.")
    assert "kept as it is here" not in told.getvalue()
