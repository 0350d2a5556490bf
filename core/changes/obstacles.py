"""What stands in the way of taking changes back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import models
from django.utils.timezone import localtime

from core.changes.effects import Effect, read, relations
from core.changes.models import Change
from core.changes.naming import Row, names_of, subject
from core.database import belonging, in_parts

CHUNK = 1_000


class Obstacle(NamedTuple):
    """Why a row cannot be as it was: a sentence about the row, and about another that may be named in it."""

    row: Row
    text: str
    other: Row | None = None


class InTheWay(Exception):  # noqa: N818  it says what is
    """Changes cannot be taken back: newer ones, or rules, stand in the way. Nothing was done."""

    def __init__(self, obstacles: list[Obstacle]):
        names = names_of({row for obstacle in obstacles for row in (obstacle.row, obstacle.other) if row})
        told = (o.text.format(it=subject(o.row, names), other=o.other and subject(o.other, names)) for o in obstacles)
        self.told = list(dict.fromkeys(told))
        super().__init__(" ".join(self.told))


class Now:
    """The rows of some effects as they are now."""

    def __init__(self, effects: list[Effect]):
        self.rows: dict[Row, models.Model] = {}
        keys: dict[type[models.Model], set[int]] = defaultdict(set)
        for effect in effects:
            if not effect.is_link:
                keys[effect.model].add(effect.key)
        for model, wanted in keys.items():
            for part in parts(wanted):
                self.rows |= {(model, row.pk): row for row in model._base_manager.filter(pk__in=part)}

    def is_past(self, effect: Effect) -> bool:
        """Tell whether there is nothing to take back: the row that was added is gone."""
        return not effect.is_link and effect.before is None and effect.row not in self.rows


def parts(keys: Iterable[int]) -> Iterator[list[int]]:
    """Return keys in order, in parts."""
    return in_parts(sorted(keys), CHUNK)


def newer(effects: list[Effect], now: Now) -> list[Obstacle]:
    """Name the rows that are not as these changes left them, and who changed them since."""
    clashes = {effect.row: text for effect in effects if (text := clash(effect, now.rows.get(effect.row)))}
    since = later(effect for effect in effects if effect.row in clashes)
    return [Obstacle(row, text + since.get(row, ".")) for row, text in clashes.items()]


def clash(effect: Effect, row: models.Model | None) -> str:
    """Say how a row differs from what these changes left; blank when it does not."""
    if effect.is_link:
        return ""
    if effect.after is None:
        return "{it} is there again" if row else ""
    if row is None:
        return "{it} has been deleted" if effect.before is not None else ""
    left, was = read(effect.model, effect.after), read(effect.model, effect.before or {})
    seen = {field.attname: field for field in effect.model._meta.fields if not getattr(field, "auto_now", False)}
    other = [
        name
        for name in left
        if name in seen and getattr(row, name) != left[name] and (name not in was or getattr(row, name) != was[name])
    ]
    names = ", ".join(f"“{seen[name].verbose_name}”" for name in other)
    return f"{{it}}: {names} changed" if other else ""


def later(effects: Iterable[Effect]) -> dict[Row, str]:
    """Return who changed each row after these changes, and when."""
    last: dict[Row, int] = {}
    keys: dict[type[models.Model], set[int]] = defaultdict(set)
    for effect in effects:
        last[effect.row] = effect.last
        keys[effect.model].add(effect.key)
    changes = (
        (model, change)
        for model, wanted in keys.items()
        for part in parts(wanted)
        for change in Change.objects.filter(
            model=model._meta.label_lower, key__in=part, pk__gt=min(last[model, key] for key in part)
        )
        .select_related("batch")
        .order_by("pk")
    )
    return {(model, c.key): by_whom(c) for model, c in changes if c.pk > last[model, c.key]}


def by_whom(change: Change) -> str:
    """Return the end of a sentence about a change: who made it, and when."""
    who = f" by {change.batch.actor_name}" if change.batch and change.batch.actor_name else ""
    label = f" ({change.batch})" if change.batch else ""
    return f" since,{who} on {localtime(change.moment):%-d %B %Y, %H:%M}{label}.".replace("since, on", "since, on")


def naming(doomed: list[Effect], effects: list[Effect]) -> list[Obstacle]:
    """Name the rows that would be left pointing at a row that goes."""
    going = {effect.row for effect in doomed if not effect.is_link}
    links = {(effect.model, *sorted(effect.after.items())) for effect in doomed if effect.is_link}
    moved = {
        (e.model, e.key, name) for e in effects if e.before is not None and e.after is not None for name in e.before
    }
    keys: dict[type[models.Model], set[int]] = defaultdict(set)
    for model, key in going:
        keys[model].add(key)
    found = []
    for model, gone in keys.items():
        for field in pointing_at(model):
            for row, target in rows_naming(field, gone):
                free = is_link_of(row, links) or (type(row), row.pk) in going
                if not free and (type(row), row.pk, field.attname) not in moved:
                    found.append(Obstacle((model, target), "{it} is named by {other}.", naming_row(row)))
    return found


def pointing_at(model: type[models.Model]) -> list[models.ForeignKey]:
    """Return the relations of all tables that name rows of this one."""
    ends = model._meta.get_fields(include_hidden=True)
    return [end.field for end in ends if end.auto_created and not end.concrete and end.field.many_to_one]


def rows_naming(field: models.ForeignKey, keys: set[int]) -> Iterator[tuple[models.Model, int]]:
    for part in parts(keys):
        for row in field.model._base_manager.filter(**{f"{field.name}__in": part}):
            yield row, getattr(row, field.attname)


def is_link_of(row: models.Model, links: set[tuple]) -> bool:
    columns = {name: getattr(row, name) for name in relations(type(row))}
    return (type(row), *sorted(columns.items())) in links


def naming_row(row: models.Model) -> Row:
    """Return the row to name: for a link, the record that lists the other."""
    if lister := type(row)._meta.auto_created:
        return lister, getattr(row, belonging(type(row)).attname)
    return type(row), row.pk


def gone(restored: list[Effect], doomed: list[Effect]) -> list[Obstacle]:
    """Name the records that would be named again but are no longer there."""
    back = {effect.row for effect in restored if effect.after is None and not effect.is_link}
    going = {effect.row for effect in doomed}
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    asked = []
    for effect in restored:
        fields = relations(effect.model)
        for name, key in effect.before.items():
            if name in fields and key is not None:
                asked.append((effect, fields[name], key))
                wanted[fields[name].related_model].add(key)
    there = {
        (model, key)
        for model, keys in wanted.items()
        for part in parts(keys)
        for key in model._base_manager.filter(pk__in=part).values_list("pk", flat=True)
    }
    standing = (there - going) | back
    return [
        Obstacle(
            naming_effect(effect),
            f"{{it}}: “{field.verbose_name}” was {{other}}, which is gone.",
            (field.related_model, key),
        )
        for effect, field, key in asked
        if (field.related_model, key) not in standing
    ]


def naming_effect(effect: Effect) -> Row:
    lister = effect.model._meta.auto_created
    return (lister, effect.key) if lister else effect.row
