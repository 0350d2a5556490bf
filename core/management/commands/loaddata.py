"""``manage.py loaddata``: Django's own, all in one batch of the change log."""

from hashlib import sha256
from pathlib import Path

from django.core.management.commands import loaddata

from core.changes.models import Kind
from core.changes.recording import recorded


class Command(loaddata.Command):
    """Load fixtures; the change log names their files and the version of each."""

    def loaddata(self, fixture_labels):
        with recorded(kind=Kind.FIXTURE, label=", ".join(map(version, fixture_labels))):
            super().loaddata(fixture_labels)


def version(label: str) -> str:
    """Return a fixture's name and the first digits of its SHA-256, where it was named as a file."""
    path = Path(label)
    return f"{path.name} ({sha256(path.read_bytes()).hexdigest()[:8]})" if path.is_file() else str(label)
