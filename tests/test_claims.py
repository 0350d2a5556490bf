"""The list of all claims."""

from equipment.models import Operator
from events.models import Incident
from reference.models import Dataset, Publication, Source


def test_every_claim_can_be_listed_and_the_uncited_alone(api, make):
    cited, bare = make(Operator, sources=[make(Source, slug="paper")]), make(Operator)
    incident = make(Incident, slug="incident")
    incident.citations.create(fact="position")

    everything = api.get("claims/").json()
    uncited = api.get("claims/?cited=false").json()["results"]

    assert everything["count"] == 3
    assert [(claim["type"], claim["owner"]["slug"], claim["ref"]) for claim in uncited] == [
        ("incident-citation", "incident", "position"),
        ("operator", bare.system.slug, bare.ref),
    ]
    assert [claim["ref"] for claim in api.get("claims/?source=paper").json()["results"]] == [cited.ref]
    assert api.get("claims/?certainty=confirmed").json()["count"] == 0


def test_claims_of_hidden_entries_are_not_listed(api, make):
    draft = make(Incident, publication=Publication.DRAFT)
    draft.citations.create(fact="position")
    make(Operator, dataset=make(Dataset, redistributable=False))

    assert api.get("claims/").json()["count"] == 0


def test_the_list_of_claims_is_strict_and_costs_the_same_queries_at_any_length(api, make, django_assert_num_queries):
    for _ in range(3):
        make(Operator)

    with django_assert_num_queries(3):
        assert api.get("claims/").json()["count"] == 3
    assert [fault["parameter"] for fault in api.get("claims/?sorce=x&type=y").json()["errors"]] == ["sorce", "type"]
