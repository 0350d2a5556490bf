"""Pages of records stay small however much stands around them (row A3): rows write only what is their own."""

import re

import pytest

from core.admin.abridging import WHOLE
from equipment.models import Operator, Specification, WeaponSystem
from reference.models import Country, Organisation, Source
from tests.pages import harop
from tests.test_admin import MOST_BYTES, MOST_QUERIES, WITH_INLINES, address, cost, each, fill
from tests.test_admin_editing import problems, state, values

LARGE = 5_000


def test_a3_page_of_a_record_is_small_with_thousands_to_choose_from(armoury, editor_client):
    for model, fields in {Country: {}, Organisation: {"kind": "manufacturer"}, Source: {"kind": "news"}}.items():
        names = [f"{model.__name__} {n:04}" for n in range(LARGE)]
        model.objects.bulk_create(model(slug=name.lower().replace(" ", "-"), name=name, **fields) for name in names)
    url = address(WeaponSystem, "change", harop().pk)
    cost(editor_client, url)

    queries, size = cost(editor_client, url)

    assert queries <= MOST_QUERIES
    assert size <= MOST_BYTES


@pytest.fixture
def url(make) -> str:
    """Return the address of a system with two claims."""
    system = make(WeaponSystem)
    make(Operator, system=system, country=make(Country, name="India"), since="2009", sources=[make(Source)])
    make(Specification, system=system, stated="6 km", minimum=6)
    return address(WeaponSystem, "change", system.pk)


def row_of(page: str, name: str) -> str:
    """Return what a page writes of the first row of a table."""
    return page[page.index(f'id="{name}-0"') : page.index(f'id="{name}-empty"')]


def fields_of(row: str) -> set[str]:
    return {name.rpartition("-")[2] for name in re.findall(r' name="([^"]+)"', row)}


def test_a3_rows_write_what_is_their_own(url, editor_client):
    row = row_of(editor_client.get(url).content.decode(), "operators")

    assert fields_of(row) == {"id", "DELETE", "country", "since", "sources", "rank", "ref"}
    assert re.findall("<option[^>]*>([^<]*)", row) == ["India", "Source 0001", "Normal"]
    assert ("data-ajax" in row, "title=" in row, "add-related" in row) == (False, False, False)


def test_a3_rows_are_whole_where_there_are_no_scripts(url, editor_client):
    page = editor_client.get(url).content.decode()
    whole = editor_client.get(f"{url}?{WHOLE}=1").content.decode()

    assert f'<noscript><meta http-equiv="refresh" content="0; url=?{WHOLE}=1"></noscript>' in page
    assert "http-equiv" not in whole
    assert fields_of(row_of(whole, "operators")) > fields_of(row_of(page, "operators")) | {"until", "locator", "note"}


def test_a3_row_added_without_scripts_is_whole(db, editor_client):
    url = address(WeaponSystem, "add")
    blank = values_of_tables(editor_client.get(url))

    page = editor_client.post(url, blank | {"_rows": "operators:add", WHOLE: "1"}).content.decode()

    assert f'<noscript><input type="hidden" name="{WHOLE}" value="1"></noscript>' in page
    assert fields_of(row_of(page, "operators")) > {"country", "since", "until", "locator", "sources", "note"}


def values_of_tables(response) -> dict:
    """Return how many rows each table of a page says it has."""
    formsets = [part.formset for part in response.context["inline_admin_formsets"]]
    return {name: value for formset in formsets for name, value in values(formset.management_form).items()}


def test_a3_field_with_a_fault_is_written_with_its_own_id(url, editor_client):
    response = editor_client.post(url, sent(editor_client, url) | {"operators-0-until": "1999"})

    row = row_of(response.content.decode(), "operators")
    assert 'aria-describedby="id_operators-0-until_error"' in row
    assert 'id="id_operators-0-until_error"' in row


def sent(client, url: str) -> dict:
    """Return what a page sends whose rows were not completed."""
    response = client.get(url)
    formsets = [part.formset for part in response.context["inline_admin_formsets"]]
    forms = [form for formset in formsets for form in (formset.management_form, *formset.forms)]
    written = set(re.findall(r' name="([^"]+)"', response.content.decode()))
    data = {name: value for form in forms for name, value in values(form).items()}
    return values(response.context["adminform"].form) | {name: data[name] for name in data.keys() & written}


@each(WITH_INLINES)
def test_a3_page_whose_rows_were_not_completed_changes_nothing(make, editor_client, model):
    record = make(model)
    fill(make, record, 10)
    url = address(model, "change", record.pk)
    before = state(record)

    response = editor_client.post(url, sent(editor_client, url) | {"reason": "So it is."})

    assert (problems(response), response.status_code) == ([], 302)
    assert state(record) == before
