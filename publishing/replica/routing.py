"""Which database a query is for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

REPLICA = "replica"


class Course:
    """Where the queries of a request go: to the replica until it writes, to the primary then."""

    def __init__(self, database: str = DEFAULT_DB_ALIAS) -> None:
        self.reads = database
        self.has_written = False

    def write(self) -> None:
        self.reads = DEFAULT_DB_ALIAS
        self.has_written = True


_course: ContextVar[Course | None] = ContextVar("course", default=None)


def course_now() -> Course | None:
    return _course.get()


@contextmanager
def on_course(course: Course) -> Iterator[Course]:
    token = _course.set(course)
    try:
        yield course
    finally:
        _course.reset(token)


@contextmanager
def on_primary() -> Iterator[None]:
    """Read what must not lag behind, and what is kept beyond this request."""
    around = course_now()
    with on_course(Course()) as course:
        yield
    if around and course.has_written:
        around.write()


class Router:
    """Django's question for each query, answered by the course of the request.

    Outside of requests, as in commands, everything goes to the primary.
    """

    def db_for_read(self, _model: type[Model], **_hints: Any) -> str:
        course = course_now()
        return course.reads if course else DEFAULT_DB_ALIAS

    def db_for_write(self, _model: type[Model], **_hints: Any) -> str:
        course = course_now()
        if course:
            course.write()
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: Model, _other: Model, **_hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool | None:
        return False if db == REPLICA else None
