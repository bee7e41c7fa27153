"""Pages with an address, and the addresses that they had before."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, count
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from .natural_keys import M, NaturalKeyModel, NaturalKeyQuerySet

validate_address = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    "Use lower-case letters, digits and single hyphens, such as backtrace-2018.",
)


LONGEST_STEM = 150  # characters of a slug, with room for a number


class FormerSlug(models.Model):
    """An address that a page once had; it leads to the page for good and is never used again."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    page = GenericForeignKey("content_type", "object_id")
    slug = models.SlugField(max_length=160, validators=[validate_address])
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "slug"], name="%(app_label)s_%(class)s_names_one_page"
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return self.slug


class AddressedQuerySet(NaturalKeyQuerySet[M]):
    """Rows with a page of their own."""

    def formerly_at(self, slug: str) -> Self:
        """Rows that once stood at this slug (one more query for the content type, once)."""
        moved = FormerSlug.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), slug=slug
        )
        return self.filter(pk__in=moved.values("object_id"))

    def at_slugs(self, slugs: Collection[str]) -> dict[str, M]:
        """Return the rows that stand at these slugs, or else once did, by slug (two queries)."""
        moved = FormerSlug.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), slug__in=slugs
        )
        former = dict(moved.values_list("slug", "object_id"))
        rows = {row.pk: row for row in self.filter(Q(slug__in=slugs) | Q(pk__in=former.values()))}
        now_at = {row.slug: row for row in rows.values() if row.slug in slugs}  # type: ignore[attr-defined]  # each has one
        return {slug: rows[pk] for slug, pk in former.items() if pk in rows} | now_at

    def free_slug(self, wanted: str) -> str:
        """Return a slug that no row has or had: the one wanted, or with a number behind it."""
        stem = wanted[:LONGEST_STEM].strip("-")
        slugs = chain([stem], (f"{stem}-{number}" for number in count(2)))
        return next(
            slug
            for slug in slugs
            if not self.filter(slug=slug).exists() and not self.formerly_at(slug).exists()
        )

    def get_by_natural_key(self, *key: Any) -> M:
        """Find a row by its slug, or by one that an editor has changed since."""
        found = self.filter(slug=key[0]).first() or self.formerly_at(key[0]).first()
        if found is None:
            # Raises DoesNotExist in the model's own words.
            return self.get(slug=key[0])
        return found


class Addressed(NaturalKeyModel):
    """A row with a page of its own at `slug`; `rename` keeps old links working."""

    slug = models.SlugField(
        max_length=160,
        unique=True,
        validators=[validate_address],
        help_text="The last part of the page's address. Old addresses go on working.",
    )
    modified_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When this row was last saved."
    )

    objects = AddressedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save and note when; loading fixtures does not pass here and keeps their dates."""
        self.modified_at = timezone.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "modified_at"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.slug and self._slug_belongs_to_another_page():
            raise ValidationError(
                {"slug": "Another page once had this address, and links still lead there."}
            )

    def rename(self, slug: str) -> None:
        """Move the page to a new slug and keep the old one as a redirect; saves the row."""
        before = type(self)._base_manager.values_list("slug", flat=True).get(pk=self.pk)
        with transaction.atomic():
            self.slug = slug
            self.full_clean()
            self._former_slugs().filter(slug=slug).delete()
            if before != slug:
                FormerSlug.objects.get_or_create(
                    content_type=self._content_type(), slug=before, defaults={"object_id": self.pk}
                )
            self.save()

    def _content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self)

    def _former_slugs(self) -> models.QuerySet[FormerSlug]:
        return FormerSlug.objects.filter(content_type=self._content_type(), object_id=self.pk)

    def _slug_belongs_to_another_page(self) -> bool:
        return (
            FormerSlug.objects.filter(content_type=self._content_type(), slug=self.slug)
            .exclude(object_id=self.pk or 0)
            .exists()
        )
