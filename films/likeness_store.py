"""Likeness between the films of the database: feed the engine, keep its answers."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import Count, F, QuerySet, Value

from likeness import Billed, Evidence, FilmFacts, Named, Neighbourhood, Rarity, neighbours, shared
from likeness.facts import Trait, traits
from likeness.weights import STARS
from publishing.json_rows import Row

from .models import Country, Credit, Film, FilmCompany, FilmTheme, Genre, Language, Likeness, Series

# A film's traits of one kind: (place, key, name), place 1 first.
Placed = list[tuple[int, str, str]]

# For a film and another: rank, score and evidence, as kept.
Kept = dict[tuple[int, int], tuple[int, float, list[Row]]]


@dataclasses.dataclass(frozen=True)
class Source:
    """Where the database keeps one kind of trait, as lookups from its rows."""

    kind: str
    rows: QuerySet[Any]
    film: str
    key: str
    name: str
    place: str = ""

    def of(self, films: QuerySet[Film]) -> QuerySet[Any, Any]:
        """Return (film, kind, place, key, name) rows of films."""
        kind = Value(self.kind, models.CharField())
        place = F(self.place) if self.place else Value(1)
        return self._rows(films).values_list(self.film, kind, place, self.key, self.name)

    def counts(self, films: QuerySet[Film], keys: Collection[str]) -> QuerySet[Any, Any]:
        """Return (kind, key, number of these films) rows of some keys."""
        kind = Value(self.kind, models.CharField())
        rows = self._rows(films, **{f"{self.key}__in": keys}).values_list(kind, self.key)
        counted: QuerySet[Any, Any] = rows.annotate(shared_by=Count(self.film, distinct=True))
        return counted

    def _rows(self, films: QuerySet[Film], **narrowed: Any) -> QuerySet[Any, Any]:
        # One filter() for both, so that rows that lead to many films are joined to them once.
        narrowed[f"{self.film}__in"] = films.order_by().values("pk")
        rows: QuerySet[Any, Any] = self.rows.filter(**narrowed).order_by()
        return rows


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


def facts_of(films: QuerySet[Film]) -> list[FilmFacts]:
    """Read what the engine needs to know of films (two queries, however many)."""
    first, *rest = [source.of(films) for source in SOURCES]
    held: dict[int, dict[str, Placed]] = defaultdict(lambda: defaultdict(list))
    for film, kind, place, key, name in first.union(*rest, all=True):
        held[film][kind].append((place, key, name))
    rows = films.order_by("slug").values_list("pk", "slug", "title", "year", "form")
    return [_facts(slug, title, year, form, held[pk]) for pk, slug, title, year, form in rows]


def _facts(slug: str, title: str, year: int, form: str, held: Mapping[str, Placed]) -> FilmFacts:
    def named(kind: str) -> tuple[Named, ...]:
        return tuple((key, name) for _, key, name in sorted(held.get(kind, ())))

    return FilmFacts(
        id=slug,
        title=title,
        year=year,
        form=form,
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
    )


def evidence_between(film: Film, other: Film) -> list[Row]:
    """Return why two films are alike, strongest first, as `Likeness.evidence` has it.

    Four queries, however many films there are; rarity is counted among published films.
    """
    facts = {each.id: each for each in facts_of(Film.objects.filter(pk__in=[film.pk, other.pk]))}
    a, b = facts[film.slug], facts[other.slug]
    both = traits(a).keys() & traits(b).keys()
    return _as_rows(shared(a, b, _rarity_of(both, Film.objects.published())))


def _rarity_of(wanted: Collection[Trait], films: QuerySet[Film]) -> Rarity:
    """Count how many of these films have each trait (two queries)."""
    first, *rest = [
        source.counts(films, [key for kind, key in wanted if kind == source.kind])
        for source in SOURCES
    ]
    counts = {(kind, key): count for kind, key, count in first.union(*rest, all=True)}
    return Rarity(films.count(), counts)


def neighbours_of(slugs: Collection[str], n: int) -> dict[str, Neighbourhood]:
    """Work out what published films are like, as a build would store it (two queries)."""
    return neighbours(facts_of(Film.objects.published()), n, only=slugs)


# Keeping ---------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Built:
    """What a build found, and how it differs from what was kept before."""

    films: int
    likenesses: int
    new: int
    changed: int
    removed: int

    def __str__(self) -> str:
        total = f"{self.films:,} films, {self.likenesses:,} likenesses: "
        if not (self.new or self.changed or self.removed):
            return f"{total}nothing changed"
        return f"{total}{self.new:,} new, {self.changed:,} changed, {self.removed:,} removed"


def build_likeness(top: int = 20) -> Built:
    """Work out all likenesses of published films and keep them; write nothing if none changed."""
    facts = facts_of(Film.objects.published())
    found = _rows(neighbours(facts, top))
    with transaction.atomic():
        old = Likeness.objects.values_list("film", "other", "rank", "score", "evidence").order_by()
        kept = {(film, other): (rank, score, why) for film, other, rank, score, why in old}
        if found != kept:
            Likeness.objects.all().delete()
            rows = (
                Likeness(film_id=film, other_id=other, rank=rank, score=score, evidence=evidence)
                for (film, other), (rank, score, evidence) in found.items()
            )
            Likeness.objects.bulk_create(rows, batch_size=1_000)
    both = found.keys() & kept.keys()
    return Built(
        films=len(facts),
        likenesses=len(found),
        new=len(found) - len(both),
        changed=sum(found[pair] != kept[pair] for pair in both),
        removed=len(kept) - len(both),
    )


def _rows(found: Mapping[str, Neighbourhood]) -> Kept:
    """Turn the engine's answers into what is kept (one query); series have no rows of their own."""
    pks = dict(Film.objects.values_list("slug", "pk"))
    return {
        (pks[slug], pks[like.other]): (rank, round(like.score, 3), _as_rows(like.evidence))
        for slug, neighbourhood in found.items()
        for rank, like in enumerate(neighbourhood.neighbours, start=1)
    }


def _as_rows(evidence: Iterable[Evidence]) -> list[Row]:
    return [dataclasses.asdict(reason) for reason in evidence]
