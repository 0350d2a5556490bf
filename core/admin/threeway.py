"""What was, what others made of it and what is typed, put together field by field and row by row."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django import forms
from django.forms import BaseInlineFormSet, Form
from django.http import QueryDict
from django.utils.text import capfirst

from core.admin.earlier import Earlier
from core.admin.holding import fields_of, plain, sent
from core.admin.paging import KEY, number_in
from core.changes.naming import Row, names_of, subject

CLASH, THEIRS, MINE = "clash", "theirs", "mine"


@dataclass
class Line:
    """One field of a row: what it held when the page was opened, what it holds now, and what was typed."""

    field: forms.Field
    name: str
    kind: str
    before: list[str] | None
    theirs: list[str]
    mine: list[str]
    names: dict[Row, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return capfirst(str(self.field.label))

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """Return for each side its title, its words, and what its control has to take."""
        sides = {"Before": self.before, "Theirs": self.theirs, "Yours": self.mine}
        return [(title, self.words(values), self.options(values)) for title, values in sides.items()]

    def records(self) -> Iterator[Row]:
        """Yield the records that one of the values names."""
        if isinstance(self.field, forms.ModelChoiceField):
            for key in filter(KEY.fullmatch, [*(self.before or []), *self.theirs, *self.mine]):
                yield self.field.queryset.model, int(key)

    def words(self, values: list[str] | None) -> str:
        if values is None:
            return "not known"
        return ", ".join(self.named(value) for value in values) or "–"

    def options(self, values: list[str] | None) -> str:
        return json.dumps(None if values is None else [(value, self.named(value)) for value in values])

    def named(self, value: str) -> str:
        """Return a value in words: what a key names, what a code means."""
        if isinstance(self.field, forms.ModelChoiceField):
            return self.names.get((self.field.queryset.model, int(value)), value) if KEY.fullmatch(value) else value
        if isinstance(self.field, forms.BooleanField):
            return "yes"
        return str(dict(getattr(self.field, "choices", [])).get(value, value)) or "–"


@dataclass
class Told:
    """One row of the page, and what became of it."""

    subject: str
    lines: list[Line] = field(default_factory=list)
    note: str = ""
    is_asked: bool = False


class Merge:
    """A form to be sent once more: what one side alone changed is in it; where both did, what was typed is, marked."""

    def __init__(self, typed: QueryDict, form: Form, formsets: list[BaseInlineFormSet], earlier: Earlier):
        self.typed, self.earlier, self.together = typed, earlier, typed.copy()
        self.rows: list[Told] = []
        self.put_together(form, "", "", "")
        for part in formsets:
            self.put_rows_together(part)
        lines = [line for row in self.rows for line in row.lines]
        names = names_of({record for line in lines for record in line.records()})
        for line in lines:
            line.names = names

    @property
    def clashes(self) -> int:
        """Count what has to be decided."""
        return sum(row.is_asked + sum(line.kind == CLASH for line in row.lines) for row in self.rows)

    def put_rows_together(self, part: BaseInlineFormSet) -> None:
        """Put first the rows there are, then those typed anew, then those that others deleted and I changed."""
        prefix, there = part.prefix, {str(form.instance.pk): form for form in part.initial_forms}
        known, total = (number_in(self.typed, f"{prefix}-{kind}_FORMS") for kind in ("INITIAL", "TOTAL"))
        sent_rows = {self.typed.get(f"{prefix}-{n}-id", ""): f"{prefix}-{n}-" for n in range(known)}
        forget_rows(self.together, prefix)
        for place, (key, form) in enumerate(there.items()):
            self.together[f"{prefix}-{place}-id"] = key
            self.put_together(form, prefix, sent_rows.get(key), f"{prefix}-{place}-")
        gone = [was for key, was in sent_rows.items() if key not in there and self.stays(part, key, was)]
        added = [f"{prefix}-{n}-" for n in range(known, total)]
        for place, was in enumerate([*added, *gone], len(there)):
            copy_row(self.typed, was, self.together, f"{prefix}-{place}-")
        set_number(self.together, prefix, len(there), len(added) + len(gone))

    def put_together(self, form: Form, prefix: str, mine: str | None, to: str) -> None:
        """Put a row that is there together; without ``mine``, others added it."""
        key, who = str(form.instance.pk), self.earlier.by(prefix, str(form.instance.pk))
        changed = (prefix, key) in self.earlier.rows
        told = Told(subject_of(form))
        before = self.earlier.values(prefix, key) if changed else form.initial
        for name, control in fields_of(form):
            theirs = form.initial.get(name)
            if mine is None:
                put(self.together, to + name, sent(control, theirs))
                continue
            was = (before or {}).get(name) if before is not None else NOT_KNOWN
            kind = verdict(control, was, theirs, self.data(control, mine + name))
            typed = typed_in(control, self.data(control, mine + name))
            put(self.together, to + name, sent(control, theirs) if kind == THEIRS else typed)
            if kind:
                known = None if was is NOT_KNOWN else sent(control, was)
                told.lines.append(Line(control, to + name, kind, known, sent(control, theirs), typed))
        self.tell(told, mine, to, changed, who)

    def tell(self, told: Told, mine: str | None, to: str, changed: bool, who: str) -> None:
        if mine is None:
            told.note = f"{who} added it."
        elif mine and (deleting := self.typed.get(f"{mine}DELETE")):
            self.together[f"{to}DELETE"] = deleting
            told.note = f"{who} changed it, you marked it to be deleted. It stays marked." if changed else ""
            told.is_asked = changed
        if told.note or told.lines:
            self.rows.append(told)

    def stays(self, part: BaseInlineFormSet, key: str, mine: str) -> bool:
        """Tell whether a row that others deleted is to be added again: it is when something was typed into it."""
        if self.typed.get(f"{mine}DELETE"):
            return False
        form, who = part.empty_form, self.earlier.by(part.prefix, key)
        before = self.earlier.values(part.prefix, key) if KEY.fullmatch(key) else None
        row = part.model, int(key) if KEY.fullmatch(key) else 0
        told = Told(subject(row, names_of([row])))
        for name, control in fields_of(form):
            data = self.data(control, mine + name)
            if before is None or differs(control, before.get(name), data):
                known = None if before is None else sent(control, before.get(name))
                told.lines.append(Line(control, mine + name, MINE, known, [], typed_in(control, data)))
        back = "It is below as a new row, with what you typed; remove it to leave it deleted."
        told.is_asked = bool(told.lines)
        told.note = f"{who} deleted it. {back}" if told.lines else f"{who} deleted it."
        self.rows.append(told)
        return bool(told.lines)

    def data(self, control: forms.Field, name: str):
        return control.widget.value_from_datadict(self.typed, {}, name)


NOT_KNOWN = object()


def forget_rows(form: QueryDict, prefix: str) -> None:
    """Take the rows of a table out of a form."""
    for name in [name for name in form if re.match(rf"{re.escape(prefix)}-\d+-", name)]:
        del form[name]


def copy_row(form: QueryDict, was: str, to: QueryDict, place: str) -> None:
    """Copy what was typed into a row to its new place, as a row that is new."""
    for name in form:
        if name.startswith(was) and name != f"{was}id":
            to.setlist(place + name.removeprefix(was), form.getlist(name))


def set_number(form: QueryDict, prefix: str, there: int, added: int) -> None:
    """Say in a form how many rows of a table it has."""
    form[f"{prefix}-INITIAL_FORMS"] = str(there)
    form[f"{prefix}-TOTAL_FORMS"] = str(there + added)


def put(form: QueryDict, name: str, values: list[str]) -> None:
    """Have a form send these values."""
    form.setlist(name, values)
    if not values:
        del form[name]


def verdict(control: forms.Field, before, theirs, data) -> str:
    """Tell who changed a field; blank when nobody did, or both did the same."""
    if not differs(control, theirs, data):
        return ""
    if before is NOT_KNOWN:
        return CLASH
    if sent(control, before) == sent(control, theirs):
        return MINE
    return CLASH if differs(control, before, data) else THEIRS


def differs(control: forms.Field, value, data) -> bool:
    """Tell whether what was typed means something else than a value."""
    return control.has_changed(plain(value), plain(data))


def typed_in(control: forms.Field, data) -> list[str]:
    """Return what a control sent."""
    if isinstance(control, forms.BooleanField):
        return ["on"] if data else []
    return list(map(str, data)) if isinstance(data, list) else ["" if data is None else str(data)]


def subject_of(form: Form) -> str:
    name = getattr(form.instance, "heading", "") or form.instance
    return f"{capfirst(form.instance._meta.verbose_name)} “{name}”"
