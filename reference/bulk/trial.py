"""What an import would do, found by doing it and taking it back: every problem, every change, what could be created."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass, field
from itertools import islice

from django.db import IntegrityError, models

from core.changes import Batch, Kind
from core.changes.timeline import read
from core.database import telling
from core.groups import may_publish
from core.nearing import nearest_to
from reference.bulk.doubting import doubtful
from reference.bulk.files import Cell, files_of
from reference.bulk.following import followers
from reference.bulk.naming import meant_by
from reference.bulk.sheets import CLEAR, Problem, Sheet
from reference.loading import LoadError, Mode, load
from reference.loading.engine import Loading, Report
from reference.loading.faults import Fault, Faults
from reference.loading.intake import saying
from reference.loading.unsourced import refuse_unsourced
from reference.models import Entry, Publication

ALL = 1_000_000
MOST_ROUNDS, PIECE = 20, 500
PREFIX, OF_FIELD = re.compile(r"^[:,] "), re.compile(r"^field \w+: ")
NEAREST = " Nearest: "
UNDECIDED = "Only publishers decide what the public sees."


@dataclass
class Outcome:
    """What an import does, or would do without the rows that are wrong."""

    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    wanting: list[tuple[str, str, str]] = field(default_factory=list)
    """Records that are named and not there: model, name, nearest."""
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    changes: list[dict] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    """What is doubtful about rows and keeps none of them out."""
    beside: dict[tuple, dict[str, str]] = field(default_factory=dict)
    """The columns and values that problems of several fields stand beside, until all others are found."""
    blocked: bool = False
    fingerprint: str = ""

    @property
    def left_out(self) -> set[tuple[str, int]]:
        return {(problem.sheet, problem.row) for problem in self.problems if problem.row}

    def plain(self) -> dict:
        """Return it as JSON keeps it."""
        return storable(asdict(self))


class Differing(Exception):  # noqa: N818  it says what an import is
    """An import would no longer do what its preview showed."""


def tried(sheets: list[Sheet], additions: list[dict], user) -> Outcome:
    """Return what an import would do; nothing stays of it."""
    outcome = Outcome(rows=sum(len(sheet.rows) for sheet in sheets))
    mode = Mode("a trial", Kind.IMPORT, dry_run=True, overwrite=True, user=user, most_told=ALL)
    outcome.problems = [problem for sheet in sheets for problem in sheet.problems]
    outcome.blocked = any(not sheet.model for sheet in sheets) or has_wrong_head(sheets)
    try:
        report = every_problem(sheets, additions, mode, outcome) or without_wrong_rows(sheets, additions, mode, outcome)
    except IntegrityError as error:
        outcome.problems.append(Problem("", 0, "", "", f"The database refuses this: {error}"))
        outcome.blocked, report = True, None
    if report:
        outcome.counts = counted(report)
        outcome.fingerprint = fingerprint(outcome)
    outcome.problems = [problem._replace(**outcome.beside.get(problem, {})) for problem in outcome.problems]
    outcome.beside = {}
    outcome.problems.sort(key=lambda problem: problem[:3])
    return outcome


def has_wrong_head(sheets: list[Sheet]) -> bool:
    """Tell whether a column is named wrongly: whoever leaves rows out would lose it without noticing."""
    firsts = {sheet.name: sheet.rows[0].number if sheet.rows else ALL for sheet in sheets}
    return any(problem.row < firsts[sheet.name] for sheet in sheets if sheet.model for problem in sheet.problems)


def every_problem(sheets: list[Sheet], additions: list[dict], mode: Mode, outcome: Outcome) -> Report | None:
    """Try again without the cells that are wrong until no other is; return what was done if nothing is wrong."""
    for _ in range(MOST_ROUNDS):
        cells = {problem.cell for problem in outcome.problems if problem.column}
        wrong_rows = {problem.cell[:2] for problem in outcome.problems}
        report, new = attempt(sheets, additions, cells, mode, outcome)
        known = {problem[:5] for problem in outcome.problems}
        lacking = {problem.cell for problem in outcome.problems}
        new = [
            problem
            for problem in new
            if problem[:5] not in known
            and problem.cell not in lacking
            and (problem.column or (problem.sheet, problem.row) not in wrong_rows)
        ]
        outcome.problems += new
        if not any(problem.value for problem in new):
            return None if outcome.problems else report
    return None


def without_wrong_rows(sheets: list[Sheet], additions: list[dict], mode: Mode, outcome: Outcome) -> Report | None:
    """Try without the rows that are wrong, and without those that so become wrong."""
    for _ in range(MOST_ROUNDS):
        outcome.problems += followers(sheets, outcome.left_out)
        out = {(sheet, row, "") for sheet, row in outcome.left_out}
        report, new = attempt(sheets, additions, out, mode, outcome)
        if report:
            return report
        outcome.problems += [p._replace(problem=f"Left out with the row it names: {p.problem}") for p in new]
    outcome.blocked = True
    return None


def attempt(
    sheets: list[Sheet], additions: list[dict], without: Set[Cell], mode: Mode, outcome: Outcome
) -> tuple[Report | None, list[Problem]]:
    """Do it and take it back; return what was done, or what is wrong."""
    files = files_of(sheets, additions, without)

    def finish(loading: Loading) -> None:
        refuse(loading)
        outcome.changes = list(changes_in(loading.batch))
        outcome.doubts = doubtful(loading)

    try:
        return load(files, mode, finish), []
    except LoadError as error:
        told = [(fault, problem_of(error.faults, fault)) for fault in every_fault(error.faults)]
        meant = meant_by({(label_of(error.faults, fault), fault.key) for fault, _ in told if fault.key})
        new = []
        for fault, problem in told:
            named = (label_of(error.faults, fault), fault.key) if fault.key else ("", "")
            near = meant.get(named, problem.nearest)
            outcome.wanting += [(*named, near)] if fault.key else []
            new.append(problem._replace(nearest=near))
            outcome.beside[new[-1]] = beside(error.faults, fault)
        outcome.wanting = sorted(set(outcome.wanting))
        return None, new


def every_fault(faults: Faults) -> list[Fault]:
    return [fault for kept in faults.kept.values() for fault in kept]


def problem_of(faults: Faults, fault: Fault) -> Problem:
    """Return a fault of the engine at its place in its sheet."""
    first, file = faults.file_of(fault.number)
    row = file.given[fault.number - first]  # type: ignore[attr-defined]  # it is a SheetFile
    fields = file.fields(row)  # type: ignore[attr-defined]  # the same
    told = PREFIX.sub("", fault.told(fields))
    told = OF_FIELD.sub("", told) if fault.field else told
    told, _, near = told.partition(NEAREST)
    near, text = "" if near == "none." else near.removesuffix("."), row.texts.get(fault.field, "")
    if text and not (near or fault.key or text.strip().lower() == CLEAR):
        given = fields.get(fault.field)
        near = nearest_to(field_of(faults, fault), str(given)) if isinstance(given, str | int) else ""
    return Problem(file.name, row.number, fault.field, text, told, near)


def beside(faults: Faults, fault: Fault) -> dict[str, str]:
    """Return the last column, with its value, of those that a broken rule is about and the row gives."""
    first, file = faults.file_of(fault.number)
    texts = file.given[fault.number - first].texts  # type: ignore[attr-defined]  # it is a SheetFile
    about = [name for name in getattr(fault.told, "about", []) if name in texts]
    return {"column": about[-1], "value": texts[about[-1]]} if about and not fault.field else {}


def label_of(faults: Faults, fault: Fault) -> str:
    """Return the label of the model that a relation leads to."""
    return field_of(faults, fault).related_model._meta.label_lower


def field_of(faults: Faults, fault: Fault) -> models.Field:
    """Return the field a fault is of."""
    _, file = faults.file_of(fault.number)
    return file.sheet.model._meta.get_field(fault.field)  # type: ignore[attr-defined]  # it is a SheetFile


def refuse(loading: Loading) -> None:
    """Refuse what the pages of records would: to publish without being allowed to, or without a source."""
    note_published(loading)
    refuse_unsourced(loading)


def note_published(loading: Loading) -> None:
    """Note the entries whose publication is decided by somebody who may not."""
    for label, intake in loading.intakes.items():
        known = label == intake.staged.label and issubclass(intake.model, Entry) and loading.batch
        if known and not may_publish(loading.mode.user, intake.model):
            rows = {key: number for piece in telling.stored(intake.staged, ["n", "id"], PIECE) for number, key in piece}
            for change in loading.batch.changes.filter(model=label).iterator():
                was = (change.old or {}).get("publication", Publication.DRAFT)
                if (change.new or {}).get("publication", was) != was:
                    loading.faults.add(rows[change.key], "rules of a record", saying(f": {UNDECIDED}"), "publication")


def changes_in(batch: Batch | None) -> Iterator[dict]:
    """Yield what a batch did to each row, in words; of a row that was added, what it holds, as it was understood."""
    changes = batch.changes.select_related("batch").order_by("pk").iterator() if batch else iter(())
    while piece := list(islice(changes, PIECE)):
        steps, _ = read(reversed(piece))
        rows = [row for step in steps for row in step.rows]
        for told in reversed(rows):
            lines = [list(line) for line in told.lines]
            yield {"row": told.subject, "owner": told.owner, "operation": told.operation, "lines": lines}


def storable(told):
    """Return what is told without the characters a database cannot store in a text."""
    if isinstance(told, str):
        return told.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(told, dict):
        return {storable(name): storable(value) for name, value in told.items()}
    return [storable(each) for each in told] if isinstance(told, list | tuple) else told


def counted(report: Report) -> dict[str, dict[str, int]]:
    fates: dict[str, Counter] = {fate: getattr(report, fate) for fate in ("created", "updated", "unchanged")}
    return {label: {fate: counter[label] for fate, counter in fates.items()} for label in report.created}


def fingerprint(outcome: Outcome) -> str:
    """Return what tells one outcome from another."""
    told = json.dumps([outcome.counts, outcome.changes], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()
