"""What a review's page shows besides the review."""

from __future__ import annotations

from functools import cached_property

from django.db.models import QuerySet

from films.film_page import FilmPage
from films.models import Film

from .models import Comment, Review


class ReviewPage:
    """The parts of a review's page, each fetched when first asked for."""

    def __init__(self, review: Review, country: str) -> None:
        self.review = review
        self.film = FilmPage(review.film, country)

    @cached_property
    def directors_films(self) -> list[Film]:
        """Other films of ours by the director, newest first: what they are known for."""
        if not self.film.directors:
            return []
        films = Film.objects.published().directed_by(self.film.directors[0].person)
        return list(films.exclude(pk=self.review.film_id).by_year()[:5])

    @cached_property
    def other_reviews(self) -> list[Review]:
        """Other reviews of the film, then the newest; three in all."""
        others = Review.objects.published().for_cards().exclude(pk=self.review.pk)
        return list(others.of_film_first(self.review.film_id)[:3])

    @cached_property
    def comments(self) -> QuerySet[Comment]:
        return Comment.objects.approved().under(self.review)
