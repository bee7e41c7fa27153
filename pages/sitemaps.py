"""What search engines should know of: every public page, dated by its last change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from films.models import Chart, Film, Theme
from lists.models import LikeList
from people.models import Person
from publishing.models import Addressed
from reviews.models import Article, Review


class PageSitemap(Sitemap):  # type: ignore[type-arg]  # no subscript at run time
    """All public rows of one model."""

    def __init__(self, pages: QuerySet[Any]) -> None:
        self.pages = pages

    def items(self) -> QuerySet[Any]:
        pages = self.pages.all()
        # Narrowed here and not above: what is public changes with the hour.
        if hasattr(pages, "published"):
            pages = pages.published()
        elif hasattr(pages, "of_published_films"):
            pages = pages.of_published_films()
        return pages.order_by("pk")

    def lastmod(self, item: Addressed) -> datetime:
        return item.modified_at


class IndexSitemap(Sitemap):  # type: ignore[type-arg]  # likewise
    """Pages that lead to the others."""

    def items(self) -> list[str]:
        return [
            "pages:home",
            "films:film_index",
            "themes:theme_index",
            "lists:like_list_index",
            "reviews:review_index",
            "articles:article_index",
            "charts:chart_index",
            "pages:blend",
            "pages:about",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS: dict[str, Sitemap[Any]] = {
    "indexes": IndexSitemap(),
    "films": PageSitemap(Film.objects.only("slug", "modified_at")),
    "lists": PageSitemap(LikeList.objects.only("slug", "modified_at")),
    "reviews": PageSitemap(Review.objects.only("slug", "modified_at")),
    "articles": PageSitemap(Article.objects.only("slug", "modified_at")),
    "charts": PageSitemap(Chart.objects.only("slug", "modified_at")),
    "themes": PageSitemap(Theme.objects.only("slug")),
    "people": PageSitemap(Person.objects.only("slug", "modified_at")),
}
