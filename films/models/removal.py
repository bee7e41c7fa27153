"""What tells processes that remember films of changes that no row of a film can tell of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_delete
from django.dispatch import receiver
from django.utils import timezone

from .film import Film

_keeps_dates = ContextVar("keeps_dates", default=False)


class Removal(models.Model):
    """That a film was deleted: a row that is gone cannot say so itself."""

    is_computed = True

    film_number = models.PositiveBigIntegerField()
    film = models.CharField(max_length=220, help_text="As it was called.")
    removed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-removed_at", "-pk"]

    def __str__(self) -> str:
        return self.film


@receiver(post_delete, sender=Film)
def note_removal(instance: Film, using: str, **_kwargs: Any) -> None:
    Removal.objects.using(using).create(film_number=instance.pk, film=str(instance))


@receiver(m2m_changed, sender=Film.genres.through)
@receiver(m2m_changed, sender=Film.countries.through)
@receiver(m2m_changed, sender=Film.languages.through)
def mark_films(instance: models.Model, action: str, using: str, **told: Any) -> None:
    """Mark films as changed that got or lost a genre, a country or a language."""
    if _keeps_dates.get() or action not in {"post_add", "post_remove", "pre_clear"}:
        return
    films: Any = [instance.pk]
    if told["reverse"]:
        rows = told["sender"]._default_manager.using(using)
        word = str(instance._meta.model_name)
        films = told["pk_set"] or rows.filter(**{word: instance.pk}).values("film")
    Film.objects.using(using).filter(pk__in=films).update(modified_at=timezone.now())


@contextmanager
def keeping_dates() -> Iterator[None]:
    """Let films keep the dates of their last change, as fixtures give them, for all that is set."""
    token = _keeps_dates.set(True)
    try:
        yield
    finally:
        _keeps_dates.reset(token)
