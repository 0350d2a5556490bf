"""What two entries say of each other, which is dropped when they are one: no record names itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import ForeignKey, IntegerField, Q, QuerySet, TextField, Value

from core.changes.naming import naming_column
from core.changes.obstacles import pointing_at
from core.changes.wording import relation_of
from core.database import InWords, belonging
from core.merging import Merging, kept_apart, left_blank


@dataclass(frozen=True)
class Tie:
    """Two relations of a table by which its rows name a record and another one: of links, or of claims."""

    one: ForeignKey
    other: ForeignKey

    @property
    def links(self):
        """Return the field whose links the rows are, if they are links."""
        return relation_of(self.one.model) if self.one.model._meta.auto_created else None

    def rows(self, merging: Merging) -> QuerySet:
        """Return the rows that name both; of links that go both ways, those of the one that is kept."""
        there = Q(**{self.one.name: merging.kept, self.other.name: merging.going})
        back = Q(**{self.one.name: merging.going, self.other.name: merging.kept})
        both_ways = self.links and self.links.remote_field.symmetrical
        return self.one.model._base_manager.filter(there if both_ways else there | back).order_by()

    def in_words(self, name: str) -> str:
        """Return what a row is, of which the name is known."""
        if self.links:
            return f"“{self.links.verbose_name}”"
        return f"{self.one.model._meta.verbose_name} “{name}”, “{self.other.verbose_name}”"


def between(merging: Merging) -> Iterator[str]:
    """Yield, in words, each relation of the two with each other."""
    kept, going = merging.kept, merging.going
    for record, other in ((kept, going), (going, kept)):
        for field in merging.model._meta.fields:
            if field.related_model is merging.model and getattr(record, field.attname) == other.pk:
                yield f"{record}, “{field.verbose_name}”: {other}"
    names, tied = {kept.pk: str(kept), going.pk: str(going)}, list(ties(merging))
    for place, one, other, name in told_by(tied, merging):
        yield f"{names[one]}, {tied[place].in_words(name)}: {names[other]}"


def ties(merging: Merging) -> Iterator[Tie]:
    """Yield the ways by which rows of other tables may name both."""
    for field in pointing_at(merging.model):
        if field.model._meta.auto_created:
            ends = [each for each in field.model._meta.fields if each.related_model is merging.model and each != field]
            yield from (Tie(field, end) for end in ends if field == belonging(field.model))
        else:
            yield from (Tie(field, other) for other in kept_apart(field) if left_blank(field, other) == other)


def told_by(tied: list[Tie], merging: Merging) -> list[tuple[int, int, int, str]]:
    """Return the rows that name both, by the place of their tie, with both ends and their names, in one statement."""
    asked = [
        tie.rows(merging).values_list(
            Value(place, IntegerField()),
            tie.one.attname,
            tie.other.attname,
            Value("", TextField()) if tie.links else InWords(naming_column(tie.one.model)),
        )
        for place, tie in enumerate(tied)
    ]
    return sorted(asked[0].union(*asked[1:], all=True), key=itemgetter(0, 1, 3)) if asked else []
