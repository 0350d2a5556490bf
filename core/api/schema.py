"""OpenAPI 3.1 from the same data that answers: parameters from the filters, problems from the codes."""

import re
from collections.abc import Sequence

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from core.api.errors import MEDIA_TYPE
from core.api.facets import facets_of
from core.api.faults import Code
from core.api.filters import Parameter
from core.api.pagination import DEFAULT_SIZE, LARGEST_SIZE, REACH
from core.api.routing import route_of


class FaultSerializer(serializers.Serializer):
    code = serializers.ChoiceField(Code.choices)
    parameter = serializers.CharField()
    value = serializers.CharField(required=False)
    expected = serializers.CharField(required=False)
    allowed = serializers.ListField(child=serializers.CharField(), required=False)
    suggestions = serializers.ListField(child=serializers.CharField(), required=False)
    allowed_url = serializers.CharField(required=False)


class ProblemSerializer(serializers.Serializer):
    type = serializers.CharField(help_text="Identifies the kind of problem; /api/v1/meta/problems/ tells them.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(required=False, help_text="The address asked for, where it could be read.")
    request_id = serializers.CharField(allow_null=True)
    errors = FaultSerializer(many=True, required=False, help_text="400: everything that is wrong.")
    available = serializers.ListField(child=serializers.CharField(), required=False, help_text="406: what there is.")
    deleted_at = serializers.DateTimeField(required=False, help_text="410: when the record was taken away.")
    reason = serializers.CharField(required=False, help_text="410: why it was.")
    replaced_by = serializers.CharField(required=False, allow_null=True, help_text="410: what stands for it.")


EXPORTED = {
    "csv": OpenApiTypes.STR,
    "ndjson": OpenApiTypes.STR,
    "xlsx": OpenApiTypes.BINARY,
    "geojson": OpenApiTypes.OBJECT,
}
"""What an export is to a program that reads it."""
IN_PATH = {
    "slug": "The record's permanent public name; one that was renamed or merged answers 308, one taken away 410.",
    "route": "The name of an endpoint, as /api/v1/ lists them.",
}
"""What the names mean that stand in an address."""


FAULTS = (400, 404, 405, 406, 414, 500, 503)
ANSWERED, LISTED = ("200",), ("200", "304")
HEADERS = {
    "X-Request-ID": ((), "string", "The id by which this answer can be spoken of."),
    "API-Version": ((), "string", "The version of the API."),
    "ETag": (LISTED, "string", "Sent back in If-None-Match, it asks for what is new; 304 until anything was written."),
    "Dataset-Version": (LISTED, "integer", "The version of the data; it grows with every write."),
    "Cache-Control": ((), "string", "Whether, and for how long, an answer may be kept."),
    "Link": (ANSWERED, "string", "The canonical address, and of pages the next and the previous (RFC 8288)."),
    "Data-Synthetic": (ANSWERED, "string", "The data sets that are made up, where there are any, with commas between."),
    "Data-Left-Out": (ANSWERED, "string", "The data sets that the public is not given, where there are any."),
    "Rows-Left-Out": (ANSWERED, "integer", "Of exports: how many records may not be passed on, and are left out."),
    "Content-Disposition": (ANSWERED, "string", "Of exports: the name of the file."),
    "Location": (("308",), "string", "The address of what the record is now."),
    "Allow": ((), "string", "The methods there are."),
    "Retry-After": (("503",), "integer", "Of too many exports: in how many seconds to ask again."),
}
"""What the headers of answers mean: the status codes they come with, none for all, the type and the meaning."""
ALWAYS = ("X-Request-ID", "API-Version")
OF_EXPORTS = ("Rows-Left-Out", "Content-Disposition")


class Schema(AutoSchema):
    """What the documents say of an endpoint."""

    def get_tags(self):
        return [re.split(r"[/.]", self.path.removeprefix("/api/v1/"))[0] or "root"]

    def get_auth(self):
        return []

    def get_operation_id(self):
        name = super().get_operation_id().removeprefix("api_v1_")
        return f"{route_of(self.view.queryset.model).replace('-', '_')}_export" if self.exporting else name

    @property
    def exporting(self) -> bool:
        """Tell whether the address ends in a form: ``incidents.csv``."""
        return "{form}" in self.path

    def _is_list_view(self, serializer=None):
        if not hasattr(self.view, "action"):
            return super()._is_list_view(serializer)
        return self.view.action == "list" and not isinstance(serializer, OpenApiTypes)

    def _get_response_headers_for_code(self, status_code, direction="response"):
        left_out = () if getattr(self.view, "action", "") == "list" else OF_EXPORTS
        named = [name for name, (codes, _, _) in HEADERS.items() if not codes or status_code in codes]
        return {name: {"$ref": f"#/components/headers/{name}"} for name in named if name not in left_out}

    def get_override_parameters(self):
        return [*self.path_parameters(), *self.query_parameters(), IF_NONE_MATCH]

    def path_parameters(self) -> list[OpenApiParameter]:
        """Return the documents of the names that stand in the address."""
        named = {name: told for name, told in IN_PATH.items() if f"{{{name}}}" in self.path}
        schema = {"type": "string", "pattern": r"^[-\w]+$"}
        return [OpenApiParameter(name, schema, OpenApiParameter.PATH, description=told) for name, told in named.items()]

    def query_parameters(self) -> list[OpenApiParameter]:
        if not hasattr(self.view, "filterset_class"):
            return getattr(self.view, "documents", [])
        if self.view.action != "list":
            return shape_parameters()
        filters = map(filter_parameter, self.view.filterset_class.parameters.values())
        if self.exporting:
            return [*filters, ordering_parameter(self.view), *export_parameters(self.forms())]
        shape = [*shape_parameters(["json", *(form.format for form in self.forms())]), BOM]
        return [*filters, *paging_parameters(self.view), ordering_parameter(self.view), *shape]

    def get_response_serializers(self):
        answers = {(200, "application/json"): getattr(self.view, "answer", None) or super().get_response_serializers()}
        if getattr(self.view, "action", "") == "list":
            exported = {(200, form.media_type): EXPORTED[form.format] for form in self.forms()}
            answers = exported if self.exporting else answers | exported
        faults = [*FAULTS, *([308, 410] if "{slug}" in self.path else [])]
        problems = {(fault, MEDIA_TYPE): ProblemSerializer for fault in faults}
        return answers | {304: OpenApiResponse(description="Nothing has changed.")} | problems

    def forms(self) -> list:
        """Return the forms everything can be had in at once."""
        return [form for form in self.view.forms() if form.format != "json"]


def filter_parameter(parameter: Parameter) -> OpenApiParameter:
    """Return the document of a filter's parameter; several values are parted by commas, or the parameter repeated."""
    commas = parameter.multiple or parameter.lookup == "range"
    several = commas or parameter.filter.repeatable
    return OpenApiParameter(
        parameter.name,
        {"type": "array", "items": parameter.schema, "minItems": 1} if several else parameter.schema,
        description=parameter.meaning,
        explode=not commas if several else None,
        style="form" if several else None,
        examples=[OpenApiExample("example", parameter.example)] if parameter.example else [],
    )


PAGE_PARAMETERS = [
    OpenApiParameter("cursor", {"type": "string"}, description="Where to go on: taken from next or previous."),
    OpenApiParameter(
        "count",
        {"type": "string", "enum": ["exact", "none"], "default": "exact"},
        description="none: count is null, and not counted.",
    ),
    OpenApiParameter(
        "page",
        description="The number of a page within the first 10,000 records.",
        type={"type": "integer", "minimum": 1, "maximum": REACH, "default": 1},
    ),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE},
        description="How many records a page holds.",
    ),
]


IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description="The ETag of the answer one has: 304 while it is what would be answered.",
)
BOM = OpenApiParameter("bom", {"type": "boolean"}, description="With csv: begin with a byte order mark.")


def paging_parameters(view) -> list[OpenApiParameter]:
    """Return the documents of what every list takes."""
    facets = sorted(facets_of(view.filterset_class))
    counted = [
        several("facets", facets, "Count the records by the values of these, each under all filters but its own."),
        OpenApiParameter("facets_only", {"type": "string", "enum": ["1", "true"]}, description="Leave results empty."),
    ]
    return [*PAGE_PARAMETERS, *(counted if facets else [])]


def ordering_parameter(view) -> OpenApiParameter:
    """Return the document of a list's orders."""
    orders = [sign + name for sign in ("", "-") for name in sorted(view.sortable())]
    return several("ordering", orders, "Fields to order by, each with a minus to turn it; the unknown last, then slug.")


def several(name: str, codes: list[str] | None, description: str) -> OpenApiParameter:
    """Return the document of a parameter that takes several values, parted by commas."""
    item = {"type": "string", **({"enum": codes} if codes else {})}
    listed = {"type": "array", "items": item, "minItems": 1}
    return OpenApiParameter(name, listed, description=description, explode=False, style="form")


def export_parameters(forms: list) -> list[OpenApiParameter]:
    """Return the documents of what an export takes beside filters and order."""
    names = {"type": "string", "enum": [form.format for form in forms]}
    shape = [parameter for parameter in shape_parameters() if parameter.name != "format"]
    return [
        OpenApiParameter("format", exclude=True),
        OpenApiParameter("form", names, OpenApiParameter.PATH, description="The form of the whole."),
        BOM,
        *shape,
    ]


def shape_parameters(forms: Sequence[str] = ("json",)) -> list[OpenApiParameter]:
    """Return the documents of what cuts an answer down."""
    return [
        OpenApiParameter("fields", {"type": "string"}, description="Only these fields: slug,operators.country."),
        OpenApiParameter("omit", {"type": "string"}, description="All but these fields; not together with fields."),
        OpenApiParameter("view", {"type": "string", "enum": ["brief"]}, description="brief: slug, name and status."),
        OpenApiParameter("format", {"type": "string", "enum": list(forms)}, description="All but json: everything."),
    ]


WHOLE = ("Problem", "Fault", "Claim", "Found", "Match", "Owner", "Paginated")
"""The beginnings of the names of what is always answered whole."""


def complete(result, **_):
    """Say what the headers mean, and that no field of a record must be there: ``fields`` and ``omit`` leave out any."""
    for name, component in result["components"]["schemas"].items():
        if not name.startswith(WHOLE):
            component.pop("required", None)
    result["components"]["headers"] = {
        name: {"description": told, "required": name in ALWAYS, "schema": {"type": kind}}
        for name, (_, kind, told) in HEADERS.items()
    }
    return result
