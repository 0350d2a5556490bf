"""Which representations there are, and how one is chosen."""

from rest_framework import exceptions, negotiation, renderers


class JSONRenderer(renderers.JSONRenderer):
    """JSON as DRF writes it: UTF-8, compact."""


class Negotiation(negotiation.DefaultContentNegotiation):
    """Choose by ``?format=``, else by Accept; what does not exist is 406 with the list of what does."""

    def filter_renderers(self, available, format):
        if found := [renderer for renderer in available if renderer.format == format]:
            return found
        raise exceptions.NotAcceptable(
            f"There is no “{format}” here.", available_renderers=[renderer.format for renderer in available]
        )

    def select_renderer(self, request, renderers, format_suffix=None):
        try:
            return super().select_renderer(request, renderers, format_suffix)
        except exceptions.NotAcceptable as error:
            media_types = [renderer.media_type for renderer in renderers]
            raise exceptions.NotAcceptable(
                "This is not to be had in the form asked for.",
                available_renderers=error.available_renderers or media_types,
            ) from None

    def get_accept_list(self, request):
        accepted = super().get_accept_list(request)
        return [media_type.replace("application/problem+json", "application/json") for media_type in accepted]
