"""Forms that are shown again as they were typed, without being judged or saved.

Buttons of the desk that only arrange what is typed (move an entry, add one, look for films) send
the whole form; it comes back with the change made, and nothing is saved before “Save” is pressed.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest

from ..checks import Finding
from .typed import AnyFormSet, ModelForm


@dataclass
class DeskState:
    """What became of a form in this request."""

    shows_only: bool = False
    known: set[str] | None = None  # keys of what was found on a public page before it was saved
    refused: list[Finding] = field(default_factory=list)  # what a public page may not say


def desk_state(request: HttpRequest) -> DeskState:
    """Return the state of the request, made when first asked for."""
    if not hasattr(request, "desk_state"):
        request.desk_state = DeskState()  # type: ignore[attr-defined]  # ours alone
    state: DeskState = request.desk_state  # type: ignore[attr-defined]  # set above
    return state


class ShownForm(ModelForm[Any]):
    """A form that takes what was typed as it is."""

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def is_valid(self) -> bool:
        return False


class ShownFormSet(AnyFormSet):
    """The same for inline rows."""

    def full_clean(self) -> None:
        self._errors: list[Any] = [ErrorDict() for _ in self.forms]
        self._non_form_errors = ErrorList()

    def is_valid(self) -> bool:
        return False


def shown_form(form: type[forms.ModelForm[Any]]) -> type[forms.ModelForm[Any]]:
    return types.new_class(form.__name__, (ShownForm, form))


def shown_formset(formset: type[AnyFormSet]) -> type[AnyFormSet]:
    return types.new_class(formset.__name__, (ShownFormSet, formset))
