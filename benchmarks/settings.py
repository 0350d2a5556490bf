"""The settings of a benchmark: those of the server, over plain http."""

import os

os.environ["ARMOURY_HTTPS"] = "0"
os.environ.setdefault("ARMOURY_SECRET_KEY", "benchmarks only")

from config.settings import *  # noqa: F403  the real settings

ROOT_URLCONF = "benchmarks.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
