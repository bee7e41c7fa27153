"""What a film's page shows, each part fetched when first asked for."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import F, FloatField, IntegerField, JSONField, QuerySet, Value
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from publishing.json_rows import Row
from publishing.kept import drawn_each, kept
from publishing.models import is_public
from publishing.prepared import SOME_NUMBER, SOME_SLUG, SOME_TIME, Prepared

from .cards import cards_by_film
from .chart_history import ChartHistory, chart_histories
from .models import Credit, Film
from .where import name_of

HOW_MANY_ALIKE = 12
# Films of a series without a number in it follow those with one.
LAST = 100_000

FILM = Prepared(
    lambda slug, now: (
        Film.objects.published(now)
        .filter(slug=slug)
        .values_list("pk", "slug", "title", "year", "tagline", "synopsis", "modified_at")
    ),
    slug=SOME_SLUG,
    now=SOME_TIME,
)
# Films like it, with rank and reasons, and the films of its series, which have neither.
NEIGHBOURS = Prepared(
    lambda film, now: neighbours(
        Film.objects.published(now).filter(liked_by__film=film, liked_by__build__is_current=True),
        rank=F("liked_by__rank"),
        score=F("liked_by__score"),
        evidence=F("liked_by__evidence"),
    ).union(
        neighbours(
            Film.objects.published(now).filter(series__films=film).exclude(pk=film),
            rank=Value(None, output_field=IntegerField()),
            score=Value(None, output_field=FloatField()),
            evidence=Value(None, output_field=JSONField()),
        ),
        all=True,
    ),
    film=SOME_NUMBER,
    now=SOME_TIME,
)
# What is written about it: reviews, articles, and entries of lists.
WRITING = Prepared(
    lambda film, now: writing(film, now, "reviews").union(
        writing(film, now, "articles"), writing(film, now, "entries", "like_list__"), all=True
    ),
    film=SOME_NUMBER,
    now=SOME_TIME,
)


def neighbours(films: QuerySet[Film], **reasons: Any) -> QuerySet[Film, Any]:
    named = (
        "pk",
        "slug",
        "title",
        "modified_at",
        "series_order",
        "year",
        "rank",
        "score",
        "evidence",
    )
    return films.order_by().annotate(**reasons).values_list(*named)


def writing(film: int, now: dt.datetime, rows: str, published: str = "") -> QuerySet[Film, Any]:
    """Public rows behind the related name `rows`; `published` leads on to what is published."""
    is_seed = F(f"{rows}__is_seed") if rows == "entries" else Value(value=False)
    return (
        Film.objects.order_by()
        .filter(is_public(now, f"{rows}__{published}"), pk=film)
        .annotate(
            kind=Value(rows),
            item=F(f"{rows}__pk"),
            changed_at=F(f"{rows}__{published}modified_at"),
            published_at=F(f"{rows}__{published}publish_at"),
            seed=is_seed,
        )
        .values_list("kind", "item", "changed_at", "published_at", "seed")
    )


class FilmPage:
    """The parts of a film's page.

    What is drawn is kept under the last change of what it shows. Whether it is shown at all is
    asked anew each time, so that nothing outlives its publication: two short queries.
    """

    most_alike = HOW_MANY_ALIKE
    alike_template = "films/_film_alike.html"

    def __init__(self, film: Any, country: str) -> None:
        """Take a Film, or a row of FILM."""
        self.film = film
        self.country = country

    # Drawn -------------------------------------------------------------------------------------

    @property
    def hero(self) -> SafeString:
        return self._own("films/_film_hero.html")

    @property
    def records(self) -> SafeString:
        return self._own("films/_film_records.html")

    def _own(self, template: str) -> SafeString:
        # Offers begin, end and grow old with the day.
        stamp = f"{self.film.modified_at.timestamp()}:{self.country}:{timezone.localdate()}"

        def draw(pks: list[int]) -> dict[int, str]:
            context = {"film": self.facts, "page": self, "country_name": name_of(self.country)}
            return dict.fromkeys(pks, render_to_string(template, context))

        return kept(template, {self.film.pk: stamp}, draw)[0]

    @property
    def alike(self) -> list[SafeString]:
        """Films computed to be like it, with reasons; empty while none has been computed."""
        rows = {row.pk: row for row in self._neighbours[0]}
        changes = {pk: f"{row.modified_at.timestamp()}:{row.evidence}" for pk, row in rows.items()}
        stamps = {
            pk: hashlib.blake2s(change.encode()).hexdigest() for pk, change in changes.items()
        }

        def draw(pks: list[int]) -> dict[int, str]:
            others = {
                pk: {"card": self._cards[pk], "evidence": rows[pk].evidence}
                for pk in pks
                if pk in self._cards
            }
            return drawn_each(self.alike_template, "other", others)

        return kept(f"{self.alike_template}-{self.film.pk}", stamps, draw)

    @property
    def series_films(self) -> list[SafeString]:
        """Cards of the other films of its series, in their order."""
        cards = self._cards
        return [cards[row.pk] for row in self._neighbours[1] if row.pk in cards]

    @cached_property
    def _neighbours(self) -> tuple[list[Any], list[Any]]:
        """Films like it, best first, and the other films of its series, in their order."""
        rows = NEIGHBOURS(film=self.film.pk, now=timezone.now())
        alike = sorted((row for row in rows if row.rank), key=lambda row: row.rank)
        series = [row for row in rows if not row.rank]
        series.sort(key=lambda row: (row.series_order or LAST, row.year, row.pk))
        return alike[: self.most_alike], series

    @cached_property
    def _cards(self) -> dict[int, SafeString]:
        """The cards of all neighbours, by number."""
        rows = {row.pk: row.modified_at for part in self._neighbours for row in part}
        return cards_by_film(rows.items())

    @property
    def reviews(self) -> list[SafeString]:
        def load(pks: list[int]) -> dict[int, Any]:
            return self.facts.reviews.with_authors().in_bulk(pks)

        return self._written("reviews", "reviews/_review_of_film.html", "review", load)

    @property
    def articles(self) -> list[SafeString]:
        def load(pks: list[int]) -> dict[int, Any]:
            return self.facts.articles.for_cards().in_bulk(pks)

        return self._written("articles", "reviews/_article_card.html", "article", load)

    @property
    def listed_in(self) -> list[SafeString]:
        """The lists that suggest it, with the editor's reason."""
        return self._written("entries", "lists/_entry_of_film.html", "entry", self._entries)

    @property
    def lists_like_it(self) -> list[SafeString]:
        """Links to the lists that start from it."""
        template = "lists/_list_of_seed.html"
        return self._written("entries", template, "entry", self._entries, seed=True)

    def _entries(self, pks: list[int]) -> dict[int, Any]:
        return self.facts.entries.select_related("like_list", "film").in_bulk(pks)

    @cached_property
    def _writing(self) -> list[Any]:
        """What is published about it, the newest first."""
        rows = WRITING(film=self.film.pk, now=timezone.now())
        return sorted(rows, key=lambda row: (row.published_at, row.item), reverse=True)

    def _written(
        self,
        kind: str,
        template: str,
        name: str,
        load: Callable[[list[int]], dict[int, Any]],
        *,
        seed: bool = False,
    ) -> list[SafeString]:
        """Draw what is written of a kind, each piece kept under its page's last change."""
        stamps = {
            row.item: row.changed_at.timestamp()
            for row in self._writing
            if row.kind == kind and bool(row.seed) == seed
        }
        return kept(template, stamps, lambda pks: drawn_each(template, name, load(pks)))

    # Loaded for drawing --------------------------------------------------------------------------

    @cached_property
    def facts(self) -> Film:
        """The film with all that its page prints about it (two queries)."""
        facts = Film.objects.with_facts().with_offers_in(self.country)
        return facts.get(pk=self.film.pk)

    @cached_property
    def credits(self) -> list[Credit]:
        return list(Credit.objects.filter(film=self.film.pk).with_people().by_billing())

    @property
    def cast(self) -> list[Credit]:
        return [credit for credit in self.credits if credit.department == Credit.Department.CAST]

    @property
    def crew(self) -> list[tuple[str, list[Credit]]]:
        """Credits outside the cast, by job in the order of departments."""
        order = list(Credit.Department.values)
        crew = [credit for credit in self.credits if credit.department != Credit.Department.CAST]
        crew.sort(key=lambda credit: (order.index(credit.department), credit.job))
        return [(job, list(people)) for job, people in groupby(crew, key=lambda c: c.job)]

    @property
    def directors(self) -> list[Credit]:
        return [credit for credit in self.credits if credit.job == "Director"]

    @property
    def chart_histories(self) -> list[ChartHistory]:
        return chart_histories(self.facts.chart_rows)


class LikePage(FilmPage):
    """All that is kept of what a film is like, with every reason."""

    most_alike = 1_000
    alike_template = "films/_film_like.html"

    def as_json(self) -> dict[str, Any]:
        """Return what the page says as data (one query); the weights sum to the score."""
        alike, series = self._neighbours
        return {
            "film": self.film.slug,
            "basis": "computed",
            "similar": [like_as_data(row, row.rank, row.score, row.evidence) for row in alike],
            "same_series": [named(row) for row in series],
        }


def like_as_data(film: Any, rank: int, score: float, evidence: list[Row]) -> dict[str, Any]:
    return named(film) | {"rank": rank, "score": score, "evidence": evidence}


def named(film: Any) -> dict[str, Any]:
    return {
        "film": film.slug,
        "title": film.title,
        "year": film.year,
        "address": reverse("films:film_detail", args=[film.slug]),
    }
