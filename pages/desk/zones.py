"""The time zone in which an editor works."""

from __future__ import annotations

import zoneinfo
from itertools import groupby
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone

from publishing.models import Editor


def zone_of(user: AbstractBaseUser | AnonymousUser) -> zoneinfo.ZoneInfo | None:
    """Return the zone that somebody has chosen; None for that of the site (one query)."""
    editor = Editor.objects.filter(user=user.pk).first()
    if editor is None or not editor.time_zone:
        return None
    try:
        return zoneinfo.ZoneInfo(editor.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None  # The zone was renamed since it was chosen.


def choices() -> list[Any]:
    """Return all zones by region, those of the site first."""
    zones = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
    regions = [
        (region, [(name, name.partition("/")[2].replace("_", " ")) for name in names])
        for region, names in groupby(zones, key=lambda name: name.partition("/")[0])
        if region not in {"Etc", "SystemV", "US", "posix", "right"}
    ]
    default = timezone.get_default_timezone_name()
    return [("", f"That of the site ({default})"), ("UTC", "UTC"), *regions]


class ZoneForm(forms.Form):
    time_zone = forms.ChoiceField(
        choices=choices,
        required=False,
        help_text="Dates and times at the desk are shown and typed in it.",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        editor = Editor.objects.filter(user=user).first()
        self.initial["time_zone"] = editor.time_zone if editor else ""

    def save(self) -> str:
        """Keep the zone, and return what it is called."""
        zone: str = self.cleaned_data["time_zone"]
        Editor.objects.update_or_create(user=self.user, defaults={"time_zone": zone})
        return zone or timezone.get_default_timezone_name()
