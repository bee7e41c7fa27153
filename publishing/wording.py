"""How the site and its desk say what comes in lists, and when something was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format


def listed(words: Iterable[str], joined_by: str = "and") -> str:
    """Return words as a sentence has them: "a, b and c"; empty for none."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} {joined_by} {last}" if first else last


def moment(at: dt.datetime) -> str:
    """Return a date and time in the zone that holds: "3 May 2026, 14:05"."""
    return date_format(timezone.localtime(at), "j F Y, H:i")
