"""The desk for reviews, articles, press quotes and readers' comments."""
# ruff: noqa: ARG002 — signatures are those of Django's admin; `_meta` is its public API.

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import Truncator, slugify

from films.admin.finding import OfFilmAdmin
from publishing.admin import (
    KeptRowAdmin,
    ModelForm,
    OrderedFormSet,
    PublishableAdmin,
    RowAdmin,
    StackedRows,
    desk_of,
)

from .models import Article, Comment, PressQuote, Review, Section


class ReviewForm(ModelForm[Review]):
    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        film, release = values.get("film"), values.get("release")
        if film and release and release.film_id != film.pk:
            self.add_error("release", "This is a release of another film.")
        return values


@admin.register(Review)
class ReviewAdmin(PublishableAdmin[Review], OfFilmAdmin[Review]):
    form = ReviewForm
    list_display = ["headline", "film", "stars", "standing", "publish_at", "by_lines"]
    list_select_related = ["film"]
    list_filter = [*PublishableAdmin.list_filter, "stance", "has_spoilers"]
    fieldsets = [
        PublishableAdmin.heading,
        PublishableAdmin.schedule,
        ("The film", {"fields": ["film", "release", "watched"]}),
        ("Judgement", {"fields": [("rating", "stance"), "verdict"]}),
        ("Text", {"fields": ["body", "has_spoilers"]}),
        *PublishableAdmin.after,
    ]

    @admin.display(description="stars", ordering="rating")
    def stars(self, row: Review) -> str:
        return f"{row.stars:g} of 5"


@admin.register(PressQuote)
class PressQuoteAdmin(OfFilmAdmin[PressQuote]):
    list_display = ["critic", "publication", "film", "stance", "date"]
    list_filter = ["stance", "publication"]
    list_select_related = ["film"]
    search_fields = ["critic", "publication", "quote", "summary"]
    date_hierarchy = "date"


class SectionForm(ModelForm[Section]):
    def clean(self) -> dict[str, Any]:
        """Work out the anchor here, so that the formset compares anchors and not blanks."""
        values = super().clean() or self.cleaned_data
        values["anchor"] = values.get("anchor") or slugify(values.get("heading", ""))
        return values


class SectionRows(StackedRows[Section, Article]):
    model = Section
    form = SectionForm
    formset = OrderedFormSet
    fields = [("heading", "position"), ("anchor", "is_spoiler"), "body"]


@admin.register(Article)
class ArticleAdmin(PublishableAdmin[Article], OfFilmAdmin[Article]):
    film_lookup = "films"
    list_display = ["headline", "kind", "standing", "publish_at", "by_lines"]
    list_filter = [*PublishableAdmin.list_filter, "kind", "has_spoilers"]
    inlines = [SectionRows]
    fieldsets = [
        PublishableAdmin.heading,
        PublishableAdmin.schedule,
        ("Text", {"fields": ["kind", "films", "intro", "has_spoilers", "read_next"]}),
        *PublishableAdmin.after,
    ]

    def part_of(self, row: models.Model) -> str:
        return row.anchor if isinstance(row, Section) else ""


@admin.register(Section)
class SectionAdmin(KeptRowAdmin[Section]):
    """Sections of all articles, for finding them; they are changed in their articles."""

    list_display = ["heading", "article", "position", "is_spoiler"]
    list_filter = ["is_spoiler"]
    list_select_related = ["article"]
    search_fields = ["heading", "article__headline", "body"]


@admin.register(Comment)
class CommentAdmin(RowAdmin[Comment]):
    """What readers wrote; the desk answers for it, and so never writes in their name."""

    actions = ["approve", "mark_as_spam", "remove"]
    list_display = ["excerpt", "name", "mail", "under", "is_reply", "status", "created_at"]
    list_filter = ["status", ("content_type", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "mail", "body"]
    date_hierarchy = "created_at"
    fields = ["status", "under", "parent", "name", "mail", "body", "created_at"]
    readonly_fields = ["under", "parent", "name", "mail", "created_at"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Comment]:
        return super().get_queryset(request).prefetch_related("page")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description="Approve selected comments", permissions=["change"])
    def approve(self, request: HttpRequest, queryset: models.QuerySet[Comment]) -> None:
        self._move(request, queryset, Comment.Status.APPROVED)

    @admin.action(description="Mark selected comments as spam", permissions=["change"])
    def mark_as_spam(self, request: HttpRequest, queryset: models.QuerySet[Comment]) -> None:
        self._move(request, queryset, Comment.Status.SPAM)

    @admin.action(description="Remove selected comments from their pages", permissions=["change"])
    def remove(self, request: HttpRequest, queryset: models.QuerySet[Comment]) -> None:
        self._move(request, queryset, Comment.Status.REMOVED)

    @admin.display(description="comment")
    def excerpt(self, row: Comment) -> str:
        return Truncator(row.body).chars(90)

    @admin.display(description="under")
    def under(self, row: Comment) -> str:
        if row.page is None:
            return "a page that is gone"
        return format_html('<a href="{}">{}</a>', desk_of(row.page), row.page)

    @admin.display(description="reply", boolean=True)
    def is_reply(self, row: Comment) -> bool:
        return row.parent_id is not None

    def _move(
        self, request: HttpRequest, comments: models.QuerySet[Comment], status: Comment.Status
    ) -> None:
        rows = list(comments.exclude(status=status))
        for comment in rows:
            comment.status = status
            comment.save(update_fields=["status"])
            self.log_change(request, comment, [{"changed": {"fields": ["status"]}}])
        words = f"{len(rows)} comment{'' if len(rows) == 1 else 's'}: {status.label.lower()}."
        self.message_user(request, words, messages.SUCCESS)
