"""What is made up is called so: answers of the API name the data sets that are, the admin says so on each page."""

from functools import lru_cache
from http import HTTPStatus

from core.headers import is_api
from reference.models import Dataset

HEADER = "Data-Synthetic"


class SyntheticMiddleware:
    """Name, in each answer of the API, the data sets here that are made up; without any, nothing is said."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_api(request) and response.status_code == HTTPStatus.OK and (named := named_in(request)):
            response.headers[HEADER] = ", ".join(named)
        return response


def named_in(request) -> list[str]:
    """Return the data sets to name in an answer; what tells of the code alone has no data version."""
    version = getattr(request, "data_version", None)
    if version is None:
        return made_up()
    return kept(version) if version else []


def made_up() -> list[str]:
    """Return the slugs of the data sets that are made up."""
    return list(Dataset.objects.filter(synthetic=True).values_list("slug", flat=True))


@lru_cache(maxsize=4)
def kept(version: int) -> list[str]:
    """Return the same, asked once for each data version."""
    return made_up()


def banner(request) -> dict:
    """Let pages say to staff which data sets are made up; it is asked only by pages that do."""

    def told() -> list[str]:
        return made_up() if request.user.is_staff else []

    return {"made_up": told}
