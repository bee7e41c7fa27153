"""Finding films at the desk, by any of their titles, with or without a year."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from django.db import models
from django.db.models import Case, Q, Value, When
from django.http import HttpRequest

from publishing.admin import RowAdmin
from publishing.folding import fold

from ..models import AlternativeTitle, Film

M = TypeVar("M", bound=models.Model)

TITLE_AND_YEAR = re.compile(r"(?P<title>.*\S)[\s(]+(?P<year>\d{4})\)?")


def split_term(term: str) -> tuple[str, int | None]:
    """Return title and year of "Backtrace 2018" or "Backtrace (2018) — Brian A. Miller"."""
    title = term.partition(" — ")[0].strip()
    match = TITLE_AND_YEAR.fullmatch(title)
    return (match["title"], int(match["year"])) if match else (title, None)


def films_called(term: str) -> models.QuerySet[Film]:
    """Films with a title that holds every word of the term; accents are forgiven, a year narrows.

    One query; a year at the end may also be a part of the title ("Blade Runner 2049").
    """
    title, year = split_term(term)
    whole = _with_words(term.partition(" — ")[0])
    return Film.objects.filter(
        whole if year is None else whole | (_with_words(title) & Q(year=year))
    )


def exact_first(films: models.QuerySet[Film], term: str) -> models.QuerySet[Film]:
    """Order films: those that are called so, those that begin so, the rest."""
    title = fold(split_term(term)[0])
    return films.order_by(
        Case(
            When(folded_title__in=[title, fold(term)], then=Value(0)),
            When(folded_title__startswith=title, then=Value(1)),
            default=Value(2),
        ),
        "sort_title",
        "year",
        "pk",
    )


def _with_words(text: str) -> Q:
    words = fold(text).split()
    if not words:
        return Q(title__icontains=text.strip()) | Q(original_title__icontains=text.strip())
    of_title = Q.create([("folded_title__contains", word) for word in words])
    others = AlternativeTitle.objects.filter(of_title)
    original = Q.create([("original_title__icontains", word) for word in text.split()])
    return of_title | original | Q(pk__in=others.values("film"))


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
