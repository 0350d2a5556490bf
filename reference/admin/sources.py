"""The admin of sources: found by their address, and begun from an address that is new."""

import re
from datetime import UTC, datetime
from urllib.parse import unquote, urlencode, urlsplit

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from core.admin import RecordAdmin
from core.names import name_key
from reference.bulk.together import change_together
from reference.models import Source, SourceKind

ADDRESS = re.compile(r"https?://[^\s\0]+\.[^\s\0]+", re.IGNORECASE)
SUFFIX = re.compile(r"([-_]?\d{5,})?(\.\w{2,5})?$")
KEPT = ["publisher", "kind", "reliability"]
"""What a site's documents share."""


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    actions = [change_together]
    list_display = ["name", "publisher", "kind", "published", "reliability"]
    list_filter = ["kind", "reliability", "mirror", "published", "accessed"]
    told_by = ["publisher", "published"]
    search_fields = ["slug", "name", "publisher", "url"]
    ordering = ["name_key"]
    rows = [("publisher", "kind", "reliability"), ("published", "accessed"), ("mirror", "mirror_of")]

    def get_search_results(self, request, queryset, search_term):
        if address := read_address(search_term):
            return at(queryset, address).order_by("slug"), False
        return super().get_search_results(request, queryset, search_term)

    def also_offered(self, request, term):
        address = read_address(term)
        if not address or not self.has_add_permission(request) or at(Source.objects, address).exists():
            return []
        link = f"{reverse(f'{self.admin_site.name}:reference_source_add')}?{urlencode({'url': address, '_popup': 1})}"
        return [{"id": "new", "text": f"New source: {host(address)} …", "detail": address[:90], "add": link}]

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        address = read_address(given.get("url", ""))
        return guess(address) | given if address else given


def read_address(text: str) -> str:
    """Return a text that is a web address, and nothing for any other."""
    try:
        return text.strip() if ADDRESS.fullmatch(text.strip()) and urlsplit(text.strip()).hostname else ""
    except ValueError:
        return ""


def host(address: str) -> str:
    """Return the name of the machine an address is on, without the www that says nothing."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def at(sources, address: str):
    """Keep the sources at an address, however its scheme, www, end and fragment are written."""
    parts = urlsplit(address)
    tail = f"{parts.path.rstrip('/')}{{}}" + (f"?{parts.query}" if parts.query else "")
    same = [
        f"{scheme}://{www}{host(address)}{tail.format(slash)}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    ]
    return sources.filter(Q(url__in=[address, *same]) | Q(archive_url__in=[address, *same]))


def guess(address: str) -> dict[str, str]:
    """Return what an address tells of a new source, without asking the network: fields to begin with."""
    site = host(address)
    last = unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])
    title = " ".join(re.split(r"[-_+\s]+", SUFFIX.sub("", last))).strip()
    title = (title[:1].upper() + title[1:])[:300] or site
    known = Source.objects.filter(url__icontains=f"//{site}/") | Source.objects.filter(url__icontains=f".{site}/")
    shared = known.order_by("-id").values(*KEPT).first() or {"publisher": site, "kind": SourceKind.NEWS}
    slug = slugify(f"{name_key(shared['publisher'] or site)[:20]}-{title}")[:76].strip("-")
    taken = set(Source.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    free = next(name for name in [slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))] if name not in taken)
    return shared | {"name": title, "slug": free, "accessed": datetime.now(UTC).date().isoformat()}
