"""Taking objects in: each value is checked by its field's own rules, and the row laid out as it is stored."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from core.database import AT_FAULT, Staged, automatic
from core.fields import NameKeyField
from core.fixtures.shapes import fault_of_relation
from core.fixtures.wording import explain, unknown_field
from core.names import name_key
from reference.loading.faults import Faults
from reference.loading.values import Check, Misshapen, check_of
from reference.models import UNNAMED, Claim

BATCH = 5_000
FIRST_VALUE = 3
"""Before it stand a row's number, the bits of what it names, and of what is wrong with it."""


WRONG = object()


@dataclass(frozen=True)
class Plan:
    """How the objects that name the same fields are laid out."""

    blank: list
    values: list[tuple[str, int, Check]]
    links: list[tuple[str, Check]]
    derived: list[tuple[int, int, int]]


class Intake:
    """The objects of one model on their way to their table."""

    def __init__(self, model: type[models.Model], connection, faults: Faults):
        self.model, self.faults = model, faults
        self.staged = Staged(model, connection, faults.most_told)
        self.given = [f for f in self.staged.fields if not automatic(f) and not isinstance(f, NameKeyField)]
        self.checks = {field.name: check_of(field, connection) for field in [*self.given, *self.staged.links]}
        if issubclass(model, Claim):
            self.checks["ref"] = named(self.checks["ref"])
        self.places = {field.name: FIRST_VALUE + place for place, field in enumerate(self.staged.fields)}
        self.plans: dict[tuple, Plan] = {}
        self.rows: list[list] = []
        self.links: dict[str, list] = defaultdict(list)
        self.staged.open()

    def take(self, number: int, fields: dict) -> None:
        """Lay an object out; what is wrong with it is noted, and its key kept for what refers to it."""
        try:
            plan = self.plans.get(names := tuple(fields)) or self.planned(names)
            row = plan.blank.copy()
            for name, place, check in plan.values:
                row[place] = check(fields[name])
            links = [(name, check(fields[name])) for name, check in plan.links]
            for place, source, longest in plan.derived:
                row[place] = name_key(row[source])[:longest]
        except (FieldDoesNotExist, Misshapen, ValidationError):
            row, links = self.refused(number, fields)
        row[0] = number
        self.rows.append(row)
        for name, keys in links:
            self.links[name] += [(number, key) for key in keys]
        if len(self.rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was taken in beside the table."""
        self.staged.write(self.rows, self.links)
        self.rows.clear()
        self.links.clear()

    def planned(self, names: tuple) -> Plan:
        """Lay the objects of these fields out; raise FieldDoesNotExist for a field there is none of."""
        fields = [self.model._meta.get_field(name) for name in names]
        blank = [None] * (FIRST_VALUE + len(self.staged.fields))
        for field in self.staged.key:
            if field.name not in names:
                blank[self.places[field.name]] = self.checks[field.name](field.get_default())
        bits = self.staged.bits
        given = {field.name for field in fields if field.name in self.checks} | {
            field.name for field in self.staged.key
        }
        blank[1], blank[2] = sum(bits[name] for name in given), 0
        self.staged.some |= blank[1]
        self.staged.every &= blank[1]
        values = [(name, self.places[name], self.checks[name]) for name in names if name in given & self.places.keys()]
        links = [(link.name, self.checks[link.name]) for link in self.staged.links if link.name in given]
        derived = [
            (self.places[field.name], self.places[field.source], field.max_length)
            for field in self.staged.fields
            if isinstance(field, NameKeyField) and field.source in given
        ]
        if wrong := [field for field in fields if field.is_relation and field.auto_created]:
            raise Misshapen(fault_of_relation(wrong[0], None, raw=False))
        return self.plans.setdefault(names, Plan(blank, values, links, derived))

    def refused(self, number: int, fields: dict) -> tuple[list, list[tuple[str, list]]]:
        """Note every fault of an object's fields; return its row and its links, as far as they can be read.

        With a wrong key or an unknown field, nothing is known of the fields that are not named.
        """
        given = {field.name: field.get_default() for field in self.staged.key} | fields
        read = {name: self.read(number, name, value) for name, value in given.items()}
        well = {name: value for name, value in read.items() if value is not WRONG and name in self.checks}
        row: list = [None] * (FIRST_VALUE + len(self.staged.fields))
        row[1] = self.staged.bits_of(well)
        wrong = {name for name, value in read.items() if value is WRONG}
        unclear = wrong - self.checks.keys() or wrong & {field.name for field in self.staged.key}
        row[2] = AT_FAULT | ((AT_FAULT - 1) & ~row[1] if unclear else self.staged.bits_of(wrong))
        self.staged.some |= row[1]
        self.staged.every &= row[1]
        for name in well.keys() & self.places.keys():
            row[self.places[name]] = well[name]
        for field in self.staged.fields:
            if isinstance(field, NameKeyField) and field.source in well:
                row[self.places[field.name]] = name_key(well[field.source])[: field.max_length]
        return row, [(link.name, well[link.name]) for link in self.staged.links if link.name in well]

    def read(self, number: int, name: str, value):
        """Return a value as it is stored; WRONG, once it is noted, for one that cannot be."""
        try:
            return self.check(name, value)
        except Misshapen as error:
            self.faults.add(number, "values of a wrong form", saying(f": field {name}: {error}"), name)
        except FieldDoesNotExist:
            self.faults.add(number, "unknown fields", saying(f": {unknown_field(self.model, name)}"), name)
        except ValidationError as error:
            broken = ValidationError({name: error.messages})
            self.faults.add(number, "values a field refuses", explaining(broken, self.model), name)
        return WRONG

    def check(self, name: str, value):
        field = self.model._meta.get_field(name)
        if field.is_relation and field.auto_created:
            raise Misshapen(fault_of_relation(field, value, raw=False))
        return self.checks[name](value) if name in self.checks else None


def saying(text: str):
    return lambda given: text


def explaining(error: ValidationError, model: type[models.Model]):
    return lambda given: f": {explain(error, model, given)}"


def named(check: Check) -> Check:
    """Return a check of a claim's ref, which a file has to give: made up, it would be another at each load."""

    def checked(value):
        if value == "":
            raise ValidationError(UNNAMED)
        return check(value)

    return checked
