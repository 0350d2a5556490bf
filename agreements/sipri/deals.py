"""A file of SIPRI's as objects of fixtures."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from agreements.models import Transfer
from agreements.sipri.categories import Categories
from agreements.sipri.figures import figures
from agreements.sipri.known import KnownDeals
from agreements.sipri.layouts import OLDER, fingerprint, opened
from core.names import name_key
from equipment.models import WeaponSystem
from reference.loading.mapping import Mappings, Unresolved
from reference.loading.published import PublishedFile, Rejected, Taken, heading
from reference.loading.resolving import Actors, Countries, Names
from reference.loading.withdrawing import Withdrawal, withdraw

DATASET = "sipri-at"
LONGEST_NAME = 300
ADDRESS = "https://www.sipri.org/databases/armstransfers"
PUBLISHED = {
    "slug": DATASET,
    "name": "SIPRI Arms Transfers Database",
    "owner": "Stockholm International Peace Research Institute",
    "url": ADDRESS,
    "licence": "SIPRI terms: fair use, less than a tenth of the data set",
    "licence_url": "https://www.sipri.org/about/terms-and-conditions",
    "attribution": f"Information from the SIPRI Arms Transfers Database, {ADDRESS}",
    "redistributable": False,
}
SIDES = ["supplier_country", "supplier_organisation", "recipient_country", "recipient_organisation"]
NOBODY = ("unknown supplier", "unknown recipient")


class Deals(PublishedFile):
    """A file of SIPRI's, read as objects of fixtures, once all of its rows are known."""

    def __init__(self, path: Path, release: str, *how):
        super().__init__(path, release, *how)
        self.source = f"{DATASET}-{release.replace('.', '-')}"
        self.table, self.layout = opened(path)
        self.numbered_by, self.has_footer = self.layout.get("number", ""), self.layout is OLDER
        self.countries, self.categories = Countries(DATASET), Categories(DATASET)
        self.groups, self.bodies = Actors(DATASET), Actors(DATASET, "international-organisation")
        self.systems, self.mappings = Names(WeaponSystem), Mappings(DATASET, "systems")
        self.taken = set(WeaponSystem.objects.values_list("slug", flat=True))
        self.known = KnownDeals(DATASET)
        self.called: Counter[str] = Counter()
        self.made: dict[str, str] = {}
        self.labels: list[str] = []
        self.numbers: set[str] = set()
        self.covered: set[tuple] = set()
        named = {"slug": self.source, "name": f"SIPRI Arms Transfers Database, {release}"}
        self.beside += heading(PUBLISHED, release, **named)

    def records(self) -> Iterator[Taken]:
        deals = self.deals()
        self.called = Counter(name_key(name_of(rows[0][1])) for rows in deals.values())
        for number, rows in deals.items():
            self.table.line, first = rows[0]
            cells = list(first.values())
            try:
                objects = list(self.deal(number, [row for _, row in rows]))
            except Rejected as problem:
                self.reject(problem, cells)
            else:
                yield Taken(self.table.line, cells, objects)

    def deals(self) -> dict[str, list[tuple[int, dict]]]:
        """Return the rows of each deal, with their lines; deals that look alike are told apart by their order."""
        found: dict[str, list[tuple[int, dict]]] = defaultdict(list)
        alike: Counter[str] = Counter()
        for cells in self.rows():
            row = dict(zip(self.layout, cells, strict=True))
            key = row.get("number", "").strip() or fingerprint(row)
            if "number" not in row:
                alike[key] += 1
                key += f"-{alike[key]}" if alike[key] > 1 else ""
            found[key].append((self.table.line, row))
        return found

    def unresolved(self):
        systems = [Unresolved("systems", label, self.systems.near) for label in self.labels]
        others = self.countries, self.categories, self.groups, self.bodies
        return [*(each for names in others for each in names.unresolved()), *systems]

    def deal(self, number: str, rows: list[dict]) -> Iterator[dict]:
        """Return the objects of a deal; raise Rejected for one that cannot be told whole."""
        row, name, sides = rows[0], name_of(rows[0]), {}
        known = self.known.find(number, name, alone=self.called[name_key(name)] == 1)
        key = known.key if known else number
        self.numbers.add(key)
        for side in ("supplier", "recipient"):
            sides |= self.party(side, row[side])
        system = self.system(row["designation"].strip(), row["description"], row.get("category", ""))
        self.covered.add(tuple(sides.get(side, [None])[0] for side in SIDES))
        slug = known.slug if known else f"{DATASET}-{number}"
        fields = {"slug": slug, "name": name, "publication": "published", "system": [system]}
        fields |= {"dataset": [DATASET], "external_id": key} | sides | figures(rows)
        fields |= {"notes": row["comments"]} if "comments" in row else {}
        if key != number and key.isdecimal():
            del fields["licence_production"]
        yield {"model": "agreements.transfer", "fields": fields}
        yield {"model": "agreements.transfercitation", "fields": {"entry": [slug], "source": [self.source]}}
        if known and known.name != name:
            alias = {"entry": [slug], "text": known.name, "kind": "former"}
            yield {"model": "agreements.transferalias", "fields": alias}

    def party(self, side: str, label: str) -> dict:
        """Return the fields that name a party; one that is new is brought along."""
        name = label.strip().rstrip("*").strip()
        if name.lower().startswith(NOBODY):
            raise Rejected("parties that nobody knows", f"the {side} is “{label}”")
        if not label.strip().endswith("*"):
            return {f"{side}_country": [self.countries.find("", name, 0)]}
        actors = self.bodies if label.strip().endswith("**") else self.groups
        slug, new = actors.find(name_key(name), name)
        if new:
            self.bring(new)
        return {f"{side}_organisation": [slug]}

    def system(self, label: str, description: str, category: str) -> str:
        """Return the slug of a system; one that is new is brought along."""
        key = name_key(label)
        known = self.mappings.find(label) or self.systems.find(label) or self.made.get(key)
        if known:
            return known
        if not label:
            raise Rejected("systems without a name", "the designation is empty")
        category = self.categories.find(description, category)
        slug = self.made[key] = free_slug(label, self.taken)
        self.taken.add(slug)
        self.labels.append(label)
        fields = {"slug": slug, "name": label[:LONGEST_NAME], "category": [category]}
        fields |= {"status": "in-service", "publication": "draft", "dataset": [DATASET], "external_id": key[:120]}
        self.bring({"model": "equipment.weaponsystem", "fields": fields})
        return slug


def dropped(file: Deals, how: Withdrawal) -> list[str]:
    """Withdraw the deals that a release lacks between parties it covers, or say how many; ids and texts stay apart."""
    there = Transfer.objects.filter(dataset__slug=DATASET, publication="published")
    numbered = "number" in file.layout
    found = there.values_list("pk", "external_id", *(f"{side}__slug" for side in SIDES))
    gone = [
        key
        for key, number, *sides in found
        if number not in file.numbers | file.torn and tuple(sides) in file.covered and number.isdecimal() == numbered
    ]
    return withdraw(there, gone, file.release, how)


def name_of(row: dict) -> str:
    return f"{row['supplier']} to {row['recipient']}: {row['designation'].strip()}, {row['ordered']}"[:LONGEST_NAME]


def free_slug(label: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:60] or DATASET
    return next(slug for slug in [stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)
