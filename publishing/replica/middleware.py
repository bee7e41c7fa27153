"""Which requests may read the replica."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import Error, connections
from django.http import HttpRequest, HttpResponse

from .routing import REPLICA, Course, course_now, on_course
from .watch import Watch

SAFE = {"GET", "HEAD"}
WROTE = "wrote"  # the cookie of somebody without a session who has just sent something
WROTE_FOR = 15  # seconds, more than any replica that is read lags behind


class ReadPublicPagesFromReplica:
    """Let pages for readers read the replica, and everything else the primary.

    A page that fails on the replica is made again, from the primary.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.watch = Watch()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if may_lag(request) and self.watch.finds_it_good():
            with on_course(Course(REPLICA)), self.watch.reading():
                response = self.get_response(request)
            if response.status_code < 500 or not has_failed():
                return response
            self.watch.doubt()
        with on_course(Course()) as course:
            response = self.get_response(request)
        if course.has_written and request.method not in SAFE and not has_session(request):
            response.set_cookie(
                WROTE,
                "1",
                max_age=WROTE_FOR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Put an answer that nobody will see in the place of one that the replica failed to give.

        Any error of it counts: a replica may lack a table that a migration just made.
        """
        course = course_now()
        if isinstance(error, Error) and course and course.reads == REPLICA and has_failed():
            return HttpResponse(status=503)
        return None


def may_lag(request: HttpRequest) -> bool:
    """Say whether a page may show what was public some seconds ago."""
    return (
        request.method in SAFE
        and not request.path_info.startswith(settings.NEVER_FROM_REPLICA)
        and not has_session(request)
        and WROTE not in request.COOKIES
    )


def has_failed() -> bool:
    """Say whether the replica, and not the primary or the page itself, failed in this request."""
    return connections[REPLICA].errors_occurred


def has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES
