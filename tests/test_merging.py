"""The lists over several tables, ``claims`` and ``search``: read, walked and kept as every list is."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction

from config.claims import endpoint_of, tables
from config.search import matched, model_of, searchable
from core.api.representation import visible as visible_rows
from equipment.models import Operator, WeaponSystem
from events.models import Incident, Participant
from reference.models import Citation, Claim, Dataset, Publication, Rank, Source, Tier, visible
from tests.test_api import queries
from tests.test_paging import walked

LISTS = ["claims/?", "search/?q=missile&"]
every_list = pytest.mark.parametrize("address", LISTS)
READERS = {"public": AnonymousUser(), "staff": User(is_staff=True)}
every_reader = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
WORDS = ["missile", "the", "india", "S400", "t 72", "Harop", "in", "iai-harop", "agni", "of the", "air defence"]


def all_of(client, address: str) -> list[dict]:
    """Return every row of a list, page after page."""
    rows = []
    while address:
        page = client.get(address.removeprefix("http://testserver")).json()
        rows, address = rows + page["results"], page["next"]
    return rows


@pytest.fixture
def client_of(api, editor_client):
    """Return the client of a reader."""
    return lambda reader: editor_client if reader.is_staff else api


def told(name: str, row: Claim | Citation) -> dict:
    """Return a claim, or the citation of a scalar fact, as the model has it."""
    claim, endpoint = isinstance(row, Claim), endpoint_of(type(row))
    sources = list(row.sources.all()) if claim else [row.source] if row.source else []
    return {
        "type": name,
        "owner": {"type": endpoint, "slug": row.owner.slug, "name": row.owner.name},
        "ref": row.ref if claim else row.fact,
        "certainty": row.certainty if claim else "",
        "rank": row.rank if claim else None,
        "note": row.note,
        "sources": [source.slug for source in sources],
        "restricted": row.owner.is_restricted() or bool(claim and row.dataset and not row.dataset.redistributable),
        "synthetic": any(of and of.synthetic for of in (row.owner.dataset, row.dataset if claim else None)),
        "url": f"/api/v1/{endpoint}/{row.owner.slug}/",
    }


def rows_of(model, reader):
    """Return a table's rows as a reader sees them, with what an answer tells of them."""
    if not issubclass(model, Claim):
        return model.objects.filter(visible(reader, "entry__")).select_related("entry__dataset", "source")
    rows = model.objects.visible_to(reader).select_related("dataset", f"{model.owner_field}__dataset")
    return rows.prefetch_related("sources")


@every_reader
def test_every_fixture_claim_reads_as_its_row_says_and_in_its_order(reader, client_of, armoury):
    made_up = Dataset.objects.create(slug="try-out", redistributable=True, synthetic=True)
    Operator.objects.filter(pk__in=Operator.objects.values("pk")[:5]).update(rank=Rank.DEPRECATED, dataset=made_up)
    rows = [
        ((endpoint_of(model), row.owner.slug, name, row.ref if issubclass(model, Claim) else row.fact, row.pk), row)
        for name, model in tables().items()
        for row in rows_of(model, reader)
    ]

    read = all_of(client_of(reader), "/api/v1/claims/?page_size=500")

    assert read == [told(key[2], row) for key, row in sorted(rows, key=lambda pair: pair[0])]


def hit(route: str, entry, tier: int, text: str) -> dict:
    """Return an entry that was found as the model has it."""
    names = [("name", entry.name), *(("alias", alias.text) for alias in entry.aliases.all())]
    texts = {field: getattr(entry, field) for field in entry.text_index if field != "name"}
    how = Tier.values[tier]
    return {
        "type": route,
        "slug": entry.slug,
        "name": entry.name,
        "url": f"/api/v1/{route}/{entry.slug}/",
        "restricted": entry.is_restricted(),
        "synthetic": bool(entry.dataset and entry.dataset.synthetic),
        "matched": {"how": how, **matched(entry.slug, names, texts, text, how)},
    }


@every_reader
@pytest.mark.parametrize("text", WORDS)
def test_what_is_found_reads_as_the_records_say_the_best_first(text, reader, client_of, armoury):
    found = [
        ((tier, entry.slug, route), entry)
        for route in searchable()
        for tier, part in enumerate(visible_rows(model_of(route), reader).ways_found(text))
        for entry in part.select_related("dataset").prefetch_related("aliases")
    ]

    read = all_of(client_of(reader), f"/api/v1/search/?page_size=100&q={text}")

    assert read == [
        hit(route, entry, tier, text) for (tier, _, route), entry in sorted(found, key=lambda pair: pair[0])
    ]


