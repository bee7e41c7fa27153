"""What the desk suggests for a list: films computed to be like its seeds, and films looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.http import QueryDict

from films.admin.film import poster
from films.engine_at_hand import engine
from films.likeness_refresh import as_rows
from films.models import Country, Film, Likeness, Service
from likeness import Engine, Suggestion
from likeness.engine import MOST_SEEDS
from lists.models import Entry
from publishing.json_rows import Row
from publishing.matching import LONGEST_QUERY, Sought
from publishing.models import Status, is_public

SHOWN = 24
LONGLIST = 400  # films of each seed that filters choose from
FOUND = 12
REASONS = 4


@dataclass(frozen=True)
class Wanted:
    """What the editor asked for: words to find a film by, and what suggestions are narrowed by."""

    words: str = ""
    first_year: int | None = None
    last_year: int | None = None
    service: str = ""
    country: str = ""
    is_unlisted: bool = False
    problems: tuple[str, ...] = ()

    @classmethod
    def typed(cls, data: QueryDict) -> Wanted:
        problems: list[str] = []

        def year(name: str) -> int | None:
            text = data.get(name, "").strip()
            if text and not (text.isdecimal() and len(text) == 4):
                problems.append(f"“{text[:20]}” is no year; write four digits, such as 1995.")
                return None
            return int(text) if text else None

        return cls(
            words=" ".join(data.get("find-words", "").split())[:LONGEST_QUERY],
            first_year=year("find-first_year"),
            last_year=year("find-last_year"),
            service=data.get("find-service", "")[:160],
            country=data.get("find-country", settings.DEFAULT_COUNTRY)[:2],
            is_unlisted=bool(data.get("find-is_unlisted")),
            problems=tuple(problems),
        )

    @property
    def narrows(self) -> bool:
        return bool(self.first_year or self.last_year or self.service or self.is_unlisted)

    def condition(self) -> Q:
        """Return what a suggested film must be."""
        allowed = Q()
        if self.first_year:
            allowed &= Q(year__gte=self.first_year)
        if self.last_year:
            allowed &= Q(year__lte=self.last_year)
        if self.service:
            on_it = Film.objects.on_service(self.service, self.country)
            allowed &= Q(pk__in=on_it.values("pk"))
        if self.is_unlisted:
            listed = Entry.objects.filter(is_seed=False)
            allowed &= ~Q(pk__in=listed.values("film"))
        return allowed


class InList(NamedTuple):
    """Another list of ours that has the film."""

    pk: int
    headline: str


@dataclass
class Suggested:
    """A film with its score and evidence; without them where likeness does not know the film."""

    film: Film
    score: float | None = None
    evidence: list[Row] = field(default_factory=list)
    is_here: bool = False
    lists: list[InList] = field(default_factory=list)

    @property
    def reasons(self) -> list[Row]:
        return self.evidence[:REASONS]

    @property
    def poster(self) -> str:
        return poster(self.film)

    @property
    def is_public(self) -> bool:
        return self.film.status == Status.PUBLISHED


class Suggestions:
    """The panel beside a list's form; `here` are the films that the form has."""

    def __init__(self, seeds: Sequence[Film], here: Collection[int], wanted: Wanted) -> None:
        self.seeds = list(seeds)[:MOST_SEEDS]
        self.here = here
        self.wanted = wanted

    @cached_property
    def rows(self) -> list[Suggested]:
        """The films most like the seeds, best first, out of those that are public and wanted.

        Three queries for one seed: its answers are stored. A narrowed question, and one of several
        seeds, ask the engine.
        """
        if not self.seeds:
            return []
        is_stored = len(self.seeds) == 1 and not self.wanted.narrows
        return self._marked((is_stored and self._stored()) or self._narrowed())

    @cached_property
    def found(self) -> list[Suggested]:
        """Any films that match the words, also those that are not public, with their scores."""
        sought = Sought.typed(self.wanted.words)
        if not sought.readings:
            return []
        films = list(Film.objects.matching(sought).for_cards()[:FOUND])
        return self._marked(self._told(films))

    @cached_property
    def services(self) -> list[Service]:
        return list(Service.objects.order_by("name"))

    @cached_property
    def countries(self) -> list[Country]:
        return list(Country.objects.filter(offers__isnull=False).distinct().order_by("name"))

    # Where answers come from ---------------------------------------------------------------------

    @cached_property
    def _engine(self) -> Engine:
        return engine([film.slug for film in self.seeds])

    @cached_property
    def _known_seeds(self) -> list[str]:
        return [film.slug for film in self.seeds if film.slug in self._engine]

    def _stored(self) -> list[Suggested]:
        """Return what the current build says of the one seed (one query)."""
        likes = Likeness.objects.of_current_build().filter(film=self.seeds[0].pk)
        likes = likes.filter(is_public(prefix="other__")).order_by("rank")[:SHOWN]
        told = {like.other_id: like for like in likes}
        films = Film.objects.for_cards().in_bulk(told)
        return [
            Suggested(films[pk], like.score, like.evidence)
            for pk, like in told.items()
            if pk in films
        ]

    def _narrowed(self) -> list[Suggested]:
        """Return the best of what the engine finds that is public and wanted."""
        if not self._known_seeds:
            return []
        best = self._engine.longlisted(self._known_seeds, LONGLIST)
        allowed = Film.objects.published().filter(self.wanted.condition(), slug__in=best)
        films = {film.slug: film for film in allowed.for_cards()}
        return self._told([films[slug] for slug in best if slug in films][:SHOWN])

    def _told(self, films: Sequence[Film]) -> list[Suggested]:
        """Return films with their scores and evidence, as far as likeness knows them."""
        known = [film.slug for film in films if film.slug in self._engine]
        of_seeds = self._engine.suggested(self._known_seeds, known) if self._known_seeds else []
        told = {suggestion.other: suggestion for suggestion in of_seeds}
        return [
            Suggested(film, told[film.slug].score, _evidence(told[film.slug]))
            if film.slug in told
            else Suggested(film)
            for film in films
        ]

    def _marked(self, rows: list[Suggested]) -> list[Suggested]:
        """Mark what stands in the form, and name the lists of ours that have a film (one query)."""
        entries = Entry.objects.filter(is_seed=False, film__in=[row.film.pk for row in rows])
        lists: dict[int, list[InList]] = defaultdict(list)
        for film, pk, headline in entries.order_by("like_list__headline").values_list(
            "film", "like_list", "like_list__headline"
        ):
            lists[film].append(InList(pk, headline))
        for row in rows:
            row.is_here = row.film.pk in self.here
            row.lists = lists[row.film.pk]
        return rows


def _evidence(suggestion: Suggestion) -> list[Row]:
    """Return the reasons of all seeds, the strongest first, each once."""
    reasons = [row for taken in suggestion.taken for row in as_rows(taken.evidence)]
    once = {
        (row["kind"], row["key"]): row for row in sorted(reasons, key=lambda row: row["weight"])
    }
    return sorted(once.values(), key=lambda row: -row["weight"])
