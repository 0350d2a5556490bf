"""The headers every answer carries."""

from django.conf import settings


class HeadersMiddleware:
    """Send the content security policy, unless the view has set a wider one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        return response
