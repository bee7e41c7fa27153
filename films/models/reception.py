"""How films were received: scores of others, and places in charts."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from publishing.models import (
    Addressed,
    AddressedQuerySet,
    NaturalKeyQuerySet,
    Part,
    is_public,
    precision_field,
)

from .reference import Country, Service


class Score(Part):
    """What others made of a film. Never averaged, never presented as ours."""

    natural_key_fields = ("film__slug", "source", "audience", "as_of")
    part_of = "film"

    class Audience(models.TextChoices):
        CRITICS = "critics", "Critics"
        AUDIENCE = "audience", "Audience"

    film = models.ForeignKey("films.Film", on_delete=models.CASCADE, related_name="scores")
    source = models.CharField(max_length=60, help_text="Rotten Tomatoes, Metacritic, …")
    audience = models.CharField("whose", max_length=10, choices=Audience)
    value = models.DecimalField(max_digits=6, decimal_places=2)
    scale = models.DecimalField(
        max_digits=6, decimal_places=2, default=100, help_text="The highest possible value."
    )
    is_percentage = models.BooleanField(
        "a percentage",
        default=False,
        help_text="Tick for a share, such as that of favourable reviews; it is shown with %.",
    )
    count = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many reviews or votes; empty where unknown."
    )
    as_of = models.DateField(help_text="When it stood at this value.")
    precision = precision_field()
    link = models.URLField(blank=True, max_length=500)

    class Meta:
        ordering = ["source", "-audience", "-as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["film", "source", "audience", "as_of"], name="films_score_once"
            ),
            models.CheckConstraint(
                condition=Q(scale__gt=0) & Q(value__gte=0) & Q(value__lte=F("scale")),
                name="films_score_within_its_scale",
                violation_error_message="The value lies between 0 and the scale.",
            ),
            models.CheckConstraint(
                condition=Q(is_percentage=False) | Q(scale=100),
                name="films_score_percentage_of_100",
                violation_error_message="A percentage has the scale 100.",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["critics", "audience"]),
                name="films_score_audience_is_known",
            ),
            models.CheckConstraint(
                condition=Q(precision__in=["day", "month", "season", "year"]),
                name="films_score_precision_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.get_audience_display()}: {self.value:g} of {self.scale:g}"


class ChartQuerySet(AddressedQuerySet["Chart"]):
    def with_leaders(self) -> Self:
        """Preload each chart's places one, newest first, as `leaders` (one query)."""
        firsts = ChartPosition.objects.on_published_films().filter(rank=1).with_films().by_date()
        return self.prefetch_related(models.Prefetch("positions", firsts, to_attr="leaders"))


class Chart(Addressed):
    """A ranking that is drawn up again and again, such as a service's ten most watched films."""

    name = models.CharField(max_length=120, help_text="Netflix top 10, United States")
    description = models.TextField(blank=True, help_text="Who draws it up, and how often.")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="charts"
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="charts"
    )
    size = models.PositiveSmallIntegerField(default=10, help_text="How many places it has.")

    objects = ChartQuerySet.as_manager()

    # Added by with_leaders:
    leaders: list[ChartPosition]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=1),
                name="films_chart_has_places",
                violation_error_message="A chart has at least one place.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("charts:chart_detail", args=[self.slug])


class ChartPositionQuerySet(NaturalKeyQuerySet["ChartPosition"]):
    """Places of films in charts."""

    def on_published_films(self) -> Self:
        return self.filter(is_public(prefix="film__"))

    def with_films(self) -> Self:
        """Add each place's film (no further query)."""
        return self.select_related("film")

    def by_date(self) -> Self:
        return self.order_by("-date", "rank", "pk")


class ChartPosition(Part):
    """A film's place in a chart at a date."""

    natural_key_fields = ("chart__slug", "date", "film__slug")
    part_of = "film"

    chart = models.ForeignKey(Chart, on_delete=models.CASCADE, related_name="positions")
    date = models.DateField(help_text="The day, or the first day of the week or weekend.")
    precision = precision_field()
    rank = models.PositiveSmallIntegerField()
    film = models.ForeignKey("films.Film", on_delete=models.CASCADE, related_name="chart_positions")

    objects = ChartPositionQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chart", "date", "film"], name="films_chartposition_once"
            ),
            models.UniqueConstraint(
                fields=["chart", "date", "rank"], name="films_chartposition_one_film_a_rank"
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1),
                name="films_chartposition_rank_from_1",
                violation_error_message="Ranks start at 1.",
            ),
            models.CheckConstraint(
                condition=Q(precision__in=["day", "month", "season", "year"]),
                name="films_chartposition_precision_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chart}, {self.date}: {self.rank}. {self.film}"
