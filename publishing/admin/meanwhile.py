"""Forms that notice when somebody else has saved the same row since they were opened."""

from __future__ import annotations

import types
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.formats import date_format

from ..models import Addressed, Publishable
from .typed import ModelForm

OPENED_AT = "opened_at"


def state(row: Addressed) -> str:
    """Return what every save of the row changes: its version, or when it was last saved."""
    return str(row.version) if isinstance(row, Publishable) else row.modified_at.isoformat()


class WatchfulForm(ModelForm[Any]):
    """A form that knows in which state its row was when it was opened."""

    opened_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial[OPENED_AT] = state(self.instance)

    def clean(self) -> dict[str, Any]:
        """Refuse to write over another editor's save; locks the row until the end (one query)."""
        values = super().clean() or self.cleaned_data
        rows = type(self.instance)._base_manager.select_for_update()
        there = rows.filter(pk=self.instance.pk).first()
        if there is not None and values.get(OPENED_AT) != state(there):
            self.add_error(
                None,
                f"Somebody else saved this page meanwhile ({last_save(there)}): your text is kept "
                "below; open the page anew in another tab and compare.",
            )
        return values


def watchful(form: type[forms.ModelForm[Any]]) -> type[forms.ModelForm[Any]]:
    """Return the form that does the same and watches its row."""
    return types.new_class(form.__name__, (WatchfulForm, form))


def last_save(row: Addressed) -> str:
    """Say when the row was last saved, and by whom where that was at the desk (two queries)."""
    when = date_format(timezone.localtime(row.modified_at), "j F Y, H:i")
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        action_time__gte=row.modified_at,
    )
    entry = entries.select_related("user").order_by("-action_time").first()
    return when if entry is None else f"{entry.user.get_username()}, {when}"
