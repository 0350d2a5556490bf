"""The admin's first page: what it tells, to whom, at which price, and that every number opens its rows."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from config.dashboard import keeping, page, queues
from core.changes import Kind, recorded
from equipment.models import Operator, Specification, WeaponSystem, WeaponSystemCitation
from events.models import Incident
from reference.models import Country, Distinct, Load, RefusedLoad, Source
from tests.test_admin import address

LINK = re.compile(r'<a href="([^"]+)">(?:<b>)?([\d,]+)(?:</b>)?(?: ([^<]+))?</a>')
INDEX = "/admin/"


def numbers_on(page: str) -> list[tuple[str, int, str]]:
    """Return each number of the page that is a link: its address, the number, the words beside it."""
    found = LINK.findall(page.partition('id="dashboard"')[2])
    return [(href.replace("&amp;", "&"), int(number.replace(",", "")), words) for href, number, words in found]


def told(client) -> dict[str, int]:
    """Return the numbers of the page that stand with words, by these."""
    return {words: number for _, number, words in numbers_on(client.get(INDEX).content.decode()) if words}


def viewer_of(*models) -> Client:
    """Return a browser of a member of staff who may look at a few tables."""
    viewer = User.objects.create_user("viewer", is_staff=True)
    names = [f"view_{model._meta.model_name}" for model in models]
    viewer.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(viewer)
    return client


@pytest.fixture
def busy(make, editor):
    """Put something into every queue and every figure."""
    source = make(Source, accessed="2001-05")
    make(Source, accessed=localdate().isoformat())
    with recorded(kind=Kind.EDIT, user=editor):
        make(WeaponSystem, name="Mine", publication="draft")
    make(WeaponSystem, name="Somebody's", publication="draft")
    cited, bare = make(WeaponSystem, introduced="1998-05"), make(WeaponSystem, introduced="1998")
    make(WeaponSystemCitation, entry=cited, fact="", source=source)
    citation = make(WeaponSystemCitation, entry=bare, fact="status", source=source)
    WeaponSystemCitation.objects.filter(pk=citation.pk).update(cited_value="Something else")
    make(Operator, system=cited, country=make(Country), sources=[source])
    make(Operator, system=cited, country=make(Country))
    make(Specification, system=bare)
    for name in ("Strike", "Strike", "Another"):
        make(Incident, name=name, started="2020", latitude=10, longitude=20, countries=[make(Country, name=name)])
    make(Incident, started="2021")
    RefusedLoad.objects.note("broken.json", ValueError("broken.json:1:2: no such country"))
    with recorded(kind=Kind.LOAD) as batch:
        make(Country)
    Load.objects.create(batch=batch, name="release", conflicting=3)


def test_a25_the_first_page_tells_what_waits_and_every_number_opens_its_rows(busy, editor_client):
    page = editor_client.get(INDEX).content.decode()

    wrong = [
        (unquote(href), number, editor_client.get(href).context["cl"].result_count)
        for href, number, _ in numbers_on(page)
        if editor_client.get(href).context["cl"].result_count != number
    ]

    assert wrong == []
    assert {"never checked": None, **told(editor_client)}.keys() >= {
        "Weapon systems",
        "Weapon system citations",
        "Not checked for a year",
        "Incidents",
        "Refused and not settled since",
        "Left what was changed here as it is",
    }
    assert re.findall(r"<h3>([^<]+)</h3>", page) == ["Your drafts", *queues.queues()]


def test_drafts_are_mine_when_i_wrote_them_by_hand(make, editor, editor_client):
    for kind, name in ((Kind.EDIT, "By hand"), (Kind.IMPORT, "From a file")):
        with recorded(kind=kind, user=editor):
            make(WeaponSystem, name=name, publication="draft")

    mine = editor_client.get(address(WeaponSystem), {"where": ["publication:is:draft", "editor:is:editor"]})

    assert [system.name for system in mine.context["cl"].result_list] == ["By hand"]


@pytest.mark.parametrize(
    ("fact", "sourced", "waits"),
    [("", True, False), ("introduced", True, False), ("retired", True, True), ("", False, True), (None, False, True)],
)
def test_a_published_fact_waits_for_a_source_unless_it_or_the_whole_has_one(make, editor_client, fact, sourced, waits):
    system = make(WeaponSystem, introduced="1998")
    for other in set(WeaponSystem.facts()) - {"introduced"} if fact else ():
        make(WeaponSystemCitation, entry=system, fact=other, source=make(Source))
    if fact is not None and fact != "retired":
        make(WeaponSystemCitation, entry=system, fact=fact, source=make(Source) if sourced else None)

    found = editor_client.get(address(WeaponSystem), {"where": "uncited:is:yes"}).context["cl"].result_list

    assert bool(found) == waits


def test_look_alikes_leave_the_list_once_found_distinct(make, editor_client):
    one, other = make(WeaponSystem, name="Barak 8"), make(WeaponSystem, name="Barak-8")
    make(WeaponSystem, name="Barak 1")
    before = told(editor_client)

    Distinct.objects.remember(one, [other.slug], "editor")
    keeping.cache.clear()

    assert (before["Weapon systems"], told(editor_client).get("Weapon systems")) == (2, None)


def test_a_refused_load_waits_until_one_of_its_name_succeeds(load, editor_client):
    with pytest.raises(CommandError):
        load({"model": "reference.nothing", "fields": {}})
    refused, before = RefusedLoad.objects.get(), told(editor_client)

    load({"model": "agreements.topic", "fields": {"slug": "arms", "name": "Arms"}})
    keeping.cache.clear()

    assert "reference.nothing" in refused.told
    assert before["Refused and not settled since"] == 1
    assert "Refused and not settled since" not in told(editor_client)


def test_a_dry_run_leaves_no_refused_load(load):
    with pytest.raises(CommandError):
        load({"model": "reference.nothing", "fields": {}}, options=["--dry-run"])

    assert not RefusedLoad.objects.exists()


def test_a_reader_sees_no_number_of_what_is_not_theirs_to_see(busy):
    page = viewer_of(WeaponSystem).get(INDEX).content.decode()

    shown = {href.partition("?")[0] for href, _, _ in numbers_on(page)}
    assert shown == {address(WeaponSystem)}
    assert "Strike" not in page
    assert 'id="map"' not in page
    assert "Latest changes" not in page
    assert re.findall(r"<h3>([^<]+)</h3>", page) == ["Drafts", "Look-alikes"]


def test_a_reader_of_nothing_sees_an_empty_page(busy):
    page = viewer_of().get(INDEX).content.decode()

    assert numbers_on(page) == []


def test_the_first_page_costs_the_same_queries_at_ten_rows_and_a_thousand(make, editor_client):
    costs = []
    for number in (10, 990):
        fill(make, number)
        costs.append([queries_of(editor_client), queries_of(editor_client)])

    assert costs[0] == costs[1] == [17, 6]


def fill(make, number: int):
    """Put so many incidents of one country there, each with a stale citation."""
    country, start = make(Country), Incident.objects.count()
    made = Incident.objects.bulk_create(
        Incident(slug=f"i-{n}", name=f"I {n}", kind="cyber", started="2020", publication="published")
        for n in range(start, start + number)
    )
    Incident.countries.through.objects.bulk_create(
        Incident.countries.through(incident=incident, country=country) for incident in made
    )
    keeping.cache.clear()


def queries_of(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(INDEX)
    return len(queries)


def test_figures_that_were_slow_to_count_are_kept_though_something_is_written(make, monkeypatch, editor_client):
    make(WeaponSystem, name="One", publication="draft")
    monkeypatch.setattr(keeping, "SHARE", 10**6)
    editor_client.get(INDEX)

    make(WeaponSystem, name="Two", publication="draft")
    slow = told(editor_client)["Weapon systems"]
    monkeypatch.setattr(keeping, "SHARE", 0)

    assert (slow, told(editor_client)["Weapon systems"]) == (1, 2)


def test_counting_ends_where_more_makes_no_difference(make, monkeypatch, editor_client):
    monkeypatch.setattr(queues, "MOST", 2)
    for _ in range(4):
        make(WeaponSystem, publication="draft")

    assert "<b>2+</b> Weapon systems" in editor_client.get(INDEX).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_takes_too_long_to_count_is_still_a_list(make, monkeypatch, editor_client):
    fill(make, 3_000)
    monkeypatch.setattr(keeping, "SECONDS", 0.001)

    page = editor_client.get(INDEX).content.decode()

    assert f'<a href="{address(Incident)}?where=alike:is:yes"><b>many</b> Incidents</a>' in page
    assert "Counting takes too long here." in page


def test_what_a_visit_has_no_time_for_is_counted_by_the_next(make, monkeypatch, editor_client):
    make(WeaponSystem, publication="draft")
    with monkeypatch.context() as hurried:
        hurried.setattr(page, "FOR_A_PAGE", 0)
        first = editor_client.get(INDEX).content.decode()

    assert "Counting takes too long here." in first
    assert told(editor_client)["Weapon systems"] == 1


@pytest.mark.parametrize("condition", ["stale:is:perhaps", "stale:contains:x", "stale:is:", "stale:empty"])
def test_a_question_that_is_answered_wrongly_shows_no_rows(make, editor_client, condition):
    make(WeaponSystemCitation)

    response = editor_client.get(address(WeaponSystemCitation), {"where": condition})

    assert list(response.context["cl"].result_list) == []
    assert "“stale”" in str(next(iter(response.context["messages"])))


def test_the_tables_stay_reachable_and_the_pages_of_apps_stay_as_they_were(editor_client):
    index = editor_client.get(reverse("admin:index"))
    app = editor_client.get(reverse("admin:app_list", args=["events"]))

    assert address(Incident) in index.content.decode()
    assert 'id="dashboard"' not in app.content.decode()
