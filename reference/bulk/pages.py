"""The pages of an import: giving a file, its preview, and what was decided there."""

import csv
from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse
from django.urls import reverse

from core.changes.models import LONGEST_REASON, Kind
from core.models import Upload
from reference.bulk.creating import additions_from, wanting_of
from reference.bulk.exporting import harmless
from reference.bulk.files import models_in
from reference.bulk.importing import import_file, outcome_of, preview, sheets_in
from reference.bulk.reading import FORMS, LARGEST
from reference.bulk.sheets import Problem, model_named
from reference.bulk.trial import Differing, storable
from reference.loading.reading import Unreadable
from reference.loading.selecting import loadable
from reference.models import RefusedLoad

ON_A_PAGE, LONGEST_NAME = 100, 150
REFUSED = "You may not add and change {kinds}, which this file holds."
MOVED = "Records were changed since the preview, which is shown anew: look again before you import. Nothing was stored."


class UploadForm(forms.Form):
    """A file, and the table a single table of rows goes to."""

    file = forms.FileField(
        help_text=f"{', '.join(FORMS)}, at most {LARGEST >> 20} MB. The first line of a table names its fields.",
        widget=forms.FileInput(attrs={"accept": ",".join(FORMS)}),
    )
    table = forms.ChoiceField(required=False, help_text="Needed for a file that does not name it.")

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        allowed = [(label, model._meta.verbose_name) for label, model in loadable().items() if may(user, model)]
        self.fields["table"].choices = [("", "as the file says"), *sorted(allowed, key=lambda each: each[1])]

    def clean_file(self):
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError(f"It is larger than {LARGEST >> 20} MB: part it.")
        return self.cleaned_data["file"]

    def clean(self):
        given = super().clean()
        if "file" not in given:
            return given
        name = "".join(filter(str.isprintable, PurePath(given["file"].name).name))
        name = name if len(name) <= LONGEST_NAME else name[-LONGEST_NAME:]
        self.upload = Upload(name=name, content=given["file"].read(), table=given.get("table", ""), editor=self.user)
        try:
            refuse_unless_allowed(self.user, self.upload)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from None
        return given


def may(user, model, actions: tuple[str, ...] = ("add", "change")) -> bool:
    """Tell whether somebody may add to a table and change it."""
    names = [f"{model._meta.app_label}.{action}_{model._meta.model_name}" for action in actions]
    return user.has_perms(names)


def refuse_unless_allowed(user, upload: Upload) -> None:
    """Raise Unreadable unless the file can be read, and PermissionDenied as a form's fault otherwise."""
    actions = ("add", "change") if upload.kind == Kind.IMPORT else ("change",)
    refused = [m for m in models_in(sheets_in(upload), upload.additions) if not may(user, m, actions)]
    if refused:
        raise Unreadable(REFUSED.format(kinds=", ".join(str(m._meta.verbose_name_plural) for m in refused)))


def upload_page(page, request):
    """Ask for a file; one that can be read goes on to its preview."""
    initial = {"table": request.GET.get("table", "")}
    form = UploadForm(request.user, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        preview(form.upload)
        note_useless(form.upload)
        return HttpResponseRedirect(address(form.upload))
    if form.non_field_errors():
        note_refused(form.upload, form.non_field_errors())
    context = {"title": "Import a file", "form": form, "opts": page.opts, "media": page.media}
    return answered(page, request, "upload", context)


def note_useless(upload: Upload) -> None:
    """Note an import of which nothing can be taken among the loads that were refused."""
    outcome = outcome_of(upload)
    doing = sum(fates["created"] + fates["updated"] for fates in outcome.counts.values())
    if outcome.problems and (outcome.blocked or not doing):
        note_refused(
            upload, [f"{each.sheet}, row {each.row}, {each.column}: {each.problem}" for each in outcome.problems]
        )


def note_refused(upload: Upload, told: list[str]) -> None:
    RefusedLoad.objects.note(upload.load_name, storable("\n".join(told)), upload.editor.get_username())


def preview_page(page, request, upload: Upload):
    """Show what an import would do and every problem, and do what is decided."""
    if upload.imported:
        return HttpResponseRedirect(done_address(upload))
    try:
        refuse_unless_allowed(request.user, upload)
    except Unreadable as error:
        raise PermissionDenied(str(error)) from None
    if request.method == "POST":
        step = STEPS.get(request.POST.get("step", ""), look_again)
        if answer := step(request, upload):
            return answer
    outcome = outcome_of(upload)
    wanting = Paginator(wanting_of(outcome.wanting), ON_A_PAGE).get_page(1)
    counts = [{"of": model_named(label)._meta, **fates} for label, fates in outcome.counts.items()]
    told = {fate: sum(each[fate] for each in counts) for fate in ("created", "updated", "unchanged")}
    context = {
        "title": f"{upload.get_kind_display()}: {upload.name}",
        "upload": upload,
        "outcome": outcome,
        "counts": counts,
        "told": told,
        "doing": 0 if outcome.blocked else told["created"] + told["updated"],
        "problems": Paginator(placed(upload, outcome.problems), ON_A_PAGE).get_page(request.GET.get("p")),
        "doubts": Paginator(placed(upload, outcome.doubts), ON_A_PAGE).get_page(request.GET.get("d")),
        "changes": Paginator(outcome.changes, ON_A_PAGE).get_page(request.GET.get("c")),
        "wanting": wanting,
        "creatable": any(each.can_be_created for each in wanting),
        "unreasoned": request.POST.get("step") == "import" and not reason_in(request),
        "opts": page.opts,
        "media": page.media,
    }
    return answered(page, request, "preview", context)


def placed(upload: Upload, found: list[Problem]) -> list[Problem]:
    """Return problems with their places: where no file was given, by the keys of the records that were chosen."""
    if upload.kind == Kind.IMPORT:
        return found
    keys = {
        (sheet.name, row.number): " ".join(row.texts[name].strip('["]') for name in sheet.model.keyed_by())
        for sheet in sheets_in(upload)
        for row in sheet.rows
    }
    return [each._replace(sheet=keys.get(each.cell[:2], each.sheet), row=0) for each in found]


def answered(page, request, name: str, context: dict) -> TemplateResponse:
    context = page.admin_site.each_context(request) | {"subtitle": None} | context
    return TemplateResponse(request, f"admin/bulk/{name}.html", context)


def look_again(request, upload: Upload):
    """Find out anew what the import would do if who asks did it."""
    upload.editor = request.user
    preview(upload)
    return HttpResponseRedirect(address(upload))


def create(request, upload: Upload):
    """Have the import create the records that were ticked."""
    upload.additions = [*upload.additions, *additions_from(request.POST, wanting_of(outcome_of(upload).wanting))]
    return look_again(request, upload)


def create_none(request, upload: Upload):
    upload.additions = []
    return look_again(request, upload)


def discard(request, upload: Upload):
    upload.delete()
    RefusedLoad.objects.forget(upload.load_name, request.user.get_username())
    messages.success(request, f"“{upload.name}” was not imported and is forgotten.")
    return HttpResponseRedirect(reverse("admin:core_upload_changelist"))


def decide(request, upload: Upload):
    """Import what the preview shows; without a reason, ask for one."""
    if not (reason := reason_in(request)):
        return None
    try:
        batch = import_file(upload, request.user, reason)
    except Differing:
        if Upload.objects.filter(pk=upload.pk, imported=True).exists():
            return HttpResponseRedirect(address(upload))
        messages.warning(request, MOVED)
        return look_again(request, upload)
    done = f"{batch.size:,} change{pluralize(batch.size)}, which can be undone together"
    messages.success(request, f"“{upload.name}” was imported: {done}.")
    return HttpResponseRedirect(reverse("admin:core_batch_change", args=[batch.pk]))


STEPS = {"create": create, "create-none": create_none, "discard": discard, "import": decide}


def problems_file(upload: Upload) -> HttpResponse:
    """Return all problems as a table, to be worked off beside the file."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="all-problems.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(Problem._fields)
    writer.writerows([harmless(str(cell)) for cell in problem] for problem in outcome_of(upload).problems)
    return response


def reason_in(request) -> str:
    return storable(request.POST.get("reason", "").strip()[:LONGEST_REASON])


def address(upload: Upload) -> str:
    return reverse("admin:core_upload_change", args=[upload.pk])


def done_address(upload: Upload) -> str:
    """Return the page of an import that was done."""
    if upload.batch_id:
        return reverse("admin:core_batch_change", args=[upload.batch_id])
    return reverse("admin:core_upload_changelist")
