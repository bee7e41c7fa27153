"""What the front page shows."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.safestring import SafeString

from films.cards import film_cards
from films.catalogue import Unready
from films.models import Film
from films.theme_page import Tag, most_used
from lists.cards import LIST_CARD, list_cards, stamp_of
from lists.models import LikeList
from publishing.kept import drawn_each, kept
from publishing.prepared import SOME_TIME, Prepared
from reviews.cards import article_cards, review_cards
from reviews.models import Article, Review

HOW_MANY_LISTS, HOW_MANY_FILMS, HOW_MANY_TEXTS, HOW_MANY_THEMES = 5, 12, 3, 24

LISTS = Prepared(
    lambda now: (
        LikeList.objects.published(now)
        .by_newest()
        .as_cards(now)
        .values_list(*LIST_CARD)[:HOW_MANY_LISTS]
    ),
    now=SOME_TIME,
)
SEEDS = Prepared(
    lambda now: (
        Film.objects.published(now)
        .seeding_published_lists(now)
        .values_list("pk", "modified_at")[:HOW_MANY_FILMS]
    ),
    now=SOME_TIME,
)
REVIEWS = Prepared(
    lambda now: (
        Review.objects.published(now)
        .by_newest()
        .values_list("pk", "modified_at", "film__modified_at")[:HOW_MANY_TEXTS]
    ),
    now=SOME_TIME,
)
ARTICLES = Prepared(
    lambda now: (
        Article.objects.published(now).by_newest().values_list("pk", "modified_at")[:HOW_MANY_TEXTS]
    ),
    now=SOME_TIME,
)


class HomePage:
    """The parts of the front page. The number of queries does not depend on the catalogue."""

    def __init__(self) -> None:
        self.now = timezone.now()

    @cached_property
    def _lists(self) -> list[Any]:
        return LISTS(now=self.now)

    @cached_property
    def leading_list(self) -> list[SafeString]:
        """The newest list, drawn large; empty while there is none."""
        stamps = {row.pk: stamp_of(row) for row in self._lists[:1]}
        return kept("pages/_leading_list.html", stamps, draw_leading_list)

    @cached_property
    def further_lists(self) -> list[SafeString]:
        return list_cards(self._lists[1:])

    @cached_property
    def seeds(self) -> list[SafeString]:
        """Films that a list starts from, the newest list first: what a visitor may have loved."""
        return film_cards(SEEDS(now=self.now))

    @cached_property
    def reviews(self) -> list[SafeString]:
        return review_cards(REVIEWS(now=self.now))

    @cached_property
    def articles(self) -> list[SafeString]:
        return article_cards(ARTICLES(now=self.now))

    @property
    def has_films(self) -> bool:
        """Whether any film is public; a query only while no list is."""
        return bool(self.seeds) or Film.objects.published().exists()

    @cached_property
    def themes(self) -> list[Tag]:
        """Themes to browse by, the most shared first; counted once a minute.

        None while a large catalogue is read for the first time: the rest of the page can be shown.
        """
        themes: list[Tag] | None = cache.get("home:themes")
        if themes is None:
            try:
                by_name = [tag for _kind, tag in most_used(HOW_MANY_THEMES)]
            except Unready:
                return []
            themes = sorted(by_name, key=lambda tag: -tag.films)
            cache.set("home:themes", themes, timeout=60)
        return themes


def draw_leading_list(pks: list[int]) -> dict[int, str]:
    like_lists = LikeList.objects.for_cards().with_authors().in_bulk(pks)
    return drawn_each("pages/_leading_list.html", "like_list", like_lists)
