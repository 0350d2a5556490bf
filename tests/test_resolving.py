"""Which state a data set means by a number: Gleditsch-Ward's or Correlates of War's, in the year of the event."""

import pytest

from reference.loading.published import Rejected
from reference.loading.resolving import Countries

SERBIA = [(1999, "YUCS"), (2004, "CSXX"), (2008, "RS"), (2023, "RS")]
STATES = [
    *((345, year, slug) for year, slug in SERBIA),
    *((340, year, "RS") for year in (1900, 2008, 2023)),
    *((678, year, "YE") for year in (1985, 1995, 2023)),
    *((679, year, "YE") for year in (1995, 2023)),
    *((680, year, "YDYD") for year in (1985, 2023)),
    *((365, year, slug) for year, slug in [(1916, "RU"), (1985, "SUHH"), (2023, "RU")]),
    *((816, year, slug) for year, slug in [(1970, "VDVN"), (1985, "VN")]),
    *((255, year, "DE") for year in (1900, 2023)),
    (260, 1970, "DE"),
    (265, 1970, "DDDE"),
    (347, 2023, "XK"),
]


@pytest.mark.parametrize(("number", "year", "slug"), STATES)
def test_a_state_is_who_has_its_number_in_the_year_of_the_event(number, year, slug, armoury):
    assert Countries("ucdp-ged").find(str(number), "nobody's name", year) == slug


@pytest.mark.parametrize(("number", "year", "slug"), [(345, 2008, "CSXX"), (679, 2008, None), (340, 2008, "RS")])
def test_a_number_of_one_list_is_asked_of_that_list_alone_where_it_is_named(number, year, slug, armoury):
    assert Countries("ucdp-ged").by_code("GW", number, year) == slug


def test_a_number_that_no_list_has_is_no_state(armoury):
    with pytest.raises(Rejected, match=r"“nobody's name” \(999\) is no state known; nearest: "):
        Countries("ucdp-ged").find("999", "nobody's name", 2008)
