"""A small part of the project's own data, for pages that are looked at."""

from equipment.models import (
    Category,
    Maker,
    Operator,
    Specification,
    WeaponSystem,
    WeaponSystemAlias,
    WeaponSystemCitation,
)
from events.models import Incident
from reference.models import Country, Organisation, Source

SHEETS = {
    "equipment__weaponsystem": [
        ["slug", "name", "category", "status", "introduced", "role", "origins"],
        ["harop", "IAI Harop (Harpy 2)", "", "", "", "<clear>", ""],
        ["lakshya-2", "Lakshya-2", "loitering-munition", "in-service", "2012", "Target drone", "IN"],
        ["barak-9", "Barak 9", "sam-sistem", "flying", "2016-13", "Air defence", "Israel"],
    ],
    "equipment__maker": [
        ["system", "ref", "organisation", "role"],
        ["lakshya-2", "ade", "aeronautical-development-establishment", "developed"],
    ],
}


def world(make) -> None:
    """Put there what the pages need, as it is in the project's own data but for how much of it there is."""
    israel, india = make(Country, name="Israel", slug="IL"), make(Country, name="India", slug="IN")
    iai = make(Organisation, name="Israel Aerospace Industries")
    make(Organisation, name="Rafael Advanced Defense Systems", slug="rafael")
    munition = make(Category, name="Loitering munition", slug="loitering-munition")
    for slug, name in {"harop": "IAI Harop", "harpy": "IAI Harpy", "barak-8": "Barak 8", "barak-1": "Barak 1"}.items():
        system = make(WeaponSystem, slug=slug, name=name, category=munition, origins=[israel], introduced="2005")
        source = make(Source, name=f"{name}: product page")
        make(WeaponSystemCitation, entry=system, source=source)
        make(WeaponSystemAlias, entry=system, text=name.replace("IAI ", "") + " missile")
        make(Specification, system=system, stated="1000 km", sources=[source])
        make(Specification, system=system, stated="6 km")
        make(Operator, system=system, country=india, sources=[source])
        make(Maker, system=system, organisation=iai)
    for day in ("2001-01-05", "2001-03"):
        make(Incident, started=day, countries=[india], latitude=28, longitude=77)
