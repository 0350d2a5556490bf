"""Where the tests of importers find published files: excerpts of the project, and whole files beside it."""

import os
from pathlib import Path

import pytest
from django.conf import settings

EXCERPTS = settings.BASE_DIR / "tests" / "data"
UCDP = EXCERPTS / "ucdp_pak_v22.1.csv"
SHARED = Path(os.environ.get("ARMOURY_SHARED_DATA") or settings.BASE_DIR.parent / "shared" / "data")
needs_shared_data = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"no published files in {SHARED}: name their folder in ARMOURY_SHARED_DATA"
)


def shared(pattern: str) -> list[Path]:
    """Return the published files that match a pattern; none where the folder is missing."""
    return sorted(SHARED.glob(pattern))
