"""What a page held when it was opened, read from the change log, and who changed it since."""

from django.db import models
from django.db.models import Q
from django.forms import BaseInlineFormSet, Form

from core.admin.holding import Opened, Values, digest, fields_of, rows_of
from core.changes.effects import read
from core.changes.models import Change, Operation

SOMEONE = "Someone"
MOST, CHUNK = 5_000, 50
"""As many changes are looked through, the newest; what is older is not known."""


class Earlier:
    """The rows of a page that are not as they were when it was opened: what they held then, who changed them last."""

    def __init__(self, opened: Opened, form: Form, formsets: list[BaseInlineFormSet]):
        blank = {"": form} | {part.prefix: part.empty_form for part in formsets}
        self.rows: dict[tuple[str, str], State] = {}
        for prefix, rows in rows_of(form, formsets).items():
            was = opened.get(prefix, {})
            for key in sorted(rows.keys() | was.keys()):
                if key not in rows or digest(rows[key]) != was.get(key):
                    self.rows[prefix, key] = State(blank[prefix], rows.get(key), was.get(key))
        self.read_log()

    def read_log(self) -> None:
        """Take changes back, the newest first, until every row is known."""
        sought = {(state.model, int(key)): state for (_, key), state in self.rows.items()}
        owner = {table._meta.label_lower: model for model, _ in sought for table in tables_of(model)}
        condition = Q(pk=None)
        for model, key in sought:
            condition |= Q(model__in=[table._meta.label_lower for table in tables_of(model)], key=key)
        for change in Change.objects.filter(condition).select_related("batch")[:MOST].iterator(CHUNK):
            sought[owner[change.model], change.key].take_back(change)
            if all(state.is_known for state in sought.values()):
                break

    @property
    def who(self) -> str:
        """Name those who changed the page, the last one first."""
        last = [state.last for state in self.rows.values() if state.last]
        names = [name_in(change) for change in sorted(last, key=lambda change: -change.pk)]
        return " and ".join(dict.fromkeys(names)) or SOMEONE

    def by(self, prefix: str, key: str) -> str:
        """Name the one who changed a row last."""
        state = self.rows.get((prefix, key))
        return name_in(state.last) if state and state.last else SOMEONE

    def values(self, prefix: str, key: str) -> Values | None:
        """Return what a row held when the page was opened; None when the log does not tell."""
        state = self.rows.get((prefix, key))
        return state.found if state else None


class State:
    """What a row held, as its changes are taken back one by one until it is what was shown."""

    def __init__(self, blank: Form, form: Form | None, shown: str | None):
        self.blank, self.shown, self.model = blank, shown, type(blank.instance)
        self.fields = {name: blank.instance._meta.get_field(name) for name, _ in fields_of(blank)}
        self.is_there, self.columns = form is not None, dict(vars(form.instance)) if form else {}
        self.links: dict[str, set] = {
            name: {getattr(row, "pk", row) for row in (form and form.initial.get(name)) or []}
            for name, field in self.fields.items()
            if field.many_to_many
        }
        self.last: Change | None = None
        self.found: Values | None = None

    @property
    def is_known(self) -> bool:
        """Tell whether nothing more is asked of the log."""
        return self.last is not None and (self.found is not None or self.shown is None)

    def take_back(self, change: Change) -> None:
        self.last = self.last or change
        if self.is_known:
            return
        if change.model != self.model._meta.label_lower:
            self.take_back_link(change)
        elif change.operation == Operation.ADDED:
            self.is_there = False
        else:
            self.is_there = True
            self.columns |= read(self.model, change.old)
        if self.is_there and digest(self.blank, values := self.values()) == self.shown:
            self.found = values

    def take_back_link(self, change: Change) -> None:
        for name, keys in self.links.items():
            if self.fields[name].remote_field.through._meta.label_lower == change.model:
                key = (change.old or change.new)[self.fields[name].m2m_reverse_name()]
                (keys.add if change.operation == Operation.DELETED else keys.discard)(key)

    def values(self) -> Values:
        """Return what the form of the row would hold."""
        return {
            name: sorted(self.links[name]) if field.many_to_many else self.columns.get(field.attname)
            for name, field in self.fields.items()
        }


def tables_of(model: type[models.Model]) -> list[type[models.Model]]:
    """Return a table and those of its links."""
    return [model, *(field.remote_field.through for field in model._meta.many_to_many)]


def deleted_by(model: type[models.Model], key: str) -> str:
    """Name the one who deleted a record."""
    asked = {"model": model._meta.label_lower, "key": int(key) if key.isdecimal() else 0}
    change = Change.objects.filter(**asked, operation=Operation.DELETED).select_related("batch").first()
    return name_in(change) if change else SOMEONE


def name_in(change: Change) -> str:
    return (change.batch and change.batch.actor_name) or SOMEONE
