"""The desk for any row: forms that choose other rows by telling labels."""
# ruff: noqa: ARG002 — signatures are those of Django's admin; `_meta` is its public API.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AdminTextareaWidget,
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.widgets import Script
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from .asking import PatientAdmin, first_words
from .typed import BaseModelAdmin

M = TypeVar("M", bound=models.Model)


class LabelledResults(AutocompleteJsonView):
    """What an autocomplete offers: the best matches first, each with its admin's label."""

    model_admin: RowAdmin[Any]

    def process_request(self, request: HttpRequest) -> tuple[str, Any, Any, str]:
        term, desk, field, to_field_name = super().process_request(request)
        return first_words(term), desk, field, to_field_name

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()
        return self.model_admin.best_first(self.model_admin.with_labels(rows), self.term)

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(obj, to_field_name)), "text": self.model_admin.label(obj)}


class LabelledChoice(AutocompleteMixin):
    """An autocomplete that shows the label of what is chosen.

    One query, or none where a formset has loaded the `labels` of all its rows at once.
    """

    labels: dict[str, str] | None = None

    @property
    def remote_admin(self) -> RowAdmin[Any]:
        return self.admin_site.get_model_admin(self.field.remote_field.model)  # type: ignore[return-value]  # all are

    def get_url(self) -> str:
        return reverse(f"{self.admin_site.name}:{self.remote_admin.autocomplete_name}")

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        keys = [str(key) for key in value if key not in ("", None)]
        labels = self.remote_admin.labels(keys) if self.labels is None else self.labels
        chosen = [(key, labels[key]) for key in keys if key in labels]
        if not self.is_required and not self.allow_multiple_selected:
            chosen.insert(0, ("", ""))
        options = [
            self.create_option(name, key, label, bool(key), index)
            for index, (key, label) in enumerate(chosen)
        ]
        return [(None, options, 0)]

    if TYPE_CHECKING:
        is_required: bool
        allow_multiple_selected: bool

        def create_option(self, *args: Any) -> dict[str, Any]: ...


class LabelledSelect(LabelledChoice, AutocompleteSelect):
    """One row."""


class LabelledSelectMultiple(LabelledChoice, AutocompleteSelectMultiple):
    """Several rows."""


class LabelledForms(BaseModelAdmin[M]):
    """Forms in which rows are chosen by labelled autocompletes wherever they have an admin."""

    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.JSONField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        pointers = [*self.opts.fields, *self.opts.many_to_many]
        return [
            field.name
            for field in pointers
            if field.related_model
            and self.admin_site.is_registered(field.related_model)
            and isinstance(self.admin_site.get_model_admin(field.related_model), RowAdmin)
        ]

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # A row that others point at too is not to be deleted from here.
            field.widget.can_delete_related = field.widget.can_view_related = False
        if field is not None and isinstance(field.widget, AdminSplitDateTime):
            # One label stands before two inputs, and belongs to neither.
            for part, widget in zip(("date", "time"), field.widget.widgets, strict=True):
                widget.attrs["aria-label"] = f"{capfirst(str(field.label))}: {part}"
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LabelledSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField[Any] | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LabelledSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RowAdmin(LabelledForms[M], PatientAdmin[M]):
    """The desk for any row."""

    save_on_top = True
    list_per_page = 50

    class Media:
        css = {"all": ["admin-moreish/history.css"]}
        js = [
            Script("admin-moreish/unsaved.js", type="module"),
            Script("admin-moreish/named-choices.js", type="module"),
        ]

    def label(self, row: M) -> str:
        """Return what tells the row from others in an autocomplete; reads `with_labels()`."""
        return str(row)

    def with_labels(self, rows: models.QuerySet[M]) -> models.QuerySet[M]:
        """Preload what `label` reads, in a fixed number of queries."""
        return rows

    def best_first(self, rows: models.QuerySet[M], term: str) -> models.QuerySet[M]:
        """Order what an autocomplete has found for a term."""
        return rows

    def labels(self, keys: Iterable[str]) -> dict[str, str]:
        """Return labels by primary key, in one query; keys that cannot be are left out."""
        possible = [key for key in keys if self._is_key(key)]
        if not possible:
            return {}
        rows = self.with_labels(self.model._default_manager.filter(pk__in=possible))
        return {str(row.pk): self.label(row) for row in rows}

    def address_of(self, name: str, *args: object) -> str:
        """Return the address of a page of this desk: "changelist", or "change" and a key."""
        of = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{self.admin_site.name}:{of}_{name}", args=args)

    @property
    def autocomplete_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_autocomplete"

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "autocomplete/",
                self.admin_site.admin_view(self.autocomplete_view),
                name=self.autocomplete_name,
            ),
            *super().get_urls(),
        ]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:
        return LabelledResults.as_view(admin_site=self.admin_site)(request)

    def _is_key(self, key: str) -> bool:
        try:
            self.opts.pk.to_python(key)
        except ValidationError:
            return False
        return True


class KeptRowAdmin(RowAdmin[M]):
    """Rows that the desk writes by itself and only shows; they go with what they belong to."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Let them go with a page that is deleted, and in no other way."""
        own = request.resolver_match and request.resolver_match.view_name
        return obj is not None and f"_{self.opts.model_name}_" not in (own or "")


def desk_of(row: models.Model) -> str:
    """Return the form in which a row is changed; each kind of row has one."""
    opts = row._meta
    name = f"{admin.site.name}:{opts.app_label}_{opts.model_name}_change"
    return reverse(name, args=[row.pk])


def rows_link(rows: type[models.Model], words: str, **where: object) -> SafeString:
    """Return a link to the desk's list of some rows: `film__id__exact=1` and the like."""
    opts = rows._meta
    name = f"{admin.site.name}:{opts.app_label}_{opts.model_name}_changelist"
    return format_html('<a href="{}">{}</a>', reverse(name, query=where), words)
