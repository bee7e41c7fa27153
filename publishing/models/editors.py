"""Those who work at the desk."""

from __future__ import annotations

import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models


def validate_time_zone(name: str) -> None:
    """Refuse what is no zone of the time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError("This is no time zone; use a name such as Europe/Berlin.")


class Editor(models.Model):
    """How somebody who works at the desk likes it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="editor"
    )
    time_zone = models.CharField(
        max_length=60,
        blank=True,
        validators=[validate_time_zone],
        help_text="The zone of dates and times at the desk, such as Europe/Berlin. Empty: the "
        "site's.",
    )

    class Meta:
        ordering = ["user__username"]

    def __str__(self) -> str:
        return str(self.user)
