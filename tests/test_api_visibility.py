"""Who sees what: drafts, withdrawn records, data that may not be given away, old addresses."""

from django.core.exceptions import FieldDoesNotExist

from events.models import Incident
from reference.models import Claim, Dataset, Entry, Publication
from tests.test_api import ENTRIES, every_entry, with_claims


@every_entry
def test_the_public_sees_published_records_of_redistributable_data_sets_only(route, viewset, api, make):
    model = viewset.queryset.model
    shown = make(model, dataset=make(Dataset, redistributable=True))
    hidden = [make(model, publication=stage) for stage in (Publication.DRAFT, Publication.WITHDRAWN)]
    hidden.append(make(model, dataset=make(Dataset, redistributable=False)))

    assert [row["slug"] for row in api.get(f"{route}/").json()["results"]] == [shown.slug]
    assert {api.get(f"{route}/{row.slug}/").status_code for row in hidden} == {404, 410}


@every_entry
def test_staff_see_restricted_records_marked_and_drafts_on_asking(route, viewset, editor_client, make):
    model = viewset.queryset.model
    restricted = make(model, dataset=make(Dataset, redistributable=False))
    draft = make(model, publication=Publication.DRAFT)

    listed = editor_client.get(f"/api/v1/{route}/?fields=slug,restricted")
    drafts = editor_client.get(f"/api/v1/{route}/?publication=draft&fields=slug")

    assert listed.json()["results"] == [{"slug": restricted.slug, "restricted": True}]
    assert drafts.json()["results"] == [{"slug": draft.slug}]
    assert listed.headers["Cache-Control"] == "private, no-store"


def test_an_answer_names_the_data_sets_the_public_is_not_given(api, editor_client, make):
    before = api.get("incidents/").headers
    make(Incident, dataset=make(Dataset, slug="kept-in-house", redistributable=False))

    assert "Data-Left-Out" not in before
    assert api.get("incidents/").headers["Data-Left-Out"] == "kept-in-house"
    assert "Data-Left-Out" not in editor_client.get("/api/v1/incidents/").headers


@every_entry
def test_drafts_are_refused_to_the_public(route, viewset, api, db):
    answer = api.get(f"{route}/?publication=draft")

    assert (answer.status_code, answer.json()["errors"][0]["allowed"]) == (400, ["published"])


@every_entry
def test_a_hidden_record_is_not_shown_by_those_that_relate_to_it(route, viewset, api, make):
    model = viewset.queryset.model
    record = with_claims(make, model)
    for field in [f for f in model._meta.many_to_many if issubclass(f.related_model, Entry)]:
        getattr(record, field.name).update(publication=Publication.DRAFT)

        assert api.get(f"{route}/{record.slug}/").json()[field.name] == []


def test_a_claim_is_hidden_with_the_entry_at_its_other_end(api, make):
    claims = [
        (route, viewset, relation)
        for route, viewset in ENTRIES
        for relation in viewset.queryset.model._meta.related_objects
        if getattr(relation.related_model, "owner_field", None) == relation.field.name
        and issubclass(relation.related_model, Claim)
    ]
    for route, viewset, relation in claims:
        for end in relation.related_model.entry_fields():
            if end.name != relation.field.name:
                record = make(viewset.queryset.model)
                hidden = make(end.related_model, publication=Publication.DRAFT)
                given = {"organisation": None, "country": None} if end.name == "organisation" else {}
                given = {name: value for name, value in given.items() if _has(relation.related_model, name)}
                make(relation.related_model, **given | {relation.field.name: record, end.name: hidden})

                assert api.get(f"{route}/{record.slug}/").json()[relation.name] == []


def _has(model, name) -> bool:
    try:
        return bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False
