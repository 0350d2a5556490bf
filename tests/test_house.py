"""The developer's house: what make, the demo and the test set-up promise."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.conf import settings

from reference.models import DataVersion
from tests.cluster import server_binaries

MODELS = [
    model
    for label in settings.ARMOURY_APPS
    for model in apps.get_app_config(label).get_models()
    if model is not DataVersion
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_made_records_keep_every_rule_of_their_model(model, make):
    make(model)

    record = make(model)

    record.full_clean()
    assert model.objects.count() >= 2


@pytest.mark.skipif(not server_binaries(), reason="no PostgreSQL server on this machine")
def test_a_killed_run_leaves_neither_server_nor_folder():
    hold = "from tests.cluster import *\nwith running(server_binaries()) as url: print(url, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True) as run:
        folder = Path(unquote(run.stdout.readline().partition("@")[2].rpartition("/")[0]))
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        owner = (folder / "data").stat().st_uid

        run.send_signal(signal.SIGKILL)

    assert owner != 0
    assert soon(lambda: not folder.exists() and not is_running(server))


def soon(condition, seconds=10) -> bool:
    """Wait until something holds, and tell whether it came to hold."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
