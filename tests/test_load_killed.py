"""A load that is killed, at whichever moment, leaves all or nothing, and the next one succeeds."""

import json
import os
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from core import database
from reference.models import Organisation
from tests.killing import kill_after, load_in_a_process
from tests.loading import obj

SIZE, MOMENTS = 1_500, 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_load_killed_at_any_moment_leaves_all_or_nothing_and_each_next_one_succeeds(tmp_path):
    path = tmp_path / "facts.json"
    names = [obj("reference.organisation", slug=f"o-{n:05}", name=f"O {n}", kind="government") for n in range(SIZE)]
    path.write_text(json.dumps(names))
    begun = time.monotonic()
    os.waitpid(load_in_a_process(path), 0)
    whole = time.monotonic() - begun
    assert Organisation.objects.count() == SIZE

    for moment in range(MOMENTS):
        Organisation.objects.all()._raw_delete("default")
        kill_after(load_in_a_process(path), whole * (moment + 0.5) / MOMENTS)
        assert Organisation.objects.count() in {0, SIZE}
        assert database.missing(connection) == []
        call_command("load", path, stdout=StringIO())
        assert Organisation.objects.count() == SIZE
