"""Killing a load at a moment of its life, as a power cut would."""

import os
import signal
import time
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection


def load_in_a_process(path: Path, command: str = "load", **options) -> int:
    """Begin to load a file in a process of its own, and return its number."""
    connection.close()
    process = os.fork()
    if process == 0:
        try:
            call_command(command, path, stdout=StringIO(), **options)
        finally:
            os._exit(0)
    return process


def kill_after(process: int, seconds: float) -> None:
    """Let a process live for so long and end it without a word of warning."""
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
