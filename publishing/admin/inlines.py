"""Rows in the form of the row that owns them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils.functional import cached_property

from .rows import LabelledChoice, LabelledForms
from .typed import AnyFormSet, ModelForm, StackedInline, TabularInline

Child = TypeVar("Child", bound=models.Model)
Parent = TypeVar("Parent", bound=models.Model)


class LabelledFormSet(AnyFormSet):
    """Inline rows whose labels are loaded together: one query a column, however many rows."""

    @cached_property
    def forms(self) -> list[ModelForm[Any]]:
        rows = super().forms
        for name in rows[0].fields if rows else ():
            widgets = [_autocomplete_of(row.fields[name]) for row in rows if name in row.fields]
            if widgets and widgets[0] is not None:
                keys = {str(row[name].value()) for row in rows} - {"", "None"}
                labels = widgets[0].remote_admin.labels(keys)
                for widget in filter(None, widgets):
                    widget.labels = labels
        return rows

    def _construct_form(self, i: int, **kwargs: Any) -> ModelForm[Any]:
        """Let a row that somebody else deleted meanwhile be added anew: it has no number now."""
        form: Any = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # Django's own
        if form.is_bound and form.instance.pk is None and i < self.initial_form_count():
            name = form._meta.model._meta.pk.name
            form.fields[name].required = False
            form.data = form.data.copy()
            form.data[form.add_prefix(name)] = ""
        row: ModelForm[Any] = form
        return row

    @property
    def initial_forms(self) -> list[ModelForm[Any]]:
        return [row for row in super().initial_forms if row.instance.pk is not None]

    @property
    def extra_forms(self) -> list[ModelForm[Any]]:
        """Rows without one in the database; also those that somebody else deleted meanwhile.

        The admin pairs initial forms with rows, and would drop what was typed into the latter.
        """
        gone = [row for row in super().initial_forms if row.instance.pk is None]
        return [*gone, *super().extra_forms]

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Say it in the words of the constraint, where it has some."""
        for rule in self.form._meta.model._meta.constraints:
            if isinstance(rule, models.UniqueConstraint) and set(rule.fields) == set(unique_check):
                words = rule.violation_error_message
                if words and words != rule.default_violation_error_message:
                    return str(words)
        return super().get_unique_error_message(unique_check)


class OrderedFormSet(LabelledFormSet):
    """Inline rows in an order; one without a number goes behind the last of its `order_within`."""

    order_field = "position"
    order_within: str | None = None

    def add_fields(self, form: ModelForm[Any], index: int | None) -> None:
        super().add_fields(form, index)
        number = form.fields.get(self.order_field)
        if number is not None:
            number.required = False
            if form.instance.pk is None:
                form.initial[self.order_field] = number.initial = None
                number.widget.attrs["placeholder"] = "last"

    def clean(self) -> None:
        super().clean()
        last: dict[Any, int] = {}
        rows = [form for form in self.forms if self._is_kept(form)]
        for form in rows:
            last[self._group(form)] = max(
                form.cleaned_data.get(self.order_field) or 0, last.get(self._group(form), 0)
            )
        for form in rows:
            if form.cleaned_data.get(self.order_field) is None:
                last[self._group(form)] += 1
                setattr(form.instance, self.order_field, last[self._group(form)])

    def _is_kept(self, form: ModelForm[Any]) -> bool:
        is_used = form.instance.pk is not None or form.has_changed()
        return form.is_valid() and is_used and not form.cleaned_data.get("DELETE")

    def _group(self, form: ModelForm[Any]) -> Any:
        return form.cleaned_data.get(self.order_within) if self.order_within else None


def _autocomplete_of(field: forms.Field) -> LabelledChoice | None:
    widget = getattr(field.widget, "widget", field.widget)
    return widget if isinstance(widget, LabelledChoice) else None


class TabularRows(LabelledForms[Child], TabularInline[Child, Parent]):
    formset = LabelledFormSet
    extra = 0


class StackedRows(LabelledForms[Child], StackedInline[Child, Parent]):
    formset = LabelledFormSet
    extra = 0
