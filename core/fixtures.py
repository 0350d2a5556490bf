"""JSON fixtures that plain ``loaddata`` validates and may load twice.

Named by ``SERIALIZATION_MODULES``. Django's own deserializer saves past every model's rules and
writes every column of every object again; ours saves the way forms do, writes only the fields
the fixture names, and only when one of them differs from what is there.
"""

import json
from decimal import Decimal

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.management.base import CommandError
from django.core.serializers import json as django_json
from django.core.serializers.base import DEFER_FIELD, DeserializationError, DeserializedObject
from django.core.serializers.python import Deserializer as PythonDeserializer
from django.db import DatabaseError, models

from core.names import nearest

Serializer = django_json.Serializer


class Deserializer(PythonDeserializer):
    """Read the objects of a fixture; raise CommandError naming file, object, field and value."""

    def __init__(self, stream_or_string, **options):
        self.file = getattr(stream_or_string, "name", "fixture").rpartition("/")[2]
        text = stream_or_string if isinstance(stream_or_string, (bytes, str)) else stream_or_string.read()
        try:
            objects = json.loads(text, parse_float=Decimal)
        except ValueError as error:
            raise CommandError(f"{self.file}: not JSON: {error}") from None
        self.count, self.keys, self.seen = 0, {}, {}
        super().__init__(objects, **options)

    def _handle_fk_field_node(self, field, field_value):
        """Look each record up once: a fixture names its countries and sources again and again."""
        known = (field.related_model, str(field_value))
        if known not in self.keys:
            key = super()._handle_fk_field_node(field, field_value)
            if key == DEFER_FIELD:
                return key
            self.keys[known] = key
        return self.keys[known]

    def _handle_object(self, obj):
        self.count += 1
        where = f"{self.file}, object {self.count} ({describe(obj)})"
        if told := misshapen(obj):
            raise CommandError(f"{where}: {told}")
        try:
            for found in super()._handle_object(obj):
                self.refuse_twins(found.object, where)
                yield FixtureObject(found, named=obj["fields"], where=where)
        except (FieldDoesNotExist, ObjectDoesNotExist, ValidationError, DeserializationError) as error:
            raise CommandError(f"{where}{reason(error, obj)}") from None

    def refuse_twins(self, record: models.Model, where: str):
        """Refuse a second object for one record: the last would win without a word, at each load anew."""
        if hasattr(record, "natural_key"):
            key = (record._meta.label, record.natural_key())
            if key in self.seen:
                raise CommandError(f"{where}: object {self.seen[key]} is the same record.")
            self.seen[key] = self.count


class FixtureObject(DeserializedObject):
    """One object of a fixture, saved with validation and only when it changes something."""

    def __init__(self, found: DeserializedObject, named: dict, where: str):
        super().__init__(found.object, found.m2m_data, found.deferred_fields)
        self.named, self.where = named, where

    def save(self, save_m2m=True, using=None, **kwargs):
        self.refuse_missing_references()
        kept = type(self.object)._base_manager.filter(pk=self.object.pk).first() if self.object.pk else None
        row = kept or self.object
        saved = self.changes(kept)
        if saved:
            try:
                row.full_clean(
                    exclude=[field.name for field in self.deferred_fields],
                    validate_unique=False,
                    validate_constraints=False,
                )
                row.save()
            except ValidationError as error:
                raise CommandError(f"{self.where}: {explain(error)}") from None
            except (DatabaseError, OverflowError) as error:
                raise CommandError(f"{self.where}: {broken_rule(row, error)}") from None
        self.object = row
        if save_m2m:
            self.save_links(saved)

    def changes(self, kept: models.Model | None) -> bool:
        """Carry the fixture's values over to the row that is there; tell whether any was new."""
        changed = kept is None
        for name in self.named if kept else []:
            field = self.object._meta.get_field(name)
            if field.concrete and not field.many_to_many:
                value = getattr(self.object, field.attname)
                changed |= getattr(kept, field.attname) != value
                setattr(kept, field.attname, value)
        return changed

    def save_links(self, saved: bool):
        """Set the many-to-many relations that differ; the time of change follows them."""
        changed = False
        for name, keys in (self.m2m_data or {}).items():
            relation = getattr(self.object, name)
            if set(relation.values_list("pk", flat=True)) != set(keys):
                relation.set(keys)
                changed = True
        if changed and not saved:
            self.object.save()
        self.m2m_data = None

    def save_deferred_fields(self, using=None):
        try:
            super().save_deferred_fields(using=using)
        except DeserializationError:
            for field, given in self.deferred_fields.items():
                self.refuse_missing(field, given if field.many_to_many else [given])
            raise

    def refuse_missing_references(self):
        """Refuse at once what may not wait: a required relation to a record that is not there yet."""
        for field, given in self.deferred_fields.items():
            if not field.null and not field.many_to_many:
                self.refuse_missing(field, [given])

    def refuse_missing(self, field, keys: list):
        for key in keys:
            if told := missing_reference(field, key):
                raise CommandError(f"{self.where}, {told}") from None


