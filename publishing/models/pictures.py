"""Pictures, with what must travel with them."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from pictures.models import PictureField

from ..uploads import check_picture, cleaned, picture_path
from .natural_keys import NaturalKeyModel


class Licence(models.TextChoices):
    OWN = "own", "Ours"
    PUBLICITY = "publicity", "Publicity material, used for reporting"
    CC0 = "cc0", "CC0 1.0"
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    PUBLIC_DOMAIN = "public-domain", "Public domain"
    AGREED = "agreed", "Agreed with the owner"


def renditions_field() -> PictureField:
    """A field whose AVIF, WebP and JPEG renditions are made on upload."""
    return PictureField(
        upload_to=picture_path,
        width_field="width",
        height_field="height",
        aspect_ratios=[None],
        validators=[check_picture],
        help_text="JPEG, PNG, WebP or AVIF. It is cleaned of metadata and served in small sizes.",
    )


class Picture(NaturalKeyModel):
    """A picture with what must travel with it: words for those who cannot see it, and its owner."""

    natural_key_fields = ("name",)

    name = models.SlugField(max_length=120, unique=True, help_text="A name to find it by.")
    file = renditions_field()
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alt = models.CharField(
        "alternative text",
        max_length=250,
        blank=True,
        help_text="What the picture shows, for those who cannot see it. Not the page's title.",
    )
    is_decorative = models.BooleanField(
        default=False, help_text="Tick if the page loses nothing without it; then leave the text."
    )
    credit = models.CharField(max_length=200, help_text="Whom to name, such as “Jane Doe”.")
    licence = models.CharField(max_length=20, choices=Licence, help_text="Why we may show it.")
    source = models.URLField(blank=True, help_text="Where it comes from.")
    focal_x = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="Where the eye should rest, from 0 (left) to 1 (right).",
    )
    focal_y = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="Where the eye should rest, from 0 (top) to 1 (bottom).",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_decorative=True, alt="") | (Q(is_decorative=False) & ~Q(alt="")),
                name="%(app_label)s_%(class)s_has_text_or_is_decorative",
                violation_error_message=(
                    "Describe the picture in the alternative text, or mark it as decorative."
                ),
            ),
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="%(app_label)s_%(class)s_focal_point_is_inside",
            ),
            models.CheckConstraint(
                condition=~Q(credit=""), name="%(app_label)s_%(class)s_has_a_credit"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a file that is new is checked, cleaned of metadata and named first."""
        if self.file and not self.file._committed:
            self.file = cleaned(self.file.file, self.name)
        super().save(*args, **kwargs)

    @property
    def focal_class(self) -> str:
        """The utility class that keeps the focal point in view when the picture is cropped."""
        across, down = self.focal_x - 0.5, self.focal_y - 0.5
        if max(abs(across), abs(down)) < 0.17:
            return ""
        if abs(across) >= abs(down):
            return "focal-start" if across < 0 else "focal-end"
        return "focal-top" if down < 0 else "focal-bottom"
