"""``--dry-run`` tells what would differ from what is there, and leaves it as it is."""

from events.models import Incident
from reference.loading import differences
from reference.models import Country, Load
from tests.loading import INDIAN, obj


def test_f6_a_trial_of_fixtures_tells_what_each_value_was_and_would_be(load):
    load(INDIAN)

    said = load(obj("reference.country", slug="IN", name="Bharat", region="Asia"), options=["--dry-run"])

    assert "  would change Country “Bharat”: Name India → Bharat; Region nothing → Asia" in said.splitlines()
    assert Country.objects.get().name == "India"


def test_a_trial_of_the_next_release_tells_what_it_would_change(imported, monkeypatch):
    monkeypatch.setattr(differences, "MOST_SHOWN", 1)
    imported()

    assert "would change" not in imported("--dry-run", name="ged_v23_1.csv")
    said = imported("--dry-run", change=("2007-0", "2006-0"), name="ged_v23_1.csv")

    assert "Started 2007-02-03 → 2006-02-03" in said
    assert "  … and 2 rows more." in said.splitlines()
    assert not Incident.objects.filter(dataset__slug="ucdp-ged", started__startswith="2006").exists()
    assert Load.objects.filter(name="ucdp-ged").count() == 1
