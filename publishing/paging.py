"""Pages of long results."""

from __future__ import annotations

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest


def page_of(rows: Any, request: HttpRequest, per_page: int = 24) -> Page[Any]:
    """Return the page that `?page=` asks for, the first without it.

    `rows` is a QuerySet, a list, or whatever else has a length and slices.

    Raises Http404 for a page that is no number or lies beyond the last: an address that shows
    something else than it says would be a trap for readers and robots.
    """
    number = request.GET.get("page") or "1"
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        raise Http404(f"{number[:40]!r} is not a page number.")
    try:
        paginator: Paginator[Any] = Paginator(rows, per_page)
        return paginator.page(int(number))
    except InvalidPage as error:
        raise Http404(str(error)) from error
