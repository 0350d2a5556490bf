"""How fast it reads, side by side with the usual way, another program, and the limit: ``make bench``."""

import os

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
if not apps.ready:
    django.setup()
