"""Likeness between the films of the database: feed the engine, keep its answers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from likeness import Engine, Neighbourhood
from publishing.json_rows import Row

from . import engine_at_hand
from .likeness_facts import Reading, facts_of
from .likeness_refresh import TooManyChanged, as_rows, liked, refresh, rows_of
from .models import Film, Likeness, LikenessBuild

BATCH = 200  # films whose likenesses are written together
DROPPED = 10_000  # likenesses of old builds that are deleted together
COMPARED = 100_000  # films, up to which a build is compared with the one before

T = TypeVar("T")


class BuildSuperseded(Exception):
    """Another build has taken this one's rows over, or has finished meanwhile."""

    def __str__(self) -> str:
        return "Another build of likenesses is at work, so this one stopped and left it alone."


@dataclasses.dataclass(frozen=True)
class Progress:
    """How far a build is; `seconds` are those of this run, in which `here` films were done."""

    done: int
    films: int
    here: int
    seconds: float

    @property
    def seconds_left(self) -> float:
        return self.seconds / max(self.here, 1) * (self.films - self.done)

    def __str__(self) -> str:
        rate = self.here / max(self.seconds, 0.001)
        left = (
            f"{self.seconds_left / 60:.0f} min"
            if self.seconds_left > 90
            else f"{self.seconds_left:.0f} s"
        )
        return f"{self.done:,} of {self.films:,} films, {rate:,.0f} a second, {left} left"


@dataclasses.dataclass(frozen=True)
class Differences:
    """How likenesses differ from those before, by pairs of films."""

    new: int
    changed: int
    removed: int

    def __str__(self) -> str:
        return f"{self.new:,} new, {self.changed:,} changed, {self.removed:,} removed"


@dataclasses.dataclass(frozen=True)
class Built:
    """What a build did; `resumed_at` films were done before, None where it was not needed."""

    films: int
    likenesses: int
    resumed_at: int | None = 0
    differences: Differences | None = None
    left_behind: bool = False  # more films changed meanwhile than could be followed

    def __str__(self) -> str:
        total = f"{self.films:,} films, {self.likenesses:,} likenesses"
        if self.resumed_at is None:
            return f"{total}: nothing changed since they were built"
        resumed = f", going on from film {self.resumed_at + 1:,}" if self.resumed_at else ""
        differences = f": {self.differences}" if self.differences else ""
        behind = "; films changed meanwhile, run it again" if self.left_behind else ""
        return f"{total}{differences}{resumed}{behind}"


def build_likeness(
    top: int = 20, *, force: bool = False, report: Callable[[Progress], None] | None = None
) -> Built:
    """Work out the likenesses of all films to be shown, and let pages read them once all are done.

    What was interrupted goes on where it was, if the catalogue and the weights are as they were;
    if they are those of the current build, nothing is written. Of two builds at once, the one that
    finds its rows taken over raises BuildSuperseded and leaves the other alone.
    """
    started = timezone.now()
    known = engine_at_hand.changes_since(started - engine_at_hand.OVERLAP)
    reading = Reading(Film.objects.to_be_shown())
    engine = Engine.of(reading)
    fingerprint = reading.fingerprint(top)
    before = LikenessBuild.objects.current().first()
    if before and not force and before.fingerprint == fingerprint and not before.refreshed_at:
        _drop(LikenessBuild.objects.unfinished())
        engine_at_hand.keep_snapshot(engine, fingerprint)
        return Built(before.films, before.likenesses.count(), resumed_at=None)
    build = _begun(
        LikenessBuild(started_at=started, fingerprint=fingerprint, top=top, films=len(engine.space))
    )
    resumed_at = build.done
    _write(build, engine, report or (lambda _: None))
    engine_at_hand.keep_snapshot(engine, fingerprint)
    _swap(build)
    engine_at_hand.put_at_hand(engine, build, known)
    left_behind = not _followed(started)
    differences = _differences(build, before) if build.films <= COMPARED else None
    _drop(LikenessBuild.objects.exclude(pk=build.pk))
    engine_at_hand.drop_other_snapshots(fingerprint)
    return Built(build.films, build.likenesses.count(), resumed_at, differences, left_behind)


