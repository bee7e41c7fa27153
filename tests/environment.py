"""The environment that settings are read from in tests; pytest loads this before Django.

Tests run as in production (no DEBUG, every secret given), but without TLS.
"""

import os

for name in (
    "CACHE_URL",
    "DATABASE_POOL",
    "DATABASE_REPLICA_LAG",
    "DATABASE_REPLICA_URL",
    "DEFAULT_COUNTRY",
    "CATALOGUE_DIR",
    "LIKENESS_DIR",
    "MEDIA_ROOT",
    "SITE_URL",
    "STATIC_ROOT",
    "TIME_ZONE",
):
    os.environ.pop(name, None)
os.environ.update(
    SECRET_KEY="a-key-that-is-known-to-everybody-and-therefore-only-good-for-tests",  # noqa: S106 — said in it.
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    DEBUG="0",
    HTTPS="0",
    LOG_LEVEL="WARNING",
    # A live server's threads let go of the test database after each request.
    CONN_MAX_AGE="0",
    # Playwright runs an event loop in the thread in which the tests use the database.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)
