"""Two records that are one (issue C, point 8): nothing is lost, the old address leads on, all can be undone."""

import pytest
from django.contrib import admin

from agreements.models import Agreement, Coverage, Transfer
from core.changes import Batch
from core.changes.undoing import undo
from equipment.models import Operator, Specification, Variant, WeaponSystem, WeaponSystemAlias, WeaponSystemCitation
from events.models import SystemUse
from reference.models import Country, Retired, Source
from tests.test_admin import MOST_QUERIES, WITH_INLINES, address, cost, each, fill
from tests.test_review import cited, member
from tests.test_undoing import values


def merge(editor, kept, going, **sent):
    url = address(type(kept), "merge", kept.pk)
    return editor.client.post(url, {"with": going.pk, "reason": "One and the same"} | sent)


def messages(response, editor) -> list[str]:
    shown = response if response.context else editor.client.get(response.headers["Location"])
    return [str(message) for message in shown.context["messages"]]


def pair(make):
    """Return two systems that are one, the second with everything a system can have."""
    kept = cited(make, slug="harop", name="Harop", role="Hunter")
    known = {"summary": "A loitering munition.", "family": "harpy", "category": kept.category}
    going = cited(make, slug="harpy-2", name="Harpy 2", role="Decoy", **known)
    fill(make, going, 2 * len(admin.site.get_model_admin(WeaponSystem).inlines))
    make(WeaponSystem, variant_of=going)
    make(Variant, entry=going)
    going.origins.set([make(Country)])
    return kept, going


def everything() -> list:
    tables = [
        WeaponSystem,
        WeaponSystemAlias,
        WeaponSystemCitation,
        Specification,
        Operator,
        Variant,
        Coverage,
        Transfer,
    ]
    return [values(table) for table in [*tables, SystemUse, Retired, WeaponSystem.origins.through]]


def test_all_that_one_has_moves_to_the_other(make, two):
    (mira, _), (kept, going) = two, pair(make)
    tables = [Specification, Operator, Coverage, SystemUse, Transfer]
    numbers = [table.objects.filter(system=going).count() for table in tables]

    assert merge(mira, kept, going).status_code == 302

    kept = WeaponSystem.objects.get(slug="harop")
    assert [table.objects.filter(system=kept).count() for table in tables] == numbers
    assert min(numbers) > 0
    assert (kept.role, kept.summary, kept.family) == ("Hunter", "A loitering munition.", "harpy")
    assert (kept.origins.count(), kept.variant_entries.count(), kept.variant_claims.count()) == (1, 1, 1)
    assert "Harpy 2" in [alias.text for alias in kept.aliases.all()]


def test_the_old_address_leads_to_the_record_that_is_kept(make, two, api):
    kept, going = pair(make)
    make(WeaponSystem, slug="older", name="Older")
    merge(two[0], going, WeaponSystem.objects.get(slug="older"))

    merge(two[0], kept, going)

    for old in ("harpy-2", "older"):
        answer = api.get(f"weapon-systems/{old}/")
        assert (answer.status_code, answer.headers["Location"]) == (308, "/api/v1/weapon-systems/harop/")


def test_only_an_address_the_public_knew_is_said_to_lead_on(make, two):
    kept, going = pair(make)
    draft = make(WeaponSystem, publication="draft")

    said = [two[0].client.get(address(WeaponSystem, "merge", kept.pk) + f"?with={key}") for key in (going.pk, draft.pk)]

    assert [b"leads to" in page.content for page in said] == [True, False]


def test_where_both_have_a_value_one_chooses(make, two):
    kept, going = pair(make)
    page = two[0].client.get(address(WeaponSystem, "merge", kept.pk) + f"?with={going.pk}")

    assert [line[:1] + line[2:] for line in page.context_data["clashes"]] == [
        ("name", "Harop", "Harpy 2"),
        ("role", "Hunter", "Decoy"),
    ]
    merge(two[0], kept, going, **{"take-role": "going", "take-name": "going"})

    kept.refresh_from_db()
    assert (kept.slug, kept.name, kept.role) == ("harop", "Harpy 2", "Decoy")
    assert "Harop" in [alias.text for alias in kept.aliases.all()]


def test_claims_of_one_short_name_stand_side_by_side(make, two):
    kept, going, india = cited(make), cited(make), make(Country, slug="IN")
    for system, since in ((kept, "2009"), (going, "2011")):
        make(Operator, system=system, country=india, ref="in", since=since)

    merge(two[0], kept, going)

    assert [(operator.ref, operator.since) for operator in kept.operators.all()] == [("in", "2009"), ("in-2", "2011")]


def test_a_merge_is_one_batch_and_undone_by_it(make, two, api):
    kept, going = pair(make)
    before = everything()
    merge(two[0], kept, going)
    batch = Batch.objects.first()
    assert (batch.kind, str(batch), batch.reason) == ("merge", "Merge: “Harpy 2” into “Harop”", "One and the same")

    undo(batch, reason="They are two")

    assert everything() == before
    assert api.get("weapon-systems/harpy-2/").status_code == 200


