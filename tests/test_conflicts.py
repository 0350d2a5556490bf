"""Two editors on one record (A1): the second save is shown what the first made of it, and nothing typed is lost."""

from django.contrib import admin

from core.admin.threeway import CLASH, MINE, THEIRS
from equipment.models import Operator, Specification, WeaponSystem, WeaponSystemAlias
from reference.models import Country, Organisation, OrganisationAlias, Source
from tests.test_admin import MOST_QUERIES, WITH_INLINES, address, cost, each, fill
from tests.test_admin_editing import problems


def system_of(make) -> WeaponSystem:
    system = make(WeaponSystem, name="Harop", role="Old", publication="draft", origins=[make(Country, name="Israel")])
    make(WeaponSystemAlias, entry=system, text="Harpy 2")
    make(Specification, system=system, ref="range", stated="200 km")
    return system


def test_a1_what_only_one_of_two_changed_is_put_together(make, two):
    (mira, noor), system = two, system_of(make)
    first, second = mira.open(system), noor.open(system)

    assert mira.save(first, role="Hunter") is None
    together = noor.save(second, summary="A loitering munition.")

    assert (together["role"], together["summary"]) == ("Hunter", "A loitering munition.")
    assert noor.told() == {
        ("Weapon system “Harop”", "Role"): THEIRS,
        ("Weapon system “Harop”", "Summary"): MINE,
    }
    assert noor.merge.clashes == 0
    system.refresh_from_db()
    assert (system.role, system.summary) == ("Hunter", "")
    assert noor.save(together) is None
    system.refresh_from_db()
    assert (system.role, system.summary) == ("Hunter", "A loitering munition.")


def test_a1_where_both_changed_the_same_field_all_three_values_are_shown(make, two):
    (mira, noor), system = two, system_of(make)
    first, second = mira.open(system), noor.open(system)
    mira.save(first, role="Hunter", family="x")

    together = noor.save(second, role="Decoy", family="x")

    (row,) = noor.merge.rows
    (line,) = row.lines
    assert (line.kind, [words for _, words, _ in line.cells]) == (CLASH, ["Old", "Hunter", "Decoy"])
    assert together["role"] == "Decoy"


def test_a1_the_page_says_who_saved_meanwhile_and_shows_what_is_typed(make, two):
    (mira, noor), system = two, system_of(make)
    first, second = mira.open(system), noor.open(system)
    mira.save(first, role="Hunter")

    page = noor.client.post(noor.url, second | {"role": "Decoy", "reason": "My reason"})

    assert problems(page)[0].startswith("mira changed this while you had it open.")
    text = page.content.decode()
    assert "Please correct" not in text
    assert "mira changed this while you had it open." in text
    assert 'value="Decoy"' in text
    assert 'value="My reason"' in text


def test_a1_saving_what_was_put_together_is_checked_once_more(make, two):
    (mira, noor), system = two, system_of(make)
    first, second = mira.open(system), noor.open(system)
    mira.save(first, role="Hunter")
    together = noor.save(second, role="Decoy")
    mira.save(mira.open(system), role="Killer")

    again = noor.save(together)

    assert [words for _, words, _ in noor.merge.rows[0].lines[0].cells] == ["Hunter", "Killer", "Decoy"]
    assert noor.save(again) is None
    system.refresh_from_db()
    assert system.role == "Decoy"


def test_a1_rows_that_others_added_changed_and_deleted_are_put_together(make, two):
    (mira, noor), system = two, system_of(make)
    make(WeaponSystemAlias, entry=system, text="Harpy 3")
    first, second = mira.open(system), noor.open(system)
    india = make(Country, name="India")
    added = {"operators-TOTAL_FORMS": 1, "operators-0-country": india.pk, "operators-0-rank": "normal"}
    mira.save(first, **added, **{"aliases-0-DELETE": "on", "specifications-0-stated": "250 km"})

    together = noor.save(second, **{"aliases-1-language": "he", "specifications-0-condition": "At night"})

    assert noor.told() == {
        ("Weapon system alias “Harpy 3”", "Language"): MINE,
        ("Specification “Property 0001 (range)”", "Stated"): THEIRS,
        ("Specification “Property 0001 (range)”", "Minimum (m)"): THEIRS,
        ("Specification “Property 0001 (range)”", "Maximum (m)"): THEIRS,
        ("Specification “Property 0001 (range)”", "Condition"): MINE,
    }
    assert [row.note for row in noor.merge.rows if row.note] == ["mira deleted it.", "mira added it."]
    assert noor.save(together) is None
    assert [(alias.text, alias.language) for alias in system.aliases.all()] == [("Harpy 3", "he")]
    assert [(spec.stated, spec.condition) for spec in system.specifications.all()] == [("250 km", "At night")]
    assert Operator.objects.get().country == india


