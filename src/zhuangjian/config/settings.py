"""Settings for the embedded default (SQLite, one machine) and, through the environment, for production.

``ZHUANGJIAN_HOME``  where all state lives             ``DATABASE_URL``      PostgreSQL instead of SQLite
``ZHUANGJIAN_HOSTS`` allowed host names, comma separated  ``ZHUANGJIAN_HTTPS`` ``1`` behind TLS: secure cookies, HSTS
``ZHUANGJIAN_READ_ONLY`` ``1``: nothing is written, for looking at a kept copy; by itself where the home cannot be written
``ZHUANGJIAN_REGION`` rule pack of this deployment (default: the one that ``packs/index.yaml`` names)
``ZHUANGJIAN_PROXIES`` addresses or networks of the proxies whose ``X-Forwarded`` headers are believed, comma separated
``ZHUANGJIAN_IDLE_MINUTES`` minutes without a request after which a session ends (default 30; 0: never)
``ZHUANGJIAN_HASH``  ``sha256`` (default) or ``sm3`` for the ledger of a new installation; an existing ledger keeps its own
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from zhuangjian.config.home import home, secret
from zhuangjian.config.network import host_names, proxies, trusted_origins
from zhuangjian.config.readonly import for_looking, read_only
from zhuangjian.config.region import known_region

HOME = home()
READ_ONLY = read_only(HOME)
PACKAGE = Path(__file__).resolve().parents[1]
REGION = known_region(os.environ.get("ZHUANGJIAN_REGION", ""))
HASH = os.environ.get("ZHUANGJIAN_HASH") or "sha256"
MAP_FILE = os.environ.get("ZHUANGJIAN_MAP", "")
HTTPS = os.environ.get("ZHUANGJIAN_HTTPS") == "1"

SECRET_KEY = os.environ.get("ZHUANGJIAN_SECRET_KEY") or secret("django.key")
DEBUG = os.environ.get("ZHUANGJIAN_DEBUG") == "1"
HOSTS = os.environ.get("ZHUANGJIAN_HOSTS") or "127.0.0.1,localhost,[::1],testserver"
ALLOWED_HOSTS = host_names(HOSTS)
CSRF_TRUSTED_ORIGINS = trusted_origins(HOSTS) if HTTPS else []
PROXIES = proxies(os.environ.get("ZHUANGJIAN_PROXIES", ""))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ninja",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "csp",
    "zhuangjian.apps.ledger",
    "zhuangjian.apps.conduct",
    "zhuangjian.apps.authorities",
    "zhuangjian.apps.jobs",
    "zhuangjian.apps.documents",
    "zhuangjian.apps.registry",
    "zhuangjian.apps.duties",
    "zhuangjian.apps.training",
    "zhuangjian.apps.intake",
    "zhuangjian.apps.programme",
    "zhuangjian.apps.inspections",
    "zhuangjian.apps.evidence",
    "zhuangjian.apps.rectification",
    "zhuangjian.apps.outside",
    "zhuangjian.apps.urgent",
    "zhuangjian.apps.draws",
    "zhuangjian.apps.planning",
    "zhuangjian.apps.review",
    "zhuangjian.apps.measures",
    "zhuangjian.apps.enforcement",
    "zhuangjian.apps.cooperation",
    "zhuangjian.apps.disclosure",
    "zhuangjian.apps.risk",
    "zhuangjian.apps.warning",
    "zhuangjian.apps.concern",
    "zhuangjian.apps.casefile",
    "zhuangjian.apps.standards",
    "zhuangjian.apps.improvement",
    "zhuangjian.apps.guidance",
    "zhuangjian.apps.cogovernance",
    "zhuangjian.apps.benchmark",
    "zhuangjian.apps.outing",
    "zhuangjian.apps.demo",
    "zhuangjian.field",
    "zhuangjian.web",
]

MIDDLEWARE = [
    "zhuangjian.web.front.HealthMiddleware",
    "zhuangjian.web.front.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhuangjian.web.turns.TurnsMiddleware",
    "zhuangjian.web.sessions.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "zhuangjian.web.owner.PageOwnerMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zhuangjian.web.idle.IdleMiddleware",
    "zhuangjian.web.middleware.SignedInMiddleware",
    "axes.middleware.AxesMiddleware",
    "zhuangjian.web.secrets.SecretReadsMiddleware",
]

# Threads of one server process, and how many of them are never held by changes that wait for each other.
THREADS = 8
THREADS_FOR_READERS = 3
# How long a page's change waits for another writer; commands and jobs have the patience of DATABASES.
SERVER_PATIENCE = 5.0

ROOT_URLCONF = "zhuangjian.web.urls"
WSGI_APPLICATION = "zhuangjian.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhuangjian.web.context.frame",
            ],
            "builtins": ["zhuangjian.web.templatetags.zj"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'database' / 'zhuangjian.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits for its turn at the start instead of failing half-way through.
    # FULL: a commit is on the disk before it is acknowledged; with NORMAL a power failure takes the last ones back.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    if READ_ONLY:
        for_looking(DATABASES["default"])

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "authorities.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "zhuangjian.web.login.locked_out"
AXES_VERBOSE = False
# Names that belong to nobody are counted, but not kept: somebody may have typed their password there.
AXES_USERNAME_CALLABLE = "zhuangjian.apps.authorities.signins.kept_name"
# What axes keeps of a failed request must hold no password, also those of the form that changes it.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "current", "new", "again"]
# Whole offices share one address: locking by address would let one person lock out everybody.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
OTP_TOTP_ISSUER = "妆检"

SESSION_ENGINE = "zhuangjian.web.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
# A session without any request for so long ends by itself; 0 never ends one.
IDLE_SECONDS = 60 * int(os.environ.get("ZHUANGJIAN_IDLE_MINUTES") or 30)
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "zhuangjian.web.public.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = []

STATIC_URL = "/static/"
STATICFILES_DIRS = []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(HOME)}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = [
    "zhuangjian.web.uploads.Counting",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": str(HOME / "logs" / "zhuangjian.log"),
            "maxBytes": 10 * 1024 * 1024,
            "backupCount": 10,
            "formatter": "line",
            "encoding": "utf-8",
            "delay": True,
        },
        "console": {"class": "logging.StreamHandler", "formatter": "line", "level": "ERROR"},
    },
    "root": {"handlers": ["file", "console"], "level": "INFO"},
}
if READ_ONLY:
    del LOGGING["handlers"]["file"]
    LOGGING["root"]["handlers"] = ["console"]
