"""Search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publishing.paging import page_of

from .search_page import SearchPage
from .suggestions import Suggested

# Suggestions of the same letters are asked for again and again, and may be a little old.
KEEP_SUGGESTIONS = "public, max-age=300"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    found = SearchPage(request.GET.get("q", ""), request.GET.get("kind", ""))
    if not found.query:
        return render(request, "pages/search.html", {"found": found})
    if found.kind:
        page = page_of(found.group.found, request)
        return render(request, "pages/search_kind.html", {"found": found, "page": page})
    return render(request, "pages/search_results.html", {"found": found})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A piece of a page: what somebody who types a search may mean, for under the search box."""
    found = Suggested(request.GET.get("q", ""))
    answer = render(request, "pages/_suggested.html", {"found": found})
    answer.headers["Cache-Control"] = KEEP_SUGGESTIONS
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
