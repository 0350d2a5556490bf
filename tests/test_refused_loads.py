"""Loads that stored nothing, as they wait on the dashboard."""

import pytest

from reference.models import RefusedLoad


@pytest.mark.django_db
def test_of_a_file_refused_again_and_again_the_latest_waits():
    for name, told in (("bad.csv", "first"), ("other.csv", "its own"), ("bad.csv", "second")):
        RefusedLoad.objects.note(name, told)

    assert [(load.name, load.told) for load in RefusedLoad.objects.all()] == [
        ("bad.csv", "second"),
        ("other.csv", "its own"),
    ]
