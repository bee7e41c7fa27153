"""All settings, read from the environment (docs/settings.md lists every variable).

Without variables Moreish runs as in production and stops where a secret is missing;
`DEBUG=1` is for development, where a throw-away key and localhost are enough.
"""

import os
import re
import zoneinfo
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
MOST_LAG = 40  # seconds

env = environ.Env()


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes-or-no variable; anything that is neither stops with a sentence."""
    value = env.str(name, default="").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; set it to 1 or 0.")


def number(name: str, default: int, unit: str) -> int:
    """Read a whole number; anything else, and one below 0, stops with a sentence."""
    try:
        value = int(env.int(name, default=default))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} is not a number; set it to {unit}, such as {default}."
        ) from error
    if value < 0:
        raise ImproperlyConfigured(f"{name} is below 0; set it to {unit}, such as {default}.")
    return value


def seconds(name: str, default: int) -> int:
    return number(name, default, "seconds")


def secret_key(*, debug: bool) -> str:
    """Return SECRET_KEY; in production it must be set and long enough."""
    key = str(env.str("SECRET_KEY", default=""))
    if not key and debug:
        return "development-only-key-never-used-where-DEBUG-is-off"
    if not key:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Set it to 50 or more random characters: "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))'. "
            "For development set DEBUG=1 instead."
        )
    if len(key) < 50 and not debug:
        raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters; set a longer one.")
    return key


def allowed_hosts(*, debug: bool) -> list[str]:
    """Return ALLOWED_HOSTS; in production it must name at least one host."""
    hosts = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()]
    if hosts:
        return hosts
    if debug:
        return ["localhost", "127.0.0.1", "[::1]"]
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set. Set it to the names the site answers to, "
        "separated by commas: ALLOWED_HOSTS=moreish.example,www.moreish.example"
    )


def time_zone() -> str:
    """Return TIME_ZONE; editors' schedules are shown in it."""
    name = str(env.str("TIME_ZONE", default="UTC"))
    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise ImproperlyConfigured(
            f"TIME_ZONE {name!r} is not a known zone; use a name such as Europe/Berlin."
        ) from error
    return name


def default_country() -> str:
    """Return DEFAULT_COUNTRY, the ISO 3166-1 code that availability is shown for."""
    code = str(env.str("DEFAULT_COUNTRY", default="US"))
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise ImproperlyConfigured(
            f"DEFAULT_COUNTRY is {code!r}; use a two-letter code in capitals, such as US or DE."
        )
    return code


def database(url: str, variable: str = "DATABASE_URL") -> dict[str, object]:
    """Turn DATABASE_URL into Django's form; SQLite gets WAL and one writer at a time."""
    try:
        config: dict[str, Any] = dict(env.db_url_config(url))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            f"{variable} cannot be read; use sqlite:////path/file or "
            "postgres://user:password@host:5432/name."
        ) from error
    engine = str(config.get("ENGINE", ""))
    if engine.endswith("sqlite3"):
        return config | sqlite()
    if engine.endswith("postgresql"):
        return config | postgresql(config.get("OPTIONS", {}))
    raise ImproperlyConfigured(f"{variable} must name SQLite or PostgreSQL.")


def sqlite() -> dict[str, object]:
    return {
        "CONN_MAX_AGE": seconds("CONN_MAX_AGE", default=600),
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
            ),
        },
    }


def postgresql(options: dict[str, object]) -> dict[str, object]:
    """Keep connections open: opening one costs more than most pages' queries.

    Each thread keeps its own, or, with DATABASE_POOL, all threads of a process share some.
    """
    age, size = seconds("CONN_MAX_AGE", default=600), number("DATABASE_POOL", 0, "connections")
    pool = {
        "min_size": 1,
        "max_size": size,
        # A visitor is better told soon that the database is away, and the next one finds it back.
        "timeout": 3,
        "reconnect_timeout": 1,
    }
    return {
        # Django takes a pool or an age, and refuses both.
        "CONN_MAX_AGE": 0 if size else age,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "pool": pool} if size else options,
    }


