"""The sheets of a file as the loading engine takes files, without what is known to be wrong."""

from collections.abc import Iterator, Set
from pathlib import Path

from django.db import models

from reference.bulk.sheets import Row, Sheet, model_named
from reference.loading.reading import FixtureFile, Place

Cell = tuple[str, int, str]
NEW_RECORDS = "records to create"


class SheetFile(FixtureFile):
    """One sheet. Rows and cells may be left out; a relation's text may stand for the slug of a record to create."""

    def __init__(self, sheet: Sheet, without: Set[Cell], slugs: dict[str, dict[str, str]]):
        super().__init__(Path(sheet.name))
        self.name, self.sheet, self.without = sheet.name, sheet, without
        self.renamed = {
            field.name: slugs[field.related_model._meta.label_lower]
            for field in [*sheet.model._meta.concrete_fields, *sheet.model._meta.many_to_many]  # type: ignore[union-attr]
            if field.is_relation and field.related_model._meta.label_lower in slugs
        }
        self.given: list[Row] = []

    def objects(self) -> Iterator:
        self.given = []
        for row in self.sheet.rows:
            if (self.name, row.number, "") not in self.without:
                self.given.append(row)
                yield {"model": self.sheet.model._meta.label_lower, "fields": self.fields(row)}  # type: ignore[union-attr]

    def fields(self, row: Row) -> dict:
        """Return what a row gives; where nothing is wrong with any, all of it as it is."""
        fields = row.fields
        if self.without:
            fields = {name: fields[name] for name in fields if (self.name, row.number, name) not in self.without}
        renamed = self.renamed.keys() & fields.keys()
        return fields | {name: self.meant(name, fields[name]) for name in renamed} if renamed else fields

    def meant(self, name: str, value):
        slugs = self.renamed[name]
        if not isinstance(value, list):
            return value
        if value and isinstance(value[0], list):
            return [self.meant(name, key) for key in value]
        return [slugs.get(key, key) if isinstance(key, str) else key for key in value]

    def called(self, index: int, place: Place) -> str:
        return f"row {place.line}"

    def places(self, field: str = "") -> list[Place]:
        row = self.given[-1]
        return [Place(row.number, list(row.texts).index(field) + 1 if field in row.texts else 1)]


def files_of(sheets: list[Sheet], additions: list[dict], without: Set[Cell]) -> list[FixtureFile]:
    """Return what is loaded: the records to create, then each sheet."""
    slugs: dict[str, dict[str, str]] = {}
    for addition in additions:
        slugs.setdefault(addition["model"], {})[addition["for"]] = addition["fields"]["slug"]
    created = [SheetFile(each, without, {}) for each in sheets_of_additions(additions)]
    return [*created, *(SheetFile(sheet, without, slugs) for sheet in sheets if sheet.model)]


def sheets_of_additions(additions: list[dict]) -> list[Sheet]:
    found: dict[str, Sheet] = {}
    for number, addition in enumerate(additions, 1):
        label = addition["model"]
        sheet = found.setdefault(label, Sheet(f"{NEW_RECORDS}: {label}", model_named(label)))
        texts = {name: str(value) for name, value in addition["fields"].items()}
        sheet.rows.append(Row(number, addition["fields"], texts))
    return list(found.values())


def models_in(sheets: list[Sheet], additions: list[dict]) -> list[type[models.Model]]:
    """Return the models an import writes to."""
    found = [sheet.model for sheet in [*sheets_of_additions(additions), *sheets] if sheet.model]
    return list(dict.fromkeys(found))
