"""``claims``: every fact with its sources, over all kinds, so that what is uncited can be listed."""

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.text import slugify
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from config.api import PlainView
from core.api import reading
from core.api.pagination import Pages, read_page, read_size
from core.api.routing import route_of
from core.api.schema import PAGE_PARAMETERS, several
from core.database import InBytes
from reference.models import Certainty, Citation, Claim, Rank, Source, visible


class OwnerSerializer(serializers.Serializer):
    type = serializers.CharField(help_text="The endpoint that shows the entry.")
    slug = serializers.CharField()
    name = serializers.CharField()


class ClaimSerializer(serializers.Serializer):
    type = serializers.CharField(help_text="What it says: operator, specification …; citation for a scalar fact.")
    owner = OwnerSerializer()
    ref = serializers.CharField(help_text="The claim's ref, or the name of the scalar fact; blank for a whole entry.")
    certainty = serializers.CharField()
    rank = serializers.CharField(allow_null=True, help_text="Null for the citation of a scalar fact.")
    note = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())
    restricted = serializers.BooleanField(help_text="Of a data set that may not be given to the public.")
    url = serializers.CharField(help_text="The entry in which it stands.")


def tables() -> dict[str, type]:
    """Return every table of claims and of citations by the type its rows are given."""
    models = [model for label in settings.ARMOURY_APPS for model in apps.get_app_config(label).get_models()]
    claims = {slugify(model._meta.verbose_name): model for model in models if issubclass(model, Claim)}
    return claims | {slugify(model._meta.verbose_name): model for model in models if issubclass(model, Citation)}


def read_types(text: str) -> list[str]:
    """Return types of claims, parted by commas."""
    return reading.read_codes(text, list(tables()))


def read_source(text: str) -> list[int]:
    """Return the keys of sources by their slugs, parted by commas."""
    named = [reading.Named(Source.objects.all(), text.split(","))]
    return [key for key, _ in reading.all_found(named, reading.look_up(named)).values()]


class ClaimsView(PlainView):
    """Every claim, and every citation of a scalar fact, with its sources; ``cited=false`` lists what has none."""

    readers = {
        "type": read_types,
        "cited": reading.read_boolean,
        "source": read_source,
        "certainty": lambda text: reading.read_codes(text, Certainty.values),
        "rank": lambda text: reading.read_codes(text, Rank.values),
        "page": read_page,
        "page_size": read_size,
    }
    pagination_class, answer = Pages, ClaimSerializer(many=True)
    documents = [
        several("type", None, "Only these types, as they stand in the answers."),
        OpenApiParameter("cited", {"type": "boolean"}, description="Whether it has a source."),
        several("source", None, "Slugs of sources."),
        several("certainty", Certainty.values, "How sure it is."),
        several("rank", Rank.values, "Which to use."),
        *PAGE_PARAMETERS,
    ]

    def get(self, request):
        types = self.chosen.get("type") or list(tables())
        rows = [self.rows(name, tables()[name]) for name in types]
        pages = Pages()
        found = rows[0].union(*rows[1:], all=True).order_by("endpoint", "owner_slug", "table", "said", "pk")
        page = pages.paginate_queryset(found, request, self)
        return pages.get_paginated_response(shown(page))

    def rows(self, name: str, model) -> QuerySet:
        """Return endpoint, slug, type, ref and key of what is asked for in one table."""
        claim = issubclass(model, Claim)
        owner, ref = (model.owner_field, F("ref")) if claim else ("entry", F("fact"))
        rows = (
            model.objects.visible_to(self.request.user)
            if claim
            else model.objects.filter(visible(self.request.user, "entry__"))
        )
        return (
            rows.filter(self.graded(claim), self.sourced("sources" if claim else "source", model))
            .order_by()
            .annotate(
                endpoint=Value(route_of(model._meta.get_field(owner).related_model), CharField()),
                table=Value(name, CharField()),
                owner_slug=F(f"{owner}__slug"),
                said=InBytes(ref),
            )
            .values_list("endpoint", "owner_slug", "table", "said", "pk")
        )

    def graded(self, claim: bool) -> Q:
        """Return the condition on certainty and rank, which scalar facts do not have."""
        grades = {f"{name}__in": self.chosen[name] for name in ("certainty", "rank") if name in self.chosen}
        return Q(**grades) if claim or not grades else Q(pk__in=[])

    def sourced(self, path: str, model) -> Q:
        """Return the condition on the sources."""
        condition = Q()
        if "cited" in self.chosen:
            condition &= Q(**{f"{path}__isnull": False}) if self.chosen["cited"] else Q(**{f"{path}__isnull": True})
        if "source" in self.chosen:
            condition &= Q(**{f"{path}__in": self.chosen["source"]})
        return Q(pk__in=model._base_manager.filter(condition).values("pk")) if condition else condition


def shown(page: list[tuple]) -> list[dict]:
    """Return the claims of a page in full, in two queries per table at most."""
    rows = {}
    for table in {table for _, _, table, _, _ in page}:
        model = tables()[table]
        keys = [key for _, _, name, _, key in page if name == table]
        claim = issubclass(model, Claim)
        found = model.objects.filter(pk__in=keys).select_related(
            f"{model.owner_field}__dataset", "dataset" if claim else "source"
        )
        rows |= {(table, row.pk): row for row in (found.prefetch_related("sources") if claim else found)}
    return [one(endpoint, table, rows[table, key]) for endpoint, _, table, _, key in page]


def one(endpoint: str, table: str, row: Claim | Citation) -> dict:
    """Return one claim, or one citation of a scalar fact."""
    claim = isinstance(row, Claim)
    sources = list(row.sources.all()) if claim else [row.source] if row.source else []
    return {
        "type": table,
        "owner": {"type": endpoint, "slug": row.owner.slug, "name": row.owner.name},
        "ref": row.ref if claim else row.fact,
        "certainty": row.certainty if claim else "",
        "rank": row.rank if claim else None,
        "note": row.note,
        "sources": [source.slug for source in sources],
        "restricted": row.owner.is_restricted()
        or (claim and row.dataset is not None and not row.dataset.redistributable),
        "url": f"/api/v1/{endpoint}/{row.owner.slug}/",
    }
