"""``manage.py import_countries``: codes and state numbers are refreshed, names chosen here stay."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reference.models import Country, CountryCode
from tests.loading import first
from tests.published import SHARED, needs_shared_data

ISO = (
    "CLDR display name,ISO3166-1-Alpha-2,ISO3166-1-Alpha-3,ISO3166-1-numeric,Region Name,Sub-region Name\n"
    "Namibia,NA,NAM,516,Africa,Sub-Saharan Africa\n"
    "Bolivia,BO,BOL,68,Americas,Latin America and the Caribbean\n"
    "Nowhere,NW,NWH,x,,\n"
)
GW = "gwcode,gwc,country_name,start,end,microstate\n565,NAM,Namibia,1990-03-21,9999-12-31,False\n"


@pytest.fixture
def imported(armoury, tmp_path):
    """Return a function that imports a text as a table of states, and returns what it says."""

    def run(text: str, **options) -> str:
        path, told = tmp_path / "states.csv", StringIO()
        path.write_text(text, encoding="utf-8")
        call_command(
            "import_countries", path, **{"release": "2027", "rejected": tmp_path / "no.csv", "stdout": told} | options
        )
        return told.getvalue()

    return run


def test_codes_are_refreshed_and_names_chosen_here_stay(imported):
    Country.objects.filter(slug="NA").update(numeric="999", name="Republic of Namibia")

    said = imported(ISO, overwrite=True)

    country = Country.objects.get(slug="NA")
    assert (country.name, country.alpha3, country.numeric) == ("Republic of Namibia", "NAM", "516")
    assert "reference.country: 1 updated, 1 unchanged" in said
    assert "refused: 1 rows, numbers that are none." in said


def test_a_state_number_has_its_span_and_no_end_while_it_lasts(imported):
    CountryCode.objects.filter(scheme="GW", number=565).delete()

    imported(GW)

    code = CountryCode.objects.get(scheme="GW", number=565)
    assert (code.country.slug, code.valid_from, code.valid_until) == ("NA", "1990-03-21", None)


def test_a_table_of_something_else_and_a_missing_version_are_told(imported):
    with pytest.raises(CommandError, match="no line names the columns"):
        imported("a,b\n1,2\n")
    with pytest.raises(CommandError, match="add --release"):
        imported(GW, release=None)


@needs_shared_data
@pytest.mark.parametrize(("name", "refused"), [("iso3166/datasets_country-codes", 0), ("cow/states_cowstates", 17)])
def test_the_published_tables_change_nothing_that_was_curated(name, refused, armoury, tmp_path):
    told = StringIO()

    call_command("import_countries", SHARED / f"{name}.csv", release="2027", rejected=tmp_path / "no.csv", stdout=told)

    assert first(told.getvalue()).startswith("1 created, 0 updated, ")
    assert (f"refused: {refused} rows, states that are no record here" in told.getvalue()) == bool(refused)
