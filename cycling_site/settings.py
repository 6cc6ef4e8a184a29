"""Every knob is a typed environment variable with a default; a wrong value stops the start."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from kombu import Queue

from cycling_site.environment import HOST, ORIGIN, PRICE, Environment
from cycling_site.log_lines import configure_structlog, logging_config
from cycling_site.own_database import own_database
from cycling_site.queues import DEFAULT_QUEUE, QUEUES, ROUTES
from cycling_site.source_database import source_database, time_zone_named
from cycling_site.timetable import timetable

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")
env = Environment()

# Where the product keeps what it makes: the SQLite file, recordings, the embedded broker's queue.
VAR_DIR = env.folder("VAR_DIR", default=str(BASE_DIR / "var"))

DEBUG = env.bool("DEBUG", default=False)
# Empty will do for commands that sign nothing; what serves pages does not start: see secret.py.
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"], each=HOST)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[], each=ORIGIN)
HTTPS = env.bool("HTTPS", default=False)  # the site is reached by https:// alone
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)  # one proxy of ours stands before the site

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "cycling_site",
    "analytics",
    "summaries",
]

MIDDLEWARE = [
    "cycling_site.probes.Probes",
    "cycling_site.request_ids.RequestIds",
    "cycling_site.middleware.ClientAddress",
    "cycling_site.middleware.PermissionsPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cycling_site.second_factor.SecondFactor",
    "cycling_site.read_only.AuditorsOnlyRead",
    "django.contrib.messages.middleware.MessageMiddleware",
    "analytics.middleware.units_middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

PORT = env.int("PORT", default=8000, at_least=1, at_most=65_535)  # of `manage.py run`

ROOT_URLCONF = "cycling_site.urls"
WSGI_APPLICATION = "cycling_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database: SQLite needs no server; a mysql:// address runs the same product on MariaDB or MySQL.

DATABASES = {
    "default": own_database(
        env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
        kept_s=env.int("DATABASE_KEEP_S", default=60),
    )
}
# The team's own database, if there is one: read, never written, never migrated.
SOURCE_DATABASE_URL = env.address("SOURCE_DATABASE_URL", default="", schemes=("mysql",))
SOURCE_TIME_ZONE = time_zone_named(env.str("SOURCE_TIME_ZONE", default="UTC"))
SOURCE_SYNC_MINUTES = env.int("SOURCE_SYNC_MINUTES", default=60, at_least=0)
if SOURCE_DATABASE_URL:
    DATABASES["source"] = source_database(env.db("SOURCE_DATABASE_URL", default=""))
DATABASE_ROUTERS = ["cycling_site.source_database.SourceIsReadOnly"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Queue and cache: `manage.py run` starts an embedded broker and sets REDIS_URL for its children, so
# only a command that runs alone has a cache of its own.

REDIS_URL = env.address("REDIS_URL", default="", schemes=("redis", "rediss", "unix"))
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "cycling_site.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "directeur",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
CELERY_BROKER_URL = REDIS_URL or "redis://127.0.0.1:6379/0"
CELERY_TASK_QUEUES = [Queue(name) for name in QUEUES]
CELERY_TASK_DEFAULT_QUEUE = DEFAULT_QUEUE
CELERY_TASK_ROUTES = [ROUTES]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", default=2, at_least=1)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,  # above the longest task and countdown, or a task starts twice
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "queue_order_strategy": "priority",  # a worker empties its queues in the order of QUEUES
    "socket_connect_timeout": 2,
    # A lost broker must not hold up a page: try twice, then leave the row to the sweep.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "connect_retries_timeout": 2,
}
CELERY_TASK_PUBLISH_RETRY = False  # the row waits in the database; the sweep enqueues it again
CELERY_TIMEZONE = "UTC"
# The rows are the truth; a worker silent for longer than a lease is taken to be dead.
ANALYSIS_LEASE_S = env.int("ANALYSIS_LEASE_S", default=120, at_least=5)
WRITING_LEASE_S = env.int("WRITING_LEASE_S", default=300, at_least=5)
SWEEP_EVERY_S = env.int("SWEEP_EVERY_S", default=60, at_least=1)
CELERY_BEAT_SCHEDULE = timetable(
    sweep_every_s=SWEEP_EVERY_S,
    sync_every_s=60 * SOURCE_SYNC_MINUTES if SOURCE_DATABASE_URL else 0,
)

# Files

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_DIR", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# A release collects the static files once, under names that hold their content and never expire.
STATIC_COLLECTED = env.bool("STATIC_COLLECTED", default=False)
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
RECORDINGS_URL = env.address("RECORDINGS_URL", default="", schemes=("s3",))
RECORDINGS_ENDPOINT = env.address("RECORDINGS_ENDPOINT", default="", schemes=("http", "https"))
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "cycling_site.s3_files.S3Files",
        "OPTIONS": {"location": RECORDINGS_URL, "endpoint": RECORDINGS_ENDPOINT},
    }
    if RECORDINGS_URL
    else {"BACKEND": "cycling_site.whole_files.WholeFiles"},
    "staticfiles": {
        "BACKEND": "cycling_site.static_names.CollectedStaticFiles"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "recordings"
DATA_UPLOAD_MAX_NUMBER_FILES = env.int("MAX_FILES_PER_UPLOAD", default=1000, at_least=1)
MAX_RECORDING_BYTES = env.int("MAX_RECORDING_BYTES", default=64 * 1024 * 1024)
MAX_ARCHIVE_BYTES = env.int("MAX_ARCHIVE_BYTES", default=4 * 1024 * 1024 * 1024, at_least=1)

# Texts

SUMMARY_PROVIDER = env.str(
    "SUMMARY_PROVIDER", default="offline", choices=("offline", "anthropic", "bedrock")
)
SUMMARY_VOICE = env.str("SUMMARY_VOICE", default="plain", choices=("plain", "warm", "terse"))
ANTHROPIC_MODEL = env.str("ANTHROPIC_MODEL", default="claude-sonnet-5-5")
BEDROCK_MODEL = env.str("BEDROCK_MODEL", default="")
BEDROCK_REGION = env.str("BEDROCK_REGION", default="")
# Batches at half the price go through a folder of a bucket, read and written in this role.
BEDROCK_BATCH_URL = env.address("BEDROCK_BATCH_URL", default="", schemes=("s3",))
BEDROCK_BATCH_ROLE = env.str("BEDROCK_BATCH_ROLE", default="")
BEDROCK_BATCH_FEWEST = env.int("BEDROCK_BATCH_FEWEST", default=100, at_least=1)
PROVIDER_TIMEOUT_S = env.float("PROVIDER_TIMEOUT_S", default=60.0)
# Calls a minute, held across all workers; a provider that is not named here has no limit.
PROVIDER_RATES = {
    "anthropic": env.float("ANTHROPIC_CALLS_PER_MINUTE", default=50.0),
    "bedrock": env.float("BEDROCK_CALLS_PER_MINUTE", default=50.0),
}
MONTHLY_BUDGET_USD = env.float("MONTHLY_BUDGET_USD", default=0.0, above=-1.0)  # 0: no limit
MODEL_PRICES = env.list("MODEL_PRICES", default=[], each=PRICE)

# Sign-in

ACCOUNT_ADAPTER = "cycling_site.accounts.Accounts"
USERSESSIONS_ADAPTER = "cycling_site.sign_ins.SignIns"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "sign-in"
# An address may be a whole team's; a name is guarded against strangers: see accounts.py.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/5m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # staff wrote the address; a second factor waits for no letter
MFA_TOTP_ISSUER = "Directeur"
INVITATION_LASTS = timedelta(days=env.int("INVITATION_DAYS", default=7, at_least=1))
REQUIRE_TOTP_FOR_STAFF = env.bool("REQUIRE_TOTP_FOR_STAFF", default=False)
EMAIL_URL = env.address(
    "EMAIL_URL",
    default="consolemail://",
    schemes=("consolemail", "smtp", "smtps", "smtp+tls", "smtp+ssl"),
)
vars().update(environ.Env.email_url_config(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="directeur@localhost")

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"
AUTHENTICATION_BACKENDS = ["analytics.sign_in.PreferencesBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Headers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = HTTPS * env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOG_LEVEL = env.str(
    "LOG_LEVEL", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
)
LOG_FORM = env.str("LOG_FORM", default="line", choices=("line", "json"))
LOGGING = logging_config(level=LOG_LEVEL, form=LOG_FORM)
configure_structlog()

# Figures for Prometheus: all processes of a machine count into the files of one folder.

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_DIR = env.folder("METRICS_DIR", default=str(VAR_DIR / "metrics"))
if METRICS_TOKEN:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_DIR)