@each([model for model in WITH_INLINES if hasattr(model, "citations")])
def test_entries_of_every_kind_are_merged_and_parted_again(make, two, model):
    kept, going = make(model), make(model)
    for record in (kept, going):
        make(model.citations.rel.related_model, entry=record, source=make(Source))
    fill(make, going, len(admin.site.get_model_admin(model).inlines))

    assert messages(merge(two[0], kept, going), two[0])[0].startswith("Merge: ")
    assert list(model.objects.filter(pk__in=[kept.pk, going.pk])) == [kept]
    undo(Batch.objects.first())

    assert model.objects.filter(pk__in=[kept.pk, going.pk]).count() == 2


def test_nothing_is_merged_without_a_reason_or_with_itself_or_into_a_draft(make, two):
    mira, kept, going, draft = two[0], cited(make), cited(make), make(WeaponSystem, publication="draft")

    assert "Say why" in merge(mira, kept, going, reason=" ").content.decode()
    assert messages(merge(mira, kept, kept), mira) == ["Not merged: A record is not merged with itself."]
    assert "is a draft" in messages(merge(mira, draft, going), mira)[0]
    assert WeaponSystem.objects.count() == 3


def test_a_published_record_is_not_merged_into_a_withdrawn_one(make, two):
    mira, withdrawn, published = two[0], cited(make, publication="withdrawn"), cited(make)
    draft = make(WeaponSystem, publication="draft")

    assert "keep the other one instead" in messages(merge(mira, withdrawn, published), mira)[0]
    assert merge(mira, withdrawn, draft).status_code == 302
    assert merge(mira, published, withdrawn).status_code == 302
    assert WeaponSystem.objects.get() == published


def test_a_rule_that_refuses_is_told_and_nothing_is_done(make, two):
    kept, going = cited(make, introduced="2010"), cited(make, retired="2005")

    told = messages(merge(two[0], kept, going), two[0])

    assert told == ["Not merged: “retired” is before “introduced”."]
    assert WeaponSystem.objects.count() == 2


def test_editors_merge_drafts_alone(make):
    editor, public = member("editor"), cited(make)
    drafts = [make(WeaponSystem, publication="draft") for _ in range(2)]

    assert merge(editor, public, cited(make)).status_code == 403
    assert merge(editor, *drafts).status_code == 302
    assert merge(member("viewer"), public, cited(make)).status_code == 403


@pytest.mark.parametrize("asked", ["", "?with=", "?with=x", "?with=999999", "?with=" + "9" * 40])
def test_without_a_known_record_one_is_asked_for_it(make, two, asked):
    page = two[0].client.get(address(WeaponSystem, "merge", make(WeaponSystem).pk) + asked)

    assert page.status_code == 200
    assert 'aria-label="Merge with"' in page.content.decode()


def test_two_are_chosen_from_the_list(make, two):
    one, other = make(WeaponSystem), make(WeaponSystem)
    chosen = {"action": "merge_two", "_selected_action": [one.pk, other.pk]}

    answer = two[0].client.post(address(WeaponSystem), chosen)
    alone = two[0].client.post(address(WeaponSystem), chosen | {"_selected_action": [one.pk]}, follow=True)

    assert answer.headers["Location"] == address(WeaponSystem, "merge", one.pk) + f"?with={other.pk}"
    assert [str(message) for message in alone.context["messages"]] == ["Choose the two records that are one."]


def test_the_preview_names_what_moves_by_its_field_and_its_other_end(make, two):
    kept, going = cited(make, name="Barak 8"), cited(make, name="LRSAM")
    deal = make(Agreement, name="India–Israel MRSAM deal")
    make(Coverage, agreement=deal, system=going, ref="barak-8")
    india = make(Country, name="India")
    make(Operator, system=going, country=india, ref="in")
    kept.derived_from = going
    kept.save()
    going.related.set([kept, make(WeaponSystem, name="Barak 1")])
    make(WeaponSystem, name="Barak MX").related.add(going)
    going.origins.set([india])

    page = two[0].client.get(address(WeaponSystem, "merge", kept.pk) + f"?with={going.pk}")

    told = {name: rows for name, _, _, rows in page.context_data["moving"]}
    assert told == {
        "Coverages, “system”": ["India–Israel MRSAM deal"],
        "Operators": ["India (in)"],
        "Origins": ["India"],
        "Related": ["Barak 1", "Barak MX"],
        "Weapon system citations": ["whole entry (Source 0002)"],
    }


def test_the_preview_costs_the_same_queries_for_ten_rows_and_a_thousand(make, two):
    kept, going = cited(make), cited(make)
    url = address(WeaponSystem, "merge", kept.pk) + f"?with={going.pk}"
    for number in range(10):
        make(WeaponSystemAlias, entry=going, text=f"Name {number}")
    cost(two[0].client, url)
    few, _ = cost(two[0].client, url)
    names = [WeaponSystemAlias(entry=going, text=f"Alias {n}", key=f"alias{n}") for n in range(990)]
    WeaponSystemAlias.objects.bulk_create(names)

    many, _ = cost(two[0].client, url)

    assert few == many <= MOST_QUERIES
