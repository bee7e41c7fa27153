"""Atom feeds. Entries carry headline and standfirst only, so that no spoiler leaves a page."""

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


class PublishedFeed(Feed):  # type: ignore[type-arg]  # no subscript at run time
    """The newest of one kind of page, dated by its own publication."""

    feed_type = Atom1Feed

    def item_title(self, item: Publishable) -> str:
        return item.headline

    def item_description(self, item: Publishable) -> str:
        return item.standfirst

    def item_pubdate(self, item: Publishable) -> datetime | None:
        return item.publish_at

    def item_updateddate(self, item: Publishable) -> datetime | None:
        return item.publish_at

    def item_author_name(self, item: Any) -> str:
        return ", ".join(author["name"] for author in item.author_rows)


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
