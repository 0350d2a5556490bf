"""Taking changes back, as new changes: what is not as it was left, or cannot be as it was, refuses it all."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.timezone import now

from core.changes.effects import Effect, effects_of, read, relations
from core.changes.models import Batch, Change, Kind
from core.changes.obstacles import InTheWay, Now, Obstacle, gone, naming, newer, parts
from core.changes.recording import recorded
from core.constraints import broken_rule
from core.database import belonging


def undo(batch: Batch, *, user=None, reason: str = "") -> Batch:
    """Take back a whole batch and return the batch of doing so; raise InTheWay, which says all that refuses it."""
    changes = batch.changes.order_by("pk").iterator()
    return take_back(changes, kind=Kind.UNDO, label=f"Undo: {batch}", undoes=batch, user=user, reason=reason)


def revert(changes: Iterable[Change], *, user=None, reason: str = "") -> Batch:
    """Take back some changes, given the earliest first, and return the batch of doing so; raise InTheWay."""
    changes = list(changes)
    batch = changes[0].batch
    label = f"Revert: {batch or changes[0]}"
    return take_back(changes, kind=Kind.REVERT, label=label, undoes=batch, user=user, reason=reason)


def without_effect() -> set[int]:
    """Return the keys of the batches that left nothing: those taken back as a whole, and those that took back."""
    undone: set[int] = set()
    undoing = set()
    for key, other in Batch.objects.filter(kind=Kind.UNDO).order_by("-pk").values_list("pk", "undoes"):
        undoing.add(key)
        if key not in undone:
            undone.add(other)
    return undone | undoing


def obstacles_to(changes: Iterable[Change]) -> list[str]:
    """Return what is known to stand in the way of taking changes back, without trying."""
    return InTheWay(Plan(changes, whole=True).obstacles()).told


def take_back(changes: Iterable[Change], **how) -> Batch:
    with recorded(**how) as batch:
        plan = Plan(changes, whole=how["kind"] == Kind.UNDO)
        if obstacles := plan.obstacles() or plan.carry_out():
            raise InTheWay(obstacles)
    return batch


class Plan:
    """What has to be done so that rows are as they were; with a whole batch, a record is back with all it had."""

    def __init__(self, changes: Iterable[Change], whole: bool):
        self.whole = whole
        effects = effects_of(changes)
        self.now = Now(effects)
        self.effects = [effect for effect in effects if not self.now.is_past(effect)]
        self.doomed = [effect for effect in self.effects if effect.before is None]
        order = {model: number for number, model in enumerate(apps.get_models(include_auto_created=True))}
        restored = (effect for effect in self.effects if effect.before is not None)
        self.restored = sorted(restored, key=lambda effect: (effect.is_link, order[effect.model]))

    def obstacles(self) -> list[Obstacle]:
        """Return what is known to stand in the way before anything is done."""
        return [
            *newer(self.effects, self.now),
            *naming(self.doomed, self.effects),
            *gone(self.restored, self.doomed),
        ]

    def carry_out(self) -> list[Obstacle]:
        """Do it, and return what the rules of the records say against it."""
        standing = self.unfit()
        self.remove()
        refused = [obstacle for effect in self.restored for obstacle in self.put_back(effect)]
        self.touch()
        return refused or [obstacle for obstacle in self.unfit() if obstacle not in standing]

    def remove(self) -> None:
        """Delete what was added. Its addresses are not closed: what is undone may be loaded again, put right."""
        keys = defaultdict(set)
        for effect in self.doomed:
            if effect.is_link:
                effect.model._base_manager.filter(**effect.after)._raw_delete("default")
            else:
                keys[effect.model].add(effect.key)
        for model, going in keys.items():
            for part in parts(going):
                model._base_manager.filter(pk__in=part)._raw_delete("default")

    def put_back(self, effect: Effect) -> list[Obstacle]:
        """Have a row be as it was; return why it cannot."""
        try:
            with transaction.atomic():
                restore_link(effect) if effect.is_link else restore(effect, self.now.rows.get(effect.row))
        except ValidationError as error:
            return [Obstacle(effect.row, f"{{it}}: {escaped(text)}") for text in told_by(error)]
        except IntegrityError as error:
            rule = broken_rule(error)
            text = rule.get_violation_error_message() if rule else str(error)
            return [Obstacle(effect.row, f"{{it}}: {escaped(text)}")]
        return []

    def touch(self) -> None:
        """Make the time of change new of the records that lost rows; saving has done so for the others."""
        for model, keys in owners(effect for effect in self.effects if effect.before is None or effect.is_link).items():
            times = {field.name: now() for field in model._meta.fields if getattr(field, "auto_now", False)}
            for part in parts(keys) if times else []:
                model._base_manager.filter(pk__in=part).update(**times)

    def unfit(self) -> list[Obstacle]:
        """Name the records that cannot stand with the rows they have."""
        rows = owners(self.effects)
        for effect in self.restored:
            rows[effect.model].add(effect.key)
        back = {effect.row for effect in self.restored if self.whole and effect.after is None}
        return [
            Obstacle((model, record.pk), f"{{it}}: {escaped(record.unfit())}")
            for model, keys in rows.items()
            if hasattr(model, "unfit")
            for part in parts(keys)
            for record in model._base_manager.filter(pk__in=part)
            if (model, record.pk) not in back and record.unfit()
        ]


def restore_link(effect: Effect) -> None:
    effect.model._base_manager.get_or_create(**effect.before)


def restore(effect: Effect, row: models.Model | None) -> None:
    """Give a row its values back, or the database the row."""
    values = read(effect.model, effect.before)
    if row:
        vars(row).update(values)
        checked(row).save()
        return
    columns = {field.attname: field.get_default() for field in effect.model._meta.concrete_fields}
    columns |= values | {effect.model._meta.pk.attname: effect.key}
    row = effect.model.from_db("default", list(columns), list(columns.values()))
    row.known_as = None  # its address was closed; saving opens it again
    checked(row).save(force_insert=True)
    times = {
        name: values[name] for name in values if getattr(effect.model._meta.get_field(name), "auto_now_add", False)
    }
    if times:
        effect.model._base_manager.filter(pk=row.pk).update(**times)


def checked(row: models.Model) -> models.Model:
    """Return a row whose values are fit; what it names was looked for, and the database keeps the other rules."""
    named = [field.name for field in relations(type(row)).values()]
    row.full_clean(exclude=named, validate_unique=False, validate_constraints=False)
    return row


def owners(effects: Iterable[Effect]) -> defaultdict[type[models.Model], set[int]]:
    """Return the records that rows belong to, and those that these belong to."""
    found, kept = defaultdict(set), []
    for effect in effects:
        if field := belonging(effect.model):
            keys = {values.get(field.column) for values in (effect.before or {}, effect.after or {})}
            kept += [(field.related_model, key) for key in keys if key is not None]
    for model, key in kept:
        found[model].add(key)
    for model in [model for model in found if belonging(model)]:
        field = belonging(model)
        rows = model._base_manager.filter(pk__in=found[model]).values_list(field.attname, flat=True)
        found[field.related_model] |= set(rows)
    return found


def told_by(error: ValidationError) -> list[str]:
    return [text for texts in error.message_dict.values() for text in texts]


def escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