def test_a1_a_row_one_typed_into_comes_back_when_another_deleted_it(make, two):
    (mira, noor), system = two, system_of(make)
    first, second = mira.open(system), noor.open(system)
    mira.save(first, **{"aliases-0-DELETE": "on"})

    together = noor.save(second, **{"aliases-0-text": "Harpy Two"})

    assert noor.merge.clashes == 1
    assert "mira deleted it. It is below as a new row" in noor.merge.rows[-1].note
    assert noor.save(together) is None
    assert system.aliases.get().text == "Harpy Two"


def test_a1_links_are_put_together_too(make, two):
    (mira, noor), system = two, system_of(make)
    spec, source = system.specifications.get(), make(Source, name="Brochure")
    first, second = mira.open(system), noor.open(system)
    mira.save(first, **{"specifications-0-sources": [source.pk]}, origins=[])

    together = noor.save(second, role="Hunter")

    assert [[words for _, words, _ in line.cells] for row in noor.merge.rows for line in row.lines] == [
        ["Israel", "–", "Israel"],
        ["Old", "Old", "Hunter"],
        ["–", "Brochure", "–"],
    ]
    assert noor.save(together) is None
    assert (list(spec.sources.all()), list(system.origins.all())) == ([source], [])


def test_a1_a_claim_changed_on_its_own_page_is_noticed_on_the_record_s(make, two):
    (mira, noor), system = two, system_of(make)
    second = noor.open(system)
    mira.save(mira.open(system.specifications.get()), stated="250 km")

    together = noor.save(second, **{"specifications-0-stated": "300 km"})

    assert noor.told()["Specification “Property 0001 (range)”", "Stated"] == CLASH
    assert noor.save(together) is None
    assert system.specifications.get().minimum == 300_000


def test_a1_what_was_written_past_the_admin_is_noticed(make, two):
    (_, noor), system = two, system_of(make)
    second = noor.open(system)
    WeaponSystem.objects.update(role="Hunter")

    noor.save(second, role="Decoy")

    assert noor.told() == {("Weapon system “Harop”", "Role"): CLASH}


def test_a1_what_was_typed_into_a_deleted_record_is_kept_for_a_new_one(make, two):
    (mira, noor), system = two, system_of(make)
    second = noor.open(system)
    mira.client.post(address(WeaponSystem, "delete", system.pk), {"post": "yes", "reason": "Twice"})

    page = noor.client.post(noor.url, second | {"role": "Decoy", "slug": "harop-2"})

    assert problems(page)[0].startswith("mira deleted this record while you had it open.")
    assert noor.save(noor.sent_by(page)) is None
    again = WeaponSystem.objects.get()
    assert (again.slug, again.role, again.aliases.get().text) == ("harop-2", "Decoy", "Harpy 2")
    assert again.specifications.get().stated == "200 km"


def test_a1_a_page_that_does_not_prove_what_it_showed_overwrites_nothing_unseen(make, two):
    (_, noor), system = two, system_of(make)
    second = noor.open(system)

    noor.save(second, role="Decoy", _opened="made up")

    assert noor.told() == {("Weapon system “Harop”", "Role"): CLASH}


def test_a1_an_unchanged_record_is_saved_at_once(make, two):
    (mira, _), system = two, system_of(make)

    assert mira.save(mira.open(system), role="Hunter") is None
    assert mira.save(mira.open(system), role="Decoy", **{"aliases-0-text": "Other"}) is None


@each(WITH_INLINES)
def test_a1_every_page_is_put_together_and_saved(make, two, model):
    (mira, noor), record = two, make(model)
    fill(make, record, len(admin.site.get_model_admin(model).inlines))
    first, second = mira.open(record), noor.open(record)
    name = "name" if "name" in second else "text"
    mira.save(first, **{name: "Changed"})

    together = noor.save(second)

    assert together[name] == "Changed"
    assert noor.save(together) is None


def test_a1_a_page_costs_the_same_queries_for_ten_rows_and_a_thousand(make, two):
    (mira, _), system = two, make(Organisation)
    for number in range(10):
        make(OrganisationAlias, entry=system, text=f"Name {number}")
    cost(mira.client, address(Organisation, "change", system.pk))
    few, _ = cost(mira.client, address(Organisation, "change", system.pk))
    aliases = [OrganisationAlias(entry=system, text=f"Alias {n}", key=f"alias{n}") for n in range(990)]
    OrganisationAlias.objects.bulk_create(aliases)

    many, _ = cost(mira.client, address(Organisation, "change", system.pk))

    assert few == many <= MOST_QUERIES
