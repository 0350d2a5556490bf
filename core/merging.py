"""Making two records that are one into one: what one has goes to the other, and its address leads there."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import Q, UniqueConstraint
from django.utils.text import capfirst

from core import database
from core.changes import Batch, Kind, recorded
from core.changes.obstacles import pointing_at
from core.constraints import applies, broken_rule, compared
from core.folding import Values, folded
from core.models import Record

OWN = ["slug", "publication"]
"""Fields of a record that stay as they are."""
PAIRS = {"external_id": "dataset"}
"""Fields that go with another one, as a unit goes with its number."""
NOTHING = {None, ""}
UNTOLD = {"ref", "created", "updated"}
"""Fields of a row that say nothing of its record."""


class Merging:
    """Two records of one table: the one that is kept, and the one that goes."""

    def __init__(self, kept: Record, going: Record):
        self.kept, self.going, self.model = kept, going, type(kept)
        units = {path: names[0] for path, names in getattr(self.model, "measured_in", {}).items() if "__" not in path}
        self.pairs = PAIRS | units
        self.taken = {field.name for field in self.filled()}

    def fields(self) -> list[models.Field]:
        """Return the fields of which the record that goes has a value that the kept one has not."""
        left_out = {*OWN, *self.pairs}
        told = [f for f in database.noted_fields(self.model) if f.editable and f.name not in left_out]
        return [field for field in told if self.of(self.going, field) not in {None, "", self.of(self.kept, field)}]

    def of(self, record: Record, field: models.Field):
        """Return what a record has in a field; the other of the two, which it cannot name then, is nothing."""
        value = field.value_from_object(record)
        itself = field.related_model is self.model and value in {self.kept.pk, self.going.pk}
        return None if itself else value

    def clashes(self) -> list[models.Field]:
        """Return the fields of which both have a value."""
        return [field for field in self.fields() if self.of(self.kept, field) not in NOTHING]

    def filled(self) -> list[models.Field]:
        """Return the fields that are filled in because the kept record has nothing there."""
        return [field for field in self.fields() if self.of(self.kept, field) in NOTHING]

    def rows(self) -> Iterator[tuple[models.ForeignKey, models.QuerySet]]:
        """Yield each relation of other tables that names the record that goes, with the rows that do."""
        for field in pointing_at(self.model):
            rows = field.model._base_manager.filter(**{field.name: self.going})
            yield field, rows.order_by("pk")

    def refuse_what_cannot_be(self) -> None:
        """Raise ValidationError when the two cannot be made one."""
        if self.kept.pk == self.going.pk:
            raise ValidationError("A record is not merged with itself.")
        if self.going.is_public() and not self.kept.is_public():
            raise ValidationError(f"“{self.kept}” is a draft and “{self.going}” is not: keep the other one instead.")
        if self.kept.is_withdrawn() and self.going.is_public() and not self.going.is_withdrawn():
            told = f"“{self.kept}” is withdrawn and “{self.going}” is published: keep the other one instead."
            raise ValidationError(told)

    def carry_out(self, taken: list[str], *, user=None, reason: str = "") -> Batch:
        """Make the two one, taking the fields named from the one that goes; return the batch it is undone by."""
        self.refuse_what_cannot_be()
        known_as = self.going.known_as
        label = f"Merge: “{self.going}” into “{self.kept}”"
        with recorded(kind=Kind.MERGE, user=user, reason=reason, label=label) as batch:
            database.hold_writers()
            fields = [*self.filled(), *(field for field in self.clashes() if field.name in taken)]
            names = {self.kept.name, self.going.name}
            self.taken = {field.name for field in fields}
            for field, rows in self.rows():
                move = self.move_links if field.model._meta.auto_created else self.move_rows
                move(field, rows)
            self.going.known_as = None  # its address leads on, where a deletion would close it
            super(Record, self.going).delete()
            if known_as:
                self.kept.addresses.retire(self.going, known_as, reason="merged", successor=self.kept.slug)
            self.take(fields)
            self.remember(names - {self.kept.name})
        return batch

    def take(self, fields: list[models.Field]) -> None:
        """Take values from the record that goes, each with what goes with it."""
        names = {field.name for field in fields}
        names |= {name for name, with_ in self.pairs.items() if with_ in names}
        for field in map(self.model._meta.get_field, names):
            setattr(self.kept, field.attname, getattr(self.going, field.attname))
        self.kept.full_clean()
        self.kept.save()

    def remember(self, names: set[str]) -> None:
        """Have the name that is not kept be another name of the kept record."""
        known = set(self.kept.aliases.values_list("text", flat=True))
        for name in names - known:
            self.kept.aliases.create(text=name)

    def move_links(self, field: models.ForeignKey, rows: models.QuerySet) -> None:
        """Have the records linked to the one be linked to the other, once and not to themselves."""
        (other,) = [f for f in field.model._meta.fields if f.many_to_one and f != field]
        links = field.model._base_manager
        there = set(links.filter(**{field.name: self.kept}).values_list(other.attname, flat=True))
        for row in rows:
            end = getattr(row, other.attname)
            itself = other.related_model is self.model and end in {self.kept.pk, self.going.pk}
            row.delete()
            if end not in there and not itself:
                links.create(**{field.attname: self.kept.pk, other.attname: end})

    def move_rows(self, field: models.ForeignKey, rows: models.QuerySet) -> None:
        """Have the rows that name the one name the other; what the other has already is not had twice."""
        for row in rows:
            if row == self.kept:
                setattr(self.kept, field.name, None)
                self.model._base_manager.filter(pk=self.kept.pk).update(**{field.attname: None})
            elif field in self.left_blank_of(row, field):
                moved(row)
            elif twin := self.twin_of(row, field):
                self.fold_into(twin, row, field)
            else:
                setattr(row, field.name, self.kept)
                if self.is_taken(row, field):
                    row.ref = ""
                moved(row)

    def left_blank_of(self, row: models.Model, field: models.ForeignKey) -> list[models.ForeignKey]:
        """Return the relations of a row left blank, for it names both and, by a rule, may not name one twice."""
        others = (other for other in kept_apart(field) if getattr(row, other.attname) == self.kept.pk)
        blank = [left_blank(field, other) for other in others]
        for each in blank:
            setattr(row, each.name, None)
        return blank

    def twin_of(self, row: models.Model, field: models.ForeignKey) -> models.Model | None:
        """Return the row of the kept record that says the same, or beside which this one may not stand."""
        mine = type(row)._base_manager.filter(**{field.name: self.kept})
        found = (mine.filter(condition).first() for condition in [same_as(row, field), *ruled_out(row, field)])
        return next(filter(None, found), None)

    def fold_into(self, twin: models.Model, row: models.Model, field: models.ForeignKey) -> None:
        """Have a row of the kept record say what its twin says too, and the twin go."""
        for links in row._meta.many_to_many:
            getattr(twin, links.name).add(*getattr(row, links.name).all())
        values = self.fold(twin, row, field)
        row.delete()
        if values:
            vars(twin).update(values)
            twin.save()

    def fold(self, twin: models.Model, row: models.Model, field: models.ForeignKey) -> Values:
        """Return what a row of the kept record is to hold, to say what its twin said too."""
        decided = twin.decided_by() if hasattr(twin, "decided_by") else {}
        taken = {name: bool(self.taken & fields) for name, fields in decided.items()}
        return folded(twin, row, {field.name, *UNTOLD}, taken)

    def folding(self) -> Iterator[tuple[models.Model, models.Model, Values]]:
        """Yield the rows that a rule makes one, each with its twin and what that is to hold then."""
        for field in pointing_at(self.model):
            for rule in ruling_out(field.model, field):
                both = {f"{field.name}__in": [self.kept, self.going]}
                rows = field.model._base_manager.filter(rule.condition or Q(), **both)
                yield from self.twins(field, rule, rows)

    def twins(self, field, rule: UniqueConstraint, rows: models.QuerySet) -> Iterator[tuple]:
        """Yield the pairs of rows that a rule does not let stand beside each other."""
        columns = [field.model._meta.get_field(name).attname for name in sorted(compared(rule) - {field.name})]
        mine, theirs = {}, []
        for row in rows.order_by("pk"):
            key = tuple(getattr(row, column) for column in columns)
            if None not in key or rule.condition:
                if getattr(row, field.attname) == self.kept.pk:
                    mine[key] = row
                else:
                    theirs.append((key, row))
        yield from ((mine[key], row, self.fold(mine[key], row, field)) for key, row in theirs if key in mine)

    def is_taken(self, row: models.Model, field: models.ForeignKey) -> bool:
        """Tell whether the kept record has a claim of this short name."""
        if field.name != getattr(row, "owner_field", "") or not hasattr(row, "ref"):
            return False
        return type(row)._base_manager.filter(**{field.name: self.kept}, ref=row.ref).exists()


def kept_apart(relation: models.ForeignKey) -> Iterator[models.ForeignKey]:
    """Yield the relations of a row that, by a rule, do not name the record this one names."""
    others = [field for field in relation.model._meta.fields if field.related_model is relation.related_model]
    for rule in relation.model._meta.constraints:
        about = compared(rule)
        yield from (other for other in others if other != relation and about == {relation.name, other.name})


def left_blank(one: models.ForeignKey, other: models.ForeignKey) -> models.ForeignKey:
    """Return the relation that is left blank where both would name one record: that which may be."""
    return one if one.null else other


def moved(row: models.Model) -> None:
    """Save a row that names another record now; raise ValidationError, which names it, when a rule refuses that."""
    try:
        row.save()
    except IntegrityError as error:
        rule = broken_rule(error)
        told = rule.get_violation_error_message() if rule else str(error)
        raise ValidationError(f"{capfirst(row._meta.verbose_name)} “{row}”: {told}") from error


def same_as(row: models.Model, relation: models.ForeignKey) -> Q:
    """Return the condition of saying the same as a row, of whichever record."""
    left_out = {relation.name, *UNTOLD}
    said = [field for field in database.noted_fields(type(row)) if field.name not in left_out]
    return Q(**{field.name: getattr(row, field.attname) for field in said})


def ruling_out(model: type[models.Model], relation: models.ForeignKey) -> Iterator[UniqueConstraint]:
    """Yield the rules by which two rows of one record may not stand beside each other."""
    for rule in model._meta.constraints:
        about = compared(rule)
        if isinstance(rule, UniqueConstraint) and relation.name in about and "ref" not in about:
            yield rule


def ruled_out(row: models.Model, relation: models.ForeignKey) -> Iterator[Q]:
    """Yield the conditions of the rows beside which a row may not stand."""
    for rule in ruling_out(type(row), relation):
        condition = rule.condition or Q()
        values = {name: getattr(row, row._meta.get_field(name).attname) for name in compared(rule) - {relation.name}}
        if None not in values.values() and (not condition or applies(rule, row)):
            yield Q(**values) & condition
