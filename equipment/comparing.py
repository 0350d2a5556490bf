"""What a specification is held against: the others of its category."""

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core.doubts import ENOUGH
from reference.models import ClaimManager, ClaimQuerySet


class SpecificationQuerySet(ClaimQuerySet):
    def compared(self):
        """Have each row bring along the least and the greatest value that others of its category have."""
        others = self.model.objects.exclude(system=OuterRef("system"))
        others = others.of_category(OuterRef("system__category"), OuterRef("property"))
        return self.annotate(least=Subquery(others.values("least")), greatest=Subquery(others.values("greatest")))

    def of_category(self, category, measured):
        """Return the least and the greatest value of a property in a category, where enough systems have one."""
        rows = self.standing().filter(system__category=category, property=measured).order_by().values("property")
        ends = {"least": Min(Coalesce("minimum", "maximum")), "greatest": Max(Coalesce("maximum", "minimum"))}
        return rows.annotate(**ends, number=Count("system", distinct=True)).filter(number__gte=ENOUGH)


SpecificationManager = ClaimManager.from_queryset(SpecificationQuerySet)
