"""What a film is made of and known as: themes, companies, other titles."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Replace

from people.models import renown_field
from publishing.folding import fold
from publishing.models import Part

from .reference import Company, Country, Language, Theme


class FilmTheme(Part):
    """A theme of a film; position 1 is its strongest."""

    natural_key_fields = ("film__slug", "theme__slug")
    part_of = "film"

    film = models.ForeignKey("films.Film", on_delete=models.CASCADE, related_name="film_themes")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="film_themes")
    position = models.PositiveSmallIntegerField(default=1, help_text="1 is the strongest.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["film", "theme"], name="films_filmtheme_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="films_filmtheme_position_from_1",
                violation_error_message="Positions start at 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.film}: {self.theme}"


class FilmCompany(Part):
    """What a company did for a film."""

    natural_key_fields = ("film__slug", "company__slug", "role")
    part_of = "film"

    class Role(models.TextChoices):
        PRODUCTION = "production", "Production"
        DISTRIBUTION = "distribution", "Distribution"

    film = models.ForeignKey("films.Film", on_delete=models.CASCADE, related_name="film_companies")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="film_companies")
    role = models.CharField(max_length=12, choices=Role, default=Role.PRODUCTION)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "film companies"
        constraints = [
            models.UniqueConstraint(
                fields=["film", "company", "role"], name="films_filmcompany_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["production", "distribution"]),
                name="films_filmcompany_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.film}"


class AlternativeTitle(Part):
    """Another title by which people look for a film; search knows it, and no page needs it."""

    natural_key_fields = ("film__slug", "title")
    part_of = "film"

    film = models.ForeignKey(
        "films.Film", on_delete=models.CASCADE, related_name="alternative_titles"
    )
    title = models.CharField(max_length=200)
    folded_title = models.CharField(max_length=200, editable=False, db_index=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True)
    language = models.ForeignKey(Language, on_delete=models.PROTECT, null=True, blank=True)
    renown = renown_field()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["-renown"], name="films_othertitle_best_known"),
            models.Index(
                Replace("folded_title", Value(" "), Value("")), name="films_othertitle_squeezed"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["film", "title"], name="films_alternativetitle_once"),
            models.CheckConstraint(condition=~Q(title=""), name="films_alternativetitle_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the folded title worked out, and the renown of its film."""
        self.folded_title = fold(self.title)
        self.renown = self.film.renown
        super().save(*args, **kwargs)
