"""The questions the project was started for, and the 15 statements of the article it started from."""

import pytest

TALKS = "in-il-defence-talks-2025-07"
WAR = "india-pakistan-hostilities-2025"
SEED = "seed-india-israel-ties"
STATEMENTS = {
    "01 high-level defence talks in New Delhi": (f"agreements/?slug={TALKS}&party__all=IN,IL", "New Delhi"),
    "02 a long-term, institutional framework": (f"agreements/?slug={TALKS}&q=institutional framework", "long-term"),
    "03 the officials who took part": (f"agreements/?slug={TALKS}&q=talks", "Amir Baram"),
    "04 current cooperation was reviewed": (f"agreements/?slug={TALKS}&q=reviewed", "reviewed current cooperation"),
    "05 both condemned Pahalgam and 7 October": (
        "agreements/?incident__all=pahalgam-2025,october-7-2023&slug=" + TALKS,
        "condemned the 7 October attacks",
    ),
    "06 26 civilians killed at Pahalgam": ("incidents/?slug=pahalgam-2025&civilians_killed=26", "mostly tourists"),
    "07 Israel's full support for India": (f"agreements/?slug={TALKS}&q=full support", "full support"),
    "08 India's zero tolerance, release of all hostages": (
        f"agreements/?slug={TALKS}&q=zero hostages",
        "zero-tolerance",
    ),
    "09 technology, counter-terrorism, strategic planning": (
        "agreements/?topic__all=technology,counter-terrorism,strategic-planning&slug=" + TALKS,
        "Strategic planning",
    ),
    "10 Israeli-origin systems in the hostilities": (
        f"incidents/?slug={WAR}&system=harop&used_by=IN",
        "Israeli-origin",
    ),
    "11 Harop and Harpy against air-defence sites": (
        f"incidents/?slug={WAR}&system__all=harop,harpy&side=attack",
        "air-defence sites and radars",
    ),
    "12 Barak-8, jointly developed, layered defence": (
        f"incidents/?slug={WAR}&system=barak-8&side=defence",
        "layered air defence",
    ),
    "13 Baram: a key strategic ally": (f"agreements/?slug={TALKS}&q=strategic ally", "key strategic ally"),
    "14 joint research, development, manufacturing": (
        f"agreements/?topic__all=r-and-d,joint-manufacturing&slug={TALKS}",
        "joint research, development and manufacturing",
    ),
    "15 intelligence sharing, structured partnership": (
        f"agreements/?topic=intelligence-sharing&slug={TALKS}",
        "Intelligence sharing",
    ),
}
PAGES = {"agreements": "agreements/agreement", "incidents": "events/incident"}


@pytest.mark.parametrize(("query", "words"), STATEMENTS.values(), ids=STATEMENTS)
def test_each_statement_of_the_article_is_answered_and_cites_it(query, words, api, armoury):
    answer = api.get(f"{query}&source={SEED}")

    assert answer.json()["count"] == 1
    assert words in answer.content.decode()


@pytest.mark.parametrize(("query", "words"), STATEMENTS.values(), ids=STATEMENTS)
def test_each_statement_of_the_article_is_visible_in_the_admin(query, words, editor_client, armoury):
    from django.apps import apps  # noqa: PLC0415

    route, slug = query.split("/")[0], query.split("slug=")[1].split("&")[0]
    app, model = PAGES[route].split("/")
    record = apps.get_model(app, model).objects.get(slug=slug)

    page = editor_client.get(f"/admin/{PAGES[route]}/{record.pk}/change/").content.decode()

    assert words in page


def slugs(api, query) -> list[str]:
    return [row["slug"] for row in api.get(f"{query}&fields=slug&page_size=500").json()["results"]]


def test_systems_of_israeli_origin_that_india_operates(api, armoury):
    found = slugs(api, "weapon-systems/?origin=IL&operator=IN")

    assert {"harop", "harpy", "barak-8", "heron", "phalcon"} <= set(found)
    assert "rafale" not in found


def test_loitering_munitions_with_a_range_of_at_least_200_km(api, armoury):
    query = "weapon-systems/?category=loitering-munition&spec=range__gte:"

    assert slugs(api, f"{query}200km") == ["harop", "harpy", "shahed-136"]
    assert slugs(api, f"{query}200km") == slugs(api, f"{query}200000m") == slugs(api, f"{query}124.274mi")


def test_agreements_in_force_between_india_and_israel_on_a_day(api, armoury):
    before = slugs(api, "agreements/?party__all=IN,IL&in_force_on=2026-02-25")
    after = slugs(api, "agreements/?party__all=IN,IL&in_force_on=2026-02-27")

    assert ("in-il-strategic-partnership-2017" in before, "in-il-strategic-partnership-2017" in after) == (True, False)
    assert TALKS not in after


def test_incidents_in_which_harop_was_used_by_whom_how_certain_and_from_which_source(api, armoury):
    answer = api.get("incidents/?system=harop&fields=slug,system_uses").json()["results"]
    uses = {
        (row["slug"], use["country"]["slug"], use["certainty"])
        for row in answer
        for use in row["system_uses"]
        if use["system"]["slug"] == "harop"
    }

    assert uses == {
        ("harop-lahore-2025", "IN", "claimed"),
        (WAR, "IN", "attributed"),
        ("nagorno-karabakh-2016", "AZ", "attributed"),
        ("nagorno-karabakh-2020", "AZ", "claimed"),
    }
    assert all(use["sources"] for row in answer for use in row["system_uses"])


def test_agreements_that_condemned_pahalgam(api, armoury):
    assert slugs(api, "agreements/?incident=pahalgam-2025") == [
        TALKS,
        "in-il-special-strategic-partnership-2026",
    ]


def test_an_armed_group_never_stands_for_the_state_it_is_in(api, armoury):
    assert "pahalgam-2025" in slugs(api, "incidents/?participant=let")
    assert "pahalgam-2025" not in slugs(api, "incidents/?participant=PK")
    assert "in-il-mou-defence-2025" in slugs(api, "agreements/?party=mod-india")
