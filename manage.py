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
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed for this Python: run `make setup`, then .venv/bin/python manage.py.")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    except Exception as error:
        told = in_one_line(error)
        if told:
            sys.exit(told)
        raise


def in_one_line(error):
    """Return what to do about a mistake in the set-up, or None for an error of another kind."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection

    if isinstance(error, ImproperlyConfigured):
        return f"Armoury is not set up rightly: {error}"
    if isinstance(error, (DatabaseError, TypeError)):  # a driver's own mistake, or an option it does not know
        try:
            connection.ensure_connection()
        except (DatabaseError, TypeError) as unreachable:
            reason = " ".join(str(unreachable).split()).rstrip(".?")
            return f"Armoury cannot open its database: {reason}. Correct DATABASE_URL or start the server it names."
    return None


if __name__ == "__main__":
    main()
