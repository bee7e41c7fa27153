"""Likenesses that follow what is changed at the desk."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest

from ..likeness_refresh import TooManyChanged, refresh
from .finding import OfFilmAdmin

log = logging.getLogger(__name__)

LATER = "What it is like is shown after the next build of likenesses."
MUCH_LATER = (
    "So many films at once: what they are like is shown after the next build of likenesses."
)

R = TypeVar("R", bound=models.Model)


def follow(
    request: HttpRequest,
    films: Collection[int],
    *,
    deleted: Collection[str] = (),
    lists: Collection[str] = (),
) -> None:
    """Refresh likenesses as `refresh` does, once what was saved is in the database.

    Whatever goes wrong then is logged and told to the editor, whose work is saved by that time.
    """

    def refresh_now() -> None:
        try:
            refresh(films, deleted=deleted, lists=lists)
        except TooManyChanged:
            messages.warning(request, MUCH_LATER)
        except Exception:
            log.exception("Likenesses did not follow the films %s.", [*films, *deleted])
            messages.warning(request, LATER)

    transaction.on_commit(refresh_now)


class TellingAdmin(OfFilmAdmin[R]):
    """Rows that tell what a film is like; one that moves tells of both films."""

    def save_model(self, request: HttpRequest, obj: R, form: Any, change: Any) -> None:
        before = self.model._default_manager.filter(pk=obj.pk).values_list("film", flat=True)
        films = set(before)
        super().save_model(request, obj, form, change)
        follow(request, films | _films_of([obj]))

    def delete_model(self, request: HttpRequest, obj: R) -> None:
        super().delete_model(request, obj)
        follow(request, _films_of([obj]))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[R]) -> None:
        films = _films_of(queryset)
        super().delete_queryset(request, queryset)
        follow(request, films)


def _films_of(rows: Iterable[models.Model]) -> set[int]:
    return {row.film_id for row in rows}  # type: ignore[attr-defined]  # each belongs to a film
