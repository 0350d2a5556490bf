"""An uploaded file from its preview to its import: what was shown is what is done, or nothing is."""

from datetime import timedelta

from django.db import models
from django.utils.timezone import now

from core.changes import Batch, Kind
from core.models import Upload
from reference.bulk.files import files_of
from reference.bulk.printed import understood
from reference.bulk.reading import sheets_of
from reference.bulk.sheets import Problem, Sheet, model_named
from reference.bulk.trial import (
    ALL,
    Differing,
    Outcome,
    changes_in,
    counted,
    fingerprint,
    refuse,
    tried,
)
from reference.loading import LoadError, Mode, load
from reference.loading.engine import Loading

KEPT = timedelta(days=30)


def sheets_in(upload: Upload) -> list[Sheet]:
    """Read a file that is not imported yet; raise Unreadable for one that is none."""
    name = upload.name if upload.kind == Kind.IMPORT else f"{upload.name}.json"
    return sheets_of(name, bytes(upload.content), model_named(upload.table) if upload.table else None)


def preview(upload: Upload) -> None:
    """Find out anew what the import would do, and keep it; files nobody imported for a month are forgotten.

    What was imported meanwhile stays as it is.
    """
    upload.outcome = tried(understood(sheets_in(upload)), upload.additions, upload.editor).plain()
    if upload.pk:
        found = {"outcome": upload.outcome, "additions": upload.additions, "editor": upload.editor}
        Upload.objects.filter(pk=upload.pk, imported=False).update(**found)
    else:
        upload.save()
    Upload.objects.filter(imported=False, at__lt=now() - KEPT).delete()


def outcome_of(upload: Upload) -> Outcome:
    """Return what the last preview found."""
    found = Outcome(**upload.outcome)
    found.problems = [Problem(*problem) for problem in found.problems]
    found.doubts = [Problem(*doubt) for doubt in found.doubts]
    return found


def import_file(upload: Upload, user: models.Model, reason: str) -> Batch:
    """Store what the preview showed, in one batch; raise Differing when it would not be that any more."""
    shown = outcome_of(upload)
    out = {(sheet, row, "") for sheet, row in shown.left_out}
    files = files_of(understood(sheets_in(upload)), upload.additions, out)
    mode = Mode(
        upload.load_name,
        Kind(upload.kind),
        reason,
        overwrite=True,
        user=user,
        most_told=ALL,
    )

    def finish(loading: Loading) -> None:
        refuse(loading)
        done = Outcome(counts=counted(loading.report), changes=list(changes_in(loading.batch)))
        waiting = Upload.objects.filter(pk=upload.pk, imported=False)
        if fingerprint(done) != shown.fingerprint or not waiting.update(
            imported=True, batch=loading.batch, content=b""
        ):
            raise Differing

    try:
        return load(files, mode, finish).load.batch  # type: ignore[union-attr]  # something was stored
    except LoadError:
        raise Differing from None
