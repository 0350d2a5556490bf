"""JSON fixtures that plain ``loaddata`` validates and may load twice.

Named by ``SERIALIZATION_MODULES``. Django's own deserializer saves past every model's rules and
writes every column of every object again; ours saves the way forms do, writes only the fields
the fixture names, and only when one of them differs from what is there.
"""

import json
from decimal import Decimal

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.management.base import CommandError
from django.core.serializers import json as django_json
from django.core.serializers.base import DEFER_FIELD, DeserializationError, DeserializedObject
from django.core.serializers.python import Deserializer as PythonDeserializer
from django.db import IntegrityError, models

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
        self.count, self.keys = 0, {}
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
        try:
            for found in super()._handle_object(obj):
                yield FixtureObject(found, named=obj["fields"], where=where)
        except FieldDoesNotExist as error:
            raise CommandError(f"{where}: {error}.") from None
        except ObjectDoesNotExist as error:
            raise CommandError(f"{where}: it belongs to a record that is not there: {error}") from None
        except (KeyError, TypeError, AttributeError) as error:
            raise CommandError(f"{where}: an object needs “model” and “fields”: {error!r}") from None
        except DeserializationError as error:
            raise CommandError(f"{where}: {error.__cause__ or error}") from None


class FixtureObject(DeserializedObject):
    """One object of a fixture, saved with validation and only when it changes something."""

    def __init__(self, found: DeserializedObject, named: dict, where: str):
        super().__init__(found.object, found.m2m_data, found.deferred_fields)
        self.named, self.where = named, where

    def save(self, save_m2m=True, using=None, **kwargs):
        self.refuse_missing_references()
        kept = type(self.object)._base_manager.filter(pk=self.object.pk).first() if self.object.pk else None
        row = kept or self.object
        if self.changes(kept):
            try:
                row.full_clean(
                    exclude=[field.name for field in self.deferred_fields],
                    validate_unique=False,
                    validate_constraints=False,
                )
                row.save()
            except ValidationError as error:
                raise CommandError(f"{self.where}: {explain(error)}") from None
            except IntegrityError as error:
                raise CommandError(f"{self.where}: {broken_rule(row, error)}") from None
        self.object = row
        if save_m2m:
            self.save_links()

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

    def save_links(self):
        """Set the many-to-many relations that differ; the owner's time of change follows."""
        for name, keys in (self.m2m_data or {}).items():
            relation = getattr(self.object, name)
            if set(relation.values_list("pk", flat=True)) != set(keys):
                relation.set(keys)
        self.m2m_data = None

    def save_deferred_fields(self, using=None):
        try:
            super().save_deferred_fields(using=using)
        except DeserializationError:
            for field in self.deferred_fields:
                self.refuse_missing(field)
            raise

    def refuse_missing_references(self):
        """Refuse at once what may not wait: a required relation to a record that is not there yet."""
        for field in self.deferred_fields:
            if not field.null and not field.many_to_many:
                self.refuse_missing(field)

    def refuse_missing(self, field):
        model = field.related_model
        given = self.deferred_fields[field]
        for key in given if field.many_to_many else [given]:
            try:
                model._default_manager.get_by_natural_key(*key)
            except model.DoesNotExist:
                slugs = model._default_manager.values_list("slug", flat=True)
                raise CommandError(
                    f"{self.where}, field {field.name}: there is no {model._meta.verbose_name} “{key[0]}”. "
                    f"Nearest: {', '.join(nearest(key[0], slugs)) or 'none'}."
                ) from None


def broken_rule(row: models.Model, error: IntegrityError) -> str:
    """Return the message of the rule the database refused a row for; asking it first would take twice as long."""
    named = [rule for rule in row._meta.constraints if rule.name in str(error)]
    return str(named[0].get_violation_error_message() if named else error)


def describe(obj) -> str:
    """Return what identifies an object of a fixture to its author: model and natural key."""
    fields = obj.get("fields", {}) if isinstance(obj, dict) else {}
    key = [fields.get(name) for name in ("entry", "system", "agreement", "incident", "slug", "ref", "text")]
    names = " ".join(str(part[0] if isinstance(part, list) else part) for part in key if part)
    return f"{obj.get('model', 'no model') if isinstance(obj, dict) else 'not an object'} {names}".strip()


def explain(error: ValidationError) -> str:
    """Return a validation error as one line that names each field."""
    return "; ".join(
        f"field {field}: {' '.join(messages)}" if field != "__all__" else " ".join(messages)
        for field, messages in error.message_dict.items()
    )
