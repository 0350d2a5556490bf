"""What a specification is held against: the others of its category."""

from collections import defaultdict

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core.doubts import ENOUGH
from reference.models import ClaimManager, ClaimQuerySet

ENDS = {"least": Min(Coalesce("minimum", "maximum")), "greatest": Max(Coalesce("maximum", "minimum"))}


class Ends:
    """How far the values of a property reach in a category, whichever system is left aside."""

    def __init__(self, systems: dict):
        self.systems = systems
        self.least = sorted((least, key) for key, (least, _) in systems.items() if least is not None)[:2]
        highest = sorted(((most, key) for key, (_, most) in systems.items() if most is not None), reverse=True)
        self.greatest = highest[:2]

    def without(self, system: int) -> tuple:
        """Return the least and the greatest value of the other systems, where enough have one."""
        if len(self.systems) - (system in self.systems) < ENOUGH:
            return None, None
        least, greatest = (
            next((value for value, key in ends if key != system), None) for ends in (self.least, self.greatest)
        )
        return least, greatest


class SpecificationQuerySet(ClaimQuerySet):
    def compared(self):
        """Have each row bring along the least and the greatest value that others of its category have."""
        others = self.model.objects.exclude(system=OuterRef("system"))
        others = others.of_category(OuterRef("system__category"), OuterRef("property"))
        return self.annotate(least=Subquery(others.values("least")), greatest=Subquery(others.values("greatest")))

    def compared_at_once(self):
        """Return many rows with what ``compared`` brings along, at the cost of one statement for all of them."""
        found = list(self)
        ends = self.model.objects.ends_of({row.system.category_id for row in found}, {row.property_id for row in found})
        for row in found:
            others = ends.get((row.system.category_id, row.property_id))
            row.least, row.greatest = others.without(row.system_id) if others else (None, None)
        return found

    def ends_of(self, categories, measured):
        """Return the least and the greatest value each system of some categories has of some properties."""
        rows = self.standing().filter(system__category__in=categories, property__in=measured).order_by()
        rows = rows.values_list("system__category", "property", "system").annotate(**ENDS)
        ends = defaultdict(dict)
        for category, key, system, least, greatest in rows:
            ends[category, key][system] = least, greatest
        return {group: Ends(systems) for group, systems in ends.items()}

    def of_category(self, category, measured):
        """Return the least and the greatest value of a property in a category, where enough systems have one."""
        rows = self.standing().filter(system__category=category, property=measured).order_by().values("property")
        return rows.annotate(**ENDS, number=Count("system", distinct=True)).filter(number__gte=ENOUGH)


SpecificationManager = ClaimManager.from_queryset(SpecificationQuerySet)
