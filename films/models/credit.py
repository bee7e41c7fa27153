"""Who did what on which film."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from people.models import Person
from publishing.models import NaturalKeyQuerySet, Part


class CreditQuerySet(NaturalKeyQuerySet["Credit"]):
    """Who did what on which film."""

    def of_directors_and_cast(self) -> Self:
        return self.filter(department__in=(Credit.Department.DIRECTING, Credit.Department.CAST))

    def with_people(self) -> Self:
        """Add each credit's person (no further query), without what only their page needs."""
        return self.select_related("person").only(
            "department", "job", "character", "film", "person__name", "person__slug"
        )

    def by_billing(self) -> Self:
        return self.order_by("department", "billing", "pk")


class Credit(Part):
    """What a person did on a film."""

    natural_key_fields = ("film__slug", "person__slug", "job", "character")
    part_of = "film"

    class Department(models.TextChoices):
        DIRECTING = "directing", "Directing"
        WRITING = "writing", "Writing"
        CAST = "cast", "Cast"
        MUSIC = "music", "Music"
        CAMERA = "camera", "Camera"
        EDITING = "editing", "Editing"
        PRODUCTION = "production", "Production"
        OTHER = "other", "Other"

    # No indexes of their own: each begins one of those below.
    film = models.ForeignKey(
        "films.Film", on_delete=models.CASCADE, related_name="credits", db_index=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="credits", db_index=False
    )
    department = models.CharField(max_length=12, choices=Department)
    job = models.CharField(max_length=80, help_text="Director, Writer, Actor, Composer, …")
    character = models.CharField(max_length=200, blank=True, help_text="For the cast, as credited.")
    billing = models.PositiveSmallIntegerField(
        default=1, help_text="The order within the department; 1 comes first."
    )

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ["department", "billing", "pk"]
        indexes = [
            models.Index(fields=["film", "department", "billing"], name="films_credit_of_film"),
            models.Index(fields=["person", "job"], name="films_credit_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["film", "person", "job", "character"], name="films_credit_once"
            ),
            models.CheckConstraint(
                condition=Q(billing__gte=1),
                name="films_credit_billing_from_1",
                violation_error_message="Billing starts at 1.",
            ),
            models.CheckConstraint(condition=~Q(job=""), name="films_credit_has_a_job"),
            models.CheckConstraint(
                condition=Q(
                    department__in=[
                        "directing",
                        "writing",
                        "cast",
                        "music",
                        "camera",
                        "editing",
                        "production",
                        "other",
                    ]
                ),
                name="films_credit_department_is_known",
            ),
            models.CheckConstraint(
                condition=Q(department="cast") | Q(character=""),
                name="films_credit_only_cast_has_characters",
                violation_error_message="Only the cast plays characters.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.character or self.job}: {self.film}"
