"""The curated facts as loaded: whole, cited as counted, corrected."""

from collections import Counter
from decimal import Decimal

from django.apps import apps
from django.conf import settings

from agreements.models import Agreement
from equipment.models import Operator, Specification, WeaponSystem
from events.models import Incident
from reference.models import Citation, Claim, Entry, Source

MODELS = [model for label in settings.ARMOURY_APPS for model in apps.get_app_config(label).get_models()]
COUNTS = """
Country 257, CountryAlias 125, CountryCode 450, Dataset 4, Release 4, Source 606,
Organisation 93, OrganisationAlias 101, OrganisationCitation 109, Category 237, Property 58,
WeaponSystem 68, WeaponSystemAlias 156, WeaponSystemCitation 220,
Maker 175, Operator 227, Specification 332, Variant 51,
Topic 65, Agreement 62, AgreementAlias 62, AgreementCitation 286, Party 157, Coverage 50,
Incident 64, IncidentAlias 21, IncidentCitation 418, Participant 129, SystemUse 64, Response 9
"""
NOT_CURATED = {
    "DataVersion",
    "Distinct",
    "Load",
    "RefusedLoad",
    "Retired",
    "Transfer",
    "TransferAlias",
    "TransferCitation",
}
UNCITED_CLAIMS = "Operator 29, Specification 25, Variant 22, Participant 3, SystemUse 1, Response 1"
UNCITED_FACTS = """
organisation 13, weapon system introduced 4, agreement signed 2,
incident position 58, incident killed 3, incident ended 2, incident wounded 1
"""
CORRECTED_WITHOUT_DOCUMENT = 3  # Harpy's length and span, Harop's ceiling


def counted(text: str) -> dict[str, int]:
    """Read ``Country 257, Source 606``."""
    pairs = (pair.strip().rpartition(" ") for pair in text.strip().replace("\n", " ").split(","))
    return {name: int(number) for name, _, number in pairs}


def test_every_table_holds_the_curated_facts(armoury):
    found = {model.__name__: model._base_manager.count() for model in MODELS if model.__name__ not in NOT_CURATED}

    assert found == counted(COUNTS)


def test_every_entry_is_published_and_comes_from_the_curated_facts(armoury):
    kinds = [model.objects.select_related("dataset") for model in MODELS if issubclass(model, Entry)]
    found = {(e.publication, e.dataset.slug, e.external_id == e.slug) for entries in kinds for e in entries}

    assert found == {("published", "armoury-facts", True)}


def test_the_claims_without_a_source_are_those_counted(armoury):
    uncited = {model.__name__: model.objects.uncited().count() for model in MODELS if issubclass(model, Claim)}

    assert {name: number for name, number in uncited.items() if number} == counted(UNCITED_CLAIMS)


def test_the_facts_known_to_be_uncited_are_those_counted(armoury):
    citations = [model for model in MODELS if issubclass(model, Citation)]
    facts = Counter(
        f"{model._meta.get_field('entry').related_model._meta.verbose_name} {fact}".strip()
        for model in citations
        for fact in model.objects.filter(source=None).values_list("fact", flat=True)
    )

    assert facts == counted(UNCITED_FACTS)
    assert facts.total() + sum(counted(UNCITED_CLAIMS).values()) == 161 + CORRECTED_WITHOUT_DOCUMENT


def test_every_source_is_cited(armoury):
    cited = set()
    for model in MODELS:
        if issubclass(model, Claim):
            cited |= set(model.objects.values_list("sources", flat=True))
        elif issubclass(model, Citation):
            cited |= set(model.objects.values_list("source", flat=True))

    assert cited - {None} == set(Source.objects.values_list("pk", flat=True))


def test_a_corrected_specification_keeps_the_old_value_as_a_deprecated_claim(armoury):
    widths = Specification.objects.filter(system__slug="t-90", property__slug="width").order_by("ref")

    assert [(w.stated, w.rank, [s.slug for s in w.sources.all()]) for w in widths] == [
        ("3.78 m", "normal", ["defenceforumindia-36710-t90"]),
        ("2.8 m", "deprecated", ["theindianawaaz-2024-10-12-t90"]),
    ]


def test_the_disputed_ceiling_of_harop_stands_beside_the_published_one(armoury):
    ceilings = Specification.objects.filter(system__slug="harop", property__slug="ceiling").order_by("ref")

    assert [(c.minimum, c.certainty, c.sources.count()) for c in ceilings] == [
        (Decimal(4572), "", 0),
        (Decimal(10668), "disputed", 2),
    ]


def test_a_withdrawn_operator_of_buk_is_deprecated(armoury):
    operators = Operator.objects.filter(system__slug="buk")

    assert [o.country.slug for o in operators.standing()] == ["BY", "RU", "SY", "UA"]
    assert [o.country.slug for o in operators.filter(rank="deprecated")] == ["RS"]


def test_a_corrected_date_is_cited_anew_and_its_old_citation_is_stale(armoury):
    sosa = Agreement.objects.get(slug="in-us-sosa-2024")
    cited = {c.source.slug: c.cited_value for c in sosa.citations.filter(fact="signed")}

    assert (sosa.signed, sosa.place) == ("2024-08-22", "Washington")
    assert cited == {
        "newsdrum-2024-08-23-sosa": "2024-08-22",
        "freepresskashmir-2024-08-23-sosa": "2024-08-22",
        "wikipedia-foundational-agreement": "2024-08-23",
    }


def test_a_corrected_toll_is_cited_anew_and_its_old_citation_is_stale(armoury):
    nova = Incident.objects.get(slug="nova-festival-2023")
    cited = {c.source.slug: c.cited_value for c in nova.citations.filter(fact="hostages")}

    assert Incident.objects.values_list(Incident.fact_in_words("hostages")).get(pk=nova.pk) == ("40 / 44 / 44",)
    assert cited == {
        "inn-2025-04-04-nova": "40 / 44 / 44",
        "lacroix-2025-04-03-nova": "40 / 44 / 44",
        "thejc-2023-nova": "40 / 40 / 40",
    }


def test_a_date_known_only_to_the_decade_is_a_note(armoury):
    s200 = WeaponSystem.objects.get(slug="s-200")

    assert (s200.introduced, s200.notes) == (None, "Introduced in the 1960s.")
