"""What an article's page shows besides the article."""

from __future__ import annotations

from functools import cached_property

from django.db.models import QuerySet

from films.chart_history import ChartHistory, chart_histories
from films.models import Film

from .models import Article, Comment


class ArticlePage:
    """The parts of an article's page, each fetched when first asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def films(self) -> list[Film]:
        """The public films that it is about, with their records."""
        return list(self.article.films.all())

    @property
    def records(self) -> list[tuple[Film, list[ChartHistory]]]:
        """For a piece of news: films with scores, press quotes or places in charts behind it."""
        if self.article.kind != Article.Kind.NEWS:
            return []
        return [
            (film, chart_histories(film.chart_rows))
            for film in self.films
            if film.chart_rows or film.score_rows or film.quote_rows
        ]

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
