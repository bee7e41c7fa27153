"""The likeness engine of this process, which knows of every film that was changed meanwhile."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import threading
from collections.abc import Collection, Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from likeness import Engine, Mix, snapshot
from publishing.models import FormerSlug
from publishing.replica.routing import on_primary

from .likeness_facts import facts_of
from .models import Film, LikenessBuild

MOST_CHANGED = 200  # films, beyond which reading the whole catalogue is quicker
# A film may say that it changed a while before others can see it: when its transaction ends.
OVERLAP = dt.timedelta(seconds=10)
SUFFIX = ".likeness"

logger = logging.getLogger(__name__)

# What was taken over of a film: the slug it had, and when it had changed.
Change = tuple[str, dt.datetime]


@dataclasses.dataclass
class AtHand:
    """An engine of the catalogue as it was at `since`, with the films that changed after that."""

    build: int | None
    since: dt.datetime
    engine: Engine
    taken_over: dict[int, Change] = dataclasses.field(default_factory=dict)

    def catch_up(self) -> bool:
        """Take over what changed; False if that is too much. One query, five where films changed.

        Whatever else was done to a film, it goes by what its row says now.
        """
        changed = changes_since(self.since)
        new = {pk: change for pk, change in changed.items() if self.taken_over.get(pk) != change}
        if len(new) > MOST_CHANGED:
            return False
        if new:
            shown = self.take_in(new)
            self.leave_out([slug for slug, _ in new.values() if slug not in shown])
            self.leave_out(former_slugs(new))
            self.taken_over |= new
        return True

    def take_in(self, films: Collection[int]) -> set[str]:
        """Take in the films that are to be shown, and return their slugs."""
        shown = list(facts_of(Film.objects.to_be_shown().filter(pk__in=films)))
        for facts in shown:
            self.engine = self.engine.with_film(facts)
        return {facts.id for facts in shown}

    def leave_out(self, slugs: Iterable[str]) -> None:
        for slug in slugs:
            if slug in self.engine:
                self.engine = self.engine.without_film(slug)


_at_hand: AtHand | None = None
_lock = threading.RLock()


def engine(needed: Collection[str] = ()) -> Engine:
    """Return the engine of the catalogue as it is now.

    Two queries, more where films changed; the first time in a process, or after a build, it is
    read from the build's snapshot, or made from the whole database where that cannot be read.
    Films of the slugs `needed` are in it if they are to be shown, however they came to be. It
    may know deleted films: who asks names only films that the database still has.
    """
    global _at_hand  # noqa: PLW0603 — the one engine of the process
    # What outlives a request must not go back in time with a replica.
    with _lock, on_primary():
        build = LikenessBuild.objects.current().first()
        if _at_hand is None or _at_hand.build != (build.pk if build else None):
            _at_hand = _of_snapshot(build) if build else _of_database(None)
        if not _at_hand.catch_up():
            logger.warning(
                "More than %s films changed since likeness was built, so the whole catalogue is "
                "read again; run build_likeness.",
                MOST_CHANGED,
            )
            _at_hand = _of_database(build)
        if missing := [slug for slug in needed if slug not in _at_hand.engine]:
            films = Film.objects.filter(slug__in=missing)
            _at_hand.take_in(films.values_list("pk", flat=True))
        return _at_hand.engine


def put_at_hand(made: Engine, build: LikenessBuild, known: dict[int, Change]) -> None:
    """Let this process go on with the engine of a build, which knows of these changes."""
    global _at_hand  # noqa: PLW0603 — as above
    with _lock:
        _at_hand = AtHand(build.pk, build.started_at - OVERLAP, made, known)


def leave_out(slugs: Iterable[str]) -> None:
    """Let this process forget films that were deleted."""
    with _lock:
        if _at_hand is not None:
            _at_hand.leave_out(slugs)


def forget() -> None:
    """Let go of the engine, so that the next who asks reads it anew."""
    global _at_hand  # noqa: PLW0603 — as above
    with _lock:
        _at_hand = None


def _of_snapshot(build: LikenessBuild) -> AtHand:
    path = snapshot_path(build.fingerprint)
    try:
        space = snapshot.load(path)
    except snapshot.SnapshotError as error:
        logger.warning("%s; the films are read from the database instead.", error)
        return _of_database(build)
    return AtHand(build.pk, build.started_at - OVERLAP, Engine(space, Mix.load()))


def _of_database(build: LikenessBuild | None) -> AtHand:
    since = timezone.now() - OVERLAP
    known = changes_since(since)
    made = Engine.of(facts_of(Film.objects.to_be_shown()))
    return AtHand(build.pk if build else None, since, made, known)


def changes_since(moment: dt.datetime) -> dict[int, Change]:
    """Return which films changed since, by number, and how (one query)."""
    rows = Film.objects.filter(modified_at__gt=moment).order_by()
    return {pk: (slug, at) for pk, slug, at in rows.values_list("pk", "slug", "modified_at")}


def former_slugs(films: Collection[int]) -> list[str]:
    """Return the addresses that films once had (one query)."""
    rows = FormerSlug.objects.filter(
        content_type=ContentType.objects.get_for_model(Film), object_id__in=films
    )
    return list(rows.values_list("slug", flat=True))


# Snapshots -------------------------------------------------------------------------------------


def snapshot_path(fingerprint: str) -> Path:
    return Path(settings.LIKENESS_DIR) / f"{fingerprint}{SUFFIX}"


def keep_snapshot(made: Engine, fingerprint: str) -> None:
    """Write what other processes start from; a disk that cannot is only warned of."""
    path = snapshot_path(fingerprint)
    try:
        if not path.exists():
            snapshot.save(made.space, path)
            path.chmod(0o644)  # Who builds and who serves need not be the same user.
    except OSError as error:
        logger.warning("%s cannot be written (%s); processes read the database.", path, error)


def drop_other_snapshots(fingerprint: str) -> None:
    """Remove the files of earlier builds, and of writers that were interrupted."""
    path = snapshot_path(fingerprint)
    try:
        for old in path.parent.glob(f"*{SUFFIX}*"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("%s cannot be tidied: %s", path.parent, error)
