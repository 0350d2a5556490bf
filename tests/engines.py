"""Run the whole suite on SQLite, and on PostgreSQL wherever one is found: ``python -m tests.engines``.

The arguments are pytest's. ``ARMOURY_REQUIRE_POSTGRES=1`` makes a missing PostgreSQL a failure.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cluster import running, server_binaries

NONE_FOUND = (
    "PostgreSQL: none found, the tests run on SQLite only. Install its server (Debian: postgresql)"
    " or name one in DATABASE_URL, as postgres://user:password@host:5432/name."
)


def main(arguments: list[str]) -> int:
    """Run pytest once per engine and return its worst exit code."""
    given, binaries = postgres_given(), server_binaries()
    if not (given or binaries):
        say(NONE_FOUND)
        if os.environ.get("ARMOURY_REQUIRE_POSTGRES") == "1":
            return 1
    codes = [run("SQLite", "", arguments)]
    if given or binaries:
        with database(given, binaries) as address:
            codes.append(run("PostgreSQL", address, arguments))
    return max(codes)


def postgres_given() -> str | None:
    """Return the address of the PostgreSQL that DATABASE_URL names, if it names one."""
    address = os.environ.get("DATABASE_URL", "")
    return address if address.startswith("postgres") else None


@contextmanager
def database(given: str | None, binaries) -> Iterator[str]:
    """Give the address of the server to test on, one of our own unless one was named."""
    if given:
        yield given
    else:
        with running(binaries) as address:
            say(f"A throw-away PostgreSQL runs from {binaries}.")
            yield address


def run(engine: str, address: str, arguments: list[str]) -> int:
    say(f"The tests on {engine}:")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], env=os.environ | {"DATABASE_URL": address}, check=False
    ).returncode


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  a command speaks to its user


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
