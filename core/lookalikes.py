"""Records that may be the one an editor is about to add: a short list, each with the reason.

Candidates are read off indexes, so many of each kind and no more, however large the table: the
neighbours of the name's key and of the aliases' keys in their order, rows with a rare word of the
name in theirs, the same external id, and what the model adds (``also_compared()``, and ``likeness_to(other)`` for the
reason): the same day and place for incidents. Only these are compared letter by letter. Names whose
numbers differ (Barak 1, Barak 8) are not alike.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model, Q, QuerySet
from rapidfuzz import fuzz

from core.database import NAMES, Matches
from core.names import name_key, spellings, words

MOST, MOST_WORDS, MOST_SHOWN = 25, 4, 5
RARE, SHORTEST, ALONE = 200, 3, 5
ALIKE, WITHIN = 85, 84
"""From here on names are alike, of 100: a letter or two that differ, or words in another order; or one in the other."""
NEARBY, POSITION = Decimal("0.1"), ("latitude", "longitude")
"""In degrees: about 11 km from north to south."""
NOWHERE = {"near", "from", "with", "area", "city", "town", "village", "base", "camp", "district", "province", "border"}
NOWHERE |= {"north", "south", "east", "west", "northern", "southern", "eastern", "western"}
"""Words that name no place."""
NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class LookAlike:
    """A record that may be the same, why, and how alike the two are, of 100."""

    record: Model
    reason: str
    likeness: float


def look_alikes(record: Model) -> list[LookAlike]:
    """Return the records most like one that is about to be saved, the likest first."""
    model, key = type(record), name_key(record.name)
    keys = {pk for rows in candidates(record, key) for pk in rows[:MOST]} - {record.pk}
    others = model._default_manager.order_by("slug").filter(pk__in=keys).prefetch_related("aliases")
    found = [alike for other in others if (alike := compare(record, other))]
    return sorted(found, key=lambda alike: -alike.likeness)[:MOST_SHOWN]


def candidates(record: Model, key: str) -> Iterable[QuerySet | list[int]]:
    """Return the keys of rows to compare with, each set read off an index."""
    rows = type(record)._base_manager
    aliases = type(record).aliases.rel.related_model._base_manager
    for table, column, pk in ((rows, "name_key", "pk"), (aliases, "key", "entry_id")):
        yield table.filter(**{f"{column}__gte": key}).order_by(column).values_list(pk, flat=True)
        yield table.filter(**{f"{column}__lt": key}).order_by(f"-{column}").values_list(pk, flat=True)
    yield from with_rare_words(record)
    if record.external_id:
        datasets = record._meta.get_field("dataset").related_model.objects.order_by().values("pk")
        same = rows.filter(dataset__in=datasets, external_id=record.external_id)
        yield same.values_list("pk", flat=True)
    yield from (same.values_list("pk", flat=True) for same in getattr(record, "also_compared", list)())


def with_rare_words(record: Model) -> Iterable[list[int]]:
    """Return the keys of rows whose names have a word of this one, if not many have it."""
    asked = [word for word in spellings(record.name) if len("".join(word[0])) >= SHORTEST][:MOST_WORDS]
    for word in asked:
        keys = Matches(type(record), [word], NAMES).keys(most=RARE + 1)
        found = list(type(record)._base_manager.order_by().filter(pk__in=keys).values_list("pk", flat=True))
        yield found if len(found) <= RARE else []


def compare(one: Model, other: Model) -> LookAlike | None:
    """Return what makes another record look like this one, the strongest reason; nothing when it does not."""
    if one.external_id and one.external_id == other.external_id:
        return LookAlike(other, f"the same external id, “{other.external_id}”", 100)
    if hasattr(one, "likeness_to") and (reason := one.likeness_to(other)):
        return LookAlike(other, reason, 100)
    names = [(likeness(one.name, name), name) for name in (other.name, *(alias.text for alias in other.aliases.all()))]
    best, name = max(names)
    kind = "name" if name == other.name else "alias"
    says = {100: "is the same", WITHIN: "shares all its words"}.get(best, f"is {best:.0f} % alike")
    return LookAlike(other, f"its {kind} “{name}” {says}", best) if best >= WITHIN else None


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, of 100: as they are spelt, or with their words in one order."""
    keys = name_key(one), name_key(other)
    if sorted(NUMBERS.findall(keys[0])) != sorted(NUMBERS.findall(keys[1])):
        return 0
    parts = [sorted(words(name)) for name in (one, other)]
    best = max(fuzz.ratio(*keys), fuzz.ratio(*map(" ".join, parts)))
    telling = any(len(word) >= ALONE for word in min(parts, key=len))
    within = telling and (set(parts[0]) <= set(parts[1]) or set(parts[1]) <= set(parts[0]))
    return best if best >= ALIKE or not within else WITHIN


def same_day_and_place(event: Model) -> list[Q]:
    """Return the condition of being on an event's day at a place of a like name or nearby; none without a day."""
    there = Q(pk=None)
    for word in places_in(event.place):
        there |= Q(place__icontains=word)
    if event.latitude is not None and event.longitude is not None:
        box = {name: (getattr(event, name) - NEARBY, getattr(event, name) + NEARBY) for name in POSITION}
        there |= Q(**{f"{name}__range": ends for name, ends in box.items()})
    return [there & Q(started=event.started)] if is_day(event.started) else []


def was_then_and_there(one: Model, other: Model) -> str:
    """Say that an event was on the same day at the same place as another, or nothing."""
    here = [(getattr(one, name), getattr(other, name)) for name in POSITION]
    near = all(None not in pair and abs(pair[0] - pair[1]) <= NEARBY for pair in here)
    if not is_day(one.started) or one.started != other.started:
        return ""
    if not near and not places_in(one.place) & places_in(other.place):
        return ""
    return f"the same day and place: {one.started}, {other.place or 'less than some 10 km away'}"


def is_day(date: str | None) -> bool:
    """Tell whether a partial date is a day."""
    return len(date or "") == len("2025-04-22")


def places_in(text: str) -> set[str]:
    """Return the words of a place that may name it."""
    return {word for word in words(text) if len(word) > len("the") and word not in NOWHERE}
