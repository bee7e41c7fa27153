"""Settings come from the environment, and what is missing or wrong stops with a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import settings
from films.catalogue import at_hand

LONG_KEY = "k" * 50


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "TIME_ZONE", "DEFAULT_COUNTRY"):
        monkeypatch.delenv(name, raising=False)


def production(**variables: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of their own, with only these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.DEBUG, s.HTTPS, s.LOGGING)"],
        cwd=Path(__file__).parent.parent,
        env=kept | {"DATABASE_URL": "sqlite://:memory:"} | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# What stops the site, and what it says ------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "SECRET_KEY is not set. Set it to 50 or more random characters"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 50 characters"),
        ({"SECRET_KEY": LONG_KEY}, "ALLOWED_HOSTS is not set. Set it to the names"),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe'; set it to 1 or 0."),
        ({"DEBUG": "1", "TIME_ZONE": "Berlin"}, "use a name such as Europe/Berlin"),
        ({"DEBUG": "1", "DEFAULT_COUNTRY": "usa"}, "such as US or DE"),
        ({"DEBUG": "1", "DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DEBUG": "1", "CACHE_URL": "nonsense"}, "CACHE_URL"),
        ({"DEBUG": "1", "BEHIND_PROXY": "nginx"}, "BEHIND_PROXY is 'nginx'; set it to 1 or 0."),
    ],
)
def test_a_process_stops_with_a_sentence(variables: dict[str, str], sentence: str) -> None:
    answer = production(**variables)
    assert answer.returncode != 0
    last_line = answer.stderr.strip().splitlines()[-1]
    assert last_line.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert sentence in last_line


def test_production_starts_with_a_key_and_a_host() -> None:
    answer = production(SECRET_KEY=LONG_KEY, ALLOWED_HOSTS="moreish.example")
    assert answer.stdout.startswith("False True "), answer.stderr


def test_development_needs_only_debug() -> None:
    answer = production(DEBUG="1")
    assert answer.stdout.startswith("True False "), answer.stderr


# Each variable ------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["1", "true", "TRUE", "yes", "On", " 1 "])
def test_a_flag_is_on(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert settings.flag("DEBUG") is True


@pytest.mark.parametrize("value", ["", "0", "false", "No", "OFF", " "])
def test_a_flag_is_off(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert settings.flag("DEBUG") is False


def test_a_flag_that_is_not_set_is_off() -> None:
    assert settings.flag("DEBUG") is False


@pytest.mark.parametrize("value", ["2", "y", "enabled", "none"])
def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)
    with pytest.raises(ImproperlyConfigured, match=f"DEBUG is '{value}'; set it to 1 or 0"):
        settings.flag("DEBUG")


def test_development_has_a_key_of_its_own() -> None:
    assert "development-only" in settings.secret_key(debug=True)


def test_a_key_that_is_set_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", LONG_KEY)
    assert settings.secret_key(debug=True) == LONG_KEY
    assert settings.secret_key(debug=False) == LONG_KEY


def test_a_short_key_will_do_only_for_development(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", LONG_KEY[1:])
    assert settings.secret_key(debug=True) == LONG_KEY[1:]
    with pytest.raises(ImproperlyConfigured, match="set a longer one"):
        settings.secret_key(debug=False)


def test_production_needs_a_key() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is not set.*DEBUG=1 instead"):
        settings.secret_key(debug=False)


def test_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "moreish.example, www.moreish.example,,")
    hosts = ["moreish.example", "www.moreish.example"]
    assert settings.allowed_hosts(debug=False) == hosts
    assert settings.allowed_hosts(debug=True) == hosts


@pytest.mark.parametrize("value", [None, "", " , "])
def test_production_needs_a_host(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    if value is not None:
        monkeypatch.setenv("ALLOWED_HOSTS", value)
    with pytest.raises(ImproperlyConfigured, match=r"ALLOWED_HOSTS=moreish\.example"):
        settings.allowed_hosts(debug=False)
    assert "localhost" in settings.allowed_hosts(debug=True)


@pytest.mark.parametrize(("value", "zone"), [(None, "UTC"), ("Europe/Berlin", "Europe/Berlin")])
def test_the_time_zone_is_named(
    monkeypatch: pytest.MonkeyPatch, value: str | None, zone: str
) -> None:
    if value is not None:
        monkeypatch.setenv("TIME_ZONE", value)
    assert settings.time_zone() == zone


@pytest.mark.parametrize("value", ["Berlin", "Europe/Berlinn", "", "../etc/passwd", "/etc", "a\0b"])
def test_an_unknown_time_zone_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(settings.env, "ENVIRON", {"TIME_ZONE": value})
    with pytest.raises(ImproperlyConfigured, match="is not a known zone; use a name such as"):
        settings.time_zone()


@pytest.mark.parametrize(("value", "country"), [(None, "US"), ("DE", "DE")])
def test_the_country_is_a_code(
    monkeypatch: pytest.MonkeyPatch, value: str | None, country: str
) -> None:
    if value is not None:
        monkeypatch.setenv("DEFAULT_COUNTRY", value)
    assert settings.default_country() == country


@pytest.mark.parametrize("value", ["us", "USA", "", "U", "Ü1", "US\n", "Germany"])
def test_a_country_that_is_no_code_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEFAULT_COUNTRY", value)
    with pytest.raises(ImproperlyConfigured, match="two-letter code in capitals"):
        settings.default_country()


# Database and cache -------------------------------------------------------------------------------


def test_sqlite_writes_ahead_and_waits_its_turn() -> None:
    config = settings.database("sqlite:////srv/moreish/db.sqlite3")
    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == "/srv/moreish/db.sqlite3"
    options = config["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 5
    assert "journal_mode=WAL" in options["init_command"]
    assert config["CONN_HEALTH_CHECKS"] is False


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_keeps_its_connections_and_checks_them(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONN_MAX_AGE", raising=False)
    monkeypatch.delenv("DATABASE_POOL", raising=False)
    config = settings.database(f"{scheme}://ada:se%40cret@db.example:5433/moreish")
    assert config["ENGINE"] == "django.db.backends.postgresql"
    parts = [config[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert parts == ["moreish", "ada", "se@cret", "db.example", 5433]
    assert config["CONN_MAX_AGE"] == 600
    assert config["CONN_HEALTH_CHECKS"] is True
    assert config["OPTIONS"] == {}


@pytest.mark.parametrize("size", [1, 20])
def test_threads_can_share_a_pool_of_connections(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONN_MAX_AGE", "600")
    monkeypatch.setenv("DATABASE_POOL", str(size))
    config = settings.database("postgres://ada@db.example/moreish?sslmode=require")
    options = config["OPTIONS"]
    assert isinstance(options, dict)
    assert options["sslmode"] == "require"
    assert options["pool"]["min_size"] <= options["pool"]["max_size"] == size
    assert config["CONN_MAX_AGE"] == 0, "Django refuses a pool of connections that have an age."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("many", "DATABASE_POOL is not a number; set it to connections, such as 0."),
        ("-1", "DATABASE_POOL is below 0; set it to connections, such as 0."),
    ],
)
def test_a_pool_of_no_size_is_refused(
    value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_POOL", value)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        settings.database("postgres://ada@db.example/moreish")


def test_how_long_connections_are_kept_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONN_MAX_AGE", "0")
    assert settings.database("sqlite://:memory:")["CONN_MAX_AGE"] == 0


@pytest.mark.parametrize("value", ["abc", "", "1.5"])
def test_seconds_that_are_no_number_are_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("CONN_MAX_AGE", value)
    with pytest.raises(ImproperlyConfigured, match="set it to seconds, such as 600"):
        settings.database("sqlite://:memory:")


# The library warns before it fails; the sentence comes from us.
@pytest.mark.filterwarnings("ignore:Engine not recognized")
@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "db.sqlite3",
        "mysql://ada@db.example/moreish",
        "oracle://ada@db.example/moreish",
        "https://db.example/moreish",
        "postgres://ada@db.example:port/moreish",
        "postgres://[::1/moreish",
    ],
)
def test_a_database_that_cannot_be_read_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL .*(sqlite|SQLite)"):
        settings.database(url)


def test_a_replica_is_waited_for_briefly() -> None:
    primary = settings.database("postgres://ada@db.example/moreish")
    config = settings.replica("postgres://ada@copy.example/moreish?sslmode=require", primary)
    options = config["OPTIONS"]
    assert isinstance(options, dict)
    assert options["sslmode"] == "require"
    assert options["connect_timeout"] <= 3
    assert config["TEST"] == {"MIRROR": "default"}
    assert primary["OPTIONS"] == {}


POSTGRESQL, SQLITE = "postgres://ada@db.example/moreish", "sqlite:////srv/moreish/db.sqlite3"


@pytest.mark.parametrize(
    ("primary", "url", "sentence"),
    [
        (SQLITE, POSTGRESQL, "DATABASE_REPLICA_URL needs PostgreSQL, there and where DATABASE_URL"),
        (POSTGRESQL, SQLITE, "DATABASE_REPLICA_URL needs PostgreSQL"),
        (POSTGRESQL, "postgres://ada:hunter2@db.example:port/x", "DATABASE_REPLICA_URL cannot be"),
    ],
)
def test_a_replica_of_another_kind_is_refused(primary: str, url: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        settings.replica(url, settings.database(primary))


def test_a_replica_may_not_lag_for_longer_than_pages_look_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_REPLICA_LAG", "40")
    assert settings.replica_lag() == 40 < at_hand.OVERLAP.total_seconds()
    monkeypatch.setenv("DATABASE_REPLICA_LAG", "41")
    with pytest.raises(ImproperlyConfigured, match="is 41; set it to 40 seconds or fewer"):
        settings.replica_lag()


def test_without_a_replica_no_query_is_routed() -> None:
    assert "DATABASE_ROUTERS" not in vars(settings)
    assert not [name for name in settings.MIDDLEWARE if "replica" in name]


def test_the_cache_is_in_memory_unless_said_otherwise() -> None:
    config = settings.cache("locmem://")
    assert config["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache"


@pytest.mark.parametrize("url", ["redis://cache.example:6379/1", "rediss://cache.example:6379/1"])
def test_a_redis_cache_is_djangos_own(url: str) -> None:
    config = settings.cache(url)
    assert config["BACKEND"] == "django.core.cache.backends.redis.RedisCache"
    assert config["LOCATION"] == url
    assert "OPTIONS" not in config


def test_a_file_cache_lies_where_it_is_told(tmp_path: Path) -> None:
    config = settings.cache(f"filecache://{tmp_path}")
    assert config["BACKEND"] == "django.core.cache.backends.filebased.FileBasedCache"
    assert config["LOCATION"] == str(tmp_path)


@pytest.mark.parametrize("url", ["", "nonsense", "memory", "sqlite:///cache", "redis"])
def test_a_cache_that_cannot_be_read_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL cannot be read; use locmem://"):
        settings.cache(url)


@pytest.mark.parametrize(
    ("make", "url"),
    [
        (settings.database, "mysql://ada:hunter2@db.example/moreish"),
        (settings.database, "postgres://ada:hunter2@db.example:port/moreish"),
        (settings.cache, "nonsense://ada:hunter2@cache.example"),
    ],
)
def test_a_refusal_does_not_tell_the_password(make: Callable[[str], object], url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        make(url)
    assert "hunter2" not in str(caught.value)
