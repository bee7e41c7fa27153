"""Pages of long results."""

from __future__ import annotations

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest


def page_of(rows: QuerySet[Any], request: HttpRequest, per_page: int = 24) -> Page[Any]:
    """Return the page that `?page=` asks for, the first without it.

    Raises Http404 for a page that is no number or lies beyond the last: an address that shows
    something else than it says would be a trap for readers and robots.
    """
    number = request.GET.get("page") or "1"
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        raise Http404(f"{number[:40]!r} is not a page number.")
    try:
        return Paginator(rows, per_page).page(int(number))
    except InvalidPage as error:
        raise Http404(str(error)) from error
