"""How the records of a page are found: where an index lists few that can be meant, those are put in order;
else the list is followed in its order, which an index gives, and each record is asked, until the page is full.

Either way a page costs what it shows, not what there is. Which way it is, is counted first, no
further than it matters: engines guess it, and guess wrongly where there are a million records.
"""

from django.db.models import ManyToManyField, Model, QuerySet

from core.api.filters import Parameter
from core.api.questions import Asked
from core.database import FEW, number_in, united, walked


def found(view) -> list[QuerySet]:
    """Return the records a view is asked for, parted by how its words find them, the best way first."""
    model, words = view.queryset.model, [values[0] for parameter, values in view.asked if parameter.name == "q"]
    ways = model.objects.ways(words[0]) if words else []
    sets = [one for parameter, values in view.asked for one in listed(model, parameter, values, view.reader)]
    numbers = number_in([*sets, *(way.sets for way in ways)])
    rows, others = walked(view.rows(but="q")), numbers[len(sets) :]
    number, least = min((number, place) for place, number in enumerate([*numbers[: len(sets)], FEW + 1]))
    if number <= FEW:
        rows, others = rows.filter(pk__in=united(sets[least])), [FEW + 1] * len(ways)
    if not words:
        return [rows]
    return rows.parted(ways, others) if "ordering" not in view.chosen else [rows.found_in(ways, others)]


def listed(model: type[Model], parameter: Parameter, values: list, user) -> list[list[QuerySet]]:
    """Return sets of keys, each holding all records a parameter can mean, in the parts that an index lists."""
    one, lookup = parameter.filter, parameter.lookup
    if lookup == "not":
        return []
    if isinstance(one, Asked):
        return [one.keys(model, value, user) for value in values if one.listed_by]
    groups, lookup = ([[value] for value in values], "") if lookup == "all" else ([values], lookup)
    links = {field.name: field for field in model._meta.many_to_many}
    if one.path in links:
        return [linked_to(links[one.path], group) for group in groups]
    claims = model._meta.get_field(one.through) if one.through else None
    table, key = (claims.related_model, claims.field.name) if claims else (model, "pk")
    rows = table._base_manager.order_by().values(key)
    return [
        [rows.filter(part) for part in parts] for group in groups for parts in one.listed(table, lookup, group) if parts
    ]


def linked_to(field: ManyToManyField, values: list) -> list[QuerySet]:
    """Return the keys of the records that are linked to one of these."""
    links = field.remote_field.through._base_manager.order_by()
    return [links.filter(**{f"{field.m2m_reverse_field_name()}__in": values}).values(field.m2m_field_name())]
