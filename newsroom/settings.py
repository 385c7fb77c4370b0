"""Settings: one file; whatever differs between two installations comes from the environment, read here at the top."""

import sys
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from kombu import Queue

from newsroom.providers import providers

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# What differs between installations. The README's table holds the same names; a test compares the two.
SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
DATABASE_URL = env.db_url("DATABASE_URL")
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHE_URL = env.str("CACHE_URL", default="redis://127.0.0.1:6379/1")
EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Newsroom <newsroom@localhost>")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
# Accounts elsewhere that open one here: nothing is offered until it is named.
SIGN_IN_GOOGLE = env.str("SIGN_IN_GOOGLE", default="")
SIGN_IN_GITHUB = env.str("SIGN_IN_GITHUB", default="")
SIGN_IN_OIDC = env.str("SIGN_IN_OIDC", default="")
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))
# Who writes summaries; newsroom.llm reads these and refuses to start with what cannot work.
SUMMARY_PROVIDER = env.str("SUMMARY_PROVIDER", default="extractive")
SUMMARY_MODEL = env.str("SUMMARY_MODEL", default="")
SUMMARY_BASE_URL = env.str("SUMMARY_BASE_URL", default="")
SUMMARY_API_KEY = env.str("SUMMARY_API_KEY", default="")
SUMMARY_DAILY_BUDGET = env.str("SUMMARY_DAILY_BUDGET", default="")
SUMMARY_PRICES = env.str("SUMMARY_PRICES", default="")
# Who judges thoughts: a function from a text to a comments.moderation.judging.Verdict, by its dotted name.
SPAM_JUDGE = env.str("SPAM_JUDGE", default="comments.moderation.spam.by_rules")
TOXICITY_JUDGE = env.str("TOXICITY_JUDGE", default="comments.moderation.toxicity.by_composition")
# Who is told what: caches in front of the site, followers of the feeds, and who may ask how the site does.
CACHE_PURGE_URLS = env.list("CACHE_PURGE_URLS", default=[])
WEBSUB_HUB = env.str("WEBSUB_HUB", default="")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

SITE_NAME = "Newsroom"
SITE_HOST = urlsplit(SITE_URL).hostname or "127.0.0.1"
HTTPS = SITE_URL.startswith("https://")
LOOPBACK = SITE_HOST in {"127.0.0.1", "localhost", "::1"}
if not ALLOWED_HOSTS:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] if LOOPBACK else [SITE_HOST]

SOCIALACCOUNT_PROVIDERS = providers(google=SIGN_IN_GOOGLE, github=SIGN_IN_GITHUB, oidc=SIGN_IN_OIDC)

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "newsroom.outbox.apps.OutboxConfig",
    "newsroom.mail.apps.MailConfig",
    "newsroom.limits.apps.LimitsConfig",
    "newsroom.llm.apps.WireConfig",
    "articles.apps.ArticlesConfig",
    "comments.apps.CommentsConfig",
    "newsroom.readers.apps.ReadersConfig",
    "newsroom.apps.DeskConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_PROVIDERS),
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsroom.auditing.AuditedRequest",
    "newsroom.middleware.FixedHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.middleware.StaffIdle",
    "newsroom.middleware.EvenAnswers",
    "newsroom.middleware.FormsStayHere",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
AUTH_USER_MODEL = "newsroom.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "newsroom.context.frame",
            ],
        },
    },
]

# A pool a process: pool size x processes stays below Postgres' max_connections. Waiting is bounded, so that a
# database that is away gives a page that says so instead of a browser that hangs.
DATABASES = {
    "default": {
        **DATABASE_URL,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **DATABASE_URL.get("OPTIONS", {}),
            "connect_timeout": 3,
            # A host that vanished is noticed within half a minute, not after two hours.
            "keepalives_idle": 15,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,
            "pool": {"min_size": 1, "max_size": 6, "timeout": 3},
            # See newsroom.prepared: only its queries are sent so that Postgres can keep their plans.
            "prepare_threshold": 5,
        },
    }
}

# Two servers on purpose: the broker must refuse when full, the cache must forget (its eviction would throw a queue away).
CACHES = {
    "default": {
        "BACKEND": "newsroom.limits.cache.LimitKeepingCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = REDIS_URL
# A message only says "look": short time-outs and no retry, since the sweep makes a lost one harmless. Kombu's own
# reconnecting (max_retries) would hold an editor's save for six seconds while the broker is away.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "visibility_timeout": 3600,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# One queue a lane; a worker without -Q reads all, several workers may share them out.
LANES = ("desk", "mail", "fetch", "provider")
CELERY_TASK_QUEUES = [Queue(lane, routing_key=lane) for lane in LANES]
CELERY_TASK_DEFAULT_QUEUE = LANES[0]
CELERY_BEAT_SCHEDULE = {
    **{
        f"sweep-{lane}": {
            "task": "newsroom.outbox.look",
            "schedule": 3.0,
            "args": [lane],
            "options": {"expires": 3, "queue": lane},
        }
        for lane in LANES
    },
    "reconcile": {"task": "newsroom.outbox.reconcile", "schedule": 3600.0, "options": {"expires": 600}},
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["newsroom.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# collectstatic gives the files names with a hash of their content; where it did not run they are served as they lie.
COLLECTED = "collectstatic" in sys.argv or (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not COLLECTED
# Before collectstatic there is no such folder, and each process would say so.
warnings.filterwarnings("ignore", message="No directory at", module="django.core.handlers.base")
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "newsroom.static_files.HashedFiles"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "newsroom.mail.terminal.TerminalBackend"
EMAIL_TIMEOUT = 10

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
# The desk opens only to a session that used a second factor; a demonstration's editor has none.
STAFF_NEED_SECOND_FACTOR = not DEMO
STAFF_IDLE_SECONDS = 30 * 60
# No form that takes an address answers faster than this: how long it took does not tell whether the address is known.
EVEN_ANSWER_SECONDS = 0.4
ACCOUNT_ADAPTER = "newsroom.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "newsroom.entrance.LoginForm",
    "signup": "newsroom.entrance.SignupForm",
    "request_login_code": "newsroom.entrance.RequestLoginCodeForm",
}
ACCOUNT_USER_DISPLAY = "newsroom.adapters.called"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 64
MFA_ADAPTER = "newsroom.adapters.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "newsroom.entrance.CodeForm", "reauthenticate": "newsroom.entrance.CodeAgainForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# Nobody is signed in with an address that was not confirmed; without this, a change of address would need the second
# factor off.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "newsroom.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# Follows SITE_URL: Secure cookies, __Host- names and HSTS break sign-in over plain http on loopback.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s", "datefmt": "%H:%M:%S"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # One line a task would drown the log: the sweep runs every five seconds.
        "celery": {"level": "WARNING"},
        "celery.app.trace": {"level": "ERROR"},
        "psycopg.pool": {"level": "ERROR"},
        # One line a call, with its address.
        "httpx2": {"level": "WARNING"},
    },
}
