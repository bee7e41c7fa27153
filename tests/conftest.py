"""What all tests stand on.

Tests that ask for `demo_catalogue` (or for `demo_site`, which serves it) find the demo films in
the database; all others find it empty. Both share one database: tests with the demo catalogue
run last, and the first of them loads it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from films import catalogue, engine_at_hand
from pages import site

from .cluster import Cluster, why_impossible

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*.jsonl"))
DEMO = "demo_rows"

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Screen = Callable[[int, str], BrowserContext]


def wants_demo(item: pytest.Item) -> bool:
    return DEMO in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run tests with the demo catalogue last, those of a browser after the rest."""
    items.sort(key=lambda item: (wants_demo(item), item.get_closest_marker("browser") is not None))


@pytest.fixture(scope="session", autouse=True)
def _plain_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Serve static files as they lie there, and keep uploads and settings away from var/."""
    with override_settings(
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        CATALOGUE_DIR=tmp_path_factory.mktemp("catalogue"),
        LIKENESS_DIR=tmp_path_factory.mktemp("likeness"),
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        site.stylesheets.cache_clear()
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file: a live server's threads then have their own views."""
    database: dict[str, Any] = django_settings.DATABASES["default"]
    if str(database["ENGINE"]).endswith("sqlite3"):
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    catalogue.forget()
    shutil.rmtree(django_settings.CATALOGUE_DIR, ignore_errors=True)
    engine_at_hand.forget()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def demo_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the demo catalogue for good; tests ask for `demo_catalogue`, which sees to the order."""
    with django_db_blocker.unblock():
        call_command("loaddata", *map(str, FIXTURES), verbosity=0)
        call_command("build_likeness", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # Or the planner believes the tables still empty.


@pytest.fixture
def demo_catalogue(demo_rows: None, db: None) -> None:
    """Find the demo catalogue in the database, inside a transaction of the test's own."""


@pytest.fixture(scope="session")
def demo_site(demo_rows: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Serve the demo catalogue on a free port and return its address.

    Not pytest-django's `live_server`, which would empty the database after each test.
    """
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Start a PostgreSQL for the tests that need a server of their own; others are skipped."""
    if reason := why_impossible():
        pytest.skip(reason)
    with Cluster() as made:
        yield made


# Browsers --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once for all tests; without it they are skipped, and say so."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()
        # While Playwright's event loop runs, Django gives this thread a connection of its own,
        # and PostgreSQL drops no database that somebody is connected to.
        connections.close_all()


@pytest.fixture(scope="session")
def screen(chromium: Browser) -> Screen:
    """Return a function that opens a screen of a width in a colour scheme, once each."""
    opened: dict[tuple[int, str], BrowserContext] = {}

    def open_screen(width: int, scheme: str) -> BrowserContext:
        if (width, scheme) not in opened:
            opened[width, scheme] = chromium.new_context(
                viewport={"width": width, "height": 800},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
        return opened[width, scheme]

    return open_screen
