"""The two databases of a copy, opened beside the site's own."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import load_backend

SOURCE, TARGET = "copied_from", "copied_to"  # their aliases
CONNECT_WITHIN = 10  # seconds

Database = dict[str, Any]


class Unusable(Exception):
    """What cannot be copied, from or to; says why in a sentence."""


def first_line(error: BaseException) -> str:
    """Return what a database or a disk says, without its further remarks."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(" .:")


def source_of(url: str | None) -> Database:
    """Return how to read a database as it is, by default the site's own."""
    database = _read(url) if url else copy.deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict)
    if _is_sqlite(database):
        if not Path(database["NAME"]).is_file():
            raise Unusable(f"There is no {named(database)}.")
        # Without the wish to write that Moreish otherwise begins with, and in its own mode.
        database["OPTIONS"] = {"timeout": 20}
    else:
        _connect_soon(database)
        # All that is read is as it was at one moment.
        database["OPTIONS"]["isolation_level"] = psycopg.IsolationLevel.REPEATABLE_READ
    return database


def target_of(url: str) -> Database:
    """Return how to write a database, whose file need not be there yet."""
    database = _read(url)
    if _is_sqlite(database):
        if not Path(database["NAME"]).parent.is_dir():
            raise Unusable(f"There is no directory for {named(database)}.")
    else:
        _connect_soon(database)
    return database


def _read(url: str) -> Database:
    try:
        database: Database = settings.READ_DATABASE_URL(url)
    except ImproperlyConfigured as error:
        raise Unusable(str(error).replace("DATABASE_URL", "The address of a database")) from error
    if database["NAME"] == ":memory:":
        raise Unusable("A database in memory is gone when the command ends.")
    return database


def _is_sqlite(database: Database) -> bool:
    return str(database["ENGINE"]).endswith("sqlite3")


def _connect_soon(database: Database) -> None:
    database["CONN_MAX_AGE"] = 0
    database["OPTIONS"].pop("pool", None)
    database["OPTIONS"].setdefault("connect_timeout", CONNECT_WITHIN)


def named(database: Database) -> str:
    """Say which database it is, without its password."""
    if _is_sqlite(database):
        return f"SQLite {database['NAME']}"
    host, port = database["HOST"] or "localhost", database["PORT"] or 5432
    return f"PostgreSQL {database['NAME']} at {host}:{port}"


def check_two(source: Database, target: Database) -> None:
    """Raise Unusable where both are the same."""
    if _identity(source) == _identity(target):
        raise Unusable(f"Source and target are one: {named(source)}.")


def _identity(database: Database) -> tuple[object, ...]:
    if _is_sqlite(database):
        return (Path(database["NAME"]).resolve(),)
    return (database["NAME"], database["HOST"] or "localhost", database["PORT"] or 5432)


@contextmanager
def opened(alias: str, database: Database) -> Iterator[BaseDatabaseWrapper]:
    """Give this thread a further database for a while."""
    whole = connections.configure_settings({DEFAULT_DB_ALIAS: {}, alias: database})[alias]
    connection: BaseDatabaseWrapper = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, alias)
    connections[alias] = connection
    try:
        yield connection
    finally:
        connection.close()
        del connections[alias]


@contextmanager
def snapshot(source: BaseDatabaseWrapper) -> Iterator[None]:
    """See the source as it is now, whatever is written meanwhile, and write nothing to it."""
    with transaction.atomic(using=source.alias), source.cursor() as cursor:
        if source.vendor == "postgresql":
            cursor.execute("SET TRANSACTION READ ONLY")
        else:
            cursor.execute("PRAGMA query_only = ON")
        cursor.execute("SELECT count(*) FROM django_migrations")  # The moment is that of a read.
        yield


def check_migrated(source: BaseDatabaseWrapper) -> None:
    """Raise Unusable where the tables of the source are not those of this Moreish."""
    which = f"The source ({named(source.settings_dict)})"
    if "django_migrations" not in source.introspection.table_names():
        raise Unusable(f"{which} is no database of Moreish.")
    executor = MigrationExecutor(source)
    loader = executor.loader
    missing = executor.migration_plan(loader.graph.leaf_nodes())
    if missing:
        raise Unusable(f"{which} lacks {len(missing)} migrations; run `manage.py migrate` there.")
    unknown = [
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    ]
    if unknown:
        raise Unusable(f"{which} is of a newer Moreish, which has {', '.join(sorted(unknown))}.")
