"""The settings of a test run: plain http, plain static files, a fast password hash."""

import os

os.environ["ARMOURY_HTTPS"] = "0"
os.environ.setdefault("ARMOURY_SECRET_KEY", "tests only")

from config.settings import *  # noqa: F403  the real settings, then what differs

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # static files from where they are written, none collected
ARMOURY_EXPORTS = 100  # tests leave exports unread
