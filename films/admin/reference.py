"""The words that films are described with."""
# ruff: noqa: ARG002 — signatures are those of Django's admin; `_meta` is its public API.

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar, cast

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from publishing.admin import RowAdmin

from ..models import Company, Country, Film, Genre, Language, Series, Service, Theme

M = TypeVar("M", bound=models.Model)


class WordAdmin(RowAdmin[M]):
    """A word with the number of films that it describes."""

    film_lookup = ""
    search_fields = ["name", "slug"]
    prepopulated_fields: ClassVar[dict[str, Sequence[str]]] = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[M]:
        rows = super().get_queryset(request)
        if not self.film_lookup:
            return rows
        films = Film.objects.filter(**{self.film_lookup: OuterRef("pk")}).order_by()
        count = films.values(self.film_lookup).annotate(count=Count("pk")).values("count")
        return cast("models.QuerySet[M]", rows.annotate(film_count=Coalesce(Subquery(count), 0)))

    @admin.display(description="films", ordering="film_count")
    def films(self, row: M) -> int:
        return getattr(row, "film_count", 0)


@admin.register(Genre)
class GenreAdmin(WordAdmin[Genre]):
    film_lookup = "genres"
    list_display = ["name", "position", "films"]
    ordering = ["position", "name"]


@admin.register(Theme)
class ThemeAdmin(WordAdmin[Theme]):
    film_lookup = "themes"
    list_display = ["name", "kind", "description", "films"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "description"]

    def get_view_on_site_url(self, obj: Theme | None = None) -> str | None:
        """Return the way to the page while a public film has the theme; one query."""
        has_page = obj and Theme.objects.of_published_films().filter(pk=obj.pk).exists()
        return super().get_view_on_site_url(obj) if has_page else None

    def label(self, row: Theme) -> str:
        return f"{row.name} — {row.get_kind_display().lower()}"


@admin.register(Company)
class CompanyAdmin(WordAdmin[Company]):
    film_lookup = "companies"
    list_display = ["name", "films"]


@admin.register(Series)
class SeriesAdmin(WordAdmin[Series]):
    film_lookup = "series"
    list_display = ["name", "films"]


@admin.register(Service)
class ServiceAdmin(WordAdmin[Service]):
    list_display = ["name", "homepage", "attribution"]


class CodedAdmin(WordAdmin[M]):
    """A word with a code from a standard, which names the row and so is never changed."""

    search_fields = ["name", "code"]
    prepopulated_fields = {}

    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> list[str]:
        return ["code"] if obj else []


@admin.register(Country)
class CountryAdmin(CodedAdmin[Country]):
    film_lookup = "countries"
    list_display = ["name", "code", "the", "films"]
    list_filter = ["the"]


@admin.register(Language)
class LanguageAdmin(CodedAdmin[Language]):
    film_lookup = "languages"
    list_display = ["name", "code", "films"]
