"""How the records of a page are found: where an index lists few that can be meant, those are put in order;
else the list is followed in its order, which an index gives, and each record is looked up among several, or
asked where there are many, until the page is full.

Either way a page costs what it shows, not what there is. Which way it is, is counted first, no
further than it matters: engines guess it, and guess wrongly where there are a million records.
What is many but stands together at the far end of the order is not met soon: then the order is left
after a while, and what the index lists is put in order after all.
"""

from django.db.models import ManyToManyField, Model, QuerySet

from core.api.filters import Parameter
from core.api.questions import Asked
from core.database import FEW, SEVERAL, at_once, in_whole, met_in, number_in, to_be_counted, united, walked

PATIENCE = 0.5
"""For how many seconds an order is followed where what is meant could be listed."""


class Narrowing:
    """The sets of keys that hold what a view is asked for, and how many there are in each."""

    def __init__(self, view):
        self.view, model = view, view.queryset.model
        words = [values[0] for parameter, values in view.asked if parameter.name == "q"]
        self.searching, self.ways = bool(words), model.objects.ways(words[0]) if words else []
        asked = [(p.filter, one) for p, values in view.asked for one in listed(model, p, values, view.reader)]
        self.of, self.sets = [one for one, _ in asked], [rows for _, rows in asked]
        self.owned = any(p.filter.through or p.filter.path in links_of(model) for p, _ in view.asked)
        self.whole = False
        numbers = number_in([*self.sets, *(way.sets for way in self.ways)])
        self.numbers, self.found = numbers[: len(self.sets)], numbers[len(self.sets) :]

    @property
    def patience(self) -> float | None:
        """Return for how long the order may be followed; None where there is no other way."""
        others = self.owned or any(number > FEW for number in [*self.numbers, *self.found])
        return PATIENCE if others and min(self.numbers, default=FEW + 1) > FEW else None

    def give_up_the_order(self) -> None:
        """List what is meant, however much it is."""
        if self.ways:
            self.found = [0] * len(self.ways)
        elif self.sets:
            _, place = min((number, place) for place, number in enumerate(number_in(self.sets, most=None)))
            self.of, self.sets, self.numbers = [self.of[place]], [self.sets[place]], [0]
        else:
            self.whole = True

    def rows(self, but: str = "") -> QuerySet:
        """Return the records asked for, whatever one filter asks, to be gone through in whichever order.

        What stands in another table is listed first, the least of it: asked of record by record it costs tenfold.
        """
        model, without = self.view.queryset.model, self.view.counted_by(but)
        apart = [
            (number, place)
            for place, (number, parts) in enumerate(zip(self.numbers, self.sets, strict=True))
            if parts[0].model is not model and self.of[place] is not without
        ]
        if apart:
            rows = self.view.rows(but, "q").filter(pk__in=united(self.sets[min(apart)[1]]))
        else:
            rows = self.view.rows(but, "q", meet=at_once)
        return rows.found_in(self.ways, to_be_counted(self.found)) if self.searching else rows

    def parts(self) -> list[QuerySet]:
        """Return the records asked for, parted by how words find them, the best way first."""
        if self.whole:
            return [in_whole(self.view.rows(meet=at_once))]
        rows, found = walked(self.view.rows("q")), self.found
        many = SEVERAL + 1
        number, least = min(zip(self.numbers, self.sets, strict=True), key=lambda pair: pair[0], default=(many, []))
        if number <= SEVERAL:
            rows = rows.filter(pk__in=united(least)) if number <= FEW else met_in(united(least), rows)
            found = [many] * len(found)
        if not self.searching:
            return [rows]
        return (
            rows.parted(self.ways, found) if "ordering" not in self.view.chosen else [rows.found_in(self.ways, found)]
        )


def listed(model: type[Model], parameter: Parameter, values: list, user) -> list[list[QuerySet]]:
    """Return sets of keys, each holding all records a parameter can mean, in the parts that an index lists."""
    one, lookup = parameter.filter, parameter.lookup
    if lookup == "not":
        return []
    if isinstance(one, Asked):
        return [one.keys(model, value, user) for value in values if one.listed_by]
    groups, lookup = ([[value] for value in values], "") if lookup == "all" else ([values], lookup)
    if one.path in (links := links_of(model)):
        return [linked_to(links[one.path], group) for group in groups]
    claims = model._meta.get_field(one.through) if one.through else None
    table, key = (claims.related_model, claims.field.name) if claims else (model, "pk")
    rows = table._base_manager.order_by().values(key)
    return [
        [rows.filter(part) for part in parts] for group in groups for parts in one.listed(table, lookup, group) if parts
    ]


def links_of(model: type[Model]) -> dict[str, ManyToManyField]:
    return {field.name: field for field in model._meta.many_to_many}


def linked_to(field: ManyToManyField, values: list) -> list[QuerySet]:
    """Return the keys of the records that are linked to one of these."""
    links = field.remote_field.through._base_manager.order_by()
    return [links.filter(**{f"{field.m2m_reverse_field_name()}__in": values}).values(field.m2m_field_name())]
