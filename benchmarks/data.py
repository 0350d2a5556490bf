"""Made-up incidents with all their relations, the same ones at every run: 10,000, 100,000 or a million.

``python -m benchmarks.data 10000`` fills the database that ``DATABASE_URL`` names: migrations,
fixtures, then the made-up rows. A database that holds that many already is left as it is.
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import accumulate, count

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from agreements.models import Agreement
from core import database
from core.names import name_key
from equipment.models import WeaponSystem
from events import models as events
from reference.models import Certainty, Country, Dataset, Organisation, Source

WORDS = (
    "convoy patrol checkpoint district police army rocket mortar drone village border market school hospital bridge "
    "highway station barracks depot airfield harbour refinery pipeline embassy mosque church temple refugee camp rally "
    "election militia brigade battalion squadron commander spokesman civilians soldiers officers gunmen insurgents "
    "ambush raid shelling clash siege blast explosion intercepted claimed denied confirmed reported wounded killed "
    "captured destroyed damaged fired launched targeted night morning evening northern southern eastern western"
).split()
PLACES = "Lahore Srinagar Ashkelon Haifa Pahalgam Kabul Mosul Aleppo Tripoli Sanaa Kharkiv Donetsk Herat Quetta".split()
STARTED, SPAN = datetime(1990, 1, 1, tzinfo=UTC), 36 * 365
BATCH = 5_000
ADAPTED = {"latitude", "longitude", "created", "updated"}
"""The columns whose values SQLite does not take as Python has them."""


class Table:
    """The rows of one model, laid out as the database takes them; what is not given has the model's default."""

    def __init__(self, model):
        self.name = model._meta.db_table
        self.fields = list(model._meta.concrete_fields)
        self.columns = [field.column for field in self.fields]
        self.defaults = {field.column: None if field.primary_key else field.get_default() for field in self.fields}
        self.rows: list[tuple] = []
        self.numbers = count(1 + (model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0))

    def add(self, **values) -> int:
        values = self.defaults | {"id": next(self.numbers)} | values
        self.rows.append(tuple(values[column] for column in self.columns))
        return values["id"]


class Chooser:
    """Choose among keys, the first ones much oftener than the last ones, as in life (Zipf's law)."""

    def __init__(self, keys, chance: random.Random):
        self.keys, self.chance = list(keys), chance
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.keys) + 1)))

    def __call__(self):
        return self.chance.choices(self.keys, cum_weights=self.weights)[0]


