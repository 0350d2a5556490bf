"""What every answer of the API carries, whether a view gives it, the cache, or the server's worker by itself.

It needs nothing of Django, so that the worker can answer before Django is set up.
"""

import uuid

API_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, X-Requested-With",
    "Access-Control-Max-Age": "86400",
    "Access-Control-Expose-Headers": "ETag, Link, API-Version, Dataset-Version, Data-Synthetic, Data-Left-Out, "
    "Rows-Left-Out, Content-Disposition, Retry-After, X-Request-ID",
    "API-Version": "1",
}


def new_id() -> str:
    """Return the id by which one answer can be spoken of."""
    return uuid.uuid4().hex
