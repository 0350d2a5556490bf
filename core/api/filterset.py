"""All that may be asked of one list, and how a request's questions are put to the database."""

import re
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager

from django.db.models import Exists, ManyToManyField, Model, OuterRef, Q, QuerySet

from core.api import reading
from core.api.faults import Fault, Unreadable
from core.api.filters import Filter, Parameter
from core.api.questions import Asked, YesOrNo
from core.api.representation import visible
from core.api.serializers import may_hide

COMMA = re.compile(r"(?<!\\),")
MOST_OF_ANY, MOST_OF_ALL = 100, 10
"""How many values one parameter takes: each of those that must all hold is a question of its own."""


Meet = Callable[[QuerySet, str], Q]
"""Makes of rows, and the name of their column that tells whose they are, the condition of having one."""


def record_by_record(rows: QuerySet, owner: str) -> Q:
    """Ask each record whether it has such a row."""
    return Q(Exists(rows.filter(**{owner: OuterRef("pk")})))


class FilterSet:
    """The filters of one endpoint, declared as attributes; asks a queryset what a request asks."""

    filters: dict[str, Filter] = {}
    year = ""
    """The filter of the list's leading date, whose years can be counted."""
    sorts: dict[str, str] = {}
    """What a list can be ordered by besides its filters, each with its column."""

    def __init_subclass__(cls):
        cls.parameters = {}
        inherited, cls.filters = cls.filters, {}
        cls.extend(**inherited, **{name: value for name, value in vars(cls).items() if isinstance(value, Filter)})

    @classmethod
    def extend(cls, **filters: Filter) -> None:
        """Add filters; apps to the right add theirs to the lists of those on their left."""
        cls.filters |= filters
        for name, one in filters.items():
            cls.parameters |= {parameter.name: parameter for parameter in one.parameters(name)}

    @classmethod
    def read(cls, given: dict[str, list[str]], view) -> tuple[list[tuple[Parameter, list]], list[Fault]]:
        """Return what a request asks, and everything that is wrong with it."""
        read, faults = [], []
        for name, texts in given.items():
            parameter = cls.parameters[name]
            with noted(faults, parameter, texts):
                values = parameter.filter.read_all(split(texts, parameter), parameter.lookup, view)
                read.append((parameter, values, parameter.filter.named(parameter.lookup, values, view)))
        found = iter(reading.look_up([one for _, _, named in read for one in named]))
        asked = []
        for parameter, values, named in read:
            with noted(faults, parameter, given[parameter.name]):
                keys = reading.all_found(named, [next(found) for _ in named])
                asked.append((parameter, parameter.filter.settle(values, keys)))
        return asked, faults

    @classmethod
    def apply(
        cls, queryset: QuerySet, asked: list[tuple[Parameter, list]], user, meet: Meet = record_by_record
    ) -> QuerySet:
        """Keep the records for which all that is asked holds; of what they own or are linked to ``meet`` tells them."""
        claims: dict[str, list[tuple[Parameter, list]]] = defaultdict(list)
        for parameter, values in asked:
            one = parameter.filter
            if one.through:
                claims[one.through].append((parameter, values))
            elif isinstance(one, Asked):
                queryset = ask(queryset, one, values, user)
            else:
                queryset = queryset.filter(plain(queryset.model, parameter, values, user, meet))
        for through, asked_of_claims in claims.items():
            queryset = queryset.filter(of_claims(queryset.model, through, asked_of_claims, user, meet))
        return queryset


@contextmanager
def noted(faults: list[Fault], parameter: Parameter, texts: list[str]):
    """Note what cannot be read as a fault of the parameter, and go on."""
    try:
        yield
    except Unreadable as error:
        detail = {"expected": parameter.filter.expected} | {k: v for k, v in error.detail.items() if v}
        faults.append(Fault(**{"parameter": parameter.name, "value": ",".join(texts)} | detail))


def split(texts: list[str], parameter: Parameter) -> list[str]:
    """Part a parameter's values at commas, but for those behind a backslash; each is asked for once.

    Raise Unreadable for an empty value, a repeated single one, and more of them than a question needs.
    """
    several = parameter.multiple or parameter.lookup == "range"
    values = [value for text in texts for value in (COMMA.split(text) if several else [text])]
    values = [value.replace(r"\,", ",") if several else value for value in values]
    if parameter.lookup != "range":
        values = list(dict.fromkeys(values))
    most = MOST_OF_ALL if parameter.lookup == "all" or parameter.filter.repeatable else MOST_OF_ANY
    if len(values) > most:
        raise Unreadable(f"at most {most} values", value=f"{len(values)} values")
    if not all(value.strip() for value in values) or any("\0" in value for value in values):
        raise Unreadable("a value: leave the parameter out to ask for everything")
    if len(texts) > 1 and not (parameter.multiple or parameter.filter.repeatable):
        raise Unreadable("one value only")
    return values


def plain(model: type[Model], parameter: Parameter, values: list, user, meet: Meet) -> Q:
    """Return a condition on the record itself; one over many related records asks each apart."""
    one, lookup = parameter.filter, parameter.lookup
    first = one.path.split("__")[0]
    if first not in {field.name for field in model._meta.many_to_many}:
        condition = one.condition("" if lookup == "not" else lookup, values)
        if one.targets(model) and may_hide(model, first):
            shown = Q(**{f"{first}__in": visible(model._meta.get_field(first).related_model, user)})
            if lookup == "isnull":
                condition = ~shown if values[0] else shown
            else:
                condition &= shown | Q(**{first: None})
    else:
        condition = Q()
        for group in [[value] for value in values] if lookup == "all" else [values]:
            condition &= linked(model._meta.get_field(first), group, meet)
    return ~condition if lookup == "not" else condition


def linked(field: ManyToManyField, values: list, meet: Meet) -> Q:
    """Return the condition that a record is linked to one of these."""
    links = field.remote_field.through._base_manager.order_by()
    return meet(links.filter(**{f"{field.m2m_reverse_field_name()}__in": values}), field.m2m_field_name())


def of_claims(model: type[Model], through: str, asked: list[tuple[Parameter, list]], user, meet: Meet) -> Q:
    """Return a condition on a record's claims: what is asked together holds for one and the same."""
    relation = model._meta.get_field(through)
    claims = relation.related_model.objects.visible_to(user, seen_from=relation.field.name).standing().order_by()
    having = lambda *conditions: meet(claims.filter(*conditions), relation.field.name)  # noqa: E731
    common = together(asked)
    condition = having(common) if common else Q()
    for parameter, values in asked:
        if parameter.lookup == "not":
            condition &= ~having(parameter.filter.match_any(values))
        elif parameter.lookup == "all":
            for value in values:
                condition &= having(common, parameter.filter.match_any([value]))
    return condition


def together(asked: list[tuple[Parameter, list]]) -> Q:
    """Return what is asked of one and the same claim."""
    return Q(*(one.filter.condition(one.lookup, values) for one, values in asked if one.lookup not in ("not", "all")))


def ask(queryset: QuerySet, one: Asked, values: list, user) -> QuerySet:
    """Ask a queryset's own method; several values must all hold."""
    who = [user] if one.by_reader else []
    for value in values:
        if not isinstance(one, YesOrNo):
            queryset = getattr(queryset, one.path)(value, *who)
        elif value:
            queryset = getattr(queryset, one.path)(*who)
        else:
            found = getattr(queryset.model._default_manager.order_by(), one.path)(*who)
            queryset = queryset.exclude(Exists(found.filter(pk=OuterRef("pk"))))
    return queryset
