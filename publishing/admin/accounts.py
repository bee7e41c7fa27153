"""The desk for those who may work at it; Django's own, with lists as patient as the others."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from ..models import Editor
from .asking import PatientAdmin
from .rows import KeptRowAdmin

# Importing Django's desks has registered them.
admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(PatientAdmin[User], UserAdmin):  # type: ignore[type-arg]  # Django's takes none
    """Accounts. Only superusers make superusers, or change what one is and may."""

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        return [*fields, "is_superuser", "user_permissions"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return bool(request.user.is_superuser) or user is None or not user.is_superuser


@admin.register(Group)
class AccountGroupAdmin(PatientAdmin[Group], GroupAdmin):
    """Groups of accounts, with what they may do."""


@admin.register(Editor)
class EditorAdmin(KeptRowAdmin[Editor]):
    """How those who work at the desk like it; each says so themselves."""

    list_display = ["user", "time_zone"]
    list_select_related = ["user"]
    search_fields = ["user__username", "time_zone"]
