"""The rows of films on lists of their own: for finding, checking and changing many."""
# ruff: noqa: ARG002 — signatures are those of Django's admin; `_meta` is its public API.

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join

from publishing.admin import AddressedAdmin, KeptRowAdmin, RowAdmin, rows_link

from ..models import (
    AlternativeTitle,
    Chart,
    ChartPosition,
    Credit,
    FilmCompany,
    FilmTheme,
    Likeness,
    LikenessBuild,
    Offer,
    Provenance,
    Release,
    Removal,
    Score,
)
from .finding import OfFilmAdmin
from .likeness import TellingAdmin

OnlyUsed = admin.RelatedOnlyFieldListFilter


@admin.register(Credit)
class CreditAdmin(TellingAdmin[Credit]):
    list_display = ["film", "person", "department", "job", "character", "billing"]
    list_filter = ["department"]
    list_select_related = ["film", "person"]
    search_fields = ["person__name", "person__folded_name", "job", "character"]
    show_full_result_count = False


@admin.register(Release)
class ReleaseAdmin(OfFilmAdmin[Release]):
    list_display = [
        "film",
        "country",
        "kind",
        "date",
        "precision",
        "service",
        "certificate",
        "note",
    ]
    list_filter = ["kind", ("country", OnlyUsed), ("service", OnlyUsed)]
    list_select_related = ["film", "country", "service"]
    search_fields = ["country__name", "note"]
    date_hierarchy = "date"

    def with_labels(self, rows: models.QuerySet[Release]) -> models.QuerySet[Release]:
        return rows.select_related("film", "country")


class FreshnessFilter(admin.SimpleListFilter):
    title = "when it was checked"
    parameter_name = "checked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("lately", "Lately"), ("too-long-ago", "Too long ago")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        first = timezone.localdate() - dt.timedelta(days=settings.OFFER_FRESH_DAYS)
        match self.value():
            case "lately":
                return queryset.filter(checked_on__gte=first)
            case "too-long-ago":
                return queryset.filter(checked_on__lt=first)
        return queryset


@admin.register(Offer)
class OfferAdmin(OfFilmAdmin[Offer]):
    list_display = [
        "film",
        "service",
        "country",
        "kind",
        "available_from",
        "available_until",
        "checked_on",
        "is_fresh",
    ]
    list_filter = [FreshnessFilter, "kind", ("country", OnlyUsed), ("service", OnlyUsed)]
    list_select_related = ["film", "service", "country"]
    search_fields = ["service__name", "country__name", "link"]
    date_hierarchy = "checked_on"

    @admin.display(description="fresh", boolean=True)
    def is_fresh(self, row: Offer) -> bool:
        return row.is_fresh


@admin.register(Score)
class ScoreAdmin(TellingAdmin[Score]):
    list_display = ["film", "source", "audience", "value", "scale", "count", "as_of"]
    list_filter = ["source", "audience"]
    list_select_related = ["film"]
    search_fields = ["source"]
    date_hierarchy = "as_of"


@admin.register(Chart)
class ChartAdmin(AddressedAdmin[Chart]):
    list_display = ["name", "service", "country", "size", "positions"]
    list_filter = [("service", OnlyUsed), ("country", OnlyUsed)]
    list_select_related = ["service", "country"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["positions"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Chart]:
        places = ChartPosition.objects.filter(chart=OuterRef("pk")).order_by()
        count = places.values("chart").annotate(count=Count("pk")).values("count")
        return super().get_queryset(request).annotate(places=Coalesce(Subquery(count), 0))

    @admin.display(description="positions")
    def positions(self, row: Chart) -> str:
        places = getattr(row, "places", 0)
        if not places:
            return "none"
        return rows_link(ChartPosition, f"{places} in all", chart__id__exact=row.pk)


@admin.register(ChartPosition)
class ChartPositionAdmin(OfFilmAdmin[ChartPosition]):
    list_display = ["chart", "date", "rank", "film"]
    list_display_links = ["date", "rank"]
    list_filter = ["chart"]
    list_select_related = ["chart", "film"]
    search_fields = ["chart__name"]
    date_hierarchy = "date"


@admin.register(FilmTheme)
class FilmThemeAdmin(TellingAdmin[FilmTheme]):
    list_display = ["film", "theme", "position"]
    list_filter = ["theme__kind"]
    list_select_related = ["film", "theme"]
    search_fields = ["theme__name"]


@admin.register(FilmCompany)
class FilmCompanyAdmin(TellingAdmin[FilmCompany]):
    list_display = ["film", "company", "role"]
    list_filter = ["role"]
    list_select_related = ["film", "company"]
    search_fields = ["company__name"]


@admin.register(AlternativeTitle)
class AlternativeTitleAdmin(OfFilmAdmin[AlternativeTitle]):
    list_display = ["title", "film", "country", "language"]
    list_filter = [("country", OnlyUsed), ("language", OnlyUsed)]
    list_select_related = ["film", "country", "language"]
    search_fields = ["title", "folded_title"]


@admin.register(LikenessBuild)
class LikenessBuildAdmin(RowAdmin[LikenessBuild]):
    """When likenesses were worked out, to be read; `build_likeness` does it."""

    list_display = ["started_at", "finished_at", "refreshed_at", "is_current", "films", "done"]
    search_fields = ["fingerprint"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LikenessBuild | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LikenessBuild | None = None) -> bool:
        return False


@admin.register(Provenance)
class ProvenanceAdmin(OfFilmAdmin[Provenance]):
    """What imports have written, to be read; `import_films` keeps it."""

    list_display = ["film", "source"]
    list_filter = ["source"]
    list_select_related = ["film"]
    search_fields = ["film__title"]
    show_full_result_count = False
    fields = ["film", "source", "told"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Provenance | None = None) -> bool:
        return False


@admin.register(Removal)
class RemovalAdmin(KeptRowAdmin[Removal]):
    """Films that were deleted; whoever deletes a film writes it."""

    list_display = ["film", "film_number", "removed_at"]
    search_fields = ["film"]
    fields = ["film", "film_number", "removed_at"]


@admin.register(Likeness)
class LikenessAdmin(OfFilmAdmin[Likeness]):
    """What was computed, to be read; `build_likeness` writes it."""

    list_display = ["film", "rank", "other", "score"]
    list_display_links = ["rank"]
    list_select_related = ["film", "other"]
    search_fields = ["other__title"]
    show_full_result_count = False
    fields = ["film", "rank", "other", "score", "reasons"]
    readonly_fields = ["reasons"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Likeness]:
        rows = super().get_queryset(request)
        return rows.filter(build__is_current=True)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Likeness | None = None) -> bool:
        return False

    @admin.display(description="evidence")
    def reasons(self, row: Likeness) -> str:
        reasons = [
            (reason.get("kind", ""), reason.get("name", ""), f"{reason.get('weight', 0):.3f}")
            for reason in row.evidence
        ]
        return format_html_join("", "<p>{}: {} ({})</p>", reasons)
