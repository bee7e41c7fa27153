"""A film's form: everything about it on one page."""
# ruff: noqa: ARG002 — signatures are those of Django's admin; `_meta` is its public API.

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from publishing.admin import (
    MergingAdmin,
    OrderedFormSet,
    ScheduledAdmin,
    TabularRows,
    rows_link,
    thumbnail,
)

from ..likeness_refresh import lists_with
from ..models import (
    AlternativeTitle,
    ChartPosition,
    Credit,
    Film,
    FilmCompany,
    FilmTheme,
    Likeness,
    Offer,
    Release,
    Score,
)
from ..models.film import FilmQuerySet
from .finding import exact_first, films_called
from .likeness import follow


class CreditFormSet(OrderedFormSet):
    order_field = "billing"
    order_within = "department"


class FilmThemeRows(TabularRows[FilmTheme, Film]):
    model = FilmTheme
    formset = OrderedFormSet
    verbose_name_plural = "themes"
    fields = ["position", "theme"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FilmTheme]:
        return super().get_queryset(request).select_related("film", "theme")


class CreditRows(TabularRows[Credit, Film]):
    model = Credit
    formset = CreditFormSet
    fields = ["department", "billing", "person", "job", "character"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Credit]:
        return super().get_queryset(request).select_related("film", "person")


class ReleaseRows(TabularRows[Release, Film]):
    model = Release
    classes = ["wide-rows"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Release]:
        return super().get_queryset(request).select_related("film", "country")


class OfferRows(TabularRows[Offer, Film]):
    model = Offer
    fields = [
        "service",
        "country",
        "kind",
        "link",
        "available_from",
        "available_until",
        "checked_on",
    ]
    classes = ["wide-rows"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Offer]:
        return super().get_queryset(request).select_related("film", "service", "country")


class FilmCompanyRows(TabularRows[FilmCompany, Film]):
    model = FilmCompany
    verbose_name_plural = "companies"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FilmCompany]:
        return super().get_queryset(request).select_related("film", "company")


class AlternativeTitleRows(TabularRows[AlternativeTitle, Film]):
    model = AlternativeTitle


class ScoreRows(TabularRows[Score, Film]):
    model = Score
    classes = ["wide-rows"]


class DecadeFilter(admin.SimpleListFilter):
    title = "decade"
    parameter_name = "decade"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = Film.objects.aggregate(first=models.Min("year"), last=models.Max("year"))
        if years["first"] is None:
            return []
        decades = range(years["last"] // 10 * 10, years["first"] // 10 * 10 - 1, -10)
        return [(str(decade), f"{decade}s") for decade in decades]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        decade = self.value()
        if decade is None or not decade.isdecimal():
            return queryset
        return queryset.filter(year__range=(int(decade), int(decade) + 9))


def poster(film: Film) -> SafeString | str:
    """Return a film's poster, or the one that its page draws once it has one; reads `poster`."""
    if film.poster is not None:
        return thumbnail(film.poster, 72)
    if not film.is_published:
        return ""
    image = '<img src="{}" width="48" height="72" alt="" loading="lazy" class="thumbnail">'
    return format_html(image, film.poster_address)


@admin.register(Film)
class FilmAdmin(MergingAdmin[Film], ScheduledAdmin[Film]):
    change_form_template = "admin/films/film/change_form.html"
    list_display = ["picture", "title", "year", "by", "form", "standing", "publish_at"]
    list_display_links = ["picture", "title"]
    list_filter = ["status", "form", DecadeFilter, "genres"]
    search_fields = ["title", "original_title", "alternative_titles__title"]
    search_help_text = "Any of its titles, accents forgiven; a year may follow: dune 1984"
    show_full_result_count = False
    date_hierarchy = None
    prepopulated_fields = {"slug": ["title", "year"]}
    readonly_fields = ["picture", "chart_positions", "likenesses"]
    inlines = [
        FilmThemeRows,
        CreditRows,
        ReleaseRows,
        OfferRows,
        FilmCompanyRows,
        AlternativeTitleRows,
        ScoreRows,
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title", "year"),
                    "slug",
                    ("original_title", "sort_title"),
                    ("form", "runtime"),
                    "genres",
                    ("series", "series_order"),
                ]
            },
        ),
        ("In our words", {"fields": ["tagline", "synopsis"]}),
        ScheduledAdmin.schedule,
        ("Picture", {"fields": [("poster", "picture")]}),
        ("Where it is from", {"fields": ["countries", "languages"]}),
        (
            "The same film elsewhere",
            {
                "fields": [("imdb_id", "tmdb_id"), ("wikidata_id", "movielens_id")],
                "description": "Numbers of other catalogues, by which imports know the film.",
                "classes": ["collapse"],
            },
        ),
        ("Also here", {"fields": ["chart_positions", "likenesses"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Film]:
        # A form needs every column, also those that cards leave out.
        return self.with_labels(super().get_queryset(request)).defer(None)

    def with_labels(self, rows: models.QuerySet[Film]) -> models.QuerySet[Film]:
        return cast("FilmQuerySet", rows).for_cards()

    def label(self, row: Film) -> str:
        return f"{row} — {row.directors}" if row.directors else str(row)

    def best_first(self, rows: models.QuerySet[Film], term: str) -> models.QuerySet[Film]:
        return exact_first(rows, term) if term.strip() else rows

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Film], bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=films_called(search_term).order_by().values("pk")), False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Save the rows of the film, and then its year, which follows from its releases."""
        super().save_related(request, form, formsets, change)
        film, year = form.instance, form.instance.year
        film.date_from_releases()
        if film.year != year:
            words = f"The year is {film.year} now, that of the earliest release; it was {year}."
            self.message_user(request, words, messages.WARNING)
        follow(request, [film.pk])

    def publish(self, request: HttpRequest, queryset: models.QuerySet[Film]) -> None:
        films = [film.pk for film in queryset]
        super().publish(request, queryset)
        follow(request, films)

    def withdraw(self, request: HttpRequest, queryset: models.QuerySet[Film]) -> None:
        films = [film.pk for film in queryset]
        super().withdraw(request, queryset)
        follow(request, films)

    def delete_model(self, request: HttpRequest, obj: Film) -> None:
        slug, lists = obj.slug, lists_with([obj.pk])
        super().delete_model(request, obj)
        follow(request, [], deleted=[slug], lists=lists)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Film]) -> None:
        films = {film.pk: film.slug for film in queryset}
        lists = lists_with(films)
        super().delete_queryset(request, queryset)
        follow(request, [], deleted=[*films.values()], lists=lists)

    @admin.display(description="shown as")
    def picture(self, row: Film) -> SafeString | str:
        return poster(row)

    @admin.display(description="directed by")
    def by(self, row: Film) -> str:
        return row.directors

    @admin.display(description="charts")
    def chart_positions(self, row: Film) -> str:
        return self._link(ChartPosition, row, "position in charts", "positions in charts")

    @admin.display(description="likenesses")
    def likenesses(self, row: Film) -> str:
        one, many = "film computed as like it", "films computed as like it"
        return self._link(Likeness, row, one, many, build__is_current=True)

    def _link(
        self, rows: type[models.Model], row: Film, one: str, many: str, **narrowed: bool
    ) -> str:
        count = rows._default_manager.filter(film=row.pk, **narrowed).count() if row.pk else 0
        if not count:
            return "none"
        return rows_link(rows, f"{count} {one if count == 1 else many}", film__id__exact=row.pk)
