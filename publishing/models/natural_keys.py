"""Rows named by what they are, and rows that are shown as part of another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.utils import timezone

M = TypeVar("M", bound=models.Model)


class NaturalKeyQuerySet(models.QuerySet[M]):
    """Rows that fixtures name by what they are instead of by number."""

    def get_by_natural_key(self, *key: Any) -> M:
        return self.get(**dict(zip(self.model.natural_key_fields, key, strict=True)))  # type: ignore[attr-defined]  # every model here has it


class NaturalKeyModel(models.Model):
    """A row whose `natural_key_fields` name it for good, on every database."""

    natural_key_fields: ClassVar[tuple[str, ...]] = ("slug",)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        """Follow each lookup ("film__slug") from this row; one query for each row not loaded."""
        values = []
        for lookup in self.natural_key_fields:
            value: Any = self
            for name in lookup.split("__"):
                value = getattr(value, name)
            values.append(value.isoformat() if isinstance(value, dt.date) else value)
        return tuple(values)


class Part(NaturalKeyModel):
    """A row that is shown as part of another: saving or deleting it marks the whole as changed.

    One that moves marks both wholes. Loading fixtures and changing many rows in one query do not
    pass here.
    """

    part_of: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        rows = type(self)._base_manager.filter(pk=self.pk)
        left = set(rows.values_list(self._whole, flat=True))
        super().save(*args, **kwargs)
        self._mark(left)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self._mark()
        return deleted

    @property
    def _whole(self) -> str:
        return f"{self.part_of}_id"

    def _mark(self, left: Iterable[int] = ()) -> None:
        """Mark the whole, and those that the part has left for it."""
        field = self._meta.get_field(self.part_of)
        wholes = field.related_model._default_manager  # type: ignore[union-attr]  # a foreign key
        wholes.filter(pk__in={*left, getattr(self, self._whole)}).update(modified_at=timezone.now())
