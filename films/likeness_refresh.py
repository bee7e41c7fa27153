"""Likenesses that follow a change of a film at once, without working out all others anew."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from likeness import Engine, Evidence, Neighbour
from publishing.json_rows import Row

from . import engine_at_hand
from .models import Film, Likeness, LikenessBuild

MOST_TOGETHER = 50  # films, beyond which a whole build is the better answer
SPARE = 5  # films more than are kept, for those that were deleted without the engine's knowing


class TooManyChanged(Exception):
    """More films changed at once than are followed one by one."""


class Like(NamedTuple):
    """A place on a film's list."""

    other: str
    score: float
    evidence: list[Row]


def as_rows(evidence: Iterable[Evidence]) -> list[Row]:
    """Return reasons as they are kept; `other_key` only where there is one."""
    rows = [reason._asdict() for reason in evidence]
    return [
        {name: value for name, value in row.items() if value or name != "other_key"} for row in rows
    ]


def liked(neighbour: Neighbour) -> Like:
    return Like(neighbour.other, neighbour.score, as_rows(neighbour.evidence))


def lists_with(films: Collection[int]) -> list[str]:
    """Return the slugs of films on whose lists some films are now (one query)."""
    rows = Likeness.objects.of_current_build().filter(other__in=films).exclude(film__in=films)
    return list(rows.order_by().values_list("film__slug", flat=True).distinct())


def refresh(
    films: Collection[int], *, deleted: Collection[str] = (), lists: Collection[str] = ()
) -> int:
    """Make the current build follow films that changed, and return how many lists were written.

    Rewritten are the films' own lists, those that they enter or were on, and `lists`, all in one
    transaction. Films of the slugs `deleted` are gone. Does nothing before the first build.
    Raises TooManyChanged. The number of queries depends on that of `films` and of what is written.
    """
    if len(films) + len(deleted) > MOST_TOGETHER:
        raise TooManyChanged
    build = LikenessBuild.objects.current().first()
    if build is None:
        return 0
    slugs = dict(Film.objects.filter(pk__in=films).values_list("pk", "slug"))
    engine_at_hand.leave_out(deleted)
    engine = engine_at_hand.engine(slugs.values())
    with transaction.atomic():
        # Of two editors who save at once, the second waits; a build may have swapped meanwhile.
        build = LikenessBuild.objects.current().select_for_update().first()
        if build is None:
            return 0
        changes = Changes(build, engine, {slug for slug in lists if slug in engine})
        for pk, slug in slugs.items():
            changes.follow(pk, slug)
        return changes.write(slugs)


@dataclasses.dataclass
class Changes:
    """What becomes of a build's lists when films change."""

    build: LikenessBuild
    engine: Engine
    anew: set[str]  # films whose lists are worked out from the beginning
    entered: dict[str, dict[str, Neighbour]] = dataclasses.field(
        default_factory=lambda: defaultdict(dict)
    )  # film → what enters its list

    def __post_init__(self) -> None:
        """Read the lowest score of each full list (one query)."""
        last = self.build.likenesses.filter(rank=self.build.top).order_by()
        self.floors = dict(last.values_list("film__slug", "score"))

    def follow(self, pk: int, slug: str) -> None:
        """Note which lists a film's change concerns (one query)."""
        was_on = self.build.likenesses.filter(other=pk).order_by()
        lists = {
            film for film in was_on.values_list("film__slug", flat=True) if film in self.engine
        }
        if slug not in self.engine:
            self.anew |= lists
            return
        enters = self.engine.entered(slug, self.floors)
        for film, neighbour in enters.items():
            self.entered[film][slug] = neighbour
        # Where it fell below the last of a list, a film that nobody kept may take its place.
        self.anew |= {slug, *lists} - enters.keys()

    def write(self, changed: Mapping[int, str]) -> int:
        lists = self._worked_out() | self._merged(changed)
        likes = [like.other for places in lists.values() for like in places]
        pks = dict(Film.objects.filter(slug__in={*lists, *likes}).values_list("slug", "pk"))
        gone = {pk for pk, slug in changed.items() if slug not in self.engine}
        concerned = {pks[film] for film in lists if film in pks} | gone
        self.build.likenesses.filter(film__in=concerned).delete()
        self.build.likenesses.filter(other__in=gone).delete()
        Likeness.objects.bulk_create(
            row for film, places in lists.items() for row in rows_of(self.build, film, places, pks)
        )
        self.build.refreshed_at = timezone.now()
        self.build.save(update_fields=["refreshed_at"])
        return len(lists)

    def _worked_out(self) -> dict[str, list[Like]]:
        found = self.engine.all_neighbours(self.build.top + SPARE, only=self.anew)
        return {film: [liked(one) for one in around.neighbours] for film, around in found}

    def _merged(self, changed: Mapping[int, str]) -> dict[str, list[Like]]:
        """Put what enters a list in its place among what is on it (one query)."""
        lists: dict[str, list[Like]] = {
            film: [liked(one) for one in likes.values()]
            for film, likes in self.entered.items()
            if film not in self.anew
        }
        there = self.build.likenesses.filter(film__slug__in=lists).exclude(other__in=changed)
        for film, *like in there.order_by().values_list(
            "film__slug", "other__slug", "score", "evidence"
        ):
            lists[film].append(Like(*like))
        return {
            film: sorted(
                (like for like in likes if like.other in self.engine), key=self._order(film)
            )
            for film, likes in lists.items()
        }

    def _order(self, film: str) -> Callable[[Like], tuple[float, int, str]]:
        """Return the engine's order of a film's list: of equals the nearer year, then the slug."""
        space = self.engine.space
        year = int(space.year[space.place_of[film]])

        def order(like: Like) -> tuple[float, int, str]:
            return -like.score, abs(int(space.year[space.place_of[like.other]]) - year), like.other

        return order


def rows_of(
    build: LikenessBuild, film: str, likes: Iterable[Like], pks: Mapping[str, int]
) -> list[Likeness]:
    """Return a film's list as rows, without films that are gone."""
    if film not in pks:
        return []
    there = [like for like in likes if like.other in pks][: build.top]
    return [
        Likeness(
            build=build,
            film_id=pks[film],
            other_id=pks[like.other],
            rank=rank,
            score=like.score,
            evidence=like.evidence,
        )
        for rank, like in enumerate(there, start=1)
    ]
