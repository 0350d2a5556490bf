"""What goes together when two records are made one (issue C, point 8), and what they say of each other."""

from agreements.models import Agreement
from core.changes import Batch
from core.changes.undoing import undo
from equipment.models import Variant, WeaponSystem
from tests.test_admin import address
from tests.test_record_merging import everything, merge
from tests.test_review import cited


def test_a_record_that_names_the_other_does_not_come_to_name_itself(make, two):
    kept, going = cited(make), cited(make)
    kept.variant_of, going.derived_from = going, kept
    kept.save()
    going.save()

    assert merge(two[0], kept, going).status_code == 302

    kept.refresh_from_db()
    assert (kept.variant_of, kept.derived_from) == (None, None)


def test_what_two_records_say_of_each_other_is_shown_and_dropped(make, two):
    kept, going, older = cited(make, name="Harop"), cited(make, name="Harpy 2"), make(WeaponSystem, name="Harpy")
    WeaponSystem.objects.filter(pk=kept.pk).update(variant_of=going)
    WeaponSystem.objects.filter(pk=going.pk).update(derived_from=kept, variant_of=older)
    going.related.set([kept])
    make(Variant, system=kept, entry=going, name="Mk 2", ref="a")
    make(Variant, system=going, entry=kept, name="Mk 3", ref="b")
    before = everything()

    page = two[0].client.get(address(WeaponSystem, "merge", kept.pk) + f"?with={going.pk}")
    merge(two[0], kept, going)

    assert page.context_data["between"] == [
        "Harop, “variant of”: Harpy 2",
        "Harpy 2, “derived from”: Harop",
        "Harop, “related”: Harpy 2",
        "Harop, variant “Mk 2”, “entry”: Harpy 2",
        "Harpy 2, variant “Mk 3”, “entry”: Harop",
    ]
    kept.refresh_from_db()
    assert (kept.variant_of, kept.derived_from, kept.related.count()) == (older, None, 0)
    assert list(kept.variants.values_list("name", "entry")) == [("Mk 2", None), ("Mk 3", None)]
    undo(Batch.objects.first())
    assert everything() == before


def test_an_agreement_that_supersedes_the_one_it_is_does_so_no_more(make, two):
    kept, going = make(Agreement, name="Treaty"), make(Agreement, name="Protocol")
    kept.supersedes.set([going])
    going.supersedes.set([kept])

    page = two[0].client.get(address(Agreement, "merge", kept.pk) + f"?with={going.pk}")
    merge(two[0], kept, going)

    assert page.context_data["between"] == ["Treaty, “supersedes”: Protocol", "Protocol, “supersedes”: Treaty"]
    assert (kept.supersedes.count(), kept.superseded_by.count()) == (0, 0)


def test_an_amount_is_chosen_with_its_currency(make, two):
    kept, going = make(Agreement, value=5, currency="EUR"), make(Agreement, value=7, currency="USD")

    page = two[0].client.get(address(Agreement, "merge", kept.pk) + f"?with={going.pk}")
    merge(two[0], kept, going, **{"take-value": "going"})

    kept.refresh_from_db()
    assert ("value", "Value", "5.00 EUR", "7.00 USD") in page.context_data["clashes"]
    assert "currency" not in {name for name, *_ in page.context_data["clashes"]}
    assert (kept.value, kept.currency) == (7, "USD")
