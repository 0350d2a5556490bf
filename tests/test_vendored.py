"""What others wrote and pages load: unchanged, of a known version, under a licence that stands beside it."""

import json
from hashlib import sha256

import pytest
from django.conf import settings

VENDOR = settings.BASE_DIR / "config/static/vendor"


@pytest.mark.parametrize("known", json.loads((VENDOR / "versions.json").read_text()), ids=lambda known: known["file"])
def test_what_is_vendored_is_what_was_published(known):
    assert sha256((VENDOR / known["file"]).read_bytes()).hexdigest() == known["sha256"]
    assert f"{known['version']} ({known['file']})" in (VENDOR / "LICENCES.txt").read_text()


def test_everything_vendored_has_its_version_and_licence():
    known = {known["file"] for known in json.loads((VENDOR / "versions.json").read_text())}

    assert {path.name for path in VENDOR.iterdir()} - known == {"versions.json", "LICENCES.txt"}
