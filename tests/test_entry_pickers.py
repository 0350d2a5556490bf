"""Pickers of the admin (rows A3 to A5 and A24): small, telling, dependent; sources by their address."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Agreement
from equipment.models import Category, Operator, Variant, WeaponSystem, WeaponSystemAlias
from reference.models import Country, Organisation, Source
from tests.test_admin import EDITABLE, MOST_BYTES, MOST_LIST_QUERIES, address, cost

RELATIONS = [field for model in EDITABLE for field in (*model._meta.fields, *model._meta.many_to_many)]
PICKED = {field.related_model: field for field in RELATIONS if field.related_model in EDITABLE}
"""A picker of each table that is referred to."""
STRIKE = "https://www.example.org/news/strike-on-depot-20250507.html"


def offered(client, model, field, text="", **given) -> list[dict]:
    """Return the rows a picker offers for a text."""
    label, name = model._meta.label_lower.split(".")
    asked = {"app_label": label, "model_name": name, "field_name": field, "term": text}
    return client.get(reverse("admin:autocomplete"), asked | given).json()["results"]


def names(rows: list[dict]) -> list[str]:
    return [row["text"] for row in rows]


def test_a3_pages_do_not_grow_with_what_there_is_to_choose_from(make, editor_client):
    _, small = cost(editor_client, address(Operator))
    countries = [Country(slug=f"x-{number:04}", name=f"Country {number:04}") for number in range(1000)]
    Country.objects.bulk_create(countries)
    WeaponSystem.objects.bulk_create(
        WeaponSystem(slug=f"s-{number:04}", name=f"S {number:04}", category=make(Category), status="retired")
        for number in range(100)
    )
    queries, large = cost(editor_client, address(Operator))
    _, form = cost(editor_client, address(WeaponSystem, "add"))

    assert (small == large, queries <= MOST_LIST_QUERIES, form <= MOST_BYTES) == (True, True, True)


@pytest.mark.parametrize("page", ["changelist", "add"])
def test_a3_pages_cost_the_same_at_ten_rows_and_a_thousand(make, editor_client, page):
    category = make(Category)
    costs = []
    for number in (10, 1000):
        names = [f"system-{number:04}-{place:04}" for place in range(number)]
        fields = {"category": category, "status": "retired"}
        WeaponSystem.objects.bulk_create(WeaponSystem(slug=name, name=name, **fields) for name in names)
        cost(editor_client, address(WeaponSystem, page))
        costs.append(cost(editor_client, address(WeaponSystem, page)))

    assert costs[0][0] == costs[1][0] <= MOST_LIST_QUERIES
    assert costs[1][1] <= MOST_BYTES


@pytest.mark.parametrize(("text", "exact"), [("T72", 2), ("t-72", 2), ("Т-72", 2), ("ural", 2), ("t-72-tank", 1)])
def test_a4_picker_finds_what_people_type_and_tells_namesakes_apart(make, editor_client, text, exact):
    tanks = make(Category, name="Tank")
    for slug, name, other in [("a", "T-72B", "Ural B"), ("t-72-tank", "T-72", "Ural"), ("z", "T-72", "Ural")]:
        tank = make(WeaponSystem, name=name, slug=slug, category=tanks, origins=[make(Country, name=f"Land {slug}")])
        make(WeaponSystemAlias, entry=tank, text=other)

    rows = offered(editor_client, Operator, "system", text)

    told = ["Tank · Land t-72-tank · t-72-tank", "Tank · Land z · z"]
    assert sorted(row["detail"] for row in rows[:exact]) == told[:exact]
    assert names(rows)[exact:] == ["T-72B"] * (exact == len(told))


def test_a4_the_one_called_exactly_so_stands_first(make, editor_client):
    for name in ["Barak 8", "Naval Barak", "Barak"]:
        make(WeaponSystem, name=name)

    assert names(offered(editor_client, Operator, "system", "barak")) == ["Barak", "Barak 8", "Naval Barak"]


@pytest.mark.parametrize(("model", "field"), PICKED.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a4_picker_costs_the_same_queries_for_one_row_and_many(make, editor_client, model, field):
    make(model)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            offered(editor_client, field.model, field.name)
        counts.append(len(queries))
        for _ in range(12):
            make(model)

    assert (counts[0], counts[0] <= 6) == (counts[1], True)


def test_a5_variants_of_the_chosen_family_are_offered_first_and_all_on_asking(make, editor_client):
    for name, family in [("Barak 1", "barak"), ("Barak 8", "barak"), ("Harop", "harpy")]:
        make(WeaponSystem, name=name, family=family)

    family = offered(editor_client, Variant, "entry", within_family="barak")
    everything = offered(editor_client, Variant, "entry", within_family="barak", all="1")
    unlimited = offered(editor_client, Variant, "entry", within_family="")

    assert names(family) == ["Barak 1", "Barak 8", "Show all weapon systems"]
    assert names(everything) == names(unlimited) == ["Barak 1", "Barak 8", "Harop"]


def test_a5_picker_says_within_what_it_offers(editor_client):
    page = editor_client.get(address(WeaponSystem, "add")).content.decode()

    assert page.count('data-within="family"') == 2


def test_picker_of_another_table_is_not_limited_by_what_it_is_sent(make, editor_client):
    make(Agreement, name="Delhi")

    assert names(offered(editor_client, Agreement, "related", within_family="x", within_kind="y")) == ["Delhi"]


@pytest.mark.parametrize(
    "typed", [STRIKE, STRIKE.replace("https", "http"), STRIKE.replace("www.", ""), STRIKE + "/", STRIKE + "#part"]
)
def test_a24_pasted_address_finds_its_source(make, editor_client, typed):
    make(Source, name="Strike on depot", url=STRIKE)
    make(Source, name="Another", url="https://www.example.org/news/")

    assert names(offered(editor_client, Operator, "sources", typed)) == ["Strike on depot"]


def test_a24_address_that_is_new_begins_a_source(make, editor_client):
    make(Source, publisher="Example News", url="https://example.org/first", kind="official", reliability="high")

    (row,) = offered(editor_client, Operator, "sources", STRIKE)
    form = editor_client.get(row["add"]).context["adminform"].form

    assert row["text"] == "New source: example.org …"
    told = ["url", "name", "publisher", "kind", "reliability", "slug"]
    assert [form[name].value() for name in told] == [
        STRIKE, "Strike on depot", "Example News", "official", "high", "examplenews-strike-on-depot"
    ]  # fmt: skip


def test_a24_new_source_of_an_unknown_site_takes_its_name(make, editor_client):
    make(Source, slug="unknownnet-a-b", url="https://else.net/")

    form = editor_client.get(address(Source, "add"), {"url": "https://unknown.net/a_b"}).context["adminform"].form

    assert [form[name].value() for name in ("name", "publisher", "slug")] == ["A b", "unknown.net", "unknownnet-a-b-2"]


def test_a24_who_may_not_add_sources_is_not_offered_one(client, django_user_model):
    viewer = django_user_model.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)

    assert offered(client, Operator, "sources", STRIKE) == []


@pytest.mark.parametrize("term", ["\0", "https://\0.org", "https://[.x", "http://a.b:99999999/", "%", "x" * 5000])
def test_picker_survives_whatever_is_typed(make, editor_client, term):
    make(Organisation)

    assert isinstance(offered(editor_client, Operator, "sources", term), list)
    assert isinstance(offered(editor_client, Operator, "organisation", term), list)
