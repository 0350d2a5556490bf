"""One load from its files to its report: everything is stored, or nothing and every reason told."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model
from django.utils.timezone import now

from core import database
from core.changes import Batch, Kind, recorded, recorded_on
from core.fixtures.shapes import misshapen, twice_in, unknown_model
from reference.loading.faults import MOST_TOLD, Faults
from reference.loading.intake import Intake, saying
from reference.loading.local import conflicts, keep_local
from reference.loading.pruning import prune
from reference.loading.reading import FixtureFile, Torn, Unreadable
from reference.loading.selecting import leave_out, loadable, models_named
from reference.loading.table import Table
from reference.loading.values import from_texts
from reference.models import Load

MEMBERS = ("model", "fields")
FATES = ("created", "updated", "unchanged", "conflicting", "pruned")


@dataclass(frozen=True)
class Mode:
    """What is loaded, and how the load treats what is there."""

    name: str
    kind: Kind = Kind.FIXTURE
    reason: str = ""
    dry_run: bool = False
    overwrite: bool = False
    prune: bool = False
    only: tuple[str, ...] = ()
    with_deps: bool = False
    user: Model | None = None
    most_told: int = MOST_TOLD
    label: str = ""
    """What the history calls it where that is more than its name."""


@dataclass
class Report:
    """What a load did, by model."""

    created: Counter = field(default_factory=Counter)
    updated: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)
    conflicting: Counter = field(default_factory=Counter)
    conflicts: list[str] = field(default_factory=list)
    pruned: Counter = field(default_factory=Counter)
    load: Load | None = None

    def add(self, label: str, created: int, updated: int, unchanged: int, conflicting: int) -> None:
        self.created[label] += created
        self.updated[label] += updated
        self.unchanged[label] += unchanged
        self.conflicting[label] += conflicting

    def join(self, other: "Report") -> None:
        """Add what the next stretch of the same load did."""
        for fate, counter in self.fates().items():
            counter.update(getattr(other, fate))
        self.conflicts += other.conflicts
        self.load = other.load or self.load

    def fates(self) -> dict[str, Counter]:
        return {fate: getattr(self, fate) for fate in FATES}

    def lines(self) -> list[str]:
        """Return what is printed."""
        fates = self.fates()
        sums = [f"{counter.total():,} {fate}" for fate, counter in fates.items() if fate != "pruned" or counter]
        told = [", ".join(sums) + "." + (f" To take it back: manage.py undo_load {self.load.pk}" if self.load else "")]
        for label in self.created:
            parts = [f"{counter[label]:,} {fate}" for fate, counter in fates.items() if counter[label]]
            told.append(f"  {label}: {', '.join(parts) or 'nothing'}")
        return told + [f"  kept as it is here: {conflict}" for conflict in self.conflicts]


class Loading:
    """A load under way."""

    def __init__(self, mode: Mode):
        self.mode, self.models = mode, loadable()
        self.faults, self.report = Faults(mode.most_told), Report()
        self.intakes: dict[str, Intake] = {}
        self.number = 0
        self.batch: Batch | None = None

    def read(self, files: Iterable[FixtureFile]) -> None:
        """Take the objects of all files in, beside their tables."""
        for file in files:
            self.faults.begin(file, self.number + 1)
            try:
                for obj in file.objects():
                    self.number += 1
                    self.take(obj, file.typed)
            except Unreadable as error:
                self.faults.add_unreadable(file, error)
        for intake in self.intakes.values():
            intake.flush()
        if self.mode.only:
            wanted = {model._meta.label_lower for model in models_named(self.mode.only)}
            leave_out(self.intakes, wanted, self.mode.with_deps)

    def take(self, obj, typed: bool) -> None:
        try:
            label, fields = obj["model"], obj["fields"]
            intake = self.intakes.get(label) or self.intake(label)
        except (AttributeError, KeyError, TypeError):
            self.refuse(obj)
            return
        if type(obj) is not dict or type(fields) is not dict or len(obj) != len(MEMBERS):
            self.refuse(obj)
            return
        intake.take(self.number, fields if typed else from_texts(intake.model, fields))

    def intake(self, label: str) -> Intake:
        """Return where objects of a model go; raise KeyError for a label of none."""
        model = self.models[label.lower()]
        found = self.intakes.get(model._meta.label_lower) or Intake(model, connections[DEFAULT_DB_ALIAS], self.faults)
        return self.intakes.setdefault(label, self.intakes.setdefault(model._meta.label_lower, found))

    def refuse(self, obj) -> None:
        """Note what is wrong with an object that cannot be laid out."""
        told = obj.told if isinstance(obj, Torn) else misshapen(obj)
        if not told and obj["model"].lower() not in self.models:
            told = unknown_model(obj["model"])
        if not told:
            told = f"it has the members {', '.join(obj)}: “model” and “fields” are all a fixture needs."
        self.faults.add(self.number, "objects of a wrong form", saying(f": {told}"), twice=twice_in(obj))

    def store(self) -> None:
        """Store everything, or raise LoadError with all that is wrong."""
        moment = now()
        tables = [
            Table(self.intakes[label], self.intakes, self.faults, moment)
            for label in self.models
            if label in self.intakes and self.intakes[label].staged.some
        ]
        for table in tables:
            table.merge()
            table.store(self.keep)
        if self.mode.prune:
            prune(self)
        for table in tables:
            table.touch_owners()
            self.report.add(table.staged.label, *table.counts())

    def noted(self, batch: Batch, begun: Load) -> Load:
        """Note the load itself."""
        begun.batch = batch
        for fate, counter in self.report.fates().items():
            setattr(begun, fate, getattr(begun, fate) + counter.total())
        begun.save()
        return begun

    def keep(self, table: Table) -> None:
        """Leave rows that were changed here to what is there, unless the files' word is to be taken."""
        if not self.mode.overwrite:
            keep_local(table.staged)
            self.report.conflicts += conflicts(table.staged)


Finish = Callable[[Loading], None]
"""What else is done in the transaction of a load, once all of it is stored."""


def load(files: list[FixtureFile], mode: Mode, finish: Finish | None = None, begun: Load | None = None) -> Report:
    """Load files, finish in the same transaction, and report; raise LoadError, with nothing stored, for any fault.

    What is loaded joins a load that was begun. It raises NotOurs when somebody else went on with that or took it back.
    """
    loading, begun = Loading(mode), begun or Load(name=mode.name)
    how = {"kind": mode.kind, "label": mode.label or mode.name, "reason": mode.reason, "user": mode.user}
    try:
        with database.aside():
            loading.read(files)
        with transaction.atomic():
            with recorded_on(begun.batch) if begun.pk else recorded(**how) as loading.batch:
                loading.store()
                if loading.faults:
                    raise loading.faults.error()
                if finish:
                    finish(loading)
            transaction.set_rollback(mode.dry_run)
            if loading.batch.pk and not mode.dry_run:
                loading.report.load = loading.noted(loading.batch, begun)
    finally:
        for intake in dict.fromkeys(loading.intakes.values()):
            intake.staged.close()
    return loading.report
