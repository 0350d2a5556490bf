"""Lists narrowed by conditions of one's own, and what they refuse (rows A17 and A18), and counted once (A7)."""

from contextlib import suppress

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.admin.conditions import HOWS, Unmeant, fields_of, narrowed
from equipment.models import WeaponSystem, WeaponSystemAlias
from events.models import Incident
from reference.models import Country, Organisation, OrganisationAlias
from tests.test_admin import EDITABLE, MOST_LIST_QUERIES, address, cost, each
from tests.test_admin_refusals import NONSENSE

FIELDS = "name, kind, started, place, killed_best, publication, countries, editor, uncited, alike"
QUARTER = "of a quarter, the nearest are 2025-04 to 2025-06, or 2025."


def listed(client, model, *conditions, **given) -> list[str]:
    """Return the names a list shows under conditions."""
    page = client.get(address(model), {"where": conditions} | given).context["cl"]
    return sorted(record.name for record in page.result_list)


def refused(client, model, condition) -> str:
    """Return why a list shows nothing under a condition, after what it names."""
    response = client.get(address(model), {"where": condition})
    assert list(response.context["cl"].result_list) == []
    (message,) = map(str, response.context["messages"])
    named, _, why = message.partition(", so nothing is shown.")
    assert named == f"This list cannot be filtered by “where={condition}”"
    return why.strip()


@pytest.fixture
def incidents(make):
    """Return incidents that differ in what lists are narrowed by."""
    india, israel = make(Country, slug="IN", name="India"), make(Country, slug="IL", name="Israel")
    common = {"kind": "air-strike", "place": ""}
    make(Incident, name="A", started="2025-04-22", killed_best=26, countries=[india], **common)
    make(Incident, name="B", started="2025", killed_best=3, countries=[india, israel], **common | {"place": "Pahalgam"})
    make(Incident, name="C", started="2019-02-14", kind="cyber", countries=[israel], place="Pulwama")
    make(Incident, name="D", kind="cyber", place="")


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("kind:is:cyber", "CD"),
        ("kind:is:Cyber attack", "CD"),
        ("kind:not:cyber", "AB"),
        ("place:empty:", "AD"),
        ("place:any:", "BC"),
        ("place:contains:PAHAL", "B"),
        ("place:not:Pulwama", "ABD"),
        ("name:contains:a", "A"),
        ("killed_best:between:3..25", "B"),
        ("killed_best:between:4..", "A"),
        ("killed_best:not:3", "ACD"),
        ("killed_best:empty", "CD"),
        ("started:is:April 2025", "AB"),
        ("started:between:2019..2020", "C"),
        ("started:between:2025-05..", "B"),
        ("started:empty:", "D"),
        ("countries:is:IN", "AB"),
        ("countries:is:india", "AB"),
        ("countries:not:IN", "CD"),
        ("countries:empty:", "D"),
    ],
)
def test_a18_list_is_narrowed_by_is_is_not_empty_between_and_contains(editor_client, incidents, condition, names):
    assert listed(editor_client, Incident, condition) == [*names]


def test_a18_conditions_hold_together_and_with_the_other_filters(editor_client, incidents):
    both = ["countries:not:IL", "kind:not:cyber"]

    assert listed(editor_client, Incident, *both) == ["A"]
    assert listed(editor_client, Incident, "countries:is:IL", kind__exact="cyber") == ["C"]


def test_a18_condition_is_put_together_in_a_form_that_needs_no_script(editor_client, incidents):
    sent = {"where_field": "killed_best", "where_how": "between", "where_value": "1", "where_until": "9"}

    page = editor_client.get(address(Incident), sent | {"where": "kind:not:cyber", "kind__exact": "air-strike"})

    html = page.content.decode()
    assert [record.name for record in page.context["cl"].result_list] == ["B"]
    assert 'name="where" value="kind:not:cyber"' in html
    assert 'name="kind__exact" value="air-strike"' in html
    assert "killed best between 1 and 9" in html


def test_a18_related_record_is_named_by_an_alias(make, editor_client):
    parent = make(Organisation, name="Israel Aerospace Industries")
    make(OrganisationAlias, entry=parent, text="IAI")
    make(Organisation, name="Elta", parent=parent)

    assert listed(editor_client, Organisation, "parent:is:iai") == ["Elta"]


def test_a18_name_is_compared_as_people_type_it(make, editor_client):
    make(WeaponSystemAlias, entry=make(WeaponSystem, name="T-72"))

    assert listed(editor_client, WeaponSystem, "name:contains:t72") == ["T-72"]


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("colour:is:red", f"“colour” is none of the fields: {FIELDS}."),
        ("kind:like:red", "“like” is none of: is, not, contains, between, empty, any."),
        ("kind:is:cybr", "“cybr” is no kind. Nearest: cyber, border-clash, armed-attack."),
        ("kind:contains:cy", None),
        ("started:is:Q2 2025", f"“Q2 2025” is not a date: {QUARTER}"),
        ("countries:is:Atlantis", "There is no country “Atlantis”: give its slug, name or alias."),
        ("killed_best:contains:1", "“killed best” is no text: ask what it is, or between what it lies."),
        ("killed_best:is:many", "“many” value must be an integer."),
        ("place:between:a..b", "“place” has no order to lie between two of."),
        ("place:is:", "Say what “place” is to be compared with."),
    ],
)  # fmt: skip
def test_a17_condition_that_means_nothing_shows_no_rows_and_says_why(editor_client, incidents, condition, why):
    if why is None:
        assert listed(editor_client, Incident, condition) == ["C", "D"]
    else:
        assert refused(editor_client, Incident, condition) == why


def test_a17_unknown_parameter_is_named_and_no_rows_are_shown(editor_client, incidents):
    response = editor_client.get(address(Incident), {"kind": "cyber"})

    assert list(response.context["cl"].result_list) == []
    assert [str(message) for message in response.context["messages"]] == [
        "This list cannot be filtered by “kind=cyber”, so nothing is shown."
    ]


@each(EDITABLE)
def test_a18_every_list_takes_any_condition_on_any_of_its_fields(make, model):
    make(model)
    fields = fields_of(admin.site.get_model_admin(model), None)
    asked = [f"{name}:{how}:{text}" for name in fields for how in HOWS for text in [*NONSENSE, "2..1", "x..", "1"]]

    for condition in asked:
        with suppress(Unmeant):
            list(narrowed(model._default_manager.all(), fields, condition.replace("\0", " ")))


def test_a18_conditions_cost_no_query_per_row(make, editor_client, incidents):
    url = address(Incident) + "?where=kind:not:cyber&where=countries:is:IN"
    cost(editor_client, url)
    few, _ = cost(editor_client, url)
    for number in range(20):
        make(Incident, name=f"More {number}", kind="air-strike", countries=list(Country.objects.all()))

    many, _ = cost(editor_client, url)

    assert (few, many <= MOST_LIST_QUERIES) == (many, True)


@each(EDITABLE)
def test_a7_a_list_counts_its_rows_no_further_than_it_matters(make, editor_client, model):
    made = make(model)
    editor_client.get(address(model))

    with CaptureQueriesContext(connection) as queries:
        editor_client.get(address(model), {"q": str(made)[:20]})

    counts = [query["sql"] for query in queries.captured_queries if "COUNT(" in query["sql"]]
    assert counts
    assert all("LIMIT" in count for count in counts)
