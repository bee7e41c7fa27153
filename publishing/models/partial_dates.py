"""Dates of which only a part is known."""

from __future__ import annotations

from django.db import models


class Precision(models.TextChoices):
    """How much of a date is known; the rest of the stored date means nothing."""

    DAY = "day", "the day"
    MONTH = "month", "the month"
    SEASON = "season", "the season"
    YEAR = "year", "the year"


def precision_field() -> models.CharField[str, str]:
    return models.CharField(
        max_length=6,
        choices=Precision,
        default=Precision.DAY,
        help_text="How much of the date is known.",
    )
