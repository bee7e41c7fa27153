"""The desk for lists: from a seed film to entries with their evidence."""
# ruff: noqa: ARG002 — signatures are those of Django's admin.

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern

from films.admin.film import poster
from films.admin.finding import OfFilmAdmin, films_called
from publishing.admin import KeptRowAdmin, PublishableAdmin, desk_of, thumbnail

from .desk import (
    arranging,
    claims,  # noqa: F401 — importing it lets claims follow people who are merged
)
from .desk.entries import EntryFormSet, EntryRows
from .desk.seeds import seed_facts
from .desk.starting import Start
from .desk.suggestions import Suggestions, Wanted
from .exchange.desk import ExchangeDesk
from .models import Entry, LikeList


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
    change_form_template = "admin/lists/likelist/change_form.html"
    arranges = ("_add", "_seed", "_drop", "_move", "_start", "_find")
    fieldsets = [
        PublishableAdmin.heading,
        PublishableAdmin.schedule,
        ("Text", {"fields": ["numbering", "intro", "outro"]}),
        *PublishableAdmin.after,
    ]

    class Media:
        css = {"all": ["admin-moreish/list-desk.css"]}
        js = [Script("admin-moreish/list-desk.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[LikeList]:
        entries = Entry.objects.filter(like_list=OuterRef("pk"), is_seed=False).order_by()
        count = entries.values("like_list").annotate(count=Count("pk")).values("count")
        return super().get_queryset(request).annotate(entry_count=Coalesce(Subquery(count), 0))

    def with_columns(self, rows: models.QuerySet[LikeList]) -> models.QuerySet[LikeList]:
        seeds = Entry.objects.filter(is_seed=True).select_related("film__poster")
        return (
            super()
            .with_columns(rows)
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

    def get_urls(self) -> list[URLPattern]:
        return [*ExchangeDesk(self).urls, *super().get_urls()]

    # A list starts from a film ------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Find the film that a list starts from, and start it as a draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        start = Start(request.POST.get("film") or request.GET.get("film", ""))
        if request.method == "POST" and start.film is not None:
            like_list = LikeList.objects.start_from(start.film, cast("User", request.user))
            self.log_addition(request, like_list, [{"added": {}}])
            return HttpResponseRedirect(desk_of(like_list))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "New list like this",
            "start": start,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/lists/likelist/start.html", context)

    # What the desk shows ------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if any(name in request.POST for name in self.arranges):
            request.POST = self._arranged(request.POST)  # type: ignore[assignment]  # a copy that may be changed
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _arranged(self, typed: QueryDict) -> QueryDict:
        """Return the form as it was typed, with what the pressed button does to it."""
        data = typed.copy()
        if film := data.get("_add"):
            arranging.add(data, film)
        if film := data.get("_seed"):
            arranging.add(data, film, is_seed=True)
        if how := data.get("_move"):
            arranging.move(data, how)
        if place := data.get("_drop"):
            arranging.drop(data, place)
        return data

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        rows: Any = context["inline_admin_formsets"][0].formset
        if isinstance(rows, EntryFormSet):
            rows.start(request.POST.get("_start", ""))
            seeds = [row.film_shown for row in rows.seeds if row.film_shown]
            here = {row.film_shown.pk for row in rows.forms if row.film_shown}
            wanted = Wanted.typed(request.POST)
            context |= {
                "rows": rows,
                "seed_facts": seed_facts([film.pk for film in seeds]),
                "suggestions": Suggestions(seeds, here, wanted),
            }
        return super().render_change_form(request, context, *args, **kwargs)

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
