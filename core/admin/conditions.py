"""A list narrowed by conditions of one's own: a field is, is not, is empty, lies between, contains."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.admin import ListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.lookups import Exact

from core.database import among
from core.fields import NameKeyField, PartialDateField, possibly_during, possibly_from, possibly_until
from core.names import name_key, nearest
from core.printed import Unreadable, read_date

WHERE, FIELD, HOW, VALUE, UNTIL = "where", "where_field", "where_how", "where_value", "where_until"
HOWS = {
    "is": "is",
    "not": "is not",
    "contains": "contains",
    "between": "between",
    "empty": "is empty",
    "any": "is known",
}
UNARY = ["empty", "any"]
MOST = 10


class Unmeant(IncorrectLookupParameters):
    """A condition that means nothing; its text says what would."""


@dataclass(frozen=True)
class Question:
    """What a list is asked beside its fields, as in ``stale:is:yes``; a page has them under ``questions``."""

    verbose_name: str
    condition: Callable[[type[models.Model], str], Q]
    """Returns what holds for the rows whose answer is this one; raises ``Unmeant`` for what is none."""

    def narrow(self, rows: QuerySet, how: str, answer: str) -> QuerySet:
        if how not in ("is", "not") or not answer:
            raise Unmeant(f"“{self.verbose_name}” has an answer: say what it is, or is not.")
        wanted = self.condition(rows.model, answer)
        return rows.filter(wanted if how == "is" else unless(wanted))


def yes_or_no(verbose_name: str, condition: Callable[[type[models.Model]], Q]) -> Question:
    """Return the question whether a condition holds."""

    def answered(model: type[models.Model], answer: str) -> Q:
        if answer.lower() not in ("yes", "no"):
            raise Unmeant(f"“{verbose_name}” is answered by yes or no.")
        return condition(model) if answer.lower() == "yes" else unless(condition(model))

    return Question(verbose_name, answered)


def unless(condition: Q) -> Q:
    """Return the condition that another does not hold, or is not known to."""
    return Q(Exact(Case(When(condition, then=Value(1)), default=Value(0)), 0))


class ConditionsFilter(ListFilter):
    """Conditions on the fields a list shows and filters by, in its address as ``where=kind:not:cyber``."""

    title, template = "conditions", "admin/conditions_filter.html"

    def __init__(self, request, params, model, page):
        super().__init__(request, params, model, page)
        given = {name: params.pop(name) for name in self.expected_parameters() if name in params}
        self.used_parameters = given
        self.fields = fields_of(page, request)
        self.conditions = [*given.get(WHERE, []), *begun(given)]
        self.kept = [(name, text) for name, texts in request.GET.lists() for text in texts if keeps(name)]

    def has_output(self):
        return bool(self.fields)

    def expected_parameters(self):
        return [WHERE, FIELD, HOW, VALUE, UNTIL]

    @property
    def hows(self) -> dict[str, str]:
        return HOWS

    def queryset(self, request, queryset):
        if len(self.conditions) > MOST:
            raise Unmeant(f"There may be {MOST} conditions at most.")
        for condition in self.conditions:
            queryset = narrowed(queryset, self.fields, condition)
        return queryset

    def choices(self, changelist):
        """Return the conditions there are, each with the list as it is without it."""
        for condition in self.conditions:
            others = [other for other in self.conditions if other is not condition]
            rest = changelist.get_query_string(remove=[*self.expected_parameters(), "p"])
            query = urlencode([(WHERE, other) for other in others])
            yield {"display": in_words(condition, self.fields), "query_string": f"{rest}&{query}".rstrip("&")}


def keeps(name: str) -> bool:
    """Tell whether a parameter stays when a condition is added."""
    return name not in (FIELD, HOW, VALUE, UNTIL, "p", "e")


def begun(given: dict[str, list[str]]) -> list[str]:
    """Return the condition a form was sent with, as it stands in an address."""
    field, how, value, until = ((given.get(name) or [""])[-1] for name in (FIELD, HOW, VALUE, UNTIL))
    if not field:
        return []
    return [f"{field}:{how}:{value}..{until}" if how == "between" else f"{field}:{how}:{value}"]


def fields_of(page, request) -> dict[str, models.Field | Question]:
    """Return what a list can be narrowed by: the fields it shows and filters by, and its questions."""
    filters = [name if isinstance(name, str) else name[0] for name in page.list_filter]
    names = [*page.get_list_display(request), *filters]
    known = {field.name: field for field in (*page.opts.fields, *page.opts.many_to_many)}
    return {name: known[name] for name in dict.fromkeys(names) if name in known} | page.questions


def narrowed(rows: QuerySet, fields: dict[str, models.Field | Question], condition: str) -> QuerySet:
    """Keep the rows a condition holds for; raise ``Unmeant`` for one that means nothing."""
    name, how, value = (*condition.split(":", 2), "", "")[:3]
    if name not in fields:
        raise Unmeant(f"“{name}” is none of the fields: {', '.join(fields)}.")
    if how not in HOWS:
        raise Unmeant(f"“{how}” is none of: {', '.join(HOWS)}.")
    field = fields[name]
    if isinstance(field, Question):
        return field.narrow(rows, how, value.strip())
    if how in UNARY:
        return rows.filter(is_empty(field)) if how == "empty" else rows.exclude(is_empty(field))
    wanted = matching(field, "is" if how == "not" else how, value.strip())
    if field.many_to_many:
        wanted = among(rows.model._base_manager.order_by().filter(wanted))
    return rows.exclude(wanted) if how == "not" else rows.filter(wanted)


def is_empty(field: models.Field) -> Q:
    texts = isinstance(field, models.CharField | models.TextField) and not isinstance(field, PartialDateField)
    return Q(**{field.name: None}) | (Q(**{field.name: ""}) if texts else Q())


def matching(field: models.Field, how: str, value: str) -> Q:
    """Return the condition under which a field is a value, contains it or lies between two."""
    if not value.strip(" ."):
        raise Unmeant(f"Say what “{field.verbose_name}” is to be compared with.")
    if how == "contains":
        return containing(field, value)
    if how == "between":
        return between(field, value)
    if field.is_relation:
        return related(field, value)
    if isinstance(field, PartialDateField):
        return possibly_during(field.name, date_in(value))
    return Q(**{field.name: read(field, value)})


def containing(field: models.Field, value: str) -> Q:
    if field.is_relation or not isinstance(field, models.CharField | models.TextField):
        raise Unmeant(f"“{field.verbose_name}” is no text: ask what it is, or between what it lies.")
    keys = [f.name for f in field.model._meta.fields if isinstance(f, NameKeyField) and f.source == field.name]
    return Q(**{f"{keys[0]}__contains": name_key(value)} if keys else {f"{field.name}__icontains": value})


def between(field: models.Field, value: str) -> Q:
    """Return the condition of lying between two bounds, either of which may be left open."""
    low, _, high = (part.strip() for part in value.partition(".."))
    if isinstance(field, PartialDateField):
        ends = Q(possibly_from(field.name, date_in(low))) if low else Q()
        return ends & possibly_until(field.name, date_in(high)) if high else ends
    if not isinstance(field, models.IntegerField | models.DecimalField | models.DateTimeField):
        raise Unmeant(f"“{field.verbose_name}” has no order to lie between two of.")
    bounds = {f"{field.name}__gte": low, f"{field.name}__lte": high}
    return Q(**{bound: read(field, text) for bound, text in bounds.items() if text})


def related(field: models.Field, value: str) -> Q:
    """Return the condition of being linked to a record, named by its slug, its name or an alias."""
    there, text = field.related_model, value.replace("\0", " ")
    known = {other.name for other in there._meta.get_fields()}
    ways = {"name_key": name_key(text), "aliases__key": name_key(text)}
    found = Q(slug=text) if "slug" in known else Q(pk=None)
    for path, key in ways.items():
        found |= Q(**{path: key}) if path.partition("__")[0] in known else Q()
    keys = list(there._default_manager.order_by().filter(found).values_list("pk", flat=True)[:MOST])
    if not keys:
        raise Unmeant(f"There is no {there._meta.verbose_name} “{value}”: give its slug, name or alias.")
    return Q(**{f"{field.name}__in": keys})


def read(field: models.Field, value: str):
    """Return a value as its field holds it; raise ``Unmeant`` with the nearest for one it cannot hold."""
    codes = {str(label).lower(): code for code, label in field.flatchoices} | {c: c for c, _ in field.flatchoices}
    if codes:
        if value.lower() not in codes:
            near = ", ".join(nearest(value, [str(code) for code, _ in field.flatchoices if code]))
            raise Unmeant(f"“{value}” is no {field.verbose_name}. Nearest: {near}.")
        return codes[value.lower()]
    if isinstance(field, models.BooleanField) and value.lower() in ("yes", "no"):
        return value.lower() == "yes"
    try:
        field.run_validators(field.to_python(value))
        return field.to_python(value)
    except ValidationError as error:
        raise Unmeant(" ".join(error.messages)) from None


def date_in(text: str) -> str:
    try:
        return read_date(text)
    except Unreadable as problem:
        raise Unmeant(str(problem)) from None


def in_words(condition: str, fields: dict[str, models.Field | Question]) -> str:
    """Say a condition as people do: “kind is not cyber”."""
    name, how, value = (*condition.split(":", 2), "", "")[:3]
    label = fields[name].verbose_name if name in fields else name
    return f"{label} {HOWS.get(how, how)} {value.replace('..', ' and ') if how not in UNARY else ''}".strip()
