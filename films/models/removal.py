"""Films that were deleted, for processes that remember them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from .film import Film


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
