"""``claims``: every fact with its sources, over all kinds, so that what is uncited can be listed."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter

from config.api import AcrossView
from config.fact import ClaimSerializer, endpoint_of, name_of, said, written
from core import database
from core.api import reading
from core.api.merging import Arm
from core.api.schema import PAGE_PARAMETERS, several
from core.database import Few, InBytes
from reference.api.entries import ExcludeSynthetic
from reference.models import Certainty, Citation, Claim, Rank, Source, of_data_sets, visible


@cache
def tables() -> dict[str, type[Claim] | type[Citation]]:
    """Return every table of claims and of citations by the type its rows are given."""
    models = [model for label in settings.ARMOURY_APPS for model in apps.get_app_config(label).get_models()]
    return {name_of(model): model for kind in (Claim, Citation) for model in models if issubclass(model, kind)}


def read_types(text: str) -> list[str]:
    """Return types of claims, parted by commas."""
    return reading.read_codes(text, list(tables()))


def read_source(text: str) -> list[int]:
    """Return the keys of sources by their slugs, parted by commas."""
    named = [reading.Named(Source.objects.all(), text.split(","))]
    return [key for key, _ in reading.all_found(named, reading.look_up(named)).values()]


class ClaimsView(AcrossView):
    """Every claim, and every citation of a scalar fact, with its sources; ``cited=false`` lists what has none."""

    readers = {
        "type": read_types,
        "cited": reading.read_boolean,
        "source": read_source,
        "exclude_synthetic": reading.read_one_or_naught,
        "certainty": lambda text: reading.read_codes(text, Certainty.values),
        "rank": lambda text: reading.read_codes(text, Rank.values),
    }
    answer = ClaimSerializer(many=True)
    documents = [
        several("type", None, "Only these types, as they stand in the answers."),
        OpenApiParameter("cited", {"type": "boolean"}, description="Whether it has a source."),
        several("source", None, "Slugs of sources."),
        ExcludeSynthetic.document,
        several("certainty", Certainty.values, "How sure it is."),
        several("rank", Rank.values, "Which to use."),
        *PAGE_PARAMETERS,
    ]

    def arms(self):
        """Return the rows of each table, after the endpoints of their owners, and then by their owners' slugs."""
        endpoints, types = sorted(map(endpoint_of, tables().values())), sorted(tables())
        return [
            Arm(endpoints.index(endpoint_of(model)), types.index(name), rows, order_of(model))
            for name, model in self.asked_tables().items()
            for rows in self.ways_to(model)
        ]

    def record(self, table):
        name = sorted(tables())[table]
        return tables()[name], written(tables()[name])

    def asked_tables(self) -> dict[str, type[Claim] | type[Citation]]:
        """Return the tables that may hold what is asked for: scalar facts have no certainty and no rank."""
        graded = "certainty" in self.chosen or "rank" in self.chosen
        asked = {name: tables()[name] for name in self.chosen.get("type", tables())}
        return {name: model for name, model in asked.items() if issubclass(model, Claim) or not graded}

    def ways_to(self, model) -> list[QuerySet]:
        """Return the rows asked for in one table by the ways to find them: one, told by the database, has them all.

        Rows of which few have something are listed first and then ordered; else one after the other is
        asked, in order, until a page is full.
        """
        rows, ways, many = self.rows(model), [], Q()
        for keys in self.sets(model):
            ways.append(rows.filter(many, Few(keys), pk__in=keys))
            many &= ~Q(Few(keys))
        return [*ways, rows.filter(many)]

    def rows(self, model) -> QuerySet:
        """Return the rows asked for in one table."""
        if issubclass(model, Claim):
            shown = model.objects.visible_to(self.request.user)
        else:
            shown = model.objects.filter(visible(self.request.user, "entry__"))
        return database.led_by(shown.order_by().filter(self.asked(model)), f"{model.owner_field}__slug")

    def asked(self, model) -> Q:
        """Return the conditions of what is asked for, of one row."""
        condition = Q(**{f"{name}__in": self.chosen[name] for name in ("certainty", "rank") if name in self.chosen})
        links = sources_of(model)
        if "cited" in self.chosen:
            condition &= Q(Exists(links)) if self.chosen["cited"] else ~Q(Exists(links))
        if "source" in self.chosen:
            condition &= Q(Exists(links.filter(source__in=self.chosen["source"])))
        if self.chosen.get("exclude_synthetic"):
            condition &= of_data_sets(f"{model.owner_field}__", synthetic=False)
            condition &= of_data_sets(synthetic=False) if issubclass(model, Claim) else Q()
        return condition

    def sets(self, model) -> list[QuerySet]:
        """Return the keys of the rows that have one thing asked for, set by set."""
        every = model._base_manager.order_by().values("pk")
        sets = [
            every.filter(**{f"{name}__in": self.chosen[name]}) for name in ("certainty", "rank") if name in self.chosen
        ]
        if "source" in self.chosen:
            links, key = links_of(model)
            sets.append(links.filter(source__in=self.chosen["source"]).values(key))
        return sets


def links_of(model) -> tuple[QuerySet, str]:
    """Return the links of claims to their sources, and the column that says whose each is; a citation is its own."""
    if issubclass(model, Claim):
        return model.sources.through._base_manager.order_by(), model._meta.model_name
    return model._base_manager.order_by().exclude(source=None), "pk"


def sources_of(model) -> QuerySet:
    """Return the links of one row to its sources."""
    links, key = links_of(model)
    return links.filter(**{key: OuterRef("pk")})


def order_of(model) -> tuple:
    """Return the columns that claims of one table are ordered by: whose they are, and what they say."""
    return F(f"{model.owner_field}__slug"), InBytes(said(model)), F("pk")