@pytest.mark.parametrize("asked", ["cited=false", "certainty=confirmed,claimed", "rank=normal", "type=operator,party"])
def test_what_is_asked_of_claims_is_what_the_whole_list_says(asked, api, armoury):
    name, _, values = asked.partition("=")
    rows = all_of(api, "/api/v1/claims/?page_size=500")

    read = all_of(api, f"/api/v1/claims/?page_size=500&{asked}")

    assert read == [row for row in rows if (not row["sources"] if name == "cited" else row[name] in values.split(","))]


@pytest.mark.parametrize("address", ["claims/?cited=true&page_size=100", "search/?q=the&page_size=20"])
def test_a_list_over_tables_is_walked_forth_and_back_meeting_each_row_once(address, api, armoury):
    def rows(address, way):
        met = []
        while address:
            page, last = api.get(address.removeprefix("http://testserver")).json(), address
            met = met + page["results"] if way == "next" else page["results"] + met
            address = page[way]
        return met, last

    forth, last = rows(f"/api/v1/{address}", "next")
    back, _ = rows(last, "previous")

    assert forth == back
    assert len(forth) == api.get(address).json()["count"]


def test_a_walk_over_equal_slugs_of_several_tables_meets_each_once(api, make):
    for slug in "abc":
        for model in (WeaponSystem, Incident):
            make(model, slug=slug, name="Buk")

    forth, last = walked(api, "/api/v1/search/?q=buk&page_size=1")
    back, _ = walked(api, last, "previous")

    assert forth == back == list("aabbcc")


def test_claims_of_a_common_source_are_those_of_a_rare_one(api, make, monkeypatch):
    source, other = make(Source, slug="paper"), make(Source)
    for _ in range(4):
        make(Operator).sources.add(source, other)
        make(Participant, rank=Rank.PREFERRED).sources.add(source)
    make(Operator).sources.add(other)
    asked = ["source=paper", "rank=preferred", "source=paper&rank=normal", "source=paper&cited=true"]
    rare = [api.get(f"claims/?{one}").json() for one in asked]

    monkeypatch.setattr("core.database.Few.template", "((SELECT COUNT(*) FROM (%(subquery)s) AS counted) < 0)")

    assert [api.get(f"claims/?{one}&page_size=50").json()["results"] for one in asked] == [
        page["results"] for page in rare
    ]
    assert [page["count"] for page in rare] == [8, 4, 4, 8]


@every_list
def test_a_list_over_tables_costs_three_queries_at_most_and_one_once_it_is_kept(address, api, armoury):
    assert queries(api, address) <= 3
    assert queries(api, address) == 1
    assert queries(api, f"{address}page_size=500&count=none") <= 3


def test_what_finds_nothing_costs_as_few_queries(api, make):
    make(WeaponSystem, name="Draft", publication=Publication.DRAFT)

    assert [queries(api, f"search/?q={text}") <= 4 for text in ("draft", "nothing", "*")] == [True] * 3


@every_list
def test_an_unchanged_list_over_tables_is_304_for_one_query(address, api, armoury, django_assert_num_queries):
    tag = api.get(address).headers["ETag"]

    with django_assert_num_queries(1):
        assert api.get(address, headers={"If-None-Match": tag}).status_code == 304


@every_list
def test_a_list_over_tables_that_takes_too_long_is_given_up(address, api, armoury, settings):
    settings.ARMOURY_QUERY_SECONDS = 0.001

    with transaction.atomic():
        answer = api.get(f"{address}page_size=500")
        transaction.set_rollback(True)

    assert (answer.status_code, answer.json()["type"].rpartition("#")[2]) == (503, "too_slow")


@every_list
def test_a_list_over_tables_reads_its_paging_as_every_list_does(address, api, armoury):
    following = api.get(f"{address}page_size=2").json()["next"].removeprefix("http://testserver")

    faults = [
        [(fault["parameter"], fault["code"]) for fault in api.get(asked).json()["errors"]]
        for asked in (f"{following}&page=2", f"{address}page=101&page_size=100", f"{following}&type=incidents,operator")
    ]

    assert api.get(f"{address}count=none").json()["count"] is None
    assert faults[:2] == [[("page", "conflicting_parameters")], [("page", "invalid_value")]]
    assert "cursor" in dict(faults[2])
