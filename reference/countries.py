"""The tables of states: ISO 3166 codes with the UN's regions, the numbers of Correlates of War and Gleditsch-Ward."""

from collections.abc import Iterator
from pathlib import Path

from reference.loading.published import Published, PublishedFile, Rejected, Taken, opened_as
from reference.loading.resolving import Countries, whole
from reference.models import Country, CountryCode, Scheme

ISO = ["ISO3166-1-Alpha-2", "ISO3166-1-Alpha-3", "ISO3166-1-numeric", "CLDR display name"]
REGIONS = ["Region Name", "Sub-region Name"]
SPAN = ["country_name", "start", "end"]
STILL = "9999-12-31"


class ISOFile(PublishedFile):
    """``country-codes.csv``: codes and regions. A name that was chosen here stays; NA is Namibia."""

    dataset, needed, optional = "iso-3166", ISO, REGIONS

    def __init__(self, path: Path, release: str, *how):
        super().__init__(path, release, *how)
        self.table = Published(path, self.needed, self.optional)
        fields = {"dataset": [self.dataset], "version": release}
        self.beside.append((0, {"model": "reference.release", "fields": fields}))
        self.prepare()

    def prepare(self) -> None:
        self.known = set(Country.objects.values_list("slug", flat=True))

    def records(self) -> Iterator[Taken]:
        for row in self.rows():
            try:
                objects = [self.state([cell.strip() for cell in row])]
            except Rejected as problem:
                self.reject(problem, row)
            else:
                yield Taken(self.table.line, row, objects)

    def state(self, row: list[str]) -> dict:
        """Return the object of a row; raise Rejected for a row that names no state."""
        alpha2, alpha3, numeric, name, region, subregion = row
        fields = {"slug": alpha2, "alpha3": alpha3, "numeric": f"{whole(numeric):03}"}
        fields |= {"region": region, "subregion": subregion} | ({} if alpha2 in self.known else {"name": name})
        return {"model": "reference.country", "fields": fields}


class StatesFile(ISOFile):
    """``states_cowstates.csv`` or ``states_gwstates.csv``: a number, a name, the first and the last day as a state."""

    optional: list[str] = []

    def prepare(self) -> None:
        self.countries = Countries(self.dataset)
        mine = CountryCode.objects.filter(scheme=self.scheme).values_list("number", "valid_from", "country__slug")
        self.there = {(number, start): slug for number, start, slug in mine}

    def state(self, row: list[str]) -> dict:
        number, name, start, end = row
        code, last = whole(number), None if end == STILL else end
        held = self.there.get((code, start)) or self.countries.by_code(self.scheme, code, whole(start[:4]))
        slug = held or self.countries.by_name(name)
        if not slug:
            near = ", ".join(self.countries.names.near(name)) or "none"
            raise Rejected("states that are no record here", f"{code} “{name}”; nearest: {near}")
        fields = {"country": [slug], "scheme": self.scheme, "number": code, "valid_from": start}
        if any(number == code and start < other <= end for number, other in self.there):
            self.warnings["a span that is divided here among several states keeps its end"] += 1
        else:
            fields |= {"valid_until": last}
        return {"model": "reference.countrycode", "fields": fields}


class COWFile(StatesFile):
    dataset, scheme, needed = "cow-states", Scheme.COW.value, ["cowcode", *SPAN]


class GWFile(StatesFile):
    dataset, scheme, needed = "gw-states", Scheme.GW.value, ["gwcode", *SPAN]


FORMS = [ISOFile, COWFile, GWFile]


def form_of(path: Path) -> type[ISOFile]:
    """Return which of the tables a file is; raise Unreadable when it is none."""
    place, _ = opened_as(path, [(form.needed, form.optional) for form in FORMS])
    return FORMS[place]
