"""The files that ``manage.py load`` takes, in three forms, and those it refuses."""

import json
import os

import pytest
from django.core.management import CommandError, call_command

from core.changes import Batch
from reference.loading.manifest import checksum
from reference.models import Country, CountryCode, Load, Organisation, Source
from tests.loading import INDIAN, MAKER, first, obj

TABLE = (
    "slug,name,alpha3,valid_from,successors\r\n"
    "SU,Soviet Union,SUN,,RU;UA\r\n"
    "RU,Russia,RUS,1991,\r\n"
    "UA,Ukraine,UKR,1991,\r\n"
)
WRITTEN = """
- model: reference.country
  fields: {slug: "NO", name: Norway, alpha3: NOR, valid_from: 1905}
- model: reference.countrycode
  fields: {country: NO, scheme: GW, number: 385, valid_from: 1905-06-07}
"""


def test_f11_the_batch_of_a_fixture_names_the_version_that_its_manifest_tells(load, tmp_path):
    manifest = 'name = "facts"\nversion = "1.2"\n[checksums]\n"facts.json" = '
    for text in (INDIAN, obj("reference.organisation", **MAKER)):
        (tmp_path / "facts.json").write_text(json.dumps([text], indent=1))
        told = checksum(tmp_path / "facts.json") if text is INDIAN else "another"
        (tmp_path / "manifest.toml").write_text(f'{manifest}"{told}"')
        load(text)

    path = str(tmp_path / "facts.json")
    assert list(Batch.objects.order_by("pk").values_list("label", flat=True)) == [f"{path} (facts v1.2)", path]
    assert set(Load.objects.values_list("name", flat=True)) == {path}


def test_f16_a_table_is_loaded_like_any_fixture(load):
    assert first(load(reference__country__csv=TABLE)).startswith("3 created, 0 updated, 0 unchanged, 0 conflicting.")

    union = Country.objects.get(slug="SU")
    assert (union.valid_from, list(union.successors.values_list("slug", flat=True))) == (None, ["RU", "UA"])


def test_f16_a_table_for_spreadsheets_of_the_west_is_read(load):
    load(reference__country__csv="slug;name;alpha3\nCI;Côte d’Ivoire;CIV\n".encode("cp1252"))

    assert Country.objects.get().name == "Côte d’Ivoire"


def test_f16_a_text_for_people_is_loaded_like_any_fixture(load):
    load(facts__yaml=WRITTEN)

    code = CountryCode.objects.get()
    assert (code.country.slug, code.country.valid_from, code.number, code.valid_from) == (
        "NO",
        "1905",
        385,
        "1905-06-07",
    )


def test_f16_faults_in_tables_and_texts_have_their_places(refusal):
    said = refusal(
        reference__country__csv=TABLE.replace("1991,\r\nUA", "1991-13,\r\nUA"), facts__yaml=WRITTEN.replace("385", "x")
    )

    assert said == [
        "reference.country.csv:3:4, object 2 (reference.country RU): field valid_from: "
        "“1991-13” is not a date: write 2017, 2017-04 or 2017-04-22.",
        'facts.yaml:5:45, object 2 (reference.countrycode): field number: "x" is not a whole number.',
    ]


def test_f16_every_broken_row_of_a_table_is_told_in_one_run_with_every_wrong_value(refusal):
    rows = "a,A,gossip\nb,B\nc,C,news,1\nd,D,news\ne,E,rumour\n"

    assert refusal(reference__source__csv=f"slug,name,kind\n{rows}") == [
        "reference.source.csv:2:3, object 1 (reference.source a): field kind: "
        "Value 'gossip' is not a valid choice. Nearest: official.",
        "reference.source.csv:3:1, object 2 (not an object): 2 cells stand under 3 names.",
        "reference.source.csv:4:1, object 3 (not an object): 4 cells stand under 3 names.",
        "reference.source.csv:6:3, object 5 (reference.source e): field kind: "
        "Value 'rumour' is not a valid choice. Nearest: manufacturer.",
    ]
    assert not Source.objects.exists()


def test_f10_a_record_given_twice_is_refused_with_both_places(refusal):
    again = "\n- model: reference.country\n  fields: {slug: IN, name: India, alpha3: IND}"

    assert refusal(INDIAN, INDIAN) == [
        "facts.json:10:2, object 2 (reference.country IN): object 1 (line 2, column 2) is the same record."
    ]
    assert refusal(INDIAN, facts__yaml=again) == [
        "facts.yaml:2:3, object 1 (reference.country IN): object 1 (line 2, column 2) of facts.json is the same record."
    ]


TWICE = {
    "a field": (
        '[{"model": "reference.country", "fields": {"slug": "IN", "name": "A", "name": "B"}}]',
        'facts.json:1:66, object 1 (reference.country IN): field name: it is given twice, the last time as "B". '
        "Again in line 1, column 79.",
    ),
    "a member": (
        '[{"model": "a", "fields": {},\n "model": "reference.country"}]',
        "facts.json:1:12, object 1 (reference.country): field model: it is given twice, "
        'the last time as "reference.country". Again in line 2, column 11.',
    ),
    "a column": (
        "slug,name,name\nIN,A,B\n",
        "reference.country.csv:2:2, object 1 (reference.country IN): field name: it is given twice, "
        'the last time as "B". Again in line 2, column 3.',
    ),
    "a field of YAML": (
        "- model: reference.country\n  fields: {slug: IN, name: A,\n    name: B}",
        'facts.yaml:2:28, object 1 (reference.country IN): field name: it is given twice, the last time as "B". '
        "Again in line 3, column 11.",
    ),
}


