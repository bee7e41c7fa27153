"""Requests that no page can mean, and such that come too early."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from films.catalogue import Unready

AGAIN_AFTER = 30  # seconds


class RefuseNullBytes:
    """Answer 400 to addresses with a null byte, which no database takes in a text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path or "\0" in query or "%00" in query:
            return render(request, "400.html", status=400)
        return self.get_response(request)


class AskAgainLater:
    """Answer 503 while a large catalogue is read for the first time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Unready):
            return None
        answer = render(request, "503.html", status=503)
        answer.headers["Retry-After"] = str(AGAIN_AFTER)
        return answer
