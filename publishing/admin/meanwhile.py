"""Forms that notice when somebody else has saved the same row since they were opened.

The second editor sees both versions side by side, and decides what is saved.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from ..comparing import (
    Difference,
    PageState,
    RowState,
    differences,
    fields_of,
    of_row,
    plain,
    with_names,
)
from ..models import Addressed, Publishable
from ..wording import moment
from .typed import AnyFormSet, ModelForm

OPENED_AT = "opened_at"
OVER = "_over"  # the button that saves over the state that it names


def state(row: Addressed) -> str:
    """Return what every save of the row changes: its version, or when it was last saved."""
    return str(row.version) if isinstance(row, Publishable) else row.modified_at.isoformat()


class WatchfulForm(ModelForm[Any]):
    """A form that knows in which state its row was when it was opened."""

    opened_at = forms.CharField(widget=forms.HiddenInput, required=False)
    saved_meanwhile: Addressed | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial[OPENED_AT] = state(self.instance)

    def clean(self) -> dict[str, Any]:
        """Refuse to write over another editor's save; locks the row until the end (one query)."""
        values = super().clean() or self.cleaned_data
        rows = type(self.instance)._base_manager.select_for_update()
        there = rows.filter(pk=self.instance.pk).first()
        seen = self.data.get(OVER) or values.get(OPENED_AT)
        if there is not None and seen != state(there):
            self.saved_meanwhile = there
            self.add_error(
                None,
                f"Somebody else saved this page meanwhile ({last_save(there)}). Nothing of yours "
                "is saved, and nothing is lost: your text is kept below.",
            )
        return values


def watchful(form: type[forms.ModelForm[Any]]) -> type[forms.ModelForm[Any]]:
    """Return the form that does the same and watches its row."""
    return types.new_class(form.__name__, (WatchfulForm, form))


def last_save(row: Addressed) -> str:
    """Say when the row was last saved, and by whom where that was at the desk (two queries)."""
    when = moment(row.modified_at)
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        action_time__gte=row.modified_at,
    )
    entry = entries.select_related("user").order_by("-action_time").first()
    return when if entry is None else f"{entry.user.get_username()}, {when}"


@dataclass
class Meanwhile:
    """What somebody else has saved beside what stands in a form that was refused for it."""

    there: Addressed
    form: forms.ModelForm[Any]
    formsets: Iterable[AnyFormSet]

    @property
    def state(self) -> str:
        """What the form has to know to be saved over it."""
        return state(self.there)

    @property
    def before_words(self) -> str:
        return f"Saved meanwhile: {last_save(self.there)}"

    @property
    def after_words(self) -> str:
        return "In your form, not saved"

    @property
    def added(self) -> list[str]:
        """Parts that somebody else added: they are kept, since the form does not speak of them."""
        return [row.name for _, _, added in self._parts for row in added]

    @cached_property
    def differences(self) -> list[Difference]:
        saved = [row for rows, _, _ in self._parts for row in rows]
        typed = [row for _, rows, added in self._parts for row in [*rows, *added]]
        return differences(
            PageState(of_row(self.there), saved), PageState(_typed(self.form), typed)
        )

    @cached_property
    def _parts(self) -> list[tuple[list[RowState], list[RowState], list[RowState]]]:
        """The parts of each formset: as saved, as typed, and those saved that it knows not of."""
        return [_parts_of(formset) for formset in self.formsets]


def _parts_of(formset: AnyFormSet) -> tuple[list[RowState], list[RowState], list[RowState]]:
    # Asked anew: the rows of the forms say what was typed.
    model: Any = formset.model
    rows = model._default_manager.filter(**{formset.fk.name: formset.instance.pk})
    saved = [of_row(row) for row in with_names(rows)]
    known = {str(form["id"].value()) for form in formset.forms if "id" in form.fields}
    return saved, list(_typed_rows(formset)), [row for row in saved if row.pk not in known]


def _typed_rows(formset: AnyFormSet) -> Iterator[RowState]:
    for form in formset.forms:
        is_used = form.instance.pk is not None or form.has_changed()
        if is_used and not form.cleaned_data.get("DELETE"):
            yield _typed(form)


def _typed(form: forms.ModelForm[Any]) -> RowState:
    """Return what was typed into a form; what is no value of its field as it was typed."""
    values = {
        field.name: plain(field, form.cleaned_data.get(field.name, form[field.name].value()))
        for field in fields_of(form._meta.model)
        if field.name in form.fields
    }
    row = form.instance
    return RowState(type(row), str(row.pk or ""), _name(row), values)


def _name(row: Any) -> str:
    try:
        return str(row)
    except type(row).DoesNotExist:  # its name would be that of a row it does not point at
        return "a new row"
