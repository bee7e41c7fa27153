"""Pages of "like this" lists."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from films.where import country_of
from publishing.addresses import page_at
from publishing.paging import page_of

from .list_page import LIST, ListPage
from .models import LikeList


@require_safe
def like_list_index(request: HttpRequest) -> HttpResponse:
    page = page_of(LikeList.objects.published().as_cards().by_newest(), request, per_page=12)
    return render(request, "lists/like_list_index.html", {"page": page})


@require_safe
def like_list_detail(request: HttpRequest, slug: str) -> HttpResponse:
    rows = LIST(slug=slug, now=timezone.now())
    return _shown(request, rows[0] if rows else page_at(LikeList.objects.published(), slug))


def show_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a list whatever its status, exactly as readers see or will see it."""
    return _shown(request, LikeList.objects.get(pk=pk))


def _shown(request: HttpRequest, like_list: Any) -> HttpResponse:
    context = {"like_list": like_list, "page": ListPage(like_list, country_of(request))}
    return render(request, "lists/like_list_detail.html", context)