def _begun(build: LikenessBuild) -> LikenessBuild:
    """Return the unfinished build of the same fingerprint, or begin this one; drop other ones."""
    unfinished = LikenessBuild.objects.unfinished()
    same = unfinished.filter(fingerprint=build.fingerprint).first()
    _drop(unfinished.exclude(pk=same.pk) if same else unfinished)
    if same is None:
        build.save()
        return build
    same.started_at = build.started_at
    same.save(update_fields=["started_at"])
    return same


def _write(build: LikenessBuild, engine: Engine, report: Callable[[Progress], None]) -> None:
    begun, resumed_at = time.monotonic(), build.done
    left = engine.space.ids[build.done :]
    found = engine.all_neighbours(build.top, only=left if build.done else None)
    report(Progress(build.done, build.films, 0, 0))
    for batch in _batches(found, BATCH):
        with transaction.atomic():
            _advance(build, len(batch))
            Likeness.objects.bulk_create(_rows(build, batch))
        build.done += len(batch)
        here, seconds = build.done - resumed_at, time.monotonic() - begun
        report(Progress(build.done, build.films, here, seconds))


def _advance(build: LikenessBuild, films: int) -> None:
    """Say that so many more are done; whoever does not find the build as left lost it."""
    rows = LikenessBuild.objects.unfinished().filter(pk=build.pk, done=build.done)
    if not rows.update(done=F("done") + films):
        raise BuildSuperseded


def _rows(build: LikenessBuild, batch: list[tuple[str, Neighbourhood]]) -> list[Likeness]:
    """Turn answers into rows, without films that were deleted meanwhile (one query)."""
    slugs = {slug for slug, _ in batch}
    slugs |= {one.other for _, found in batch for one in found.neighbours}
    pks = dict(Film.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return [
        row
        for slug, found in batch
        for row in rows_of(build, slug, map(liked, found.neighbours), pks)
    ]


def _swap(build: LikenessBuild) -> None:
    """Let pages read this build from now on, and no other."""
    with transaction.atomic():
        LikenessBuild.objects.current().update(is_current=False)
        rows = LikenessBuild.objects.unfinished().filter(pk=build.pk)
        if not rows.update(is_current=True, finished_at=timezone.now()):
            raise BuildSuperseded
    build.refresh_from_db()


def _followed(started: dt.datetime) -> bool:
    """Make the build follow films that were changed while it was made; False if too many were."""
    changed = Film.objects.filter(modified_at__gt=started).values_list("pk", flat=True)
    try:
        if changed:
            refresh(list(changed))
    except TooManyChanged:
        return False
    return True


def _differences(build: LikenessBuild, before: LikenessBuild | None) -> Differences:
    """Compare a build with the one before it (four queries)."""
    old = before.likenesses.all() if before else Likeness.objects.none()
    again = old.filter(film=OuterRef("film"), other=OuterRef("other")).order_by()
    same = again.filter(rank=OuterRef("rank"), score=OuterRef("score"))
    total, kept = build.likenesses.count(), build.likenesses.filter(Exists(again)).count()
    return Differences(
        new=total - kept,
        changed=kept - build.likenesses.filter(Exists(same)).count(),
        removed=old.count() - kept,
    )


def _drop(builds: Iterable[LikenessBuild]) -> None:
    """Delete builds, some thousand likenesses at a time, so that nobody waits long."""
    for build in builds:
        # Whoever is still at work on it finds it finished, and stops.
        LikenessBuild.objects.filter(pk=build.pk).update(finished_at=timezone.now())
        while rows := list(build.likenesses.order_by().values_list("pk", flat=True)[:DROPPED]):
            Likeness.objects.filter(pk__in=rows).delete()
        build.delete()


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    each = iter(items)
    while batch := list(islice(each, size)):
        yield batch


def evidence_between(film: Film, other: Film) -> list[Row]:
    """Return why two films are alike, strongest first, as `Likeness.evidence` has it.

    Works for drafts, too. Six queries, however many films there are.
    """
    engine = engine_at_hand.engine()
    for facts in facts_of(Film.objects.filter(pk__in=[film.pk, other.pk])):
        if facts.id not in engine:
            engine = engine.with_film(facts)
    return as_rows(engine.evidence(film.slug, other.slug))
