"""The computed answers to "what is like this film?", kept for pages to read."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q


class LikenessBuildQuerySet(models.QuerySet["LikenessBuild"]):
    def current(self) -> Self:
        """The build that pages read: one, or none before the first has finished."""
        return self.filter(is_current=True)

    def unfinished(self) -> Self:
        return self.filter(finished_at=None)


class LikenessBuild(models.Model):
    """One working out of all likenesses; pages read those of the current one alone.

    `done` films, in the order of their slugs, have their likenesses. `fingerprint` says what they
    were worked out from: the facts of the films, the weights, how many are kept.
    """

    started_at = models.DateTimeField(help_text="When the catalogue was read.")
    finished_at = models.DateTimeField(null=True, help_text="Empty: at work, or interrupted.")
    refreshed_at = models.DateTimeField(
        null=True, help_text="When likenesses last followed a change of a film."
    )
    is_current = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64)
    top = models.PositiveSmallIntegerField(help_text="How many are kept for each film.")
    films = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)

    objects = LikenessBuildQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="films_likenessbuild_one_is_current",
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(finished_at__isnull=False),
                name="films_likenessbuild_current_is_finished",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("films")), name="films_likenessbuild_done_of_films"
            ),
            models.CheckConstraint(condition=Q(top__gte=1), name="films_likenessbuild_top_from_1"),
        ]

    def __str__(self) -> str:
        return f"Build of {self.started_at:%Y-%m-%d %H:%M}: {self.done} of {self.films} films"


class LikenessQuerySet(models.QuerySet["Likeness"]):
    def of_current_build(self) -> Self:
        return self.filter(build__is_current=True)


class Likeness(models.Model):
    """One film named as like another by computation, with the evidence that scored it.

    `evidence` is a list of {"kind", "key", "name", "detail", "weight"}, strongest first, some with
    an "other_key" for the other film's side; the weights sum to `score`, and kind and key name the
    row that proves the reason.
    """

    is_computed = True

    # No indexes of their own: each begins one of the unique constraints.
    build = models.ForeignKey(
        LikenessBuild, on_delete=models.CASCADE, related_name="likenesses", db_index=False
    )
    film = models.ForeignKey(
        "films.Film", on_delete=models.CASCADE, related_name="likenesses", db_index=False
    )
    other = models.ForeignKey("films.Film", on_delete=models.CASCADE, related_name="liked_by")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    evidence = models.JSONField(default=list)

    objects = LikenessQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name_plural = "likenesses"
        constraints = [
            models.UniqueConstraint(
                fields=["build", "rank", "film"], name="films_likeness_one_a_rank"
            ),
            models.UniqueConstraint(fields=["film", "build", "other"], name="films_likeness_once"),
            models.CheckConstraint(
                condition=~Q(film=F("other")), name="films_likeness_not_with_itself"
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="films_likeness_rank_from_1"),
            models.CheckConstraint(condition=Q(score__gte=0), name="films_likeness_score_from_0"),
        ]

    def __str__(self) -> str:
        return f"{self.film} → {self.rank}. {self.other}"
