"""What is answered alike on both engines, whatever their collations: F21. The suite runs on each."""

import pytest

from reference.models import Source
from tests.loading import obj

NAMED = {
    "b-oe": ("Ökotec", "Harpy", "Raketen über Köln"),
    "a-oe": ("ökotec", "harpy", "Made in Koln, of the Rhine"),
    "oko2": ("OKOTEC 2", "Zeta", "½ km"),
    "sz": ("Straße", "_x", ""),
    "ss": ("STRASSE", "10", ""),
    "t-72": ("T-72", "9", ""),
    "T-72M": ("t72 M", "", ""),
    "cyr": ("Т-72Б", "", ""),
    "dot": ("İzmir", "", ""),
    "hindi": ("अग्नि", "", ""),
    "hebrew": ("חץ 3", "", ""),
    "zulu": ("Zulu", "", ""),
    "pct": ("100% x_y", "", ""),
    "under": ("100a xay", "", ""),
    "ae": ("Æther", "", ""),
}
"""Systems with the name, the family and the summary of each."""
LISTED = {
    "ordering=name": "under pct ae hindi hebrew dot a-oe b-oe oko2 ss sz t-72 cyr T-72M zulu",
    "ordering=-name": "zulu T-72M cyr t-72 sz ss oko2 b-oe a-oe dot hebrew hindi ae pct under",
    "ordering=slug": "T-72M a-oe ae b-oe cyr dot hebrew hindi oko2 pct ss sz t-72 under zulu",
    "ordering=family": "T-72M ae cyr dot hebrew hindi pct under zulu ss t-72 b-oe oko2 sz a-oe",
    "name__startswith=OKO": "a-oe b-oe oko2",
    "name__startswith=т7": "T-72M cyr t-72",
    "name__startswith=100%25": "pct under",
    "family=Harpy": "b-oe",
    "q=KÖLN": "a-oe b-oe",
    "q=über koln": "b-oe",
}
FOUND = {
    "ÖKOTEC": ["a-oe exact name ökotec", "b-oe exact name Ökotec", "oko2 prefix name OKOTEC 2"],
    "straße": ["ss exact name STRASSE", "sz exact name Straße"],
    "т-72": ["t-72 exact name T-72", "T-72M prefix name t72 M", "cyr prefix name Т-72Б"],
    "izmir": ["dot exact name İzmir"],
    "अग्नि": ["hindi exact name अग्नि"],
    "חץ": ["hebrew prefix name חץ 3"],
    "100%": ["pct prefix name 100% x_y", "under prefix name 100a xay"],
    "x_y": ["pct name name 100% x_y"],
    "aether": ["ae exact name Æther"],
    "harop ng": ["zulu exact alias Harop-NG"],
    "NG": ["zulu name alias Harop-NG"],
    "koln": ["a-oe text summary Made in Koln, of the Rhine", "b-oe text summary Raketen über Köln"],
    "of the": ["a-oe text summary Made in Koln, of the Rhine"],
    "okotek": ["did you mean ökotec", "did you mean Ökotec", "did you mean OKOTEC 2"],
}


@pytest.fixture
def named(load):
    """Load systems of names that collations and folding treat differently."""
    shown = {"category": ["drone"], "status": "retired", "publication": "published"}
    load(
        obj("equipment.category", slug="drone", name="Drone"),
        obj("reference.source", slug="s", name="S", kind="news"),
        obj("equipment.weaponsystemalias", entry=["zulu"], text="Harop-NG"),
        *(
            obj("equipment.weaponsystem", slug=slug, name=name, family=family, summary=summary, **shown)
            for slug, (name, family, summary) in NAMED.items()
        ),
        *(obj("equipment.weaponsystemcitation", entry=[slug], source=["s"]) for slug in NAMED),
    )


def test_f21_lists_are_ordered_narrowed_and_folded_alike(named, api):
    answers = {asked: api.get(f"weapon-systems/?{asked}&fields=slug").json()["results"] for asked in LISTED}

    assert {asked: " ".join(each["slug"] for each in found) for asked, found in answers.items()} == LISTED


def test_f21_searches_find_the_same_in_the_same_order_and_say_how(named, api):
    answers = {text: api.get("search/", {"q": text}).json() for text in FOUND}

    told = {
        text: [
            *(" ".join([hit["slug"], *hit["matched"].values()]) for hit in answer["results"]),
            *(f"did you mean {name}" for name in answer["did_you_mean"]),
        ]
        for text, answer in answers.items()
    }
    assert told == FOUND


def test_f21_a_slug_is_its_letters_and_texts_have_one_length(named, api, refusal):
    assert api.get("weapon-systems/t-72m/").status_code == 404
    assert api.get("weapon-systems/?slug=t-72m").json()["errors"][0]["suggestions"][0] == "T-72M"
    told = refusal(obj("equipment.weaponsystem", slug="ÖKO", name="Ö" * 301, category=["drone"], status="Retired"))
    assert [line.partition(", object 1 ")[2].partition(" Given")[0] for line in told] == [
        "(equipment.weaponsystem ÖKO): field slug: Enter a valid “slug” consisting of letters, numbers, underscores or"
        " hyphens.",
        "(equipment.weaponsystem ÖKO): field name: Ensure this value has at most 300 characters (it has 301).",
        "(equipment.weaponsystem ÖKO): field status: Value 'Retired' is not a valid choice. Nearest: retired.",
    ]


def test_f21_names_of_one_key_are_ordered_by_slug(load):
    names = {"b": "Ökotec", "a": "ökotec", "c": "Zulu", "d": "alpha"}
    load(*(obj("reference.source", slug=slug, name=name, kind="news") for slug, name in names.items()))

    assert list(Source.objects.order_by("name_key", "slug").values_list("slug", flat=True)) == ["d", "a", "b", "c"]
