"""Which representations there are, and how one is chosen."""

from rest_framework import exceptions, negotiation, renderers

from core.api.faults import BadRequest, Code, Fault
from core.names import nearest


class Written(str):
    """JSON that the database has written: sent as it is."""


class JSONRenderer(renderers.JSONRenderer):
    """JSON as DRF writes it, UTF-8 and compact, or as the database has written it."""

    def render(self, data, *args, **kwargs):
        return data.encode() if isinstance(data, Written) else super().render(data, *args, **kwargs)


class CSVRenderer(JSONRenderer):
    """A table of all records; what is wrong is told in JSON, here and below."""

    media_type, format = "text/csv", "csv"


class NDJSONRenderer(JSONRenderer):
    """All records, one per line."""

    media_type, format = "application/x-ndjson", "ndjson"


class GeoJSONRenderer(JSONRenderer):
    """All records on a map."""

    media_type, format = "application/geo+json", "geojson"


class XLSXRenderer(JSONRenderer):
    """A workbook of all records."""

    media_type, format = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"


class Negotiation(negotiation.DefaultContentNegotiation):
    """Choose by ``?format=``, else by Accept.

    A name that is none is a wrong value like any other, 400; what the headers or the ending of the address ask for and
    does not exist is 406. Both list what there is.
    """

    def filter_renderers(self, available, format):
        return [renderer for renderer in available if renderer.format == format]

    def select_renderer(self, request, available, format_suffix=None):
        try:
            return super().select_renderer(request, available, format_suffix)
        except (exceptions.NotAcceptable, IndexError):
            formats = [renderer.format for renderer in available]
            if (given := request.query_params.get("format")) and not format_suffix:
                told = "a form that this can be had in"
                fault = Fault(Code.INVALID_VALUE, "format", given, told, formats, nearest(given, formats))
                raise BadRequest([fault]) from None
            raise exceptions.NotAcceptable("There is no such form of this.", available_renderers=formats) from None

    def get_accept_list(self, request):
        accepted = super().get_accept_list(request)
        return [media_type.replace("application/problem+json", "application/json") for media_type in accepted]
