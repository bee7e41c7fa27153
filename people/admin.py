"""The desk for people."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from publishing.admin import MergingAdmin, thumbnail
from publishing.finding import closest
from publishing.matching import Sought

from .models import Person
from .searched import NAMES

MOST = 1_000  # people that the list is searched for, the best known


@admin.register(Person)
class PersonAdmin(MergingAdmin[Person]):
    list_display = ["name", "born", "died", "birthplace", "known_for", "credit_count"]
    search_fields = ["=slug", "=imdb_id"]
    search_help_text = "The name, accents forgiven, or an IMDb name such as nm0000230."
    show_full_result_count = False
    date_hierarchy = "born"
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["picture"]
    fieldsets = [
        (None, {"fields": [("name", "sort_name"), "slug"]}),
        ("Life", {"fields": [("born", "died"), "birthplace", "biography"]}),
        ("Picture", {"fields": [("photo", "picture")]}),
        (
            "The same person elsewhere",
            {"fields": [("imdb_id", "tmdb_id", "wikidata_id")], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Person]:
        return self.with_labels(super().get_queryset(request).select_related("photo"))

    def with_labels(self, rows: models.QuerySet[Person]) -> models.QuerySet[Person]:
        """Add the film with the highest billing, the newest of several, and count the credits."""
        here = Person.objects.filter(pk=OuterRef("pk"), credits__isnull=False).order_by()
        best = here.order_by("credits__billing", "-credits__film__year", "credits__pk")
        count = here.values("pk").annotate(count=models.Count("credits")).values("count")
        return rows.annotate(
            known_for=models.Subquery(best.values("credits__film__title")[:1]),
            credit_count=Coalesce(models.Subquery(count), 0),
        )

    def label(self, row: Person) -> str:
        born = f" (born {row.born.year})" if row.born else ""
        known_for = getattr(row, "known_for", None)
        return f"{row.name}{born} — {known_for}" if known_for else f"{row.name}{born}"

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Person], bool]:
        own, _ = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return own, False
        named = closest(Person, NAMES, Sought.typed(search_term), MOST)
        return queryset.filter(Q(pk__in=named) | Q(pk__in=own.order_by().values("pk"))), False

    @admin.display(description="known for")
    def known_for(self, row: Person) -> str:
        return getattr(row, "known_for", None) or ""

    @admin.display(description="credits", ordering="credit_count")
    def credit_count(self, row: Person) -> int:
        return getattr(row, "credit_count", 0)

    @admin.display(description="photo")
    def picture(self, row: Person) -> str:
        return thumbnail(row.photo, 120)
