"""Cards of reviews and articles, drawn once and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.safestring import SafeString

from publishing.kept import drawn_each, kept

from .models import Article, Review


def article_cards(articles: Iterable[tuple[int, dt.datetime]]) -> list[SafeString]:
    """Return the cards of articles, given as (number, last change); one query if some are new."""
    stamps = {pk: changed.timestamp() for pk, changed in articles}
    return kept("reviews/_article_card.html", stamps, _draw_articles)


def review_cards(reviews: Iterable[tuple[int, dt.datetime, dt.datetime]]) -> list[SafeString]:
    """Return the cards of reviews, given as (number, last change, that of the film).

    Two queries if some are new.
    """
    stamps = {pk: f"{changed}:{film_changed}" for pk, changed, film_changed in reviews}
    return kept("reviews/_review_card.html", stamps, _draw_reviews)


def _draw_articles(pks: list[int]) -> dict[int, str]:
    articles = Article.objects.for_cards().in_bulk(pks)
    return drawn_each("reviews/_article_card.html", "article", articles)


def _draw_reviews(pks: list[int]) -> dict[int, str]:
    reviews = Review.objects.for_cards().in_bulk(pks)
    return drawn_each("reviews/_review_card.html", "review", reviews)
