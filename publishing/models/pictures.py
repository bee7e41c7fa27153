"""Pictures, with what must travel with them."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from pictures.models import PictureField

from ..checks import Shown
from ..uploads import check_picture, cleaned, picture_path
from .natural_keys import NaturalKeyModel, Part


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

    def shown_in(self, part: str) -> Shown:
        """Return what the checks look at where a part of a page shows it (asks the storage)."""
        return Shown(
            part=part,
            field="picture",
            name=self.name,
            alt=self.alt,
            is_decorative=self.is_decorative,
            credit=self.credit,
            is_there=bool(self.file) and self.file.storage.exists(self.file.name),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a file that is new is checked, cleaned of metadata and named first.

        What shows the picture is marked as changed; a file that was replaced is removed.
        """
        if self.file and not self.file._committed:
            self.file = cleaned(self.file.file, self.name)
        with transaction.atomic():
            before = self._as_kept()
            super().save(*args, **kwargs)
            if before is not None:
                self._mark(self._shown_in())
                before._remove_unused_file()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete with all files, and mark what showed the picture as changed."""
        with transaction.atomic():
            before, shown_in = self._as_kept(), self._shown_in()
            deleted = super().delete(*args, **kwargs)
            self._mark(shown_in)
            if before is not None:
                before._remove_unused_file()
        return deleted

    def _as_kept(self) -> Self | None:
        return type(self)._base_manager.filter(pk=self.pk).first()

    def _shown_in(self) -> dict[type[models.Model], set[Any]]:
        """Return the keys of the rows that show the picture, by model; one query a foreign key."""
        found: dict[type[models.Model], set[Any]] = {}
        for relation in self._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel):
                continue
            rows = relation.related_model._base_manager.filter(**{relation.field.name: self.pk})
            whole, key = relation.related_model, "pk"
            if issubclass(whole, Part):
                key = whole.part_of
                whole = whole._meta.get_field(key).related_model  # type: ignore[assignment]  # a foreign key
            if any(field.name == "modified_at" for field in whole._meta.concrete_fields):
                found.setdefault(whole, set()).update(rows.values_list(key, flat=True))
        return found

    def _mark(self, shown_in: dict[type[models.Model], set[Any]]) -> None:
        for model, keys in shown_in.items():
            if keys:
                rows = model._base_manager.filter(pk__in=keys)
                rows.update(modified_at=timezone.now())

    def _remove_unused_file(self) -> None:
        """Once all is committed, remove file and renditions if no row has them any more."""

        def remove() -> None:
            if self.file and not type(self)._base_manager.filter(file=self.file.name).exists():
                self.file.delete(save=False)

        # Robust: what is saved is saved, also where a storage refuses to delete.
        transaction.on_commit(remove, robust=True)

    @property
    def focal_class(self) -> str:
        """The utility class that keeps the focal point in view when the picture is cropped."""
        across, down = self.focal_x - 0.5, self.focal_y - 0.5
        if max(abs(across), abs(down)) < 0.17:
            return ""
        if abs(across) >= abs(down):
            return "focal-start" if across < 0 else "focal-end"
        return "focal-top" if down < 0 else "focal-bottom"