@pytest.mark.parametrize("kind", TWICE)
def test_f10_a_member_given_twice_is_refused_with_both_places(kind, refusal):
    text, told = TWICE[kind]

    assert refusal(**{told.partition(":")[0].replace(".", "__"): text}) == [told]


BAD_FILES = {
    "nothing": ("facts.json", b"", "it is empty."),
    "another kind": ("facts.txt", b"x", "a fixture is one of .json, .csv, .yaml, .yml."),
    "binary": ("facts.json", b"\x00\x01\x02\xff", "not UTF-8"),
    "cut short": ("facts.json", b'[{"model": "reference.country", "fields": {"slug": "IN"', "not JSON"),
    "no list": ("facts.json", b'{"a": 1}', "a fixture is a list of objects"),
    "a table without a model": ("facts.csv", b"slug\nIN\n", "a table is named by its model"),
    "a table of unequal rows": ("reference.country.csv", b"slug,name\nIN\n", "1 cells stand under 2 names"),
    "a binary table": ("reference.country.csv", b"\x89PNG\x81\x8d", "neither in UTF-8 nor in Windows-1252"),
    "one endless line": ("reference.country.csv", b"a" * (17 << 20), "a line is longer than 16 MB"),
    "broken YAML": ("facts.yaml", b"- [", "not YAML"),
    "a text that holds itself": ("facts.yaml", b"- &a [*a]", "it holds itself"),
    "members that hold themselves": ("facts.yaml", b"- &a\n  <<: *a", "it holds itself"),
    "a text nested too deeply": ("facts.yaml", b"[" * 300_000 + b"]" * 300_000, "nested too deeply"),
    "an endless number": ("facts.json", b"[" + b"9" * 5_000 + b"]", "a number in it is too long to be read"),
    "an endless exponent": ("facts.json", b"[1e" + b"9" * 30 + b"]", "a number in it is too long to be read"),
    "an endless number of YAML": (
        "facts.yaml",
        WRITTEN.replace("385", "9" * 5_000).encode(),
        "is not a whole number",
    ),
    "a model that is a number": (
        "facts.json",
        b'[{"model": 5, "fields": {}}]',
        "an object needs a “model” and “fields”.",
    ),
    "a model that is a list": (
        "facts.json",
        b'[{"model": ["a"], "fields": {}}]',
        "an object needs a “model” and “fields”.",
    ),
    "half a character for a model": ("facts.json", b'[{"model": "a.\\ud800", "fields": {}}]', "is no model."),
    "half a character for a field": (
        "facts.json",
        b'[{"model": "reference.country", "fields": {"\\ud800": 1, "slug": "IN", "name": "I", "alpha3": "IND"}}]',
        "has no field named",
    ),
    "half a character for a slug": (
        "facts.json",
        b'[{"model": "reference.country", "fields": {"slug": "\\ud800", "name": "I", "alpha3": "IND"}}]',
        "field slug: a text cannot hold half a surrogate pair.",
    ),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_is_no_fixture_is_refused_in_one_line(kind, refusal):
    name, text, reason = BAD_FILES[kind]

    (said,) = refusal(**{name.replace(".", "__"): text})

    assert reason in said


def test_a_path_that_leads_nowhere_is_told(tmp_path, db):
    with pytest.raises(CommandError, match="there is no such file"):
        call_command("load", tmp_path / "none.json")
    with pytest.raises(CommandError, match="the folder holds no fixture"):
        call_command("load", tmp_path)
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    with pytest.raises(CommandError, match=r"loop\.json: there is no such file"):
        call_command("load", tmp_path / "loop.json")
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(CommandError, match=r"pipe\.json: it is no file"):
        call_command("load", tmp_path / "pipe.json")


def test_f20_a_part_is_loaded_and_what_it_lacks_is_told(load, refusal):
    objects = [INDIAN, obj("reference.organisation", **MAKER, country=["IN"]), obj("reference.dataset", slug="x")]

    said = refusal(*objects[:2], options=["--only", "reference.organisation"])
    assert said == [
        "facts.json:16:15, object 2 (reference.organisation iai), field country: "
        "country “IN” is in the files and not among what --only names: add --with-deps."
    ]

    load(*objects[:2], options=["--only", "reference.organisation", "--with-deps"])
    assert Organisation.objects.get().country.slug == "IN"


def test_f20_what_a_part_needs_comes_whole_with_what_belongs_to_it(load):
    source = obj("reference.source", slug="paper", name="Paper", kind="news")
    named = obj("reference.organisationalias", entry=["elta"], text="EL/TA")
    cited = obj("reference.organisationcitation", entry=["elta"], source=["paper"])
    elta, other = (obj("reference.organisation", **MAKER | {"slug": slug}) for slug in ("elta", "other"))
    deal = obj("agreements.agreement", slug="deal", name="Deal", kind="treaty", status="signed")
    party = obj("agreements.party", agreement=["deal"], ref="elta", organisation=["elta"], role="party")

    load(INDIAN, source, named, cited, elta, other, deal, party, options=["--only", "agreements", "--with-deps"])

    assert [str(o.slug) for o in Organisation.objects.all()] == ["elta"]
    assert Organisation.objects.get().aliases.get().text == "EL/TA"
    assert Organisation.objects.get().citations.get().source.slug == "paper"
    assert not Country.objects.exists()
