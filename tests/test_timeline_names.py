"""What the rows in a timeline are called, and where their names lead."""

import pytest

from equipment.models import Operator, WeaponSystem, WeaponSystemCitation
from reference.models import Country, Source
from tests.test_admin import address, cost
from tests.test_timeline import told


def test_a9_timeline_links_the_records_that_values_name_unless_they_are_gone(make, editor_client):
    system, source = make(WeaponSystem), make(Source, name="News")
    make(Operator, system=system, country=make(Country, name="India"), sources=[source])
    Operator.objects.update(country=make(Country, name="Israel"))
    Country.objects.filter(name="India").delete()

    html = editor_client.get(address(WeaponSystem, "history", system.pk)).content.decode()

    links = [
        f'<a href="{address(type(each), "change", each.pk)}">{each}</a>' for each in (source, Country.objects.get())
    ]
    assert [link in html for link in links] == [True, True]
    assert "India (deleted)</a>" not in html


def test_a_citation_of_no_fact_is_called_as_on_its_page_when_it_is_gone_too(make, editor_client):
    system = make(WeaponSystem)
    citation = make(WeaponSystemCitation, entry=system, source=make(Source, name="News"))

    assert told(editor_client, system)[0][0] == "Weapon system citation “whole entry (News)”"
    citation.delete()

    assert told(editor_client, system)[0][0] == "Weapon system citation “whole entry (News) (deleted)”"


@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_citations_of_no_fact_are_told_apart_by_their_sources_at_no_cost_per_row(make, editor_client, page):
    few, many = make(WeaponSystem), make(WeaponSystem)
    for system, number in ((few, 1), (many, 6)):
        for name in ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")[:number]:
            make(WeaponSystemCitation, entry=system, source=make(Source, name=name))
    cost(editor_client, address(WeaponSystem, page, few.pk))

    costs = [cost(editor_client, address(WeaponSystem, page, system.pk))[0] for system in (few, many)]

    assert costs[0] == costs[1]
    assert "whole entry (Sixth)" in editor_client.get(address(WeaponSystem, page, many.pk)).content.decode()
