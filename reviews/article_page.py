"""What an article's page shows besides the article."""

from __future__ import annotations

from functools import cached_property

from django.db.models import QuerySet

from films.chart_history import ChartHistory
from films.film_page import FilmPage
from films.models import Film

from .models import Article, Comment


class ArticlePage:
    """The parts of an article's page, each fetched when first asked for."""

    def __init__(self, article: Article, country: str) -> None:
        self.article = article
        self.country = country

    @property
    def films(self) -> list[Film]:
        return list(self.article.films.all())

    @cached_property
    def film(self) -> FilmPage | None:
        """The film's records behind the text, where the article is about one film."""
        return FilmPage(self.films[0], self.country) if len(self.films) == 1 else None

    @property
    def chart_histories(self) -> list[ChartHistory]:
        """The film's places in charts, for a piece of news about one film."""
        is_news = self.article.kind == Article.Kind.NEWS
        return self.film.chart_histories if self.film and is_news else []

    @cached_property
    def read_next(self) -> Article | None:
        """What its editor chose, else the newest about the same films, else the newest."""
        chosen = self.article.read_next if self.article.read_next_id else None
        if chosen is not None:
            return chosen
        others = Article.objects.published().exclude(pk=self.article.pk).by_newest()
        return others.about(self.films).first() or others.first()

    @cached_property
    def comments(self) -> QuerySet[Comment]:
        return Comment.objects.approved().under(self.article)
