"""Who may do what at the desk: four roles, kept as groups of accounts."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

READ = ("view",)
WRITE = ("add", "change", "delete", "view")
EVERYTHING = (*WRITE, "publish")
WRITTEN = ("lists.likelist", "lists.entry", "reviews.review", "reviews.article", "reviews.section")
OURS = ("publishing.*", "people.*", "films.*", "reviews.*", "lists.*")

# What each role may do with which models; "*" stands for all of an app.
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    # Writes drafts. What others write, and what becomes public, is beyond the role.
    "Writer": {
        **dict.fromkeys(WRITTEN, WRITE),
        **dict.fromkeys(("people.*", "films.*", "publishing.author", "reviews.pressquote"), READ),
        "publishing.picture": ("add", "view"),
    },
    # Everything but accounts.
    "Editor": dict.fromkeys(OURS, EVERYTHING),
    # Decides about readers' comments, and sees the pages that they stand under.
    "Moderator": {
        "reviews.comment": ("view", "change", "delete"),
        **dict.fromkeys(WRITTEN, READ),
    },
    # Everything, accounts too; still only a superuser makes superusers.
    "Administrator": {**dict.fromkeys(OURS, EVERYTHING), "auth.*": WRITE},
}


def permissions_of(role: str) -> set[Permission]:
    """Return the permissions of a role (one query)."""
    wanted = [
        _of_model(models, action) for models, actions in ROLES[role].items() for action in actions
    ]
    return set(Permission.objects.filter(reduce(or_, wanted)))


def make_roles() -> dict[str, list[str]]:
    """Make the groups of all roles, or give and take what they lack and have too much.

    Returns what changed for each role, in words.
    """
    changes: dict[str, list[str]] = {}
    with transaction.atomic():
        for role in ROLES:
            group, _ = Group.objects.get_or_create(name=role)
            has, should = set(group.permissions.all()), permissions_of(role)
            group.permissions.set(should)
            given = sorted(f"given: {right.codename}" for right in should - has)
            taken = sorted(f"taken: {right.codename}" for right in has - should)
            changes[role] = given + taken
    return changes


def _of_model(models: str, action: str) -> Q:
    app, _, model = models.partition(".")
    of_app = Q(content_type__app_label=app, codename__startswith=f"{action}_")
    return of_app if model == "*" else of_app & Q(content_type__model=model)