def replica(url: str, primary: dict[str, object]) -> dict[str, object]:
    """Turn DATABASE_REPLICA_URL into Django's form; who waits for a replica waits briefly."""
    config = database(url, "DATABASE_REPLICA_URL")
    if any("postgresql" not in str(each["ENGINE"]) for each in (config, primary)):
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL needs PostgreSQL, there and where DATABASE_URL leads."
        )
    options = {"connect_timeout": 2, "tcp_user_timeout": 3000}
    return config | {
        "OPTIONS": options | dict(config["OPTIONS"]),  # type: ignore[call-overload]  # see postgresql()
        # Tests make one database, whatever its names.
        "TEST": {"MIRROR": "default"},
    }


def replica_lag() -> int:
    """Return DATABASE_REPLICA_LAG; what processes keep in memory looks back for a minute."""
    lag = seconds("DATABASE_REPLICA_LAG", default=5)
    if lag > MOST_LAG:
        raise ImproperlyConfigured(
            f"DATABASE_REPLICA_LAG is {lag}; set it to {MOST_LAG} seconds or fewer."
        )
    return lag


def cache(url: str) -> dict[str, object]:
    """Turn CACHE_URL into Django's form: locmem://, filecache:///path or redis://host:6379/0."""
    if url.startswith("locmem"):
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    try:
        config: dict[str, object] = dict(env.cache_url_config(url))
        backend = config["BACKEND"]
    except (ImproperlyConfigured, KeyError) as error:
        raise ImproperlyConfigured(
            "CACHE_URL cannot be read; use locmem://, filecache:///path or redis://host:6379/0."
        ) from error
    if backend == "django_redis.cache.RedisCache":
        config["BACKEND"] = "django.core.cache.backends.redis.RedisCache"
        config.pop("OPTIONS", None)
    return config


# The process -----------------------------------------------------------------------------------

DEBUG = flag("DEBUG")
SECRET_KEY = secret_key(debug=DEBUG)
ALLOWED_HOSTS = allowed_hosts(debug=DEBUG)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    "pages",
    "lists",
    "reviews",
    "films",
    "people",
    "publishing",
    "pages.desk.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "pictures",
    "reversion",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pages.middleware.RefuseNullBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "publishing.middleware.FollowFormerSlugs",
    "pages.middleware.AskAgainLater",
]

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
                "pages.site.frame",
            ],
            "builtins": [
                "django.templatetags.static",
                "publishing.templatetags.publishing",
                "people.templatetags.people",
                "films.templatetags.films",
                "reviews.templatetags.reviews",
                "lists.templatetags.lists",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Rows and files --------------------------------------------------------------------------------

if "DATABASE_URL" not in os.environ:
    VAR_DIR.mkdir(exist_ok=True)
DATABASES = {
    "default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/db.sqlite3"))
}
if REPLICA_URL := env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = replica(REPLICA_URL, DATABASES["default"])
    DATABASE_ROUTERS = ["publishing.replica.routing.Router"]
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware"),
        "publishing.replica.middleware.ReadPublicPagesFromReplica",
    )
DATABASE_REPLICA_LAG = replica_lag()
NEVER_FROM_REPLICA = ("/admin/", "/preview/")
READ_DATABASE_URL = database  # for commands that are given the address of another one
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": cache(env.str("CACHE_URL", default="locmem://"))}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
CATALOGUE_DIR = Path(env.str("CATALOGUE_DIR", default=str(VAR_DIR / "catalogue")))
LIKENESS_DIR = Path(env.str("LIKENESS_DIR", default=str(VAR_DIR / "likeness")))
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Uploads: what a picture may be, and the sizes it is served in.
PICTURE_MAX_BYTES = 20 * 1024 * 1024
PICTURE_MAX_PIXELS = 40_000_000
PICTURES = {
    "BREAKPOINTS": {"s": 360, "m": 768, "l": 1280},
    "GRID_COLUMNS": 4,
    "CONTAINER_WIDTH": 1280,
    "FILE_TYPES": ["AVIF", "WEBP", "JPEG"],
    "PIXEL_DENSITIES": [1, 2],
    "USE_PLACEHOLDERS": False,
}
# A film with three hundred credits is one form of the admin.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644

# Words and places ------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = time_zone()
DEFAULT_COUNTRY = default_country()
OFFER_FRESH_DAYS = 30

# Safety ----------------------------------------------------------------------------------------

# Off only on one machine without TLS, such as `make serve` (HTTPS=0).
HTTPS = not DEBUG and flag("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "pages.errors.forged"
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # What a pool of connections does as long as all is well is nobody's news.
    "loggers": {"psycopg.pool": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
