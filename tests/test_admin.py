"""What holds for every page of the admin: asked of its registry, never of a list of names."""

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection, models
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.admin.conditions import ConditionsFilter
from core.admin.filters import PeriodFilter, PickerFilter
from core.admin.picking import Picker, inner
from core.fields import PartialDateField
from core.models import Batch
from equipment.models import Operator, WeaponSystem, WeaponSystemAlias
from events.models import Incident
from reference.models import Country, DataVersion, Load, Organisation, RefusedLoad, Source

TABLES = [model for label in settings.ARMOURY_APPS for model in apps.get_app_config(label).get_models()]
EDITABLE = [model for model in TABLES if model not in {DataVersion, Load, RefusedLoad}]
WITH_INLINES = [model for model in EDITABLE if admin.site.get_model_admin(model).inlines]
MOST_QUERIES, MOST_LIST_QUERIES, MOST_BYTES = 15, 10, 150_000
FULL_PAGES = {"WeaponSystem": 258_000, "Agreement": 182_000, "Incident": 160_000}
"""How large pages with every section full are at most, where that is more: measured, and a tenth."""


def each(tables):
    return pytest.mark.parametrize("model", tables, ids=lambda model: model.__name__)


def address(model, page="changelist", *args) -> str:
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=args)


def cost(client, url) -> tuple[int, int]:
    """Return how many queries a page takes and how many bytes it has."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries), len(response.content)


def fill(make, record, rows):
    """Put rows into the inlines of a record's page, spread over all of them, each with two sources."""
    inlines = admin.site.get_model_admin(type(record)).inlines
    for number in range(rows):
        inline = inlines[number % len(inlines)](type(record), admin.site)
        links = {"sources": [make(Source), make(Source)]} if hasattr(inline.model, "sources") else {}
        links |= {"source": make(Source)} if hasattr(inline.model, "source") else {}
        make(inline.model, **{owner_field(inline): record}, **links)


def owner_field(inline) -> str:
    keys = [field.name for field in inline.model._meta.fields if field.related_model is inline.parent_model]
    return inline.fk_name or keys[0]


def every_form(model, request):
    """Return the form of a table's page and of each inline on it."""
    page = admin.site.get_model_admin(model)
    inlines = [inline for inline in page.get_inline_instances(request) if inline.has_change_permission(request)]
    return [page.get_form(request), *(inline.get_formset(request).form for inline in inlines)]


@pytest.fixture
def request_of_editor(editor):
    request = RequestFactory().get("/")
    request.user = editor
    return request


def test_every_table_is_registered():
    missing = [model for model in TABLES if not admin.site.is_registered(model)]

    assert missing == []


@each(TABLES)
def test_a6_list_costs_the_same_queries_for_one_record_and_many(make, editor_client, model):
    make(model) if model in EDITABLE else None
    cost(editor_client, address(model))
    few, _ = cost(editor_client, address(model))
    for _ in range(12 if model in EDITABLE else 0):
        make(model)
    many, _ = cost(editor_client, address(model))

    assert few == many
    assert many <= MOST_LIST_QUERIES


@each(EDITABLE)
def test_add_page_costs_the_same_queries_whatever_there_is_to_choose_from(make, editor_client, model):
    cost(editor_client, address(model, "add"))
    few, small = cost(editor_client, address(model, "add"))
    for _ in range(3):
        make(model)
    many, large = cost(editor_client, address(model, "add"))

    assert few == many
    assert small == large


@each(EDITABLE)
def test_a6_change_page_costs_no_query_per_relation(make, editor_client, model):
    full, bare = make(model), make(model)
    for field in model._meta.many_to_many:
        getattr(full, field.name).set([make(field.related_model), make(field.related_model)])
    cost(editor_client, address(model, "change", full.pk))

    costs = [cost(editor_client, address(model, "change", record.pk))[0] for record in (full, bare)]

    assert costs[0] == costs[1]
    assert costs[0] <= MOST_QUERIES


@each(WITH_INLINES)
def test_a6_change_page_stays_small_with_ten_rows_and_much_to_choose_from(make, editor_client, model):
    few, many = make(model), make(model)
    fill(make, few, 1)
    fill(make, many, 10)
    names = [f"x-{number:03}" for number in range(300)]
    Country.objects.bulk_create(Country(slug=name, name=name) for name in names[:250])
    Organisation.objects.bulk_create(Organisation(slug=name, name=name, kind="manufacturer") for name in names)
    cost(editor_client, address(model, "change", few.pk))

    queries, _ = cost(editor_client, address(model, "change", few.pk))
    queries_of_many, bytes_of_many = cost(editor_client, address(model, "change", many.pk))

    assert queries == queries_of_many
    assert queries <= MOST_QUERIES
    assert bytes_of_many <= MOST_BYTES


