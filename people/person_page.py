"""What a person's page shows besides the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from publishing.models import is_public
from publishing.prepared import SOME_NUMBER, SOME_TIME, Prepared
from publishing.wording import listed

from .models import Person

HOW_MANY_KNOWN_FOR = 4
# A film is led by its director, its first three of the cast and its first writers.
LEADING_JOBS = {"Director": 0, "Actor": 0, "Writer": 1}
LEADING = 3

# Credits and lists stand on floors above, so they are found by their related names.
CREDITS = Prepared(
    lambda person, now: (
        Person.objects.filter(is_public(now, "credits__film__"), pk=person)
        .annotate(
            job=F("credits__job"),
            character=F("credits__character"),
            billing=F("credits__billing"),
            film=F("credits__film"),
            film_slug=F("credits__film__slug"),
            title=F("credits__film__title"),
            year=F("credits__film__year"),
            film_modified_at=F("credits__film__modified_at"),
            places=Count("credits__film__chart_positions", distinct=True),
            scores=Count("credits__film__scores", distinct=True),
        )
        .order_by("-credits__film__year", "credits__film__sort_title", "credits__billing")
        .values_list(
            "job",
            "character",
            "billing",
            "film",
            "film_slug",
            "title",
            "year",
            "film_modified_at",
            "places",
            "scores",
        )
    ),
    person=SOME_NUMBER,
    now=SOME_TIME,
)
LISTS = Prepared(
    lambda person, now: (
        Person.objects.filter(
            is_public(now, "credits__film__"),
            is_public(now, "credits__film__entries__like_list__"),
            pk=person,
        )
        .annotate(
            list_slug=F("credits__film__entries__like_list__slug"),
            headline=F("credits__film__entries__like_list__headline"),
            published_at=F("credits__film__entries__like_list__publish_at"),
            film=F("credits__film"),
        )
        .order_by("-published_at", "list_slug")
        .values_list("list_slug", "headline", "published_at", "film")
    ),
    person=SOME_NUMBER,
    now=SOME_TIME,
)


@dataclass(frozen=True)
class KnownFor:
    """A film that somebody is known for, as no more than what its card is found by."""

    pk: int
    modified_at: datetime


@dataclass(frozen=True)
class ListLink:
    headline: str
    address: str


class PersonPage:
    """The parts of a person's page. Two queries besides the person, however many credits."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.now = timezone.now()

    @cached_property
    def credits(self) -> list[Any]:
        """Credits on public films, newest film first."""
        return CREDITS(person=self.person.pk, now=self.now)

    @property
    def filmography(self) -> list[tuple[str, list[Any]]]:
        """Credits by job, the job with the most first, each newest film first."""
        by_job = sorted(self.credits, key=lambda credit: credit.job)
        jobs = [(job, list(rows)) for job, rows in groupby(by_job, key=lambda row: row.job)]
        return sorted(jobs, key=lambda item: (-len(item[1]), item[0]))

    @property
    def jobs(self) -> str:
        """What the person does, as a line: "Actor, writer and director"."""
        jobs = [job for job, _credits in self.filmography]
        names = [job if place == 0 else job.lower() for place, job in enumerate(jobs)]
        return listed(names)

    @property
    def known_for(self) -> list[KnownFor]:
        """The films that the person leads and that lists, charts and scores notice most."""
        best: dict[int, KnownFor] = {}
        for credit in sorted(self.credits, key=self._prominence):
            best.setdefault(credit.film, KnownFor(credit.film, credit.film_modified_at))
        return list(best.values())[:HOW_MANY_KNOWN_FOR]

    def _prominence(self, credit: Any) -> tuple[bool, int, int, int, int]:
        """Sort leading parts first, then the films that are noticed most, then by billing."""
        part = credit.billing + LEADING_JOBS.get(credit.job, LEADING)
        listed = sum(row.film == credit.film for row in self._places)
        noticed = listed + credit.scores + min(credit.places, LEADING)
        return (part > LEADING, -noticed, part, -credit.year, credit.film)

    @cached_property
    def _places(self) -> list[Any]:
        """Where the person's films stand in public lists, the newest list first."""
        return LISTS(person=self.person.pk, now=self.now)

    @property
    def lists(self) -> list[ListLink]:
        """Public lists in which the person's films stand, each once, the newest first."""
        headlines = {row.list_slug: row.headline for row in self._places}
        return [
            ListLink(headline, reverse("lists:like_list_detail", args=[slug]))
            for slug, headline in headlines.items()
        ]
