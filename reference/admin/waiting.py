"""What waits for editors, as questions that lists are asked: uncited, stale, worked on, alike, settled."""

from django.db.models import BigIntegerField, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from core.admin.conditions import Question, yes_or_no
from core.changes.models import Change, Kind
from reference.models import Distinct, Load, Publication, has_uncited_facts

ALIKE = "alike:is:yes"
"""How the address of a list asks for look-alikes."""
BY_HAND = [Kind.EDIT, Kind.BULK_EDIT, Kind.MERGE, Kind.REVERT]


def edited_by(model: type[Model], name: str) -> Q:
    """Return the condition of having been written by hand by the user of this name."""
    changes = Change.objects.order_by().filter(model=model._meta.label_lower, batch__actor__username=name)
    return Q(pk__in=changes.filter(batch__kind__in=BY_HAND).values("key"))


def look_alike(entries: type[Model]) -> Q:
    """Return the condition of sharing, with a record not found to be another, what such entries are told apart by."""
    alike = Q(pk=None)
    for others in those_alike(entries):
        alike |= Q(Exists(others))
    return alike


def first_alike(entries: type[Model]) -> Coalesce:
    """Return the key of a record that an entry looks like."""
    found = [Subquery(others.order_by("pk").values("pk")[:1]) for others in those_alike(entries)]
    return Coalesce(*found, Value(None), output_field=BigIntegerField())


def those_alike(entries: type[Model]) -> list[QuerySet]:
    """Return, for each way such entries are told apart by, the others that share it with an entry."""
    known = Distinct.objects.order_by().filter(entry_type=entries._meta.label_lower)
    one, other = OuterRef(OuterRef("slug")), OuterRef("slug")
    others = entries._base_manager.order_by().exclude(pk=OuterRef("pk"))
    others = others.filter(~Exists(known.filter(Q(slug=one, other=other) | Q(slug=other, other=one))))
    return [others.filter(**{name: OuterRef(name) for name in names}) for names in entries.alike_by]


def settled(refused: type[Model]) -> Q:
    """Return the condition of a refused load that one of the same name has succeeded since, by the same."""
    same = Load.objects.order_by().filter(name=OuterRef("name"), batch__actor_name=OuterRef("by"))
    return Q(Exists(same.filter(at__gt=OuterRef("at"))))


def published(owned: type[Model]) -> Q:
    """Return the condition of belonging to a published entry."""
    return Q(**{f"{owned.owner_field}__publication": Publication.PUBLISHED})


def cited(claims: type[Model]) -> Q:
    """Return the condition of a claim that names a source."""
    return Q(Exists(claims.sources.through._base_manager.filter(**{claims._meta.model_name: OuterRef("pk")})))


def stale(citations: type[Model]) -> Q:
    return Q(citations.is_stale())


def cited_anew(citations: type[Model]) -> Q:
    """Return the condition that another source is cited for what the fact is now."""
    same = citations._base_manager.order_by().filter(entry=OuterRef("entry"), fact=OuterRef("fact"))
    return Q(Exists(same.exclude(source=None).exclude(citations.is_stale())))


OF_ENTRIES = {
    "editor": Question("edited by", edited_by),
    "uncited": yes_or_no("uncited facts", has_uncited_facts),
    "alike": yes_or_no("look-alike", look_alike),
}
OF_CLAIMS = {"cited": yes_or_no("cited", cited), "published": yes_or_no("published", published)}
OF_CITATIONS = {
    "stale": yes_or_no("stale", stale),
    "anew": yes_or_no("cited anew", cited_anew),
    "published": yes_or_no("published", published),
}
OF_REFUSED = {"settled": yes_or_no("settled since", settled)}