def reason(error: Exception, obj: dict) -> str:
    """Say why an object cannot be made a record."""
    if isinstance(error, ValidationError):
        return f": {explain(error)}"
    if isinstance(error, FieldDoesNotExist):
        return f": {error}."
    if isinstance(error, ObjectDoesNotExist):
        return f", {missing_owner(obj)}"
    return f", {unreadable(obj) or error}"


def misshapen(obj) -> str:
    """Say what an object of a fixture lacks in form; blank when it can be read."""
    if not isinstance(obj, dict) or not isinstance(obj.get("model"), str) or not isinstance(obj.get("fields"), dict):
        return "an object needs a “model” and “fields”."
    for name, value in obj["fields"].items():
        if "\0" in str(value):
            return f"field {name}: a text cannot hold NUL."
        if "pk" not in obj and is_raw_key(obj["model"], name, value):
            return f'field {name}: name the record by its natural key, such as ["{value}"].'
    return ""


def is_raw_key(label: str, name: str, value) -> bool:
    """Tell whether a relation of ours is given by something else than a natural key."""
    try:
        field = apps.get_model(label)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return False
    named = value if field.many_to_many and isinstance(value, list) else [value]
    return field.is_relation and value is not None and not all(isinstance(key, list) for key in named)


def missing_reference(field, key) -> str:
    """Say that a relation's natural key names no record, with the nearest that do; blank when it names one."""
    records = field.related_model._default_manager
    try:
        records.get_by_natural_key(*key)
    except (field.related_model.DoesNotExist, TypeError):
        near = ", ".join(nearest(str(key[0]), records.values_list("slug", flat=True))) or "none"
        return f"field {field.name}: there is no {field.related_model._meta.verbose_name} “{key[0]}”. Nearest: {near}."
    return ""


def missing_owner(obj: dict) -> str:
    """Say which record an object belongs to that is not there."""
    fields = [apps.get_model(obj["model"])._meta.get_field(name) for name in obj["fields"]]
    told = [missing_reference(field, obj["fields"][field.name]) for field in fields if field.many_to_one]
    return next(filter(None, told), "it belongs to a record that is not there.")


def unreadable(obj: dict) -> str:
    """Say which value of an object its field cannot hold."""
    for name, value in obj["fields"].items():
        field = apps.get_model(obj["model"])._meta.get_field(name)
        try:
            if not field.is_relation:
                field.to_python(value)
        except ValidationError as error:
            return f"field {name}: {' '.join(error.messages)}"
    return ""


def broken_rule(row: models.Model, error: Exception) -> str:
    """Return the message of the rule the database refused a row for; asking it first would take twice as long."""
    named = [rule for rule in row._meta.constraints if rule.name in str(error)]
    return str(named[0].get_violation_error_message() if named else error)


def describe(obj) -> str:
    """Return what identifies an object of a fixture to its author: model and natural key."""
    fields = obj.get("fields") if isinstance(obj, dict) else {}
    fields = fields if isinstance(fields, dict) else {}
    key = [fields.get(name) for name in ("entry", "system", "agreement", "incident", "slug", "ref", "text")]
    names = " ".join(str(part[0] if isinstance(part, list) else part) for part in key if part)
    return f"{obj.get('model', 'no model') if isinstance(obj, dict) else 'not an object'} {names}".strip()


def explain(error: ValidationError) -> str:
    """Return a validation error as one line that names each field."""
    return "; ".join(
        f"field {field}: {' '.join(messages)}" if field != "__all__" else " ".join(messages)
        for field, messages in error.message_dict.items()
    )
