"""Which representations there are, and how one is chosen."""

from operator import attrgetter

from django.http.request import MediaType
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

    def select_renderer(self, request, renderers, format_suffix=None):
        given, formats = request.query_params.get("format"), [renderer.format for renderer in renderers]
        if named := format_suffix or given:
            chosen = next((renderer for renderer in renderers if renderer.format == named), None)
        else:
            chosen = preferred(renderers, self.get_accept_list(request))
        if chosen:
            return chosen, chosen.media_type
        if given and not format_suffix:
            told = "a form that this can be had in"
            raise BadRequest([Fault(Code.INVALID_VALUE, "format", given, told, formats, nearest(given, formats))])
        raise exceptions.NotAcceptable("There is no such form of this.", available_renderers=formats)

    def get_accept_list(self, request):
        accepted = super().get_accept_list(request)
        return [media_type.replace("application/problem+json", "application/json") for media_type in accepted]


def preferred(renderers: list, accepted: list[str]):
    """Return the form wanted the most, the first of several; None where all are refused.

    How much one is wanted is said by the range that names it most exactly (RFC 9110, section 12.5.1).
    """
    ranges = sorted(map(MediaType, accepted or ["*/*"]), key=attrgetter("specificity"), reverse=True)

    def wanted(renderer) -> tuple[float, int]:
        named = next((one for one in ranges if MediaType(renderer.media_type).match(one)), None)
        return (named.quality, named.specificity) if named else (0, 0)

    best = max(renderers, key=wanted)
    return best if wanted(best)[0] else None
