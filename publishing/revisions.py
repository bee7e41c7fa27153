"""What pages said before: each save keeps a revision of the page with its parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import reversion
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from reversion.errors import RevertError
from reversion.models import Version

from .comparing import PageState, RowState, fields_of, plain


class Unreadable(Exception):
    """The revision was kept when pages had other fields, and cannot be read any more."""


@contextmanager
def revising(
    comment: str, *pages: models.Model, by: AbstractBaseUser | None = None
) -> Iterator[None]:
    """Keep a revision of what is saved within, and of what the pages said before if none does."""
    for page in pages:
        keep_first_revision(page)
    with reversion.create_revision():
        reversion.set_comment(comment)
        if by is not None:
            reversion.set_user(by)
        yield


def keep_first_revision(page: models.Model) -> None:
    """Keep what a page says if no revision does, as after loading fixtures (one query).

    For the outermost change only: within a revision there is nothing older to keep.
    """
    if reversion.is_active() or Version.objects.get_for_object(page).exists():
        return
    with reversion.create_revision():
        reversion.set_comment("As it was before the first change at the desk")
        reversion.add_to_revision(type(page)._base_manager.get(pk=page.pk))


def versions_of(page: models.Model) -> models.QuerySet[Any]:
    """Return what revisions keep of a page itself, newest first, with who made them."""
    versions: models.QuerySet[Any] = Version.objects.get_for_object(page)
    return versions.select_related("revision__user")


def revised(version: Any) -> PageState:
    """Return what the page and its parts said in a version's revision (two queries).

    Raises Unreadable.
    """
    try:
        page = _state(version)
        others = version.revision.version_set.exclude(pk=version.pk).select_related("content_type")
        parts = [_state(other) for other in others if _is_part(other, version)]
    except RevertError as error:
        raise Unreadable(str(error)) from error
    return PageState(page, sorted(parts, key=_place))


def _state(version: Any) -> RowState:
    model, kept = version.content_type.model_class(), version.field_dict
    values = {
        field.name: plain(field, kept[field.attname])
        for field in fields_of(model)
        if field.attname in kept
    }
    return RowState(model, version.object_id, version.object_repr, values)


def _is_part(version: Any, whole: Any) -> bool:
    model = version.content_type.model_class()
    part_of = getattr(model, "part_of", None)
    if part_of is None or version.content_type_id == whole.content_type_id:
        return False
    return bool(str(version.field_dict[f"{part_of}_id"]) == whole.object_id)


def _place(part: RowState) -> tuple[bool, int]:
    return (not part.values.get("is_seed"), int(part.values.get("position") or 0))
