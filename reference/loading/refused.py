"""Loads that are refused are remembered, though they store nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import CommandError

from reference.loading.engine import Mode
from reference.models import RefusedLoad


@contextmanager
def refusals_noted(mode: Mode) -> Iterator[None]:
    """Note a load that is refused inside, unless it was only tried; the error goes on."""
    try:
        yield
    except CommandError as error:
        if not mode.dry_run:
            RefusedLoad.objects.note(mode.name, error)
        raise