@each(EDITABLE)
def test_every_relation_in_a_form_is_picked_from_a_search(request_of_editor, model):
    choices = [
        (form.__name__, name)
        for form in every_form(model, request_of_editor)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ModelChoiceField)
        and not isinstance(inner(field.widget), (Picker, forms.HiddenInput))
    ]

    assert choices == []


@each(TABLES)
def test_every_list_filter_suits_its_field(request_of_editor, model):
    *filters, conditions = admin.site.get_model_admin(model).get_list_filter(request_of_editor) or [ConditionsFilter]
    assert conditions is ConditionsFilter
    for name in filters:
        path, kind = name if isinstance(name, tuple) else (name, None)
        field = model._meta.get_field(path)
        suited = PeriodFilter if isinstance(field, PartialDateField) else PickerFilter if field.is_relation else None
        assert (path, kind) == (path, suited)


@each(EDITABLE)
def test_what_a_list_shows_can_be_searched(make, editor_client, model):
    wanted, _ = make(model), make(model)
    named = wanted.owner if hasattr(model, "owner_field") else wanted
    text = next(str(getattr(named, name)) for name in ("name", "version", "number", "slug") if hasattr(named, name))

    found = editor_client.get(address(model), {"q": text}).context["cl"].result_list

    assert list(found) == [wanted]


@pytest.mark.parametrize("text", ["T72", "t-72", "Т-72", "ural", "t-72-tank", "battle tank"])
def test_names_are_found_as_people_type_them(make, editor_client, text):
    tank = make(WeaponSystem, name="T-72", slug="t-72-tank")
    make(WeaponSystem, name="T-90")
    for alias in ("Ural", "Main battle tank"):
        make(WeaponSystemAlias, entry=tank, text=alias)

    assert pick(editor_client, Operator, "system", text) == ["T-72"]


def pick(client, model, field, text) -> list[str]:
    """Return what a picker offers for a text."""
    label, name = model._meta.label_lower.split(".")
    asked = {"app_label": label, "model_name": name, "field_name": field, "term": text}
    return [row["text"] for row in client.get(reverse("admin:autocomplete"), asked).json()["results"]]


def test_the_one_called_exactly_so_comes_first(make, editor_client):
    for name in ["Harop", "Barak 8", "Barak", "Naval Barak"]:
        make(WeaponSystem, name=name)

    assert pick(editor_client, Operator, "system", "barak") == ["Barak", "Barak 8", "Naval Barak"]


@pytest.mark.parametrize("text", ["reuters", "example.org/strike"])
def test_sources_are_found_by_publisher_and_address(make, editor_client, text):
    make(Source, name="Strike", publisher="Reuters", url="https://example.org/strike")
    make(Source, name="Other", publisher="AFP", url="https://example.org/other")

    assert pick(editor_client, Operator, "sources", text) == ["Strike"]


@each([*TABLES, Batch, Group, User])
def test_a17_every_list_refuses_an_unknown_filter(make, editor_client, model):
    make(model) if model in EDITABLE else None

    assert refusal(editor_client, model, "nonsense=1") == "nonsense=1"


@pytest.mark.parametrize(
    "query", ["name__nonsense=1", "id__exact=x", "started__during=soon", "dataset__owner=me", "p=99", "p=x"]
)
def test_a_refused_list_names_what_it_does_not_understand(make, editor_client, query):
    make(Incident)

    assert refusal(editor_client, Incident, query + "&kind__exact=cyber") in (query, query.removeprefix("p="))


def refusal(client, model, query) -> str:
    """Return what a list that shows nothing names as the reason."""
    response = client.get(f"{address(model)}?{query}")
    assert list(response.context["cl"].result_list) == []
    (message,) = response.context["messages"]
    return str(message).split("“")[1].split("”")[0]


@pytest.mark.parametrize(
    ("period", "names"),
    [
        ("1990s", ["1990", "1998-05", "1999-12-31"]),
        ("1998", ["1998-05"]),
        ("2000s", ["2000-01-01"]),
        ("unknown", ["Unknown"]),
    ],
)
def test_dates_are_listed_by_the_period_they_may_lie_in(make, editor_client, period, names):
    for date in ["1989-12-31", "1990", "1998-05", "1999-12-31", "2000-01-01", None]:
        make(Incident, name=date or "Unknown", started=date)

    response = editor_client.get(address(Incident), {"started__during": period})

    assert [record.name for record in response.context["cl"].result_list] == names


def test_no_relation_is_deleted_in_silence():
    relations = [field for model in TABLES for field in model._meta.fields if isinstance(field, models.ForeignKey)]

    assert {field.remote_field.on_delete for field in relations} == {models.PROTECT, models.CASCADE}
