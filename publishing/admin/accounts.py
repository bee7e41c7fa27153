"""The desk for those who may work at it; Django's own, with lists as patient as the others."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from .asking import PatientAdmin

# Importing Django's desks has registered them.
admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(PatientAdmin[User], UserAdmin):  # type: ignore[type-arg]  # Django's takes none
    """Accounts."""


@admin.register(Group)
class AccountGroupAdmin(PatientAdmin[Group], GroupAdmin):
    """Groups of accounts, with what they may do."""
