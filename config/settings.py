"""Settings; what differs between places comes from the environment (see docs/settings.md)."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from core import cache, database

BASE_DIR = Path(__file__).resolve().parent.parent


def secret_key() -> str:
    """Return the key from the environment, or one made once and kept in a git-ignored file."""
    if key := os.environ.get("ARMOURY_SECRET_KEY"):
        return key
    kept = BASE_DIR / ".secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text()


DEBUG = os.environ.get("ARMOURY_DEBUG") == "1"
HTTPS = os.environ.get("ARMOURY_HTTPS", "0" if DEBUG else "1") == "1"
SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("ARMOURY_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

SILENCED_SYSTEM_CHECKS = ["models.W040"]  # SQLite keeps beside every index what others are told to include
ARMOURY_APPS = ["reference", "equipment", "agreements", "events"]
INSTALLED_APPS = [
    "core",  # before django.contrib.admin, whose templates it overrides
    "config",
    "core.site.ArmouryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    *ARMOURY_APPS,
]
MIDDLEWARE = [
    "core.api.caching.CachingMiddleware",
    "core.headers.HeadersMiddleware",
    "reference.named.DatasetsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.headers.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reference.named.banner",
            ]
        },
    }
]

DATABASES = {"default": database.settings_for(os.environ.get("DATABASE_URL") or f"sqlite:///{BASE_DIR}/db.sqlite3")}
CACHES = {"default": cache.settings_for(os.environ.get("CACHE_URL", ""))}
ARMOURY_QUERY_SECONDS = float(os.environ.get("ARMOURY_QUERY_SECONDS", "10"))
ARMOURY_EXPORTS = int(os.environ.get("ARMOURY_EXPORTS", "2"))
ARMOURY_MAX_AGE = int(os.environ.get("ARMOURY_MAX_AGE", "0"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SERIALIZATION_MODULES = {"json": "core.fixtures"}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in [
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    ]
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "core.logs.WithRequestId"}},
    "formatters": {"line": {"format": "{levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "level": "ERROR",
            "filters": ["request_id"],
            "formatter": "line",
        }
    },
    "loggers": {"django.request": {"handlers": ["stderr"]}},
}
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("ARMOURY_PROXY") == "1" else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "core.admin.unproven.unproven"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20  # a form's texts, not its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a record's page with every section full has some thousands
CONTENT_SECURITY_POLICY = "default-src 'self'"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.renderers.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.Schema",
    "FORMAT_SUFFIX_KWARG": "form",
    "EXCEPTION_HANDLER": "core.api.errors.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Armoury",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Weapon systems, agreements and security incidents, each fact with its source. Read-only.",
    "LICENSE": {"name": "Data: see /api/v1/datasets/", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["core.api.schema.complete"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "AUTHENTICATION_WHITELIST": [],
    "SWAGGER_UI_SETTINGS": {"docExpansion": "list", "defaultModelsExpandDepth": -1, "tryItOutEnabled": True},
}
