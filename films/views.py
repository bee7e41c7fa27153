"""Pages about films, themes and charts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from publishing.addresses import page_at
from publishing.kept import kept
from publishing.paging import page_of

from .film_page import FILM, FilmPage, LikePage
from .models import Chart, Film, Theme
from .posters import draw_poster
from .shelf import Shelf
from .theme_page import ThemePage, theme_list
from .where import country_of

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def film_detail(request: HttpRequest, slug: str) -> HttpResponse:
    film = film_at(slug)
    context = {"film": film, "page": FilmPage(film, country_of(request))}
    return render(request, "films/film_detail.html", context)


def film_at(slug: str, suffix: str = "") -> Any:
    """Return a public film's row of FILM (one query), or raise as `page_at` does."""
    rows = FILM(slug=slug, now=timezone.now())
    return rows[0] if rows else page_at(Film.objects.published(), slug, suffix)


@require_safe
def film_like(request: HttpRequest, slug: str) -> HttpResponse:
    film = film_at(slug, "like/")
    context = {"film": film, "page": LikePage(film, country_of(request))}
    return render(request, "films/film_like.html", context)


@require_safe
def film_like_json(request: HttpRequest, slug: str) -> JsonResponse:
    film = film_at(slug, "like.json")
    return JsonResponse(LikePage(film, country_of(request)).as_json())


@require_safe
def film_poster(_request: HttpRequest, slug: str) -> HttpResponse:
    """The drawn poster, small and the same every time; its address changes with the film."""
    film = page_at(Film.objects.published().as_cards(), slug, "poster.svg")
    drawings = kept("poster", {film.pk: film.modified_at.timestamp()}, draw_posters)
    if not drawings:
        raise Http404("The film was deleted a moment ago.")
    return HttpResponse(
        drawings[0], content_type="image/svg+xml", headers={"Cache-Control": FOR_EVER}
    )


def draw_posters(pks: list[int]) -> dict[int, str]:
    """Draw posters from title, year, genres and themes; the strongest theme gives the motif."""
    return {
        pk: draw_poster(
            film.title,
            film.year,
            [row["slug"] for row in film.genre_rows],
            [row["slug"] for row in film.theme_rows],
            film.form,
        )
        for pk, film in Film.objects.with_facts().in_bulk(pks).items()
    }


@require_safe
def theme_index(request: HttpRequest) -> HttpResponse:
    return render(request, "films/theme_index.html", {"themes": theme_list()})


@require_safe
def theme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    theme = get_object_or_404(Theme, slug=slug)
    about = ThemePage(theme)
    if not about.films:
        raise Http404("No public film has this theme.")
    by_strength = partial(about.films.strongest, "theme", str(theme.pk))
    page = page_of(Shelf(about.films, by_strength), request, per_page=60)
    context = {"theme": theme, "about": about, "page": page}
    return render(request, "films/theme_detail.html", context)


@require_safe
def chart_index(request: HttpRequest) -> HttpResponse:
    charts = Chart.objects.select_related("country").with_leaders()
    return render(request, "films/chart_index.html", {"charts": charts})


@require_safe
def chart_detail(request: HttpRequest, slug: str) -> HttpResponse:
    chart = page_at(Chart.objects.select_related("service", "country"), slug)
    positions = chart.positions.on_published_films().with_films().by_date()
    page = page_of(positions, request, per_page=60)
    return render(request, "films/chart_detail.html", {"chart": chart, "page": page})
