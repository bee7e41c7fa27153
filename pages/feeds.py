"""Atom feeds. Entries carry headline and standfirst only, so that no spoiler leaves a page."""

import re
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed

from lists.models import LikeList
from publishing.models import Publishable
from reviews.models import Article, Review

LENGTH = 20
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class PublishedFeed(Feed):  # type: ignore[type-arg]  # no subscript at run time
    """The newest of one kind of page, dated by its own publication."""

    feed_type = Atom1Feed
    author_name = "Moreish"

    def item_title(self, item: Publishable) -> str:
        return without_controls(item.headline)

    def item_description(self, item: Publishable) -> str:
        return without_controls(item.standfirst)

    def item_pubdate(self, item: Publishable) -> datetime | None:
        return item.publish_at

    def item_updateddate(self, item: Publishable) -> datetime | None:
        return item.publish_at

    def item_author_name(self, item: Any) -> str | None:
        names = ", ".join(author["name"] for author in item.author_rows)
        return without_controls(names) or None


def without_controls(text: str) -> str:
    """Drop what XML cannot carry, such as a vertical tab pasted from a word processor."""
    return NOT_IN_XML.sub(" ", text)


class ListFeed(PublishedFeed):
    title = "Moreish: lists of films like films"
    link = reverse_lazy("lists:like_list_index")
    subtitle = "Numbered lists by our editors, each film with its reason."

    def items(self) -> QuerySet[LikeList]:
        return LikeList.objects.published().with_authors().by_newest()[:LENGTH]


class ReviewFeed(PublishedFeed):
    title = "Moreish: reviews"
    link = reverse_lazy("reviews:review_index")
    subtitle = "Film reviews in half stars."

    def items(self) -> QuerySet[Review]:
        return Review.objects.published().with_authors().by_newest()[:LENGTH]


class ArticleFeed(PublishedFeed):
    title = "Moreish: explainers and news"
    link = reverse_lazy("articles:article_index")
    subtitle = "Endings explained, and news from the charts."

    def items(self) -> QuerySet[Article]:
        return Article.objects.published().with_authors().by_newest()[:LENGTH]
