"""What filters mean: several values, negation, spans, dates, actors, places."""

import pytest

from agreements.models import Agreement, AgreementStatus, Party, PartyRole, Transfer
from equipment.models import Category, Operator, Property, Specification, WeaponSystem
from events.models import Incident, IncidentKind, Participant, ParticipantRole, SystemUse
from reference.models import Country, Organisation, OrganisationKind, Rank, Source


def found(api, query) -> list[str]:
    return [row["slug"] for row in api.get(f"{query}&fields=slug").json()["results"]]


@pytest.mark.parametrize(
    ("query", "slugs"),
    {
        "country=IN,PK": ["both", "india", "pakistan"],
        "country=IN&country=PK": ["both", "india", "pakistan"],
        "country__all=IN,PK": ["both"],
        "country__not=IN": ["nowhere", "pakistan"],
        "country=IN&country__not=PK": ["india"],
    }.items(),
)
def test_several_values_mean_any_all_or_none(query, slugs, api, make):
    india, pakistan = make(Country, slug="IN"), make(Country, slug="PK")
    make(Incident, slug="india", countries=[india])
    make(Incident, slug="pakistan", countries=[pakistan])
    make(Incident, slug="both", countries=[india, pakistan])
    make(Incident, slug="nowhere")

    assert found(api, f"incidents/?{query}") == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    {
        "killed__gte=20": ["exact", "open", "span"],
        "killed__surely_gte=20": ["exact"],
        "killed__lte=12": ["span"],
        "killed__surely_lte=30": ["exact", "span"],
        "killed=26": ["exact", "open", "span"],
        "killed=9": [],
        "killed__range=1,11": ["span"],
        "killed__isnull=true": ["unknown"],
        "killed__isnull=false": ["exact", "open", "span"],
    }.items(),
)
def test_an_estimate_matches_what_may_or_must_lie_within_the_bound(query, slugs, api, make):
    make(Incident, slug="exact", killed_low=26, killed_best=26, killed_high=26)
    make(Incident, slug="span", killed_low=10, killed_best=20, killed_high=30)
    make(Incident, slug="open", killed_low=15)
    make(Incident, slug="unknown")

    assert found(api, f"incidents/?{query}") == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    {
        "started=2017": ["day", "month", "year"],
        "started=2017-04-22": ["day", "month", "year"],
        "started=2017-05": ["year"],
        "started__gte=2017-05": ["later", "year"],
        "started__lte=2017-04-21": ["month", "year"],
        "started__surely_gte=2017": ["day", "later", "month", "year"],
        "started__surely_lte=2017-04": ["day", "month"],
        "started__range=2017-04-23,2017-04-30": ["month", "year"],
        "started__isnull=true": ["unknown"],
    }.items(),
)
def test_a_partial_date_matches_what_may_or_must_lie_within_the_bound(query, slugs, api, make):
    dates = {"year": "2017", "month": "2017-04", "day": "2017-04-22", "later": "2018", "unknown": None}
    for slug, started in dates.items():
        make(Incident, slug=slug, started=started)

    assert found(api, f"incidents/?{query}") == slugs


def test_conditions_on_claims_hold_for_one_and_the_same_claim(api, make):
    india, group = make(Country, slug="IN"), make(Organisation, slug="let", kind=OrganisationKind.ARMED_GROUP)
    attack = make(Incident, slug="attack")
    make(Participant, incident=attack, country=india, role=ParticipantRole.TARGET)
    make(Participant, incident=attack, country=None, organisation=group, role=ParticipantRole.PERPETRATOR)

    assert found(api, "incidents/?participant=IN&role=target") == ["attack"]
    assert found(api, "incidents/?participant=IN&role=perpetrator") == []
    assert found(api, "incidents/?participant__all=IN,let") == ["attack"]
    assert found(api, "incidents/?participant__not=IN") == []


@pytest.mark.parametrize("kind", OrganisationKind)
def test_a_country_stands_for_its_bodies_but_never_for_armed_groups(kind, api, make):
    india = make(Country, slug="IN")
    body = make(Organisation, slug="body", country=india, kind=kind)
    system = make(WeaponSystem, slug="system")
    make(Operator, system=system, country=None, organisation=body)
    stands = kind not in (OrganisationKind.ARMED_GROUP, OrganisationKind.INTERNATIONAL)

    assert found(api, "weapon-systems/?operator=IN") == (["system"] if stands else [])
    assert found(api, "weapon-systems/?operator=body") == ["system"]


def test_suppliers_and_recipients_are_countries_or_organisations(api, make):
    israel = make(Country, slug="IL")
    maker = make(Organisation, slug="iai", country=israel, kind=OrganisationKind.MANUFACTURER)
    make(Transfer, slug="by-state", supplier_country=israel)
    make(Transfer, slug="by-maker", supplier_country=None, supplier_organisation=maker)
    make(Transfer, slug="other")

    assert found(api, "transfers/?supplier=IL") == ["by-maker", "by-state"]
    assert found(api, "transfers/?supplier__not=IL") == ["other"]


def test_a_deprecated_claim_never_matches(api, make):
    system = make(WeaponSystem, slug="system")
    make(Operator, system=system, country=make(Country, slug="IN"), rank=Rank.DEPRECATED)

    assert found(api, "weapon-systems/?operator=IN") == []
    assert api.get("weapon-systems/system/").json()["operators"][0]["rank"] == "deprecated"


