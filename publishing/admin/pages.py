"""The desk for rows with a page: addresses, schedules, by-lines."""
# ruff: noqa: ARG002 — signatures are those of Django's admin; `_meta` is its public API.

from __future__ import annotations

from typing import Any, ClassVar, TypeVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ..models import Addressed, Author, FormerSlug, Picture, Publishable, Scheduled, Status
from .meanwhile import OPENED_AT, Meanwhile, watchful
from .rows import KeptRowAdmin, RowAdmin

A = TypeVar("A", bound=Addressed)
S = TypeVar("S", bound=Scheduled)
Fieldset = tuple[str | None, Any]


class AddressedAdmin(RowAdmin[A]):
    """Rows with a page: a new slug leaves the old one behind as a redirect.

    Of two editors who have the same page open, the second to save is told, and overwrites nothing.
    """

    change_form_template = "admin/addressed_change_form.html"

    def get_form(
        self, request: HttpRequest, obj: A | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[A]]:
        if self._is_watched(request, obj):
            kwargs.setdefault("form", watchful(self.form))
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: A | None = None) -> Any:
        """Put the hidden state into the first set, where the form's page writes it out."""
        sets = super().get_fieldsets(request, obj)
        if not self._is_watched(request, obj) or OPENED_AT in flatten_fieldsets(sets):
            return sets
        (title, first), *others = sets
        return [(title, {**first, "fields": [*first["fields"], OPENED_AT]}), *others]

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        is_picture = db_field.related_model is Picture and not issubclass(self.model, Publishable)
        if is_picture and field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Saving the picture marks its page as changed, and the form would refuse its own
            # editor; pictures of pages that do not count saves are changed at their own desk.
            field.widget.can_change_related = False
        return field

    def _is_watched(self, request: HttpRequest, row: A | None) -> bool:
        return row is not None and self.has_change_permission(request, row)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if there := getattr(form, "saved_meanwhile", None):
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["meanwhile"] = Meanwhile(there, form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: A, form: Any, change: Any) -> None:
        if change and "slug" in form.changed_data:
            obj.rename(obj.slug)
        else:
            super().save_model(request, obj, form, change)


class StandingFilter(admin.SimpleListFilter):
    """What strangers see now; the status alone does not tell."""

    title = "what readers see"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("public", "Public now"), ("scheduled", "Scheduled"), ("expired", "Expired")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        released = queryset.filter(status=Status.PUBLISHED)
        now = timezone.now()
        match self.value():
            case "public":
                return queryset.published(now)  # type: ignore[attr-defined, no-any-return]  # scheduled rows
            case "scheduled":
                return released.filter(publish_at__gt=now)
            case "expired":
                return released.filter(expire_at__lte=now)
        return queryset


class ScheduledAdmin(AddressedAdmin[S]):
    """Rows with a status and a schedule, which may be published and withdrawn together."""

    actions = ["publish", "withdraw"]
    date_hierarchy: ClassVar[str | None] = "publish_at"
    schedule: ClassVar[Fieldset] = (
        "Publishing",
        {"fields": ["status", ("publish_at", "expire_at")]},
    )

    def has_publish_permission(self, request: HttpRequest) -> bool:
        codename = get_permission_codename("publish", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    def get_readonly_fields(self, request: HttpRequest, obj: S | None = None) -> Any:
        """Let only those who may publish decide when strangers see the page."""
        fields = super().get_readonly_fields(request, obj)
        if self.has_publish_permission(request):
            return fields
        return [*fields, "status", "publish_at", "expire_at"]

    def get_fieldsets(self, request: HttpRequest, obj: S | None = None) -> Any:
        """Name the zone in which dates and times are told."""
        zone = f"Dates and times are those of the zone {timezone.get_current_timezone_name()}."
        return [
            (title, {**options, "description": zone} if title == self.schedule[0] else options)
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_view_on_site_url(self, obj: S | None = None) -> str | None:
        """Return the way to the page while there is one for strangers."""
        return super().get_view_on_site_url(obj) if obj is not None and obj.is_published else None

    @admin.display(description="status", ordering="status")
    def standing(self, row: S) -> str:
        now = timezone.now()
        if row.status != Status.PUBLISHED or row.is_published:
            return row.get_status_display()
        return "Scheduled" if row.publish_at is None or row.publish_at > now else "Expired"

    @admin.action(description="Publish selected %(verbose_name_plural)s", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: models.QuerySet[S]) -> None:
        done = [row for row in queryset if self._succeeds(request, row, "published")]
        later = sum(not row.is_published for row in done)
        self._report(request, len(done) - later, "published")
        self._report(request, later, "scheduled for the date set")

    @admin.action(description="Withdraw selected %(verbose_name_plural)s", permissions=["publish"])
    def withdraw(self, request: HttpRequest, queryset: models.QuerySet[S]) -> None:
        done = [row for row in queryset if self._succeeds(request, row, "withdrawn")]
        self._report(request, len(done), "withdrawn")

    def _succeeds(self, request: HttpRequest, row: S, done: str) -> bool:
        try:
            with transaction.atomic():
                if done == "published":
                    row.publish(by=cast("User", request.user))
                else:
                    row.withdraw()
        except ValidationError as error:
            why = " ".join(error.messages)
            self.message_user(request, f"“{row}” was not {done}: {why}", messages.ERROR)
            return False
        self.log_change(request, row, [{"changed": {"fields": ["status"]}}])
        return True

    def _report(self, request: HttpRequest, count: int, done: str) -> None:
        if count:
            name = self.opts.verbose_name if count == 1 else self.opts.verbose_name_plural
            self.message_user(request, f"{count} {name} {done}.", messages.SUCCESS)


@admin.register(Author)
class AuthorAdmin(AddressedAdmin[Author]):
    list_display = ["name", "slug", "is_fictional"]
    list_filter = ["is_fictional"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(FormerSlug)
class FormerSlugAdmin(KeptRowAdmin[FormerSlug]):
    """Old addresses; they are made by renaming pages."""

    list_display = ["slug", "page", "content_type", "since"]
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["content_type"]
    search_fields = ["slug"]
    date_hierarchy = "since"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FormerSlug]:
        return super().get_queryset(request).prefetch_related("page")
