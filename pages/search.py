"""Search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publishing.paging import page_of

from .search_page import SearchPage


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    found = SearchPage(request.GET.get("q", ""), request.GET.get("kind", ""))
    if not found.query:
        return render(request, "pages/search.html", {"found": found})
    if found.kind:
        page = page_of(found.group.found, request)
        return render(request, "pages/search_kind.html", {"found": found, "page": page})
    return render(request, "pages/search_results.html", {"found": found})
