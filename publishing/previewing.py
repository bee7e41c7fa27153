"""Links that show a page to people without an account before it is public."""

from __future__ import annotations

import datetime as dt

from django.core import signing
from django.db import models

SALT = "publishing.preview"
LASTS = dt.timedelta(days=7)


def ticket_for(page: models.Model) -> str:
    """Return what shows the page for seven days from now to whoever has it."""
    return signing.dumps([page._meta.label_lower, page.pk], salt=SALT)


def page_named(ticket: str) -> tuple[str, int]:
    """Return the kind and the key of the page that a ticket shows.

    Raises SignatureExpired after seven days, BadSignature if it is none of ours.
    """
    label, pk = signing.loads(ticket, salt=SALT, max_age=LASTS)
    return str(label), int(pk)
