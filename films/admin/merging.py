"""What follows when two films, or two people of films, turn out to be one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.http import HttpRequest

from people.models import Person
from publishing.admin import around_merging
from publishing.merging import Merge

from ..likeness_refresh import lists_with
from ..models import Credit, Film
from .likeness import follow


@around_merging(Film)
@contextmanager
def of_films(request: HttpRequest, merge: Merge) -> Iterator[None]:
    """Let the year follow the releases of both, and likenesses the film that is left."""
    slug, lists = merge.gone.slug, lists_with([merge.gone.pk])
    yield
    film = cast("Film", merge.kept)
    film.date_from_releases()
    follow(request, [film.pk], deleted=[slug], lists=lists)


@around_merging(Person)
@contextmanager
def of_people(request: HttpRequest, merge: Merge) -> Iterator[None]:
    """Let likenesses follow the films of both."""
    rows = Credit.objects.filter(person__in=[merge.kept.pk, merge.gone.pk])
    films = set(rows.values_list("film", flat=True))
    yield
    follow(request, films)
