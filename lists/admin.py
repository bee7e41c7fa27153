"""The desk for lists. Suggestions, checks and ordering come with the editing desk of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from films.admin.film import poster
from films.admin.finding import OfFilmAdmin, films_called
from publishing.admin import (
    KeptRowAdmin,
    ModelForm,
    OrderedFormSet,
    PublishableAdmin,
    StackedRows,
    thumbnail,
)

from .models import Entry, LikeList


class EntryForm(ModelForm[Entry]):
    def clean_traits(self) -> list[dict[str, str]]:
        """Return the traits; each is an object that names a kind and a key."""
        traits = self.cleaned_data["traits"] or []
        if not isinstance(traits, list) or not all(map(_is_trait, traits)):
            raise forms.ValidationError(
                'Write a list such as [{"kind": "theme", "key": "amnesia"}], or leave it empty.'
            )
        return traits


def _is_trait(trait: object) -> bool:
    return isinstance(trait, dict) and all(
        isinstance(trait.get(name), str) and trait[name] for name in ("kind", "key")
    )


class EntryFormSet(OrderedFormSet):
    order_within = "is_seed"


class EntryRows(StackedRows[Entry, LikeList]):
    model = Entry
    form = EntryForm
    formset = EntryFormSet
    fields = [("film", "position", "is_seed"), "blurb", "traits", "picture"]
    classes = ["entries"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Entry]:
        return super().get_queryset(request).select_related("film")


@admin.register(LikeList)
class LikeListAdmin(PublishableAdmin[LikeList]):
    list_display = [
        "lead",
        "headline",
        "seeds",
        "entry_count",
        "standing",
        "publish_at",
        "by_lines",
    ]
    list_display_links = ["lead", "headline"]
    list_select_related = ["picture"]
    search_help_text = "Words of the headline or the standfirst, or any film in the list."
    inlines = [EntryRows]
    fieldsets = [
        PublishableAdmin.heading,
        PublishableAdmin.schedule,
        ("Text", {"fields": ["numbering", "intro", "outro"]}),
        *PublishableAdmin.after,
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[LikeList]:
        entries = Entry.objects.filter(like_list=OuterRef("pk"), is_seed=False).order_by()
        count = entries.values("like_list").annotate(count=Count("pk")).values("count")
        seeds = Entry.objects.filter(is_seed=True).select_related("film__poster")
        return (
            super()
            .get_queryset(request)
            .annotate(entry_count=Coalesce(Subquery(count), 0))
            .prefetch_related(Prefetch("entries", seeds, to_attr="seed_entries"))
        )

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[LikeList], bool]:
        own, _ = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return own, False
        entries = Entry.objects.filter(film__in=films_called(search_term))
        found = Q(pk__in=own.order_by().values("pk")) | Q(pk__in=entries.values("like_list"))
        return queryset.filter(found), False

    def part_of(self, row: models.Model) -> str:
        return row.film.slug if isinstance(row, Entry) and row.film_id else ""

    @admin.display(description="picture")
    def lead(self, row: LikeList) -> str:
        if row.picture is not None:
            return thumbnail(row.picture)
        entries: list[Entry] = getattr(row, "seed_entries", [])
        return poster(entries[0].film) if entries else ""

    @admin.display(description="like")
    def seeds(self, row: LikeList) -> str:
        return ", ".join(str(entry.film) for entry in getattr(row, "seed_entries", []))

    @admin.display(description="entries", ordering="entry_count")
    def entry_count(self, row: LikeList) -> int:
        return getattr(row, "entry_count", 0)


@admin.register(Entry)
class EntryAdmin(KeptRowAdmin[Entry], OfFilmAdmin[Entry]):
    """Entries of all lists, for finding them; they are changed in their lists."""

    list_display = ["film", "like_list", "position", "is_seed"]
    list_filter = ["is_seed"]
    list_select_related = ["film", "like_list"]
    search_fields = ["like_list__headline", "blurb"]
