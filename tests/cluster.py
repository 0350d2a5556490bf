"""A PostgreSQL cluster for one run: thrown away after the tests, kept for the next run where a folder is named.

``running()`` starts this module as a supervisor, which holds the other end of a pipe: when the
run ends, in whichever way, the pipe closes, and the supervisor stops the server and removes the
cluster's folder, unless it is to be kept. The server listens on a socket in that folder only, and never runs as root.
"""

import ctypes
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

PLACES = ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/*/bin"]
SETTINGS = {"listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SECONDS_TO_START = 60
PR_SET_PDEATHSIG = 1


def server_binaries() -> Path | None:
    """Return the folder of a PostgreSQL server's programs, or None where there is none."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    with suppress(OSError, subprocess.CalledProcessError):
        on_path.append(Path(subprocess.check_output(["pg_config", "--bindir"], text=True).strip()))  # noqa: S607  ask PATH
    elsewhere = [folder for place in PLACES for folder in sorted(Path("/").glob(place[1:]), key=version, reverse=True)]
    return next((b for b in on_path + elsewhere if (b / "initdb").exists() and (b / "postgres").exists()), None)


def version(folder: Path) -> int:
    return max(map(int, re.findall(r"\d+", str(folder))), default=0)


@contextmanager
def running(binaries: Path, kept: Path | None = None) -> Iterator[str]:
    """Run a cluster for as long as the block lasts and give its DATABASE_URL; ``kept`` is where it stays."""
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "tests.cluster", str(binaries), *([str(kept)] if kept else [])],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a signal to the run's process group is not for the supervisor
    )
    with supervisor:
        assert supervisor.stdout
        address = supervisor.stdout.readline().strip()
        if not address:
            raise RuntimeError(f"PostgreSQL from {binaries} did not start; it said why above.")
        yield address


def supervise(binaries: Path, kept: Path | None = None) -> None:
    """Start a server, print its address, and clean up when the run has ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    folder = kept or Path(tempfile.mkdtemp(prefix="armoury-postgres-"))
    folder.mkdir(exist_ok=True)
    server = None
    try:
        server = start(binaries, folder)
        print(f"postgres://armoury@{quote(str(folder), safe='')}/armoury", flush=True)  # noqa: T201  for running()
        sys.stdin.read()
    finally:
        if server:
            server.send_signal(signal.SIGINT if kept else signal.SIGQUIT)
            server.wait()
        if not kept:
            shutil.rmtree(folder)


def start(binaries: Path, folder: Path) -> subprocess.Popen:
    """Make a cluster in the folder and return its server once it answers."""
    someone = not_root()
    if someone:
        os.chown(folder, someone["user"], someone["group"])
    somewhere = {"cwd": folder, "env": environment(), "stdout": subprocess.DEVNULL} | someone
    data = folder / "data"
    initdb = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "armoury",
        "-A",
        "trust",
        "--locale=C.UTF-8",
        "-E",
        "UTF8",
        "-N",
    ]
    if not (data / "PG_VERSION").exists() and subprocess.run(initdb, **somewhere, check=False).returncode:
        sys.exit("initdb failed.")
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    command = [str(binaries / "postgres"), "-D", str(data), "-k", str(folder), *settings]
    with open(folder / "log", "wb") as log:
        somewhere |= {"stdout": log, "stderr": log}
        server = subprocess.Popen(command, **somewhere, preexec_fn=end_with_parent)  # noqa: PLW1509  it has one thread
    wait_until_ready(server, data / "postmaster.pid", folder / "log")
    return server


def not_root() -> dict:
    """Return whom to run as: postgres or nobody when we are root, which PostgreSQL refuses to run as."""
    if os.getuid() != 0:
        return {}
    for name in ["postgres", "nobody"]:
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    sys.exit("PostgreSQL does not run as root, and there is neither a user postgres nor nobody.")


def environment() -> dict:
    """Return the environment without what would lead the server elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_MESSAGES": "C"}


def end_with_parent() -> None:
    """Stop the server even when its supervisor is killed; only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def wait_until_ready(server: subprocess.Popen, status: Path, log: Path) -> None:
    """Return when the server's status file says ready; exit with its log when it does not."""
    for _ in range(SECONDS_TO_START * 20):
        time.sleep(0.05)
        if status.exists() and status.read_text().rstrip().endswith("ready"):
            return
        if server.poll() is not None:
            break
    server.kill()
    sys.exit(log.read_text())


if __name__ == "__main__":
    supervise(*map(Path, sys.argv[1:]))
