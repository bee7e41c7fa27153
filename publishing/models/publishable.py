"""What strangers may see and when, and what every page that an editor writes has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..checks import Around, Finding, Text
from ..json_rows import Row, rows_of
from ..revisions import revising
from .addresses import Addressed, AddressedQuerySet
from .checking import CheckReport, Overruling
from .natural_keys import M
from .pictures import Picture


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
        default_permissions = ("add", "change", "delete", "view", "publish")
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

    def publish(self, by: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 — pages note it.
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

    # The relations whose rows are revised with the page.
    parts: ClassVar[tuple[str, ...]] = ()

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
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Who writes it at the desk; by-lines are authors.",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Who read it and published it.",
    )
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts saves, so that two editors notice each other."
    )
    check_reports = GenericRelation(CheckReport)
    overrulings = GenericRelation(Overruling)

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

    def findings(self) -> list[Finding]:
        """Return what the checks find on the page as it is stored; each kind of page says how."""
        raise NotImplementedError

    def around(
        self,
        texts: Sequence[Text],
        titles: Iterable[str],
        pictures: Iterable[tuple[str, Picture | None]] = (),
        *,
        is_about_films: bool = True,
    ) -> Around:
        """Return what the checks of the page look at besides its words (at most two queries).

        `titles` are what the page's parts are called, `pictures` those of its parts.
        """
        shown = [("", self.picture), *pictures]
        return Around(
            slug=self.slug,
            slug_is_taken=self._slug_belongs_to_another_page(),
            headline=self.headline,
            standfirst=self.standfirst,
            search_title=self.search_title,
            search_description=self.search_description,
            texts=texts,
            pictures=[picture.shown_in(part) for part, picture in shown if picture],
            titles=frozenset({self.headline, *titles}),
            needs_picture=not is_about_films and self.picture is None,
        )

    def examine(self) -> CheckReport:
        """Run the checks on the page as it is stored, and keep what they find."""
        return CheckReport.keep(self, self.findings())

    def overrule(self, finding: Finding, reason: str, by: AbstractBaseUser | None) -> None:
        """Let a warning stand for a reason; a second reason replaces the first."""
        if finding.is_error:
            raise ValidationError("An error cannot be overruled; it has to be mended.")
        Overruling.objects.update_or_create(
            content_type=self._content_type(),
            object_id=self.pk,
            key=finding.key,
            defaults={
                "check_name": finding.check,
                "sentence": finding.sentence,
                "excerpt": finding.excerpt,
                "reason": reason,
                "by": by,
                "at": timezone.now(),
            },
        )

    def send_to_review(self) -> None:
        """Say that the page is ready for an editor to read."""
        self._move(Status.REVIEW)

    def take_back(self) -> None:
        """Make the page a draft again."""
        self._move(Status.DRAFT)

    def publish(self, by: AbstractBaseUser | None = None) -> None:
        """Publish the page unless something is in the way, and note who did.

        Raises ValidationError with what the checks found.
        """
        with revising("Published", self):
            if in_the_way := self.examine().in_the_way:
                raise ValidationError([finding.sentence for finding in in_the_way])
            self.reviewer = by  # type: ignore[assignment]  # the user model of the settings
            super().publish(by)

    def withdraw(self) -> None:
        with revising("Withdrawn", self):
            super().withdraw()

    def _move(self, status: Status) -> None:
        with revising(str(status.label), self):
            self.status = status
            self.save(update_fields={"status"})

    @property
    def title_for_search(self) -> str:
        return self.search_title or self.headline

    @property
    def description_for_search(self) -> str:
        return self.search_description or self.standfirst
