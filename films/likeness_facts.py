"""What the engine is told of the films in the database."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, QuerySet, Value

import likeness
from likeness import Billed, FilmFacts, Named
from likeness.kinds import STARS

from .models import Country, Credit, Film, FilmCompany, FilmTheme, Genre, Language, Score, Series

BATCH = 500  # films

OWN = ("pk", "slug", "title", "year", "form", "synopsis")

# A film's traits of one kind: (place, key, name), place 1 first.
Placed = list[tuple[int, str, str]]


@dataclasses.dataclass(frozen=True)
class Source:
    """Where the database keeps one kind of trait, as lookups from its rows."""

    kind: str
    rows: QuerySet[Any]
    film: str
    key: str
    name: str
    place: str = ""

    def of(self, films: list[int]) -> QuerySet[Any, Any]:
        """Return (film, kind, place, key, name) rows of films."""
        kind = Value(self.kind, models.CharField())
        place = F(self.place) if self.place else Value(1)
        rows: QuerySet[Any, Any] = self.rows.filter(**{f"{self.film}__in": films}).order_by()
        return rows.values_list(self.film, kind, place, self.key, self.name)


def _credits(kind: str, **narrowed: Any) -> Source:
    rows = Credit.objects.filter(**narrowed)
    return Source(kind, rows, "film", "person__slug", "person__name", "billing")


MADE_BY = FilmCompany.objects.filter(role=FilmCompany.Role.PRODUCTION)

SOURCES = (
    _credits("director", job="Director"),
    _credits("writer", job="Writer"),
    _credits("star", department=Credit.Department.CAST, billing__lte=STARS),
    _credits("composer", job="Composer"),
    _credits("cinematographer", job="Cinematographer"),
    Source("theme", FilmTheme.objects.all(), "film", "theme__slug", "theme__name", "position"),
    Source("genre", Genre.objects.all(), "films", "slug", "name"),
    Source("series", Series.objects.all(), "films", "slug", "name"),
    Source("country", Country.objects.all(), "films", "code", "name"),
    Source("language", Language.objects.all(), "films", "code", "name"),
    Source("company", MADE_BY, "film", "company__slug", "company__name"),
)


class Reception(NamedTuple):
    """How many people rated a film, and their mean, 0 to 10, where one is known."""

    votes: int = 0
    mean: float | None = None


def facts_of(films: QuerySet[Film]) -> Iterator[FilmFacts]:
    """Yield what the engine needs to know of films, in the order of their slugs.

    Three queries for each BATCH of films, and one more that finds the end.
    """
    rows = films.order_by("slug").values_list(*OWN, named=True)
    after = ""
    while batch := list(rows.filter(slug__gt=after)[:BATCH]):
        pks, after = [row.pk for row in batch], batch[-1].slug
        held, received = _held_by(pks), _reception_of(pks)
        for row in batch:
            yield _facts(row, held[row.pk], received.get(row.pk, Reception()))
        if len(batch) < BATCH:
            return


def _held_by(films: list[int]) -> Mapping[int, Mapping[str, Placed]]:
    first, *rest = [source.of(films) for source in SOURCES]
    held: dict[int, dict[str, Placed]] = defaultdict(lambda: defaultdict(list))
    for film, kind, place, key, name in first.union(*rest, all=True):
        held[film][kind].append((place, key, name))
    return held


def _reception_of(films: list[int]) -> dict[int, Reception]:
    """Return what the largest audience made of films; shares of the pleased are no means."""
    scores = Score.objects.filter(film__in=films, audience=Score.Audience.AUDIENCE, count__gt=0)
    rows = scores.order_by("count", "as_of", "pk")
    received: dict[int, Reception] = {}
    for film, value, scale, is_percentage, count in rows.values_list(
        "film", "value", "scale", "is_percentage", "count"
    ):
        before = received.get(film, Reception())
        mean = before.mean if is_percentage else float(value / scale * 10)
        received[film] = Reception(count or 0, mean)
    return received


def _facts(row: Any, held: Mapping[str, Placed], received: Reception) -> FilmFacts:
    def named(kind: str) -> tuple[Named, ...]:
        return tuple((key, name) for _, key, name in sorted(held.get(kind, ())))

    return FilmFacts(
        id=row.slug,
        title=row.title,
        year=row.year,
        form=row.form,
        directors=named("director"),
        writers=named("writer"),
        cast=tuple(Billed(key, name, place) for place, key, name in sorted(held.get("star", ()))),
        composers=named("composer"),
        cinematographers=named("cinematographer"),
        genres=named("genre"),
        themes=named("theme"),
        series=named("series"),
        countries=named("country"),
        languages=named("language"),
        companies=named("company"),
        synopsis=row.synopsis,
        votes=received.votes,
        reception=received.mean,
    )


class Reading:
    """The facts of films on their way to the engine, which takes note of what they were."""

    def __init__(self, films: QuerySet[Film]) -> None:
        self.films = films
        self._read = hashlib.blake2b(digest_size=16)

    def __iter__(self) -> Iterator[FilmFacts]:
        for facts in facts_of(self.films):
            self._read.update(repr(facts).encode())
            yield facts

    def fingerprint(self, top: int) -> str:
        """Say in short what `top` likenesses a film follow from, once all films were read."""
        follows = self._read.copy()
        follows.update(f"{top}:{engine_fingerprint()}".encode())
        return follows.hexdigest()


@cache
def engine_fingerprint() -> str:
    """Say in short which engine this is: its code and its weights."""
    files = [*Path(likeness.__file__).parent.glob("*.py"), likeness.mix.SHIPPED]
    read = hashlib.blake2b(digest_size=16)
    for path in sorted(files):
        read.update(path.read_bytes())
    return read.hexdigest()
