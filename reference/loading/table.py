"""One table's part of a load: its rows merged with what is there, asked every rule, and stored."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models

from core.constraints import named_by
from core.database import compiled, refusing, storing, telling
from core.database.staged import CHANGED, KEPT, LEFT_OUT, NEW, SAME, WANTED
from core.fields import beginning
from core.fixtures.wording import no_record, told_of
from reference.loading.faults import TWINS, Faults
from reference.loading.intake import Intake, explaining, saying
from reference.models import Citation, Entry, Owned, Publication

FEW = 2_000
"""Among how many names the nearest is looked for."""


class Table:
    """The rows of one model on their last steps."""

    def __init__(self, intake: Intake, others: dict[str, Intake], faults: Faults, moment: datetime):
        self.intake, self.others, self.faults, self.moment = intake, others, faults, moment
        self.model, self.staged = intake.model, intake.staged
        self.slugs: dict[type[models.Model], dict[str, list[str]]] = {}

    def merge(self) -> None:
        """Find out what becomes of each row, and refuse those that break a rule."""
        self.staged.merge(self.moment)
        self.staged.find_own()
        for field, rows in refusing.lost(self.staged):
            self.note_lost(field, rows)
        for field, found in refusing.lacking(self.staged, self.needed()):
            self.note("fields that are needed", found, explaining(default_error(field), self.model), field.name)
        for rule, found in refusing.breaking(self.staged):
            self.note("rules of a table", found, Breaking(rule, self.model))
        twins = refusing.twins(self.staged)
        for number, first in twins.rows:
            self.faults.add_twin(number, first)
        self.faults.add_others(TWINS, twins.number - len(twins.rows))
        for rule, found in refusing.clashing(self.staged):
            self.note("rules of a table", found, Breaking(rule, self.model))

    def note(self, kind: str, found: refusing.Refused, told: Callable[[dict], str], field: str = "") -> None:
        for (number,) in found.rows:
            self.faults.add(number, kind, told, field)
        self.faults.add_others(kind, found.number - len(found.rows))

    def needed(self) -> list:
        """Return the fields a new row must name: their default would not do."""
        return [field for field in self.intake.given if default_error(field)]

    def note_lost(self, field, rows: list[tuple[int, str]]) -> None:
        """Note the relations to no record, those to refused objects apart: these are faults already."""
        told: dict[str, str] = {}
        other = self.others.get(field.related_model._meta.label_lower) if rows else None
        marks = telling.marks(other.staged) if other and "slug" in other.staged.bits else {}
        for place, (number, key) in enumerate(rows):
            if key not in told and len(told) == self.faults.most_told:
                self.faults.add_others("relations to no record", len(rows) - place)
                return
            if key not in told:
                told[key] = self.why_lost(field, key, marks.get(key))
            if told[key]:
                self.faults.add(number, "relations to no record", saying(f", {told[key]}"), field.name, key=key)

    def why_lost(self, field, key: str, mark: int | None) -> str:
        """Say why a relation leads nowhere; blank when it leads to an object that is refused itself."""
        if mark is None:
            return no_record(field, key, self.names(field, key))
        name = f"{field.related_model._meta.verbose_name} “{key}”"
        left_out = f"field {field.name}: {name} is in the files and not among what --only names: add --with-deps."
        return left_out if mark == LEFT_OUT else ""

    def names(self, field, key: str) -> list[str]:
        """Return the slugs a wrong one may have been meant for."""
        few = self.beginning(field.related_model, "")
        return few if len(few) <= FEW else self.beginning(field.related_model, key[:2]) or few

    def beginning(self, model: type[models.Model], letters: str) -> list[str]:
        """Return the first slugs that begin with some letters; each is looked for once."""
        known = self.slugs.setdefault(model, {})
        if letters not in known:
            there = model._base_manager.order_by("slug").values_list("slug", flat=True)
            known[letters] = list(there.filter(beginning("slug", letters))[:FEW] if letters else there[: FEW + 1])
        return known[letters]

    def store(self, keep: Callable[["Table"], None]) -> None:
        """Store new rows, leave to what is there what ``keep`` marks, store the changed rows and all links."""
        self.fill()
        storing.insert(self.staged)
        for name, rows in storing.find_links(self.staged).items():
            self.note_lost(self.model._meta.get_field(name), rows)
        self.refuse_loops()
        keep(self)
        flipped = self.flipped()
        storing.update(self.staged)
        for record, publication in flipped:
            record.publication = publication
            record.keep_address()
        storing.store_links(self.staged)
        self.ask_rules()

    def fill(self) -> None:
        """Let new citations that name no value cite the present one, as saving does."""
        if not issubclass(self.model, Citation):
            return
        owner = self.model._meta.get_field("entry")
        entry = owner.related_model
        facts = {fact: compiled(entry, entry.fact_in_words(fact)) for fact in self.model.facts()}
        storing.fill_by(self.staged, "cited_value", "fact", facts, owner)

    def refuse_loops(self) -> None:
        for link in storing.named_links(self.staged):
            if self.staged.own(link):
                told = f"“{link.name.replace('_', ' ')}” cannot name the record itself."
                for (number,) in storing.loops(self.staged, link):
                    broken = ValidationError({link.name: told})
                    self.faults.add(number, "links to itself", explaining(broken, self.model), link.name)

    def flipped(self) -> list[tuple[Entry, str]]:
        """Return the entries that become public or stop being so, with what they become."""
        if not issubclass(self.model, Entry):
            return []
        found = telling.turning(self.staged, "publication", Publication.DRAFT)
        records = self.model._base_manager.in_bulk([key for key, _ in found])
        return [(records[key], publication) for key, publication in found]

    def ask_rules(self) -> None:
        """Ask the rules that no column keeps, of what was stored and of what is refused for something else."""
        ruled = getattr(self.model, "ruled_fields", ())
        columns = ["n", "state", "id", *(self.model._meta.get_field(name).column for name in ruled)]
        which = f"{WANTED} AND {self.staged.well(ruled)}"
        for batch in telling.stored(self.staged, columns, FEW, which) if ruled else []:
            records = [light(self.model, columns, row) for row in batch]
            for record, told in self.model.refusals(records):
                self.faults.add(record.n, "rules of a record", explaining(ValidationError(told), self.model), *told)

    def touch_owners(self) -> None:
        """Give the entries whose claims, names or citations were stored a new time of change."""
        if issubclass(self.model, Owned):
            owner = self.model._meta.get_field(self.model.owner_field)
            if issubclass(owner.related_model, Entry):
                storing.touch(self.staged, owner.related_model._meta.get_field("updated"), owner.column, self.moment)

    def counts(self) -> list[int]:
        """Return how many rows were created, updated, left unchanged and left as they are here."""
        found = self.staged.count()
        return [found.get(state, 0) for state in (NEW, CHANGED, SAME, KEPT)]


def light(model: type[models.Model], columns: list[str], row: tuple) -> models.Model:
    """Return a row as a record that knows what its rules look at, and its number in the load."""
    record = model.__new__(model)
    record.__dict__.update(zip(columns, row, strict=True))
    record.loaded_as = record.__dict__.get("slug") if record.state == CHANGED else None
    return record


def default_error(field: models.Field) -> ValidationError | None:
    """Return what is wrong with a field that is not named, if anything is."""
    try:
        field.clean(field.get_default(), None)
    except ValidationError as error:
        return ValidationError({field.name: error.messages})
    return None


class Breaking:
    """What is said of a row that breaks a rule, which is about some of its fields."""

    def __init__(self, rule: models.BaseConstraint, model: type[models.Model]):
        self.rule, self.about = rule, named_by(rule, model)

    def __call__(self, given: dict) -> str:
        return f": {told_of(self.rule, given)}"
