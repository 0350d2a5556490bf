"""What an answer is made of is said with it: which data sets are made up, and which are left out of it.

The admin says of the made-up ones on each page that they are.
"""

from functools import lru_cache
from http import HTTPStatus

from django.conf import settings
from django.db.models import Q

from core.headers import is_api
from reference.models import Dataset

SYNTHETIC, LEFT_OUT = "Data-Synthetic", "Data-Left-Out"


class DatasetsMiddleware:
    """Name, in each answer of the API, the data sets that are made up, and those the public is not given.

    Staff are not given them either in what is streamed, for exports are the public's.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_api(request) and response.status_code == HTTPStatus.OK:
            for header, named in named_in(request).items():
                if named and not (header == LEFT_OUT and asked_by_staff(request) and not response.streaming):
                    response.headers[header] = ", ".join(named)
        return response


def asked_by_staff(request) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff


def named_in(request) -> dict[str, list[str]]:
    """Return the data sets to name in an answer; what tells of the code alone has no data version."""
    version = getattr(request, "data_version", None)
    if version is None:
        return to_name()
    return kept(version) if version else {}


def to_name() -> dict[str, list[str]]:
    """Return the slugs of the data sets that are named, by header."""
    marked = Dataset.objects.filter(Q(synthetic=True) | Q(redistributable=False)).order_by("slug")
    found = list(marked.values_list("slug", "synthetic", "redistributable"))
    return {
        SYNTHETIC: [slug for slug, synthetic, _ in found if synthetic],
        LEFT_OUT: [slug for slug, _, redistributable in found if not redistributable],
    }


@lru_cache(maxsize=4)
def kept(version: int) -> dict[str, list[str]]:
    """Return the same, asked once for each data version."""
    return to_name()


def banner(request) -> dict:
    """Let pages say to staff which data sets are made up; it is asked only by pages that do."""

    def told() -> list[str]:
        return to_name()[SYNTHETIC] if request.user.is_staff else []

    return {"made_up": told}
