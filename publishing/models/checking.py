"""What the checks found on a page, and which warnings somebody overruled, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from ..checks import Finding


class OfPage(models.Model):
    """A row that belongs to a page of any kind; it goes when the page does."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    page = GenericForeignKey("content_type", "object_id")

    class Meta:
        abstract = True


class Overruling(OfPage):
    """A warning that may stand, and why; it holds as long as the same is said of the same words."""

    check_name = models.CharField("check", max_length=80)
    key = models.CharField(max_length=16, help_text="Which finding: `Finding.key`.")
    sentence = models.TextField(help_text="What the check said.")
    excerpt = models.TextField(blank=True, help_text="The words that it spoke of.")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "key"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="%(app_label)s_%(class)s_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.reason}"


class CheckReport(OfPage):
    """What the checks found on a page when it was last saved or checked.

    `findings` is a list of `Finding.as_json()`; `blocking` counts those that keep the page from
    being published: errors, and warnings that nobody overruled.
    """

    checked_at = models.DateTimeField(default=timezone.now)
    findings = models.JSONField(default=list)
    blocking = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-checked_at", "-pk"]
        indexes = [models.Index(fields=["blocking", "content_type"], name="publishing_what_fails")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{len(self.findings)} found, {self.blocking} of them in the way of publishing"

    @classmethod
    def keep(cls, page: models.Model, findings: Iterable[Finding]) -> Self:
        """Put what was found in the place of what was found before (three queries)."""
        report = cls(
            content_type=ContentType.objects.get_for_model(page),
            object_id=page.pk,
            findings=[finding.as_json() for finding in findings],
        )
        report.blocking = len(report.in_the_way)
        cls.objects.bulk_create(
            [report],
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["checked_at", "findings", "blocking"],
        )
        return report

    @cached_property
    def found(self) -> list[Finding]:
        return [Finding.of_json(row) for row in self.findings]

    @cached_property
    def overrulings(self) -> dict[str, Overruling]:
        """Which of the findings are overruled, by their keys (one query)."""
        rows = Overruling.objects.filter(
            content_type_id=self.content_type_id, object_id=self.object_id
        )
        keys = {finding.key for finding in self.found if not finding.is_error}
        return {row.key: row for row in rows.select_related("by") if row.key in keys}

    @property
    def in_the_way(self) -> list[Finding]:
        """What keeps the page from being published."""
        return [finding for finding in self.found if finding.key not in self.overrulings]
