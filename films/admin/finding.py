"""Finding films at the desk, by any of their titles, with or without a year."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from publishing.admin import RowAdmin
from publishing.finding import closest, ranked
from publishing.matching import Match, Sought

from ..models import Film
from ..searched import TITLES

M = TypeVar("M", bound=models.Model)

MOST = 1_000  # films that a list of the desk is searched for, the best known


def films_called(term: str) -> models.QuerySet[Film]:
    """Films with a title that holds the words of the term; accents are forgiven, a year narrows.

    Two queries, one of them at once. What an autocomplete shows ("Heat (1995) — Michael Mann") is
    a term, too.
    """
    return Film.objects.filter(pk__in=_matches(term))


def exact_first(films: models.QuerySet[Any], term: str) -> models.QuerySet[Any]:
    """Order films: those that are called so, those that begin so, the rest (one query before)."""
    return ranked(films, _matches(term)).order_by("match", "-votes", "sort_title", "year", "pk")


def _matches(term: str) -> dict[int, Match]:
    return closest(Film, TITLES, Sought.typed(term.partition(" — ")[0]), MOST)


class OfFilmAdmin(RowAdmin[M]):
    """Rows that belong to a film and are found by its titles too."""

    film_lookup = "film"

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[M], bool]:
        own, _ = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return own, False
        of_films = Q(**{f"{self.film_lookup}__in": films_called(search_term)})
        rows = self.model._default_manager
        found = Q(pk__in=own.order_by().values("pk")) | Q(
            pk__in=rows.filter(of_films).order_by().values("pk")
        )
        return queryset.filter(found), False
