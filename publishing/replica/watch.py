"""Whether the replica answers, and has nearly all that the primary has."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .routing import REPLICA

EVERY = 3  # seconds between two looks, in each process, while pages are asked for
IDLE = 30  # seconds without pages, after which nobody looks any more
OLD = 10  # seconds, after which what was found counts for nothing
CONNECT_WITHIN = 2  # seconds
CATCH_UP_WITHIN = 1  # seconds, before it is asked how old the last change is

# What the replica has: is it one, has it all of the primary, and when was its last change made?
STANDING = """
SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn,
       extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float
"""

logger = logging.getLogger(__name__)


class Unreadable(Exception):
    """Why pages had better read the primary."""


class Watch:
    """Looks at the replica from a thread of its own, so that no visitor waits for it."""

    def __init__(self) -> None:
        self._is_good: bool | None = None  # None: not known yet, or doubted
        self._was_good = True  # as far as the log says
        self._looked_at = self._asked_at = 0.0
        self._thread: threading.Thread | None = None
        self._again = threading.Event()
        self._lock = threading.Lock()
        self._readers: set[BaseDatabaseWrapper] = set()

    def finds_it_good(self) -> bool:
        """Say what was found last; before anything was, the primary is the better choice."""
        self._asked_at = time.monotonic()
        with self._lock:
            # After a fork, the parent's thread is none of ours.
            if self._thread is None or not self._thread.is_alive():
                self._is_good = None
                self._thread = threading.Thread(target=self._go_on, name="replica", daemon=True)
                self._thread.start()
        return bool(self._is_good) and self._asked_at - self._looked_at < OLD

    def doubt(self) -> None:
        """Let pages read the primary until the replica has been looked at again, now."""
        self._is_good = None
        self._again.set()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read the replica; if it falls silent meanwhile, a query that waits for it fails."""
        reader = connections[REPLICA]
        self._readers.add(reader)
        try:
            yield
        finally:
            self._readers.discard(reader)

    def _go_on(self) -> None:
        while time.monotonic() - self._asked_at < IDLE:
            self._again.clear()
            try:
                check()
            except Unreadable as error:
                self._found(error)
            except psycopg.Error as error:
                self._found(error)
                self._hang_up()
            else:
                self._found(None)
            self._again.wait(EVERY)

    def _found(self, error: Exception | None) -> None:
        self._is_good, self._looked_at = error is None, time.monotonic()
        if error and self._was_good:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            logger.warning("Pages read the primary, not the replica: %s", reason)
        elif not error and not self._was_good:
            logger.warning("Pages read the replica again.")
        self._was_good = error is None

    def _hang_up(self) -> None:
        """End the connections on which somebody may wait for an answer that never comes."""
        for reader in tuple(self._readers):
            with suppress(psycopg.Error, OSError, AttributeError):
                number = os.dup(reader.connection.pgconn.socket)
                with socket.socket(fileno=number) as line:
                    line.shutdown(socket.SHUT_RDWR)


def check() -> None:
    """Raise Unreadable, or psycopg's error, where pages had better read the primary."""
    written = _written()
    until = time.monotonic() + CATCH_UP_WITHIN
    with _connected(REPLICA) as replica:
        while True:
            is_replica, has_all, age = replica.execute(STANDING, [written]).fetchone() or (0, 0, 0)
            if not is_replica:
                raise Unreadable("it is a primary itself")
            # Without a primary, what the replica has is all there is.
            if has_all or written is None:
                return
            if time.monotonic() > until:
                break
            time.sleep(0.05)
    if age is None or age > settings.DATABASE_REPLICA_LAG:
        since = "none" if age is None else f"{age:.0f} seconds ago"
        raise Unreadable(f"it lags behind, and its last change was {since}")


def _written() -> str | None:
    """Return how far the primary has written, or None if it does not say."""
    try:
        with _connected(DEFAULT_DB_ALIAS) as primary:
            row = primary.execute("SELECT pg_current_wal_lsn()::text").fetchone()
    except psycopg.Error:
        return None
    return row[0] if row else None


def _connected(alias: str) -> psycopg.Connection[Any]:
    params = connections[alias].get_connection_params()
    for name in ("context", "cursor_factory"):
        params.pop(name, None)
    return psycopg.connect(**params | {"autocommit": True, "connect_timeout": CONNECT_WITHIN})
