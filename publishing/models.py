"""What every published page shares: an address, a status with a schedule, pictures, by-lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from pictures.models import PictureField

from .json_rows import Row, rows_of
from .uploads import check_picture, cleaned, picture_path

M = TypeVar("M", bound=models.Model)

validate_address = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    "Use lower-case letters, digits and single hyphens, such as backtrace-2018.",
)


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


# Addresses -------------------------------------------------------------------------------------


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


class AddressedQuerySet(NaturalKeyQuerySet[M]):
    """Rows with a page of their own."""

    def formerly_at(self, slug: str) -> Self:
        """Rows that once stood at this slug (one more query for the content type, once)."""
        moved = FormerSlug.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), slug=slug
        )
        return self.filter(pk__in=moved.values("object_id"))

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


# Status and schedule ---------------------------------------------------------------------------


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


def is_public(at: dt.datetime | None = None, prefix: str = "") -> Q:
    """Return the one rule of what strangers may see; `prefix` is a lookup such as "film__"."""
    at = at or timezone.now()
    return Q(**{f"{prefix}status": Status.PUBLISHED, f"{prefix}publish_at__lte": at}) & (
        Q(**{f"{prefix}expire_at__isnull": True}) | Q(**{f"{prefix}expire_at__gt": at})
    )


class ScheduledQuerySet(AddressedQuerySet[M]):
    """Rows with a status and a schedule."""

    def published(self, at: dt.datetime | None = None) -> Self:
        """What strangers may see at a moment (None: now), decided by the query alone."""
        return self.filter(is_public(at))

    def by_newest(self) -> Self:
        return self.order_by("-publish_at", "-pk")


class Scheduled(Addressed):
    """A row that strangers see only while it is published and its time has come."""

    status = models.CharField(
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        help_text="Only “Published” is public, and only between the two dates below.",
    )
    publish_at = models.DateTimeField(
        "publish at",
        null=True,
        blank=True,
        help_text="When the page appears. A time to come schedules it; nothing has to run then.",
    )
    expire_at = models.DateTimeField(
        "expire at", null=True, blank=True, help_text="When the page disappears. Empty: never."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(publish_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_a_date",
                violation_error_message="A published page needs a publishing date.",
            ),
            models.CheckConstraint(
                condition=Q(expire_at__isnull=True) | Q(expire_at__gt=F("publish_at")),
                name="%(app_label)s_%(class)s_expires_after_publishing",
                violation_error_message="The page would expire before it is published.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="%(app_label)s_%(class)s_status_is_known",
            ),
        ]

    @property
    def is_published(self) -> bool:
        """Whether strangers see the page now."""
        now = timezone.now()
        return (
            self.status == Status.PUBLISHED
            and self.publish_at is not None
            and self.publish_at <= now
            and (self.expire_at is None or self.expire_at > now)
        )

    def clean(self) -> None:
        super().clean()
        if self.status == Status.PUBLISHED and self.publish_at is None:
            self.publish_at = timezone.now()

    def publish(self) -> None:
        """Make the page public from now on, or from its date where that is set."""
        self.status = Status.PUBLISHED
        self.publish_at = self.publish_at or timezone.now()
        if self.expire_at is not None and self.expire_at <= timezone.now():
            self.expire_at = None
        self.full_clean()
        self.save()

    def withdraw(self) -> None:
        """Take the page away from strangers; its address answers 404."""
        self.status = Status.WITHDRAWN
        self.save(update_fields={"status"})


class Author(Addressed):
    """A by-line."""

    name = models.CharField(max_length=120)
    biography = models.TextField(
        blank=True, help_text="Two or three sentences, shown under what they write."
    )
    is_fictional = models.BooleanField(
        default=False, help_text="Tick for the by-lines of demo data; pages say so."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PublishableQuerySet(ScheduledQuerySet[M]):
    """Pages that editors write."""

    def with_authors(self) -> Self:
        """Add by-lines as `author_rows` (no further query)."""
        written = {f"{self.model._meta.model_name}_set": models.OuterRef("pk")}
        authors = Author.objects.filter(**written).order_by("name")
        return self.annotate(author_rows=rows_of(authors, "name", "biography"))


class Publishable(Scheduled):
    """A page that an editor writes: headline, standfirst, by-lines, what search engines show."""

    headline = models.CharField(max_length=160, help_text="What the page is called, as printed.")
    standfirst = models.TextField(
        blank=True,
        max_length=400,
        help_text="One or two sentences under the headline, also shown on cards. No spoilers.",
    )
    search_title = models.CharField(
        max_length=70,
        blank=True,
        help_text="For search engines, up to 70 characters. Empty: the headline.",
    )
    search_description = models.CharField(
        max_length=170,
        blank=True,
        help_text="For search engines, up to 170 characters. Empty: the standfirst. No spoilers.",
    )
    authors = models.ManyToManyField(Author, blank=True, related_name="%(class)s_set")
    picture = models.ForeignKey(
        "publishing.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The lead picture. Empty: the film's poster.",
    )
    revised_on = models.DateField(
        null=True, blank=True, help_text="Set only when readers should know that it changed."
    )
    revision_note = models.CharField(
        max_length=200, blank=True, help_text="What changed, in a sentence for readers."
    )
    comments_open = models.BooleanField(
        default=True, help_text="Whether readers may write under the page."
    )
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts saves, so that two editors notice each other."
    )

    # Added by with_authors:
    author_rows: list[Row]

    class Meta(Scheduled.Meta):
        abstract = True
        constraints = [
            *Scheduled.Meta.constraints,
            models.CheckConstraint(
                condition=Q(revised_on__isnull=False) | Q(revision_note=""),
                name="%(app_label)s_%(class)s_revision_note_has_a_date",
                violation_error_message="A revision note needs the date of the revision.",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save and count; loading fixtures does not pass here."""
        if self.pk:
            self.version += 1
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        super().save(*args, **kwargs)

    @property
    def title_for_search(self) -> str:
        return self.search_title or self.headline

    @property
    def description_for_search(self) -> str:
        return self.search_description or self.standfirst


# Pictures --------------------------------------------------------------------------------------


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


# Dates known in part ---------------------------------------------------------------------------


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
