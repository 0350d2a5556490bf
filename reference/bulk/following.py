"""The rows of an import that cannot stand without rows that are left out: those that name them, and so on."""

from collections import defaultdict
from collections.abc import Iterator, Set

from django.db import models

from core.database import in_parts
from core.models import Record
from reference.bulk.sheets import Problem, Sheet, given_by

PIECE = 500
Named = tuple[type[models.Model], str]
"""A record by its slug."""
Place = tuple[str, int]
"""A row by its sheet and number."""


class Names:
    """Which rows give each record, and which name it."""

    def __init__(self, sheets: list[Sheet]):
        self.record_of: dict[Place, Named] = {}
        self.giving: dict[Named, set[Place]] = defaultdict(set)
        self.naming: dict[Named, list[Problem]] = defaultdict(list)
        for sheet in sheets:
            if sheet.model:
                self.read(sheet, sheet.model)
        self.stored = there_already(self.naming.keys() & self.giving.keys())

    def read(self, sheet: Sheet, model: type[models.Model]) -> None:
        relations = {each.name: each.related_model for each in given_by(model).values() if each.is_relation}
        for row in sheet.rows:
            place = sheet.name, row.number
            if issubclass(model, Record) and isinstance(slug := row.fields.get("slug"), str):
                self.record_of[place] = model, slug
                self.giving[model, slug].add(place)
            for name in relations.keys() & row.fields.keys():
                for slug in slugs_in(row.fields[name]):
                    told = f"Left out with the row it names: there is no {relations[name]._meta.verbose_name} “{slug}”."
                    self.naming[relations[name], slug].append(Problem(*place, name, row.texts[name], told))

    def without(self, named: Named | None, out: Set[Place]) -> list[Problem]:
        """Return the rows that name a record, if it is not there and none but these rows give it."""
        if named is None or named in self.stored or not self.giving[named] <= out:
            return []
        return [problem for problem in self.naming[named] if problem[:2] not in out]


def followers(sheets: list[Sheet], out: Set[Place]) -> Iterator[Problem]:
    """Yield the rows that name a record which is not there because its row is left out, one after another."""
    names, done, waiting = Names(sheets), set(out), list(out)
    while waiting:
        for problem in names.without(names.record_of.get(waiting.pop()), done):
            if problem[:2] not in done:
                yield problem
                done.add(problem[:2])
                waiting.append(problem[:2])


def slugs_in(value) -> list[str]:
    """Return the slugs a relation names: one, or several, each as a natural key."""
    keys = value if isinstance(value, list) else []
    named = [key[0] if isinstance(key, list) and key else key for key in keys]
    return [slug for slug in named if isinstance(slug, str)]


def there_already(named: Set[Named]) -> set[Named]:
    """Return those of some records that are stored."""
    slugs: dict[type[models.Model], list[str]] = defaultdict(list)
    for model, slug in named:
        slugs[model].append(slug)
    return {
        (model, slug)
        for model, wanted in slugs.items()
        for part in in_parts(wanted, PIECE)
        for slug in model._base_manager.filter(slug__in=part).values_list("slug", flat=True)
    }
