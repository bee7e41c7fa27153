"""The catalogue of this process, which follows every change of a film at the next request."""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from publishing.prepared import SOME_TIME, Prepared

from ..models import Film, Removal
from . import files
from .columns import Columns, microseconds, read_columns
from .selecting import View

# A film may say that it changed a while before others can see it: when its transaction ends, or
# where a replica is late, or the clock of another machine.
OVERLAP = dt.timedelta(seconds=60)
MOST_CHANGED = 1_000  # films, beyond which all columns are read anew
MOST_FOLLOWED = 5_000  # while that takes longer than a request may
LARGE = 20_000  # films: more are read ahead, into files, and not while somebody waits
RENEW_AFTER = 600  # seconds from one reading of a large catalogue to the next
KEPT = dt.timedelta(days=30)  # how long a deleted film is remembered

logger = logging.getLogger(__name__)

CHANGES = Prepared(
    lambda since: (
        Film.objects.filter(modified_at__gt=since)
        .order_by()
        .values_list("pk", "modified_at")
        .union(
            Removal.objects.filter(removed_at__gt=since)
            .order_by()
            .values_list("film_number", "removed_at"),
            all=True,
        )
    ),
    since=SOME_TIME,
)


class Unready(Exception):
    """A large catalogue has no columns yet; they are being read."""


class AtHand:
    """Columns as they were read at a moment, with the films that changed after that."""

    def __init__(self, base: Columns, since: dt.datetime) -> None:
        self.base, self.read_at = base, since
        self.changed: set[int] = set()
        self.lags = False  # more changed at once than was followed
        # When each film changed that is followed, since a while ago.
        self.known: dict[int, dt.datetime] = {}
        self.since = since - OVERLAP
        self.view: View | None = None

    def now(self) -> View:
        """Return the view of this moment (one query, seven more where films changed)."""
        now = timezone.now()
        told = dict(CHANGES(since=self.since))
        new = {pk: at for pk, at in told.items() if self.known.get(pk) != at}
        fresh = new.keys() - self.base.as_read(new)
        if len(self.changed | fresh) > MOST_FOLLOWED:
            self.lags = True
        elif fresh:
            self.changed |= fresh
            self.view = None
        self.known, self.since = told, now - OVERLAP
        if self.view is None:
            films = Film.objects.to_be_shown().filter(pk__in=self.changed)
            gone = self.base.places_of(self.changed)
            self.view = View(self.base, read_columns(films), gone, now)
        elif not self.view.holds(now):
            self.view = View(self.base, self.view.changed, self.view.gone, now)
        return self.view

    @property
    def is_old(self) -> bool:
        """Whether the columns should be read anew."""
        return self.lags or len(self.changed) > MOST_CHANGED


_at_hand: AtHand | None = None
_source: Path | None = None
_lock = threading.RLock()
_renewed_at = 0.0


def view() -> View:
    """Return the catalogue as it is now.

    One query; more where films changed since the last one. A small catalogue is read the first
    time in a process. A large one is mapped from files; raises Unready while there are none.
    """
    global _at_hand, _source  # noqa: PLW0603 — the one catalogue of the process
    with _lock:
        path = files.newest()
        if _at_hand is None or (path and path != _source):
            _at_hand, _source = _of_files(path) or _of_database(), path
        found = _at_hand.now()
        if _at_hand.is_old:
            if len(_at_hand.base) > LARGE:
                _renew_meanwhile()
            else:
                _at_hand = _of_database()
                found = _at_hand.now()
        return found


def forget() -> None:
    """Let go of the catalogue, so that the next who asks reads it anew."""
    global _at_hand  # noqa: PLW0603 — as above
    with _lock:
        _at_hand = None


def build() -> int:
    """Read the whole catalogue into files for all processes; return how many films it has.

    Raises OSError where they cannot be written.
    """
    found = _read()
    _save(found)
    return len(found.base)


def build_if_large() -> None:
    """Do so where processes do not read the catalogue by themselves."""
    if _is_large():
        build()


def _is_large() -> bool:
    """Say so without counting all films, which takes seconds where they are a million."""
    return Film.objects.to_be_shown()[LARGE:].exists()


def _of_files(path: Path | None) -> AtHand | None:
    columns = files.load(path) if path else None
    if columns is None or path is None:
        return None
    read_at = dt.datetime.fromtimestamp(int(path.name) / 1_000_000, tz=dt.UTC)
    found = AtHand(columns, read_at)
    changed = Film.objects.aggregate(last=Max("modified_at"))["last"]
    if len(columns) and (changed is None or microseconds(changed) < columns.modified.max()):
        logger.warning("%s knows more than the database, as after a restore: read anew.", path)
        found.lags = True
    return found


def _of_database() -> AtHand:
    if _is_large():
        _renew_meanwhile()
        raise Unready
    return _read()


def _read() -> AtHand:
    since = timezone.now()
    return AtHand(read_columns(Film.objects.to_be_shown()), since)


def _save(found: AtHand) -> None:
    files.save(found.base, round(found.read_at.timestamp() * 1_000_000))
    Removal.objects.filter(removed_at__lt=found.read_at - KEPT).delete()


def _renew_meanwhile() -> None:
    """Let a thread read a large catalogue anew, unless one does or just did."""
    global _renewed_at  # noqa: PLW0603 — as above
    if _renewed_at and time.monotonic() - _renewed_at < RENEW_AFTER:
        return
    _renewed_at = time.monotonic()
    threading.Thread(target=_renew_in_thread, name="catalogue", daemon=True).start()


def _renew_in_thread() -> None:
    global _renewed_at  # noqa: PLW0603 — as above
    is_done = False
    try:
        is_done = _renew()
    except Exception:
        logger.exception("The catalogue could not be read; it is tried again.")
    finally:
        if not is_done:
            _renewed_at = 0
        connection.close()


def _renew() -> bool:
    """Read a large catalogue into files, or, where none can be written, for this process alone.

    Returns False where another process of this machine is at it.
    """
    global _at_hand  # noqa: PLW0603 — as above
    found = None
    try:
        with _alone() as is_alone:
            if is_alone:
                found = _read()
                _save(found)
                logger.info("%s films were read into the catalogue's files.", len(found.base))
            return is_alone
    except OSError as error:
        logger.warning("%s; this process keeps the whole catalogue in its memory.", error)
        found = found or _read()
        with _lock:
            _at_hand = found
        return True


@contextmanager
def _alone() -> Iterator[bool]:
    """Say whether no other process of this machine is at it."""
    place = files.folder()
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
