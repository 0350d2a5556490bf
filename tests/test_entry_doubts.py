"""What is doubtful is said beside its field, and saved all the same (point 2 of data entry)."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement
from core.doubts import doubts_of, far_outside
from equipment.models import Category, Operator, Property, Specification, WeaponSystem, WeaponSystemCitation
from events.models import Incident, IncidentCitation
from reference.models import UNCITED, Country, Source, has_uncited_facts
from tests.test_admin import MOST_QUERIES, address
from tests.test_admin_editing import problems, row, submit
from tests.test_printed import understood


def said_on(client, record) -> dict[str, list[str]]:
    """Return what a record's page says is doubtful, by the control it is said beside."""
    page = client.get(address(type(record), "change", record.pk)).content.decode()
    parts = re.findall(r'id="id_([\w-]+)_helptext".*?</div>', page, re.DOTALL)
    texts = re.findall(r'id="id_[\w-]+_helptext"(.*?)</div>', page, re.DOTALL)
    doubts = [re.findall(r'class="doubt">(.*?)</span>', text, re.DOTALL) for text in texts]
    return {name: found for name, found in zip(parts, doubts, strict=True) if found}


def told(client, response) -> list[str]:
    return [str(message) for message in client.get(response.url).context["messages"]]


def test_counts_that_run_backwards_are_said_beside_them(make, editor_client):
    incident = make(Incident, publication="draft", killed_low=5, killed_best=3)

    assert said_on(editor_client, incident) == {
        "killed_best": ["The numbers of “killed” do not run from lowest over best to highest."]
    }


@pytest.mark.parametrize(
    ("model", "dates", "said"),
    [
        (WeaponSystem, {"first_flight": "2010", "introduced": "2009-05"}, "“introduced” is before “first flight”."),
        (WeaponSystem, {"first_flight": "2009", "introduced": "2009-05"}, None),
        (Agreement, {"signed": "2020-05", "in_force": "2019"}, "“in force” is before “signed”."),
        (Source, {"published": "2020-05-02", "accessed": "2020-05-01"}, "“accessed” is before “published”."),
        (Source, {"published": "2020-05-02", "accessed": "2020"}, None),
    ],
)
def test_dates_out_of_order_are_kept_and_said(make, editor_client, model, dates, said):
    record = make(model, **({"publication": "draft"} if model is not Source else {}))

    response = submit(editor_client, address(model, "change", record.pk), **dates)

    assert problems(response) == []
    assert told(editor_client, response)[:-1] == ([said] if said else [])
    record.refresh_from_db()
    assert list(doubts_of(record).values()) == ([said] if said else [])


@pytest.fixture
def missiles(make):
    """Return a category of four missiles with ranges from 10 to 40 km, and the property."""
    category, measured = make(Category), make(Property, dimension="length", unit="km")
    for number in range(1, 5):
        system = make(WeaponSystem, category=category)
        make(Specification, system=system, property=measured, minimum=number * 10, maximum=number * 10, stated="x km")
    return category, measured


FAR = "Far outside its category, where others have 10 to 40 km."


def test_specification_far_outside_its_category_is_saved_and_said(make, editor_client, missiles):
    category, measured = missiles
    draft = make(WeaponSystem, category=category, publication="draft")
    typed = row("specifications", 0, property=measured.pk, stated="4000 km", rank="normal", ref="far")

    response = submit(editor_client, address(WeaponSystem, "change", draft.pk), **typed)

    assert told(editor_client, response)[0] == f"Specification “far”: {FAR}"
    assert said_on(editor_client, draft) == {"specifications-0-stated": [FAR]}


@pytest.mark.parametrize(("stated", "doubt"), [("121 km", FAR), ("119 km", None), ("3 km", FAR), ("4–5 km", None)])
def test_specification_is_compared_while_it_is_typed(make, editor_client, missiles, stated, doubt):
    category, measured = missiles
    asked = {"field": "stated", "property": measured.pk, "category": category.pk, "text": stated}

    assert understood(editor_client, Specification, **asked).get("doubt") == doubt


