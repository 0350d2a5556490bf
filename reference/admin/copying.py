"""Saving an entry as a new one: its citations are copied only when the editor says so."""

import re

from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse

from reference.models import Publication

CITED = re.compile(r"(\w+)-\d+-sources?")
CLAIMED = re.compile(r"\w+-\d+-(sources|locator|quote)")
OWN = re.compile(r"dataset|external_id|\w+-\d+-(ref|cited_value)")
"""What the new record cannot share with the old one, or is made for it anew."""
UNCITED = {"citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0", "publication": Publication.DRAFT}
"""A copy whose citations stay behind is a draft."""
ANSWER = "_citations"
IN_PART = "Of what has more rows than its page showed, only the rows shown are copied."


def cited_in(post: QueryDict) -> int:
    """Return how many rows of a form name a source."""
    rows = {name.rpartition("-")[0] for name in post if CITED.fullmatch(name) and post[name]}
    return len([row for row in rows if "__prefix__" not in row and f"{row}-DELETE" not in post])


def question(page, request: HttpRequest, number: int) -> TemplateResponse:
    """Ask whether a copy takes the citations along; the form is kept whole until that is answered."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    context = page.admin_site.each_context(request) | {"opts": page.opts, "sent": sent, "number": number}
    context |= {"title": "Copy the citations too?", "name": request.POST.get("name", ""), "answer": ANSWER}
    return TemplateResponse(request, "admin/copy_citations.html", context)


def as_copy(post: QueryDict) -> QueryDict:
    """Return a form as the new record's: without what is the old one's own, and its citations if they stay behind."""
    copy = post.copy()
    left = post.get(ANSWER) == "leave"
    for name in [name for name in post if OWN.fullmatch(name) or (left and CLAIMED.fullmatch(name))]:
        copy.pop(name)
    for name, value in UNCITED.items() if left else ():
        copy[name] = value
    return copy
