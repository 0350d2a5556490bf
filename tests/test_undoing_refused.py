"""What stands in the way of taking changes back: all of it is told at once, and nothing is done."""

import pytest

from core.changes.models import Change
from core.changes.obstacles import InTheWay
from core.changes.undoing import undo
from equipment.models import Category, Operator, WeaponSystem, WeaponSystemCitation
from reference.models import Country, Organisation, Source
from tests.test_undoing import written


def refusal(take_back, *args) -> list[str]:
    """Return why changes are not taken back, and expect that nothing was done."""
    before = Change.objects.count()
    with pytest.raises(InTheWay) as refused:
        take_back(*args)
    assert Change.objects.count() == before
    return refused.value.told


def test_a11_a_newer_change_of_the_same_value_stands_in_the_way_and_is_named(make, editor):
    country = make(Country, name="One")
    batch = written(lambda: Country.objects.filter(pk=country.pk).update(name="Two", region="Asia"))
    written(lambda: Country.objects.filter(pk=country.pk).update(name="Three"), user=editor, label="Figures")

    (told,) = refusal(undo, batch)

    assert told.startswith("Country “Three”: “name” changed since, by editor on ")
    assert told.endswith(" (Figures).")
    assert (Country.objects.get().name, Country.objects.get().region) == ("Three", "Asia")


def test_a11_newer_changes_of_very_many_rows_are_all_told(db):
    Source.objects.bulk_create(Source(slug=f"s{number}", name=f"S {number}", kind="news") for number in range(1_100))
    batch = written(lambda: Source.objects.update(publisher="One"))
    written(lambda: Source.objects.update(publisher="Two"), label="Figures")

    told = refusal(undo, batch)

    assert (len(told), {text.endswith(" (Figures).") for text in told}) == (1_100, {True})


def test_a_newer_change_of_another_value_does_not(make):
    country = make(Country, name="One", region="Asia")
    batch = written(lambda: Country.objects.filter(pk=country.pk).update(name="Two"))
    Country.objects.update(region="Europe")

    undo(batch)

    assert (Country.objects.get().name, Country.objects.get().region) == ("One", "Europe")


def test_what_was_changed_and_changed_back_does_not_either(make):
    country = make(Country, name="One")
    batch = written(lambda: Country.objects.filter(pk=country.pk).update(name="Two"))
    undo(written(lambda: Country.objects.filter(pk=country.pk).update(name="Three")))

    undo(batch)

    assert Country.objects.get().name == "One"


def test_a_record_that_has_been_deleted_stands_in_the_way(make):
    country = make(Country, name="One")
    batch = written(lambda: Country.objects.filter(pk=country.pk).update(name="Two"))
    Country.objects.all().delete()

    (told,) = refusal(undo, batch)

    assert told.startswith("Country “Two (deleted)” has been deleted since")


def test_all_that_stands_in_the_way_is_told_at_once(make):
    countries = [make(Country, name=f"Land {number}") for number in range(3)]
    batch = written(lambda: Country.objects.update(region="Asia"))
    Country.objects.exclude(pk=countries[1].pk).update(region="Africa")

    told = refusal(undo, batch)

    assert [text.partition(":")[0] for text in told] == ["Country “Land 0”", "Country “Land 2”"]


def test_what_points_at_an_added_record_stands_in_the_way(make):
    batch = written(lambda: make(Country, name="One"))
    make(Operator, country=Country.objects.get(), ref="one")

    assert refusal(undo, batch) == ["Country “One” is named by Operator “One (one)”."]


def test_a11_a_record_that_would_be_named_again_but_is_gone_stands_in_the_way(make):
    make(Operator, ref="x")
    maker = make(Organisation, name="Rafael")
    Operator.objects.update(country=None, organisation=maker)
    batch = written(lambda: Operator.objects.update(country=make(Country), organisation=None))
    Organisation.objects.all().delete()

    told = refusal(undo, batch)

    assert told == ["Operator “Country 0002 (x)”: “organisation” was Organisation “Rafael (deleted)”, which is gone."]


def test_a_source_that_would_be_linked_again_but_is_gone_stands_in_the_way(make):
    claim = make(Operator, ref="x", sources=[make(Source, name="News")])
    batch = written(claim.sources.clear)
    Source.objects.all().delete()

    assert refusal(undo, batch) == ["Operator “Country 0001 (x)”: “source” was Source “News (deleted)”, which is gone."]


def test_a_name_that_was_taken_since_stands_in_the_way(make):
    country = make(Country, slug="xx", name="One")
    batch = written(lambda: Country.objects.filter(pk=country.pk).update(slug="yy"))
    make(Country, slug="xx")

    (told,) = refusal(undo, batch)

    assert told.startswith("Country “One”:")
    assert "slug" in told.lower()


def test_a_rule_the_record_would_break_stands_in_the_way(make):
    category, above = make(Category, name="Low"), make(Category)
    batch = written(lambda: Category.objects.filter(pk=category.pk).update(parent=above))
    undone = undo(batch)
    make(Category, parent=category)

    (told,) = refusal(undo, undone)

    assert told == "Category “Low”: The tree has two levels: a category with a parent has no others below it."


def test_a_published_record_that_would_lose_its_last_source_stands_in_the_way(make):
    system = make(WeaponSystem, name="Harop", publication="draft")
    batch = written(lambda: make(WeaponSystemCitation, entry=system, source=make(Source)))
    WeaponSystem.objects.update(publication="published")

    (told,) = refusal(undo, batch)

    assert told.startswith("Weapon system “Harop”: To be published, this record needs a source")
