"""When and where films came out, and where they can be watched."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from publishing.models import NaturalKeyQuerySet, Part, precision_field

from .reference import Company, Country, Service


class ReleaseQuerySet(NaturalKeyQuerySet["Release"]):
    def showings(self) -> Self:
        """Premieres and theatrical releases: what a headline year may come from."""
        return self.filter(kind__in=[Release.Kind.PREMIERE, Release.Kind.THEATRICAL])

    def headline_year(self) -> int | None:
        """Return the year of the earliest showing, or None without any (one query)."""
        first = self.showings().aggregate(first=models.Min("date"))["first"]
        return first.year if first else None


class Release(Part):
    """A film coming out in a country."""

    natural_key_fields = ("film__slug", "country__code", "kind", "date")
    part_of = "film"

    class Kind(models.TextChoices):
        PREMIERE = "premiere", "Premiere"
        THEATRICAL = "theatrical", "Cinemas"
        DIGITAL = "digital", "Digital"
        DISC = "disc", "Disc"
        TELEVISION = "television", "Television"

    film = models.ForeignKey("films.Film", on_delete=models.CASCADE, related_name="releases")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="releases")
    date = models.DateField()
    precision = precision_field()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.THEATRICAL)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )
    distributor = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )
    certificate = models.CharField(max_length=20, blank=True, help_text="R, 15, FSK 16, …")
    note = models.CharField(max_length=160, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["film", "country", "kind", "date"], name="films_release_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["premiere", "theatrical", "digital", "disc", "television"]),
                name="films_release_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(precision__in=["day", "month", "season", "year"]),
                name="films_release_precision_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.film}, {self.get_kind_display()}, {self.country}, {self.date.year}"


class OfferQuerySet(NaturalKeyQuerySet["Offer"]):
    """Claims that a film can be watched somewhere."""

    def in_country(self, code: str) -> Self:
        return self.filter(country=code)

    def current(self, on: dt.date | None = None) -> Self:
        """Offers that have begun and not ended on a day (None: today)."""
        on = on or timezone.localdate()
        return self.filter(
            Q(available_from__isnull=True) | Q(available_from__lte=on),
            Q(available_until__isnull=True) | Q(available_until__gte=on),
        )


class Offer(Part):
    """A claim that a film can be watched on a service in a country, with the day it was checked."""

    natural_key_fields = ("film__slug", "service__slug", "country__code", "kind")
    part_of = "film"

    class Kind(models.TextChoices):
        SUBSCRIPTION = "subscription", "Stream"
        FREE = "free", "Free"
        RENT = "rent", "Rent"
        BUY = "buy", "Buy"
        DISC = "disc", "Disc"

    film = models.ForeignKey("films.Film", on_delete=models.CASCADE, related_name="offers")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="offers")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=12, choices=Kind)
    link = models.URLField(blank=True, max_length=500)
    available_from = models.DateField(null=True, blank=True)
    available_until = models.DateField(null=True, blank=True)
    checked_on = models.DateField(help_text="When somebody last saw that it is true.")

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "service__name", "pk"]
        indexes = [models.Index(fields=["country", "service"], name="films_offer_where")]
        constraints = [
            models.UniqueConstraint(
                fields=["film", "service", "country", "kind"], name="films_offer_once"
            ),
            models.CheckConstraint(
                condition=Q(available_from__isnull=True)
                | Q(available_until__isnull=True)
                | Q(available_until__gte=F("available_from")),
                name="films_offer_ends_after_it_begins",
                violation_error_message="The offer would end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["subscription", "free", "rent", "buy", "disc"]),
                name="films_offer_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.film}: {self.get_kind_display()}, {self.service}, {self.country}"

    @property
    def is_fresh(self) -> bool:
        """Whether it was checked recently enough to say so without a warning."""
        age = timezone.localdate() - self.checked_on
        return age.days <= settings.OFFER_FRESH_DAYS
