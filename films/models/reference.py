"""The words that films are described with: genres, themes, places, companies, series, services."""

from __future__ import annotations

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from publishing.models import (
    NaturalKeyModel,
    NaturalKeyQuerySet,
    is_public,
    validate_address,
)


class Named(NaturalKeyModel):
    """A word with a slug, by which filters and fixtures know it."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True, validators=[validate_address])

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Genre(Named):
    """A genre; the lowest position among a film's genres colours its drawn poster."""

    position = models.PositiveSmallIntegerField(
        default=100, help_text="The lower, the sooner it decides the colours of a drawn poster."
    )


class ThemeQuerySet(NaturalKeyQuerySet["Theme"]):
    def of_published_films(self) -> Self:
        """Themes that a public film has."""
        rows = Theme.film_themes.rel.related_model._default_manager
        return self.filter(Exists(rows.filter(is_public(prefix="film__"), theme=OuterRef("pk"))))


class Theme(Named):
    """Something that films can have in common: a plot device, a setting, a tone, a character."""

    class Kind(models.TextChoices):
        PLOT_DEVICE = "plot", "Plot device"
        SETTING = "setting", "Setting"
        TONE = "tone", "Tone"
        CHARACTER = "character", "Character"
        KEYWORD = "keyword", "Keyword"

    kind = models.CharField(max_length=10, choices=Kind)
    description = models.CharField(
        max_length=160,
        blank=True,
        help_text="One sentence: when does a film have it? Imported keywords have none.",
    )

    objects = ThemeQuerySet.as_manager()

    class Meta(Named.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["plot", "setting", "tone", "character", "keyword"]),
                name="films_theme_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="keyword") | ~Q(description=""),
                name="films_theme_is_described",
                violation_error_message="Say in a sentence when a film has it.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("themes:theme_detail", args=[self.slug])


class Country(NaturalKeyModel):
    """A country, by its ISO 3166-1 code."""

    natural_key_fields = ("code",)

    code = models.CharField(
        max_length=2,
        primary_key=True,
        validators=[RegexValidator(r"^[A-Z]{2}\Z", "Two capital letters, such as US.")],
    )
    name = models.CharField(max_length=80, unique=True, help_text="As in “the United Kingdom”.")
    the = models.BooleanField(
        "takes “the”", default=False, help_text="Whether sentences say “in the …”."
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        return self.name

    @property
    def in_a_sentence(self) -> str:
        return f"the {self.name}" if self.the else self.name


class Language(NaturalKeyModel):
    """A language, by its ISO 639-1 code."""

    natural_key_fields = ("code",)

    code = models.CharField(
        max_length=2,
        primary_key=True,
        validators=[RegexValidator(r"^[a-z]{2}\Z", "Two small letters, such as en.")],
    )
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Company(Named):
    """A company that produces or distributes films."""

    class Meta(Named.Meta):
        verbose_name_plural = "companies"


class Series(Named):
    """Films that belong together, such as the Rocky films."""

    class Meta(Named.Meta):
        verbose_name_plural = "series"

    def get_absolute_url(self) -> str:
        return f"{reverse('films:film_index')}?series={self.slug}"


class Service(Named):
    """A place to watch films: a streaming service, a shop, discs."""

    homepage = models.URLField(blank=True)
    attribution = models.CharField(
        max_length=200, blank=True, help_text="A line that its licence asks us to show."
    )
