"""An older state of a page in its form, for its editor to look over and save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, QueryDict

from ..comparing import PageState, RowState, of_row
from ..models import Publishable
from .meanwhile import OPENED_AT
from .typed import AnyFormSet

if TYPE_CHECKING:
    from .typed import ModelAdmin

# Where the page stands, and since when, is no part of what it says.
LEFT_AS_IT_IS = {"slug", "publish_at", "expire_at", OPENED_AT}


def as_typed(
    desk: ModelAdmin[Any], request: HttpRequest, page: Publishable, state: PageState
) -> QueryDict:
    """Return the page's form as if somebody had typed the older state into it."""
    data = QueryDict(mutable=True)
    form = desk.get_form(request, page, change=True)(instance=page)
    older = {k: v for k, v in state.page.values.items() if k not in LEFT_AS_IT_IS}
    _put_row(data, form, older)
    for formset_class, inline in desk.get_formsets_with_inlines(request, page):
        rows: AnyFormSet = formset_class(
            instance=page,
            prefix=formset_class.get_default_prefix(),
            queryset=inline.get_queryset(request),
        )
        _put_rows(data, rows, state)
    return data


def _put_rows(data: QueryDict, rows: AnyFormSet, state: PageState) -> None:
    """Put the rows of today in their older words; take off and add what was not there, or was."""
    used: list[RowState] = []
    there = rows.initial_forms
    for form in there:
        older = state.part_like(of_row(form.instance))
        _put_row(data, form, older.values if older else {})
        if older is None:
            data[f"{form.prefix}-{DELETION_FIELD_NAME}"] = "on"
        else:
            used.append(older)
    gone = [part for part in state.parts if part.model is rows.model and part not in used]
    for index, part in enumerate(gone, start=len(there)):
        blank = rows.empty_form
        blank.prefix = f"{rows.prefix}-{index}"
        _put_row(data, blank, part.values)
    data[f"{rows.prefix}-INITIAL_FORMS"] = str(len(there))
    data[f"{rows.prefix}-TOTAL_FORMS"] = str(len(there) + len(gone))


def _put_row(data: QueryDict, form: forms.BaseForm, older: Mapping[str, Any]) -> None:
    for name, field in form.fields.items():
        value = field.prepare_value(older[name]) if name in older else form[name].value()
        _put(data, form.add_prefix(name), field, value)


def _put(data: QueryDict, name: str, field: forms.Field, value: Any) -> None:
    """Put a value under a name as the field's widget would send it."""
    widget: Any = getattr(field.widget, "widget", field.widget)
    if isinstance(field.widget, forms.MultiWidget):
        values = widget.decompress(value)
        for suffix, part, each in zip(widget.widgets_names, widget.widgets, values, strict=True):
            data[name + suffix] = part.format_value(each) or ""
    elif isinstance(widget, forms.CheckboxInput):
        if value:
            data[name] = "on"
    else:
        shown = widget.format_value(value)
        data.setlist(name, shown if isinstance(shown, list) else ["" if shown is None else shown])
