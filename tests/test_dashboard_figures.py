"""What the figures of the admin's first page mean: where countries lie, which citations wait."""

import pytest

from config.dashboard import keeping, queues
from config.dashboard.figures import by_country, places_in
from equipment.models import WeaponSystem, WeaponSystemCitation
from events.models import Incident
from reference.models import Citation, Country, Source


@pytest.mark.parametrize(
    ("longitudes", "middle"),
    [([170, -170, 178], 179.33), ([-77, -120, 145], -137.33), ([2, 2, 2, 2, 2, -61], -8.5), ([-179, -177], -178)],
)
def test_country_that_crosses_180_degrees_lies_where_its_incidents_do(make, longitudes, middle):
    country = make(Country)
    for longitude in longitudes:
        make(Incident, latitude=-18, longitude=longitude, countries=[country])

    (place,) = places_in(keeping.rows_in(keeping.read([by_country()]).values, 1)[0])

    assert (place["latitude"], place["longitude"]) == (-18, middle)


def test_fresh_fixtures_have_no_stale_citation_of_what_is_not_cited_anew(armoury, editor_client):
    stale = [citation for model in queues.tables(Citation) for citation in model.objects.filter(model.is_stale())]
    waiting = [queue.rows(None) for queue in queues.queues()["Stale citations"]]

    assert len(stale) == 28  # each was corrected by a newer source: ADR 11
    assert [list(rows) for rows in waiting] == [[]] * len(waiting)


def test_stale_citation_waits_until_what_is_true_now_is_cited(make):
    system = make(WeaponSystem, role="Hunter")
    make(WeaponSystemCitation, entry=system, fact="role", source=make(Source))
    system.role = "Decoy"
    system.save()
    queue = next(queue for queue in queues.queues()["Stale citations"] if queue.model is WeaponSystemCitation)

    waiting = queue.rows(None).count()
    make(WeaponSystemCitation, entry=system, fact="role", source=make(Source))

    assert (waiting, queue.rows(None).count()) == (1, 0)
