"""Editors with a browser each, as the tests of what several of them do need them."""

from django.contrib.auth.models import User
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory
from django.urls import resolve

from tests.test_admin import address
from tests.test_admin_editing import values


class Direct:
    """Asks views for their answers and leaves these unrendered, for a thousand of them."""

    def __init__(self, user: User):
        self.user, self.requests = user, RequestFactory()

    def get(self, url: str):
        return self.ask(self.requests.get(url))

    def post(self, url: str, data: dict):
        return self.ask(self.requests.post(url, data))

    def ask(self, request):
        request.user, request.session, request._messages = self.user, {}, CookieStorage(request)
        request._dont_enforce_csrf_checks = True
        view = resolve(request.path)
        return view.func(request, *view.args, **view.kwargs)


class Editor:
    """An editor with a browser: what a page shows is opened, changed and sent as a browser would."""

    def __init__(self, name: str):
        self.client, self.name = Client(), name
        self.user = User.objects.filter(username=name).first() or User.objects.create_superuser(name)
        self.client.force_login(self.user)

    def open(self, record) -> dict:
        self.url = address(type(record), "change", record.pk)
        return self.sent_by(self.client.get(self.url))

    def sent_by(self, response) -> dict:
        """Return what a page's form sends."""
        context = response.context_data  # the client's own would mix the pages of two threads
        self.merge = context.get("merge")
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        forms = [form for formset in formsets for form in (formset.management_form, *formset.forms)]
        data = {"reason": "So it is."} | ({"_opened": context["opened"]} if "opened" in context else {})
        for form in (context["adminform"].form, *forms):
            data |= values(form)
        return data

    def save(self, form: dict, **changes) -> dict | None:
        """Send a form; return the next one to be sent when it was not saved."""
        response = self.client.post(self.url, form | changes)
        return None if response.status_code == 302 else self.sent_by(response)

    def told(self) -> dict:
        """Return what the page put together says of each field."""
        return {(row.subject, line.label): line.kind for row in self.merge.rows for line in row.lines}
