"""``manage.py manifest``: say anew what the fixtures are, after they were changed: rows, checksums, version."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from reference.loading.manifest import NAME, made


class Command(BaseCommand):
    """Write the manifest of a folder of fixtures."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *args, folder, **options):
        (folder / NAME).write_text(made(folder), encoding="utf-8")
        self.stdout.write(f"Written: {folder / NAME}")
