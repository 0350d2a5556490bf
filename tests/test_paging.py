"""Walking a list by its cursors: every record once, in every order and both ways."""

import pytest

from events.models import Incident, IncidentCitation
from reference.models import Country, Source
from tests.test_api import every_endpoint

SHOWN = "fields=slug&page_size=2"


def walked(api, address: str, way: str = "next") -> tuple[list[str], str]:
    """Return the slugs met on following a way to its end, and the last page's address."""
    slugs = []
    while address:
        page, last = api.get(address.removeprefix("http://testserver")).json(), address
        rows = [row["slug"] for row in page["results"]]
        slugs = slugs + rows if way == "next" else rows + slugs
        address = page[way]
    return slugs, last


@every_endpoint
def test_every_order_is_walked_forth_and_back_meeting_each_record_once(route, viewset, api, armoury):
    for name in viewset.sortable():
        for sign in ("", "-"):
            asked = f"{route}/?ordering={sign}{name}&fields=slug&page_size=100"
            forth, last = walked(api, f"/api/v1/{asked}")
            back, _ = walked(api, last, "previous")

            assert forth == back
            assert len(set(forth)) == len(forth) == api.get(asked).json()["count"]
            assert forth[:500] == [row["slug"] for row in api.get(asked.replace("=100", "=500")).json()["results"]]


@pytest.fixture
def incidents(make):
    """Make incidents of which some share a date, and some have none."""
    for number, started in enumerate([None, "2001", "2001", "2000", None, "1999-05"]):
        make(Incident, slug=f"i{number}", started=started, killed_best=number % 2 or None)


@pytest.mark.parametrize(
    ("ordering", "slugs"),
    {
        "started": ["i5", "i3", "i1", "i2", "i0", "i4"],
        "-started": ["i2", "i1", "i3", "i5", "i4", "i0"],
        "killed,-slug": ["i5", "i3", "i1", "i4", "i2", "i0"],
        "-killed,started": ["i5", "i3", "i1", "i2", "i0", "i4"],
        "slug": ["i0", "i1", "i2", "i3", "i4", "i5"],
    }.items(),
)
def test_the_unknown_come_last_and_ties_follow_the_slug(ordering, slugs, api, incidents):
    forth, last = walked(api, f"/api/v1/incidents/?ordering={ordering}&{SHOWN}")

    assert forth == slugs
    assert walked(api, last, "previous")[0] == slugs


def test_what_a_text_finds_is_walked_best_first(api, make):
    for slug, name in {"a": "The Buk", "b": "Buk", "c": "Buk-M1", "d": "Old Buk", "e": "Tor"}.items():
        make(Source, slug=slug, name=name)

    assert walked(api, f"/api/v1/sources/?q=buk&{SHOWN}")[0] == ["b", "c", "a", "d"]


def test_records_that_come_and_go_do_not_disturb_a_walk(api, incidents, make):
    first = api.get(f"incidents/?{SHOWN}").json()
    Incident.objects.get(slug="i1").delete()
    make(Incident, slug="i0-later")

    assert walked(api, first["next"])[0] == ["i2", "i3", "i4", "i5"]


@pytest.mark.parametrize("change", ["&kind=cyber", "&ordering=-slug"])
def test_a_cursor_is_of_use_only_where_it_was_made(change, api, incidents):
    address = api.get(f"incidents/?{SHOWN}").json()["next"].removeprefix("http://testserver")

    (error,) = api.get(address + change).json()["errors"]

    assert (error["parameter"], error["code"]) == ("cursor", "cursor_mismatch")
    assert api.get(address.replace("page_size=2", "page_size=3").replace("fields=slug", "omit=name")).status_code == 200


@pytest.mark.parametrize("cursor", ["x", "eyJhIjoxfQ:forged", "%00", ""])
def test_a_cursor_that_is_not_ours_is_refused(cursor, api, db):
    (error,) = api.get(f"countries/?cursor={cursor}").json()["errors"]

    assert (error["parameter"], error["code"]) == ("cursor", "invalid_value")


def test_pages_by_number_end_and_point_to_the_cursor(api, make):
    make(Country)

    (error,) = api.get("countries/?page=101&page_size=100").json()["errors"]

    assert "follow next" in error["expected"]
    assert api.get("countries/?page=100&page_size=100").status_code == 200


def test_a_list_need_not_be_counted(api, make):
    make(Country, slug="IN")

    page = api.get("countries/?count=none").json()

    assert (page["count"], [row["slug"] for row in page["results"]]) == (None, ["IN"])
    assert api.get("countries/?count=some").json()["errors"][0]["allowed"] == ["exact", "none"]


BEYOND = ["incidents/?", "claims/?", "search/?q=incident&", "incidents/?count=none&ordering=started&"]


@pytest.mark.parametrize("path", BEYOND)
def test_from_a_page_beyond_the_end_one_goes_back_to_the_last(path, api, make):
    for _ in range(5):
        make(IncidentCitation)
    rows = api.get(f"{path}page_size=5").json()["results"]

    beyond = api.get(f"{path}page_size=2&page=9")
    last = api.get(beyond.json()["previous"].removeprefix("http://testserver")).json()

    assert (beyond.json()["results"], beyond.json()["next"]) == ([], None)
    assert (last["results"], last["next"]) == (rows[-2:], None)
    assert api.get(last["previous"].removeprefix("http://testserver")).json()["results"] == rows[-4:-2]


def test_a_list_of_nothing_has_no_pages_beside_it(api, db):
    page = api.get("countries/").json()

    assert (page["next"], page["previous"], page["results"]) == (None, None, [])
