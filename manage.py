#!/usr/bin/env python3
"""Run Armoury's commands; ``manage.py help`` lists them."""

import os
import sys

OLDEST_PYTHON = (3, 11)


def main():
    """Run one command; a mistake in the set-up is answered in one line, with exit code 1."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("Armoury needs Python 3.11 or newer, this is {}.{}.".format(*sys.version_info))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import OperationalError
    except ImportError:
        sys.exit("Django is not installed for this Python: run `make setup`, then .venv/bin/python manage.py.")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Armoury is not set up rightly: {error}")
    except OperationalError:
        if reason := why_unreachable():
            sys.exit(f"Armoury cannot open its database: {reason}. Correct DATABASE_URL or start the server it names.")
        raise
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def why_unreachable():
    """Try the database once more; return what it says, or None when it answers."""
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        return " ".join(str(error).split()).rstrip(".?")
    return None


if __name__ == "__main__":
    main()
