"""Two editors on one record whose rows are shown in pages (rows A1 and A8)."""

from equipment.models import WeaponSystemAlias
from tests.test_admin_paging import named, names_in, turned


def test_a8_rows_that_others_changed_are_put_together_wherever_they_stand_meanwhile(make, two):
    (_, noor), system = two, named(make, 60)
    second = turned(noor, noor.open(system) | {"aliases-PAGE": 1, "reason": ""}, "2")
    for text in ["Aaa", "Bbb"]:
        make(WeaponSystemAlias, entry=system, text=text)
    system.aliases.filter(text="Name 030").update(language="he")
    system.aliases.get(text="Name 031").delete()

    together = noor.save(second, **{"aliases-0-text": "Typed"})

    assert noor.told() == {
        ("Weapon system alias “Name 025”", "Text"): "mine",
        ("Weapon system alias “Name 030”", "Language"): "theirs",
    }
    assert "Aaa" not in names_in(together)
    assert noor.save(together | {"aliases-PAGE": 2}) is None
    assert system.aliases.count() == 61
    assert system.aliases.get(text="Name 030").language == "he"
    assert not system.aliases.filter(text__in=["Name 025", "Name 031"])


def test_a8_rows_kept_from_another_page_are_put_together_too(make, two):
    (_, noor), system = two, named(make, 60)
    form = turned(noor, noor.open(system) | {"aliases-PAGE": 1}, "2", **{"aliases-3-text": "Typed"})
    system.aliases.filter(text="Name 003").update(text="Theirs")

    noor.save(form)

    assert noor.told() == {("Weapon system alias “Theirs”", "Text"): "clash"}
