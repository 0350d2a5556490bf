"""A file of SIPRI's as objects of fixtures."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from agreements.models import Transfer
from agreements.sipri.categories import Categories
from agreements.sipri.figures import figures
from agreements.sipri.layouts import fingerprint, opened
from core.names import name_key
from equipment.models import WeaponSystem
from reference.loading.published import PublishedFile, Rejected
from reference.loading.reading import Place
from reference.loading.resolving import Actors, Countries, Mappings, Names

DATASET = "sipri-at"
LONGEST_NAME = 300
NOBODY = ("unknown supplier", "unknown recipient")


class Deals(PublishedFile):
    """A file of SIPRI's, read as objects of fixtures, once all of its rows are known."""

    def __init__(self, path: Path, release: str, limit: int | None = None, progress=int):
        super().__init__(path)
        self.release, self.limit, self.progress, self.source = release, limit, progress, f"{DATASET}-{release}"
        self.table, self.layout = opened(path)
        self.countries, self.categories = Countries(DATASET), Categories(DATASET)
        self.groups, self.bodies = Actors(DATASET), Actors(DATASET, "international-organisation")
        self.systems, self.mappings = Names(WeaponSystem), Mappings(DATASET, "systems")
        self.there = set(WeaponSystem.objects.values_list("slug", flat=True))
        self.names = dict(Transfer.objects.filter(dataset__slug=DATASET).values_list("external_id", "name"))
        self.refused: dict[int, Rejected] = {}
        self.begin()

    def begin(self) -> None:
        self.groups.begin()
        self.bodies.begin()
        self.rejected: list[tuple[int, Rejected, list]] = []
        self.warnings: Counter[str] = Counter()
        self.made: dict[str, str] = {}
        self.labels: list[str] = []
        self.taken = set(self.there)
        self.line = 0

    def objects(self) -> Iterator[dict]:
        self.begin()
        yield from heading(self.source, self.release)
        for number, rows in self.deals().items():
            self.line, first = rows[0]
            try:
                if self.line in self.refused:
                    raise self.refused[self.line]
                yield from self.deal(number, [row for _, row in rows])
            except Rejected as problem:
                self.rejected.append((self.line, problem, list(first.values())))

    def deals(self) -> dict[str, list[tuple[int, dict]]]:
        """Return the rows of each deal, with their lines; deals that look alike are told apart by their order."""
        found: dict[str, list[tuple[int, dict]]] = defaultdict(list)
        alike: Counter[str] = Counter()
        for count, cells in enumerate(self.table.rows(self.reject), start=1):
            if self.limit and count > self.limit:
                break
            self.progress(count)
            row = dict(zip(self.layout, cells, strict=True))
            key = row.get("number", "").strip() or fingerprint(row)
            if "number" not in row:
                alike[key] += 1
                key += f"-{alike[key]}" if alike[key] > 1 else ""
            found[key].append((self.table.line, row))
        return found

    def place(self, field: str = "") -> Place:
        return Place(self.line, 1)

    def unresolved(self) -> list[str]:
        systems = [
            f"“{label}” came in as a draft system; nearest: {', '.join(self.systems.near(label)) or 'none'}."
            for label in self.labels
        ]
        return [*self.groups.unresolved(), *self.bodies.unresolved(), *systems]

    def deal(self, number: str, rows: list[dict]) -> Iterator[dict]:
        """Return the objects of a deal; raise Rejected for one that cannot be told whole."""
        row, sides = rows[0], {}
        for side in ("supplier", "recipient"):
            sides |= yield from self.party(side, row[side])
        system = yield from self.system(row["designation"].strip(), row["description"], row.get("category", ""))
        slug, name = f"{DATASET}-{number}", f"{row['supplier']} to {row['recipient']}: {row['designation'].strip()}"
        fields = {"slug": slug, "name": f"{name}, {row['ordered']}"[:LONGEST_NAME], "notes": row.get("comments", "")}
        fields |= {"publication": "published", "dataset": [DATASET], "external_id": number, "system": [system]}
        yield {"model": "agreements.transfer", "fields": fields | sides | figures(rows)}
        yield {"model": "agreements.transfercitation", "fields": {"entry": [slug], "source": [self.source]}}
        if (known := self.names.get(number)) and known != fields["name"]:
            yield {"model": "agreements.transferalias", "fields": {"entry": [slug], "text": known, "kind": "former"}}

    def party(self, side: str, label: str):
        """Yield the object of a party that is new, and return the fields that name it."""
        name = label.strip().rstrip("*").strip()
        if name.lower().startswith(NOBODY):
            raise Rejected("parties that nobody knows", f"the {side} is “{label}”")
        if not label.strip().endswith("*"):
            return {f"{side}_country": [self.countries.find("", name, 0)]}
        actors = self.bodies if label.strip().endswith("**") else self.groups
        slug, new = actors.find(name_key(name), name)
        if new:
            yield new
        return {f"{side}_organisation": [slug]}

    def system(self, label: str, description: str, category: str):
        """Yield the object of a system that is new, and return its slug."""
        key = name_key(label)
        known = self.mappings.find(label) or self.systems.find(label) or self.made.get(key)
        if known:
            return known
        slug = self.made[key] = free_slug(label, self.taken)
        self.taken.add(slug)
        self.labels.append(label)
        fields = {"slug": slug, "name": label[:LONGEST_NAME], "category": [self.categories.find(description, category)]}
        fields |= {"status": "in-service", "publication": "draft", "dataset": [DATASET], "external_id": key[:120]}
        yield {"model": "equipment.weaponsystem", "fields": fields}
        return slug


def free_slug(label: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:60] or DATASET
    return next(slug for slug in [stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


def heading(source: str, release: str) -> list[dict]:
    """Return the data set, its release and the source that the deals cite."""
    address = "https://www.sipri.org/databases/armstransfers"
    dataset = {
        "slug": DATASET,
        "name": "SIPRI Arms Transfers Database",
        "owner": "Stockholm International Peace Research Institute",
        "url": address,
        "licence": "SIPRI terms: fair use, less than a tenth of the data set",
        "licence_url": "https://www.sipri.org/about/terms-and-conditions",
        "attribution": f"Information from the SIPRI Arms Transfers Database, {address}",
        "redistributable": False,
    }
    document = {
        "slug": source,
        "name": f"SIPRI Arms Transfers Database, {release}",
        "publisher": "Stockholm International Peace Research Institute",
        "url": address,
        "kind": "dataset",
        "reliability": "high",
    }
    return [
        {"model": "reference.dataset", "fields": dataset},
        {"model": "reference.release", "fields": {"dataset": [DATASET], "version": release}},
        {"model": "reference.source", "fields": document},
    ]
