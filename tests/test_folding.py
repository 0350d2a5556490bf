"""Rows that two merged records both have: they are there once, with all that either says."""

import pytest

from equipment.models import Operator, WeaponSystem, WeaponSystemAlias, WeaponSystemCitation
from reference.models import Country, Source
from tests.test_admin import address
from tests.test_record_merging import merge, messages
from tests.test_review import cited


def test_what_both_have_is_there_once(make, two):
    kept, going = cited(make, name="Harop"), cited(make, name="Harpy 2")
    source, india, more = make(Source), make(Country), make(Source)
    for system, n in ((kept, 1), (going, 2)):
        make(WeaponSystemAlias, entry=system, text="Harpy NG", **({"kind": "nato", "language": "he"} if n > 1 else {}))
        said = {"note": f"Note {n}", "quote": "Said" * (n - 1), "cited_value": f"Role {n}"}
        make(WeaponSystemCitation, entry=system, fact="role", source=source, locator="p. 3", **said)
        make(WeaponSystemCitation, entry=system, fact="status")
        system.origins.set([india])
        make(Operator, system=system, country=india, ref="in", sources=[source])
    Operator.objects.get(system=going).sources.add(more)
    kept.related.add(going)

    url = address(WeaponSystem, "merge", kept.pk) + f"?with={going.pk}"
    listed = two[0].client.get(url).context_data["folding"]
    merge(two[0], kept, going)

    operator = Operator.objects.get()
    assert (operator.system, set(operator.sources.all())) == (kept, {source, more})
    assert [alias.text for alias in kept.aliases.all()] == ["Harpy 2", "Harpy NG"]
    assert [citation.fact for citation in kept.citations.all()] == ["", "", "role", "status"]
    citation = kept.citations.get(fact="role")
    assert (citation.note, citation.quote, citation.cited_value) == ("Note 1; Note 2", "Said", "Role 1")
    assert [(a.kind, a.language) for a in kept.aliases.filter(text="Harpy NG")] == [("nato", "he")]
    assert (kept.origins.get(), kept.related.count()) == (india, 0)
    told = dict(listed)
    assert told["Weapon system alias: Harpy NG"] == [("Kind", "nato"), ("Language", "he")]
    cited_lines = [("Quote", "Said"), ("Note", "Note 1; Note 2"), ("Cited value", "goes with the value chosen above")]
    assert told["Weapon system citation: role"] == cited_lines


@pytest.mark.parametrize(("taken", "left"), [("kept", "2009"), ("going", "2010")])
def test_a_cited_value_goes_with_the_fact_that_is_taken(make, two, taken, left):
    kept, going = (make(WeaponSystem, publication="draft", introduced=year) for year in ("2009", "2010"))
    source = make(Source)
    for system, note in ((kept, ""), (going, "IMPORTANT NOTE")):
        make(WeaponSystemCitation, entry=system, fact="introduced", source=source, locator="p. 3", note=note)

    merge(two[0], kept, going, **{"take-introduced": taken})

    citation = kept.citations.get()
    assert (citation.note, citation.cited_value) == ("IMPORTANT NOTE", left)


def test_texts_too_long_for_one_are_not_cut_but_refused(make, two):
    kept, going, source = cited(make), cited(make), make(Source)
    for system, letter in ((kept, "a"), (going, "b")):
        make(WeaponSystemCitation, entry=system, fact="role", source=source, note=letter * 300)

    assert "too long for one" in messages(merge(two[0], kept, going), two[0])[0]
    assert WeaponSystem.objects.count() == 2
