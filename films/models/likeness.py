"""The computed answers to "what is like this film?", kept for pages to read."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Likeness(models.Model):
    """One film named as like another by computation, with the evidence that scored it.

    `evidence` is a list of {"kind", "key", "name", "detail", "weight"}, strongest first; the
    weights sum to `score`, and kind and key name the row that proves the reason.
    """

    film = models.ForeignKey("films.Film", on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey("films.Film", on_delete=models.CASCADE, related_name="liked_by")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    evidence = models.JSONField(default=list)

    class Meta:
        ordering = ["rank"]
        verbose_name_plural = "likenesses"
        constraints = [
            models.UniqueConstraint(fields=["film", "rank"], name="films_likeness_one_a_rank"),
            models.UniqueConstraint(fields=["film", "other"], name="films_likeness_once"),
            models.CheckConstraint(
                condition=~Q(film=F("other")), name="films_likeness_not_with_itself"
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="films_likeness_rank_from_1"),
            models.CheckConstraint(condition=Q(score__gte=0), name="films_likeness_score_from_0"),
        ]

    def __str__(self) -> str:
        return f"{self.film} → {self.rank}. {self.other}"