class World:
    """What incidents refer to, and the tables they fill."""

    def __init__(self):
        self.chance = random.Random(20_260_101)
        self.country, self.organisation, self.system, self.agreement, self.source = (
            Chooser(model.objects.order_by("slug").values_list("pk", flat=True), self.chance)
            for model in (Country, Organisation, WeaponSystem, Agreement, Source)
        )
        self.word = Chooser(WORDS, self.chance)
        self.dataset = Dataset.objects.order_by("slug").values_list("pk", flat=True).first()
        self.kinds = Chooser(events.IncidentKind.values, self.chance)
        self.precisions = Chooser(events.PlacePrecision.values, self.chance)
        self.roles, self.uses = events.ParticipantRole.values, events.UseKind.values
        self.grades = ["", *Certainty.values]
        models = [
            events.Incident,
            events.Incident.countries.through,
            events.IncidentAlias,
            events.IncidentCitation,
            events.Participant,
            events.Participant.sources.through,
            events.SystemUse,
            events.SystemUse.sources.through,
            events.Response,
            events.Response.sources.through,
        ]
        self.tables = [Table(model) for model in models]
        (
            self.incidents,
            self.incident_countries,
            self.aliases,
            self.citations,
            self.participants,
            self.participant_sources,
            self.system_uses,
            self.use_sources,
            self.responses,
            self.response_sources,
        ) = self.tables

    def add(self, number: int) -> None:
        """Make one incident with all that belongs to it."""
        chance = self.chance
        key = f"{(number * 7_368_787) % 9_999_991:07}"  # all different, in no order
        place = chance.choice(PLACES)
        day = STARTED + timedelta(days=chance.randrange(SPAN))
        killed = int(chance.paretovariate(1.1)) - 1 if chance.random() < 0.8 else None
        name = f"{self.word().capitalize()} {self.word()} at {place} {key}"
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        own = chance.random() < 0.5
        incident = self.incidents.add(
            slug=f"{place.lower()}-{key}",
            name=name,
            name_key=name_key(name),
            summary=" ".join(self.word() for _ in range(chance.randrange(12, 40))) + ".",
            publication="published" if chance.random() < 0.98 else "draft",
            dataset_id=self.dataset if own else None,
            external_id=f"made-up-{number}" if own else None,
            kind=self.kinds(),
            started=day.date().isoformat()[: chance.choices([4, 7, 10], [5, 10, 85])[0]],
            ended=None,
            place=place,
            latitude=Decimal(chance.randrange(-60_000_000, 70_000_000)).scaleb(-6),
            longitude=Decimal(chance.randrange(-180_000_000, 180_000_000)).scaleb(-6),
            place_precision=self.precisions(),
            killed_low=killed,
            killed_best=killed,
            killed_high=killed and killed + chance.randrange(3),
            civilians_killed=killed and chance.randrange(killed + 1),
            created=moment,
            updated=moment,
        )
        for country in {self.country() for _ in range(chance.choices([1, 2], [9, 1])[0])}:
            self.incident_countries.add(incident_id=incident, country_id=country)
        if chance.random() < 0.1:
            self.aliases.add(entry_id=incident, text=f"{place} {key}", key=name_key(f"{place} {key}"))
        self.citations.add(entry_id=incident, source_id=self.source())
        if chance.random() < 0.3:
            cited = " / ".join("" if n is None else str(n) for n in (killed, killed, killed))
            self.citations.add(entry_id=incident, fact="killed", source_id=self.source(), cited_value=cited)
        self.add_claims(incident)

    def add_claims(self, incident: int) -> None:
        chance = self.chance
        for number in range(chance.choices([1, 2, 3], [3, 6, 1])[0]):
            of_state = chance.random() < 0.5
            participant = self.participants.add(
                ref=f"p{number}",
                incident_id=incident,
                country_id=self.country() if of_state else None,
                organisation_id=None if of_state else self.organisation(),
                role=self.roles[number % len(self.roles)],
                certainty=chance.choice(self.grades),
            )
            self.participant_sources.add(participant_id=participant, source_id=self.source())
        for number in range(chance.choices([0, 1, 2], [5, 3, 2])[0]):
            use = self.system_uses.add(
                ref=f"u{number}",
                incident_id=incident,
                system_id=self.system(),
                country_id=self.country(),
                side=chance.choice(["", "attack", "defence"]),
                use=chance.choice(self.uses),
                certainty=chance.choice(self.grades),
            )
            self.use_sources.add(systemuse_id=use, source_id=self.source())
        if chance.random() < 0.02:
            response = self.responses.add(
                ref="r", incident_id=incident, agreement_id=self.agreement(), relation="condemned-in"
            )
            self.response_sources.add(response_id=response, source_id=self.source())

    def batches(self, size: int) -> Iterator[int]:
        """Make so many incidents; after each batch give how many there are, its rows in the tables."""
        for number in range(1, size + 1):
            self.add(number)
            if number % BATCH == 0 or number == size:
                yield number


def fill(size: int) -> None:
    """Fill the database with fixtures and so many incidents, its triggers and indexes of texts made last."""
    call_command("migrate", verbosity=0)
    if not Country.objects.exists():
        call_command("loaddata", *sorted((settings.BASE_DIR / "fixtures").glob("*.json")), verbosity=0)
    if events.Incident.objects.count() < size:
        with transaction.atomic():
            database.drop(connection)
            check_at_once(connection)
            world = World()
            for done in world.batches(size):
                for table in world.tables:
                    write(connection, table)
                show(done, size)
    if database.missing(connection):
        database.rebuild(connection)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def check_at_once(connection) -> None:
    """Have PostgreSQL check relations as rows come: at the end it would hold a note for each."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def write(connection, table: Table) -> None:
    """Write a table's rows the fastest way the engine has, and forget them."""
    columns, width = ", ".join(table.columns), len(table.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
                for row in table.rows:
                    copy.write_row(row)
        elif table.rows:
            adapt = {n: field for n, field in enumerate(table.fields) if field.column in ADAPTED}
            adapted = [
                [adapt[n].get_db_prep_save(v, connection) if n in adapt else v for n, v in enumerate(row)]
                for row in table.rows
            ]
            places = ", ".join(["%s"] * width)
            cursor.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({places})", adapted)
    table.rows.clear()


def show(done: int, size: int) -> None:
    width = 30 * done // size
    ending = "\n" if done == size else ""
    print(f"\r  {size:>9,} incidents [{'#' * width}{'.' * (30 - width)}]", end=ending, flush=True)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