def test_many_are_compared_at_once_as_each_by_itself(make, missiles):
    rows = Specification.objects.order_by("pk")
    make(Specification, system=rows[0].system, property=missiles[1], maximum=90)
    make(Specification, system=make(WeaponSystem), property=missiles[1], minimum=5)

    each = [(row.pk, row.least, row.greatest) for row in rows.compared()]

    assert [(row.pk, row.least, row.greatest) for row in rows.compared_at_once()] == each
    assert {least for _, least, _ in each} == {10, 20, None}


def test_numbers_other_than_their_words_are_said(make, editor_client):
    made = make(Specification, property=make(Property, dimension="length", unit="km"), stated="300–400 km", minimum=300)

    (said,) = said_on(editor_client, made.system)["specifications-0-stated"]

    assert said == "Its words read as 300 to 400 km."


def test_few_values_are_no_measure_of_others(make, editor_client, missiles):
    _, measured = missiles
    asked = {"field": "stated", "property": measured.pk, "category": make(Category).pk, "text": "4000 km"}

    assert "doubt" not in understood(editor_client, Specification, **asked)


@pytest.mark.parametrize(
    ("low", "high", "far"), [(None, None, False), (500, None, True), (None, 1, True), (5, 500, False)]
)
def test_open_ends_are_compared_by_the_other(low, high, far):
    assert bool(far_outside(low, high, Decimal(10), Decimal(40))) is far


def test_value_is_said_beside_its_words(make, editor_client):
    measured = make(Property, dimension="speed", unit="km/h")
    made = make(Specification, property=measured, stated="Mach 2", minimum=2450, maximum=2450, approximate=True)

    page = editor_client.get(address(WeaponSystem, "change", made.system_id)).content.decode()

    assert '<span class="told">= about 2,450 km/h</span>' in page


def test_uncited_facts_of_a_published_record_are_said(make, editor_client):
    system = make(WeaponSystem, introduced="2009", role="Attack")
    make(WeaponSystemCitation, entry=system, fact="role", source=make(Source))
    make(WeaponSystemCitation, entry=system, fact="introduced")
    make(Operator, system=system, country=make(Country), ref="in")

    said = said_on(editor_client, system)

    uncited = ["No source is cited for this fact."]
    assert said == {"status": uncited, "introduced": uncited, "operators-0-sources": [UNCITED]}


def test_a_fact_of_none_is_stated_on_the_page_and_in_the_count(make, editor_client):
    toll, source = make(Incident, killed_best=0), make(Source)
    for fact in set(Incident.facts()) - {"killed"}:
        make(IncidentCitation, entry=toll, fact=fact, source=source)

    assert said_on(editor_client, toll) == {"killed_low": ["No source is cited for this fact."]}
    assert [entry.pk for entry in Incident.objects.filter(has_uncited_facts(Incident))] == [toll.pk]


@pytest.mark.parametrize("case", ["draft", "cited as a whole"])
def test_drafts_and_wholly_cited_records_are_left_in_peace(make, editor_client, case):
    system = make(WeaponSystem, introduced="2009", publication="draft" if case == "draft" else "published")
    make(WeaponSystemCitation, entry=system, source=make(Source))

    assert said_on(editor_client, system) == {}


def test_claim_saved_without_a_source_is_said(make, editor_client):
    system = make(WeaponSystem)
    make(WeaponSystemCitation, entry=system, source=make(Source))
    typed = row("operators", 0, country=make(Country).pk, rank="normal", ref="in")

    response = submit(editor_client, address(WeaponSystem, "change", system.pk), **typed)

    assert (problems(response), told(editor_client, response)[0]) == ([], f"Operator “in”: {UNCITED}")


def test_doubts_cost_no_query_per_row(make, editor_client, missiles):
    category, measured = missiles
    costs = []
    for number in (1, 10):
        system = make(WeaponSystem, category=category)
        for _ in range(number):
            make(Specification, system=system, property=measured, minimum=1)
        with CaptureQueriesContext(connection) as queries:
            editor_client.get(address(WeaponSystem, "change", system.pk))
        costs.append(len(queries))

    assert costs[1] - costs[0] <= 0
    assert costs[1] <= MOST_QUERIES
