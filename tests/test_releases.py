"""What changes from release to release of UCDP's events: labels become aliases, texts are updated with history."""

import csv
from io import StringIO

from django.core.management import call_command

from core.changes.models import Change, Operation
from events.models import Incident
from reference.models import Organisation, OrganisationAlias
from tests.published import SHARED, needs_shared_data

RELEASES = ["19.1", "20.1", "22.1"]
CHANGED_EVENTS = 60


def aliases() -> set[tuple[str, str]]:
    return set(OrganisationAlias.objects.filter(kind="dataset-label").values_list("entry__name", "text"))


def test_each_label_that_an_actor_had_is_kept_as_an_alias(imported):
    imported()
    group = Organisation.objects.get(name="TTP")

    imported(name="GEDEvent_v23_1.csv", change=("TTP", "Taliban of Pakistan"))
    imported(name="GEDEvent_v24_1.csv", change=("TTP", "Pakistani Taliban"))
    imported(name="GEDEvent_v25_1.csv")

    mine = {text for name, text in aliases() if name == "TTP"}
    assert mine == {"Taliban of Pakistan", "Pakistani Taliban"}
    assert Organisation.objects.filter(dataset__slug="ucdp-ged").count() == 3
    assert Incident.objects.filter(participants__organisation=group).exists()


def test_the_name_of_a_conflict_is_text_whose_former_words_are_in_the_history(imported):
    imported()

    imported(name="GEDEvent_v23_1.csv", change=(",Pakistan: Government,", ",Pakistan: State,"))

    event = Incident.objects.get(external_id="192761")
    assert event.summary == "State-based conflict, part of Pakistan: State."
    assert "Conflict: Pakistan: State" in event.notes
    (change,) = Change.objects.filter(model="events.incident", key=event.pk, operation=Operation.CHANGED)
    assert change.old["summary"] == "State-based conflict, part of Pakistan: Government."


def events(release: str) -> list[dict]:
    path = SHARED / "ucdp" / f"hdx_conflict_data_ukr_v{release}.csv"
    with open(path, encoding="utf-8", newline="") as stream:
        return [row | {"id": row["id"].removesuffix(".0")} for row in csv.DictReader(stream) if row["id"]]


@needs_shared_data
def test_successive_releases_of_ukraine_keep_their_actors_and_rename_their_events(armoury, tmp_path):
    releases = {release: {row["id"]: row for row in events(release)} for release in RELEASES}
    first, *_, last = releases.values()
    renamed = [number for number in first if number in last and first[number]["adm_1"] != last[number]["adm_1"]]
    chosen = renamed[:: len(renamed) // CHANGED_EVENTS]

    for release, rows in releases.items():
        path = tmp_path / f"ged_{release}.csv"
        with open(path, "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, next(iter(rows.values())))
            writer.writeheader()
            writer.writerows(rows[number] for number in chosen)
        call_command("import_ucdp", path, release=release, rejected=tmp_path / "no.csv", stdout=StringIO())

    groups = set(Organisation.objects.filter(dataset__slug="ucdp-ged").values_list("name", flat=True))
    assert (groups, aliases()) == ({"LPR", "Maidan", "United Armed Forces of Novorossiya"}, set())
    names = dict(Incident.objects.filter(dataset__slug="ucdp-ged").values_list("external_id", "name"))
    assert {number: last[number]["adm_1"] in name for number, name in names.items()} == dict.fromkeys(chosen, True)
