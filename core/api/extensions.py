"""How our own fields are written in OpenAPI."""

from drf_spectacular.extensions import OpenApiSerializerFieldExtension

REFERENCE = {"type": "object", "properties": {"slug": {"type": "string"}, "name": {"type": "string"}}}
"""``fields=country.slug`` leaves out the name."""


class ReferenceExtension(OpenApiSerializerFieldExtension):
    target_class = "core.api.serializers.Reference"

    def map_serializer_field(self, auto_schema, direction):
        return REFERENCE


class NumberExtension(OpenApiSerializerFieldExtension):
    target_class = "core.api.serializers.Number"

    def map_serializer_field(self, auto_schema, direction):
        return {"type": "number"}


class SlugsExtension(OpenApiSerializerFieldExtension):
    target_class = "core.api.serializers.Slugs"

    def map_serializer_field(self, auto_schema, direction):
        return {"type": "string"}


class ComputedExtension(OpenApiSerializerFieldExtension):
    target_class, match_subclasses = "core.api.serializers.Computed", True

    def map_serializer_field(self, auto_schema, direction):
        return self.target.schema


class LinksExtension(OpenApiSerializerFieldExtension):
    target_class = "core.api.serializers.Links"

    def map_serializer_field(self, auto_schema, direction):
        return {"type": "object", "additionalProperties": {"type": "string", "format": "uri-reference"}}