@pytest.mark.parametrize(
    ("spec", "slugs"),
    {
        "range__gte:200km": ["at-least", "exact", "span"],
        "range__surely_gte:200km": ["exact"],
        "range__lte:200km": ["at-least", "span"],
        "range__surely_lte:300km": ["exact", "span"],
        "range:250km": ["at-least", "exact", "span"],
        "range__gte:0.2Mm": None,
        "range__gte:124.275mi": ["at-least", "exact", "span"],
        "range__gte:200km,mass__lte:100kg": ["exact"],
    }.items(),
)
def test_a_specification_matches_when_the_spans_overlap_in_any_unit(spec, slugs, api, make):
    length = make(Property, slug="range", dimension="length", unit="km")
    spans = {"exact": (250, 250), "span": (100, 300), "at-least": (150, None), "text": (None, None)}
    for slug, (minimum, maximum) in spans.items():
        system = make(WeaponSystem, slug=slug)
        make(Specification, system=system, property=length, minimum=minimum, maximum=maximum)
    mass = make(Property, slug="mass", dimension="mass", unit="kg")
    make(Specification, system=WeaponSystem.objects.get(slug="exact"), property=mass, minimum=90, maximum=90)

    answer = api.get("weapon-systems/", {"spec": spec.split(","), "fields": "slug"})

    assert [row["slug"] for row in answer.json().get("results", [])] == (slugs or [])
    assert answer.status_code == (200 if slugs else 400)


def test_a_category_holds_what_is_filed_below_it(api, make):
    above = make(Category, slug="missiles")
    make(WeaponSystem, slug="above", category=above)
    make(WeaponSystem, slug="below", category=make(Category, slug="ssm", parent=above))
    make(WeaponSystem, slug="beside")

    assert found(api, "weapon-systems/?category=missiles") == ["above", "below"]
    assert found(api, "weapon-systems/?category__not=missiles") == ["beside"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    {
        "bbox=70,30,80,40": ["kashmir"],
        "bbox=170,-20,-170,-10": ["fiji"],
        "near=34,75,50": ["kashmir"],
        "near=34,75,10": [],
        "near=-17,-179.9,300": ["fiji"],
        "near=0,0,20038": ["fiji", "kashmir"],
    }.items(),
)
def test_places_are_found_in_boxes_and_circles_even_across_the_date_line(query, slugs, api, make):
    make(Incident, slug="kashmir", latitude="34.0", longitude="75.33")
    make(Incident, slug="fiji", latitude="-17.5", longitude="178.5")
    make(Incident, slug="unknown")

    assert found(api, f"incidents/?{query}") == slugs


def test_an_agreement_is_in_force_from_its_start_to_its_end_or_its_successor(api, make):
    treaty = make(Agreement, slug="old", status=AgreementStatus.SUPERSEDED, signed="2000-01-01")
    make(Agreement, slug="new", status=AgreementStatus.IN_FORCE, signed="2010", supersedes=[treaty])
    make(Agreement, slug="lost", status=AgreementStatus.TERMINATED, signed="2000")
    make(Agreement, slug="signed", status=AgreementStatus.SIGNED, signed="2000")

    assert found(api, "agreements/?in_force_on=1999-12-31") == []
    assert found(api, "agreements/?in_force_on=2005-06-01") == ["old"]
    assert found(api, "agreements/?in_force_on=2010-06-01") == ["new", "old"]
    assert found(api, "agreements/?in_force_on=2011-01-01") == ["new"]


def test_a_successor_that_is_hidden_tells_nothing(api, make):
    treaty = make(Agreement, slug="old", status=AgreementStatus.SUPERSEDED, signed="2000")
    make(Agreement, publication="draft", status=AgreementStatus.IN_FORCE, signed="2010", supersedes=[treaty])

    assert found(api, "agreements/?in_force_on=2005-06-01") == []


def test_a_bilateral_agreement_binds_exactly_two_countries(api, make):
    india, israel, america = (make(Country, slug=slug) for slug in ("IN", "IL", "US"))
    ministry = make(Organisation, country=india, kind=OrganisationKind.GOVERNMENT)
    parties = {"two": [india, israel], "three": [india, israel, america], "one": [india]}
    for slug, countries in parties.items():
        agreement = make(Agreement, slug=slug)
        make(Party, agreement=agreement, country=None, organisation=ministry)
        for country in countries:
            make(Party, agreement=agreement, country=country)
    make(Party, agreement=Agreement.objects.get(slug="two"), country=america, role=PartyRole.WITNESS)

    assert found(api, "agreements/?bilateral=true") == ["two"]
    assert found(api, "agreements/?bilateral=false") == ["one", "three"]


def test_an_entry_is_cited_when_itself_and_every_claim_have_a_source(api, make):
    source = make(Source, slug="paper")
    for slug in ("cited", "half"):
        incident = make(Incident, slug=slug, kind=IncidentKind.CYBER)
        incident.citations.create(source=source)
        make(SystemUse, incident=incident, sources=[source] if slug == "cited" else [])
    make(Incident, slug="bare", kind=IncidentKind.CYBER)

    assert found(api, "incidents/?cited=true") == ["cited"]
    assert found(api, "incidents/?cited=false") == ["bare", "half"]
    assert found(api, "incidents/?source=paper") == ["cited", "half"]


def test_updated_since_counts_what_an_entry_owns(api, make):
    incident = make(Incident, slug="old")
    Incident.objects.update(updated="2020-01-01T00:00:00Z")
    assert found(api, "incidents/?updated_since=2021-01-01") == []

    make(Participant, incident=incident)

    assert found(api, "incidents/?updated_since=2021-01-01T00:00:00%2B05:30") == ["old"]
