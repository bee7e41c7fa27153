"""Requests to pages that have moved."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from .moved import MovedPermanently


class FollowFormerSlugs:
    """Answer 301 where a view finds that its page has moved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, MovedPermanently):
            return None
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(error.address + (f"?{query}" if query else ""))
