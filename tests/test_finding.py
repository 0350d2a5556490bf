"""What a text finds: names as people type them, in tiers, the same on both engines, and never an error."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.names import words
from equipment.models import WeaponSystem, WeaponSystemAlias
from reference.models import Country, CountryAlias, Organisation

LETTERS = "a b c X Y Z ä Ö ü ß é ñ Ł а б й Ё Я α ά ς Ω א שׁ آ ع ب हि न्दी ड़ த மி ழ் 한 국 红 旗 ミ ガ"
MARKS = "0 1 2 3 4 5 6 7 8 9 . , : ; - – / ( ) ' _ & * ^ ~ ! ? ½ ² € ✈"
TEXTS = st.lists(st.sampled_from([*LETTERS.split(), *MARKS.split(), " ", '"']), max_size=30).map("".join)
ANYTHING = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
often = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def found(text: str, model=WeaponSystem) -> list[tuple[str, int]]:
    parts = model.objects.ways_found(text)
    return [(slug, tier) for tier, part in enumerate(parts) for slug in part.values_list("slug", flat=True)]


@pytest.fixture
def systems(make):
    """Make systems that the text “buk” finds in each of the ways there are."""
    make(WeaponSystem, slug="exact", name="Bük")
    make(WeaponSystemAlias, text="BUK", entry=make(WeaponSystem, slug="exact-alias", name="Gadfly"))
    make(WeaponSystem, slug="prefix", name="Buk-M1")
    make(WeaponSystemAlias, text="Бук-М2", entry=make(WeaponSystem, slug="prefix-alias", name="Grizzly"))
    make(WeaponSystem, slug="word", name="System Buk")
    make(WeaponSystemAlias, text="The great Buk", entry=make(WeaponSystem, slug="word-alias", name="Other"))
    make(WeaponSystem, slug="text", name="Another", summary="Fires beside a Buk.")
    make(WeaponSystem, slug="notes", name="Yet another", notes="See Buk.")
    make(WeaponSystem, slug="none", name="Bukharin")


def test_the_better_ways_to_find_come_first(systems):
    assert found("buk") == [
        ("exact", 0),
        ("exact-alias", 0),
        ("none", 1),
        ("prefix", 1),
        ("prefix-alias", 1),
        ("word", 2),
        ("word-alias", 2),
        ("notes", 3),
        ("text", 3),
    ]


@pytest.mark.parametrize("typed", ["T-72", "T72", "t 72", "Т-72", "Т72"])
def test_a_name_is_found_as_people_type_it(typed, make):
    make(WeaponSystem, slug="t-72", name="T-72")
    make(WeaponSystem, slug="t-90", name="T-90")

    assert found(typed) == [("t-72", 0)]


def test_a_slug_is_found_as_it_is(make):
    make(WeaponSystem, slug="iai-harop-2", name="Harop")

    assert found("iai-harop-2") == [("iai-harop-2", 0)]


def test_all_words_must_be_there_in_any_order_and_field(make):
    make(WeaponSystem, slug="harop", name="Harop", summary="A loitering munition of Israel.")
    make(WeaponSystem, slug="harpy", name="Harpy", summary="A loitering weapon.")

    assert found("munition loitering") == [("harop", 3)]
    assert found("harop israel") == [("harop", 3)]
    assert found("harop india") == []


def test_every_name_and_alias_of_every_kind_of_record_is_found(make):
    make(CountryAlias, text="Turkiye", entry=make(Country, slug="TR", name="Türkiye"))
    make(Organisation, slug="drdo", name="Defence Research & Development Organisation")

    assert found("turkiye", Country) == [("TR", 0)]
    assert found("defence research", Organisation) == [("drdo", 1)]


@pytest.mark.parametrize("text", ["", " ", "-", "'", '"', "***", "()", "\0", "🛩", "\u0301", "—"])
def test_a_text_without_a_word_finds_nothing(text, make):
    make(WeaponSystem)

    assert found(text) == []


HOSTILE = ['"', '"unclosed', "AND", "OR NOT", "NEAR(a b)", "name:buk", "buk*", "^buk", "a\0b", "{name} : x", "%_\\"]
HOSTILE += [
    "S-400 (NATO: \"x' OR * :)",
    "'; DROP TABLE equipment_weaponsystem; --",
    "a & b | !c",
    "<-> :*",
    "\ud7ff\uffff",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_only_a_text(text, make):
    make(WeaponSystem, slug="hostile", name=f"Buk {text.replace(chr(0), ' ')}")
    make(WeaponSystem, slug="other", name="Unrelated")

    assert [slug for slug, _ in found(text)] == ["hostile"] * bool(words(text))


@often
@given(text=ANYTHING)
@example(text="\x1a")
def test_no_text_fails(text, systems):
    list(WeaponSystem.objects.found_by(text))


@often
@given(text=TEXTS)
@example(text="km² and ½")
@example(text="ﬁne Ⅷ ①")
def test_a_record_is_found_by_every_word_it_holds(text, make):
    record = WeaponSystem.objects.first() or make(WeaponSystem, name="Nothing")

    WeaponSystem.objects.filter(pk=record.pk).update(summary=text)

    assert [word for word in words(text) if not found(word)] == []
    assert bool(found(text)) == bool(words(text))
