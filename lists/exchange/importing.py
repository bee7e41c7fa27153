"""Carrying a plan out: in one transaction, with a revision, and the checks run afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reversion
from django.contrib.auth.models import User
from django.db import transaction

from lists.models import Entry, LikeList
from publishing.revisions import revising

from .contents import FileContents, shown
from .planning import plan_for
from .plans import ListPlan, Plan, PlannedEntry


def anything(_like_list: LikeList) -> bool:
    """Let an operator change every list that may be changed at all."""
    return True


def planned(contents: FileContents, may_change: Callable[[LikeList], bool] = anything) -> Plan:
    """Return what an import would do; nothing is written."""
    with transaction.atomic():
        return plan_for(contents, may_change)


def carried_out(
    contents: FileContents,
    name: str,
    by: User | None = None,
    may_change: Callable[[LikeList], bool] = anything,
    expected: str | None = None,
) -> Plan:
    """Plan an import and carry it out, unless there are problems.

    Nor if it is another plan than `expected`, a digest. A list that stays as it is gets no
    revision. New lists are drafts of `by`. Afterwards the plan's lists are those written.
    """
    with transaction.atomic():
        plan = plan_for(contents, may_change)
        if plan.problems or expected not in {None, plan.digest}:
            return plan
        for each in plan.lists:
            if each.changes_something:
                each.written = _write(each, name, by)
    return plan


def _write(plan: ListPlan, name: str, by: User | None) -> LikeList:
    there = [plan.like_list] if plan.like_list else []
    with revising(f"Imported from {shown(name, 100)}", *there, by=by):
        like_list = plan.like_list or LikeList.objects.create(
            slug=plan.slug, owner=by, **plan.facts
        )
        _write_entries(plan, like_list)
        if plan.authors is not None:
            like_list.authors.set(plan.authors)
        # Last, so that the revision holds the list with its entries as they are now.
        if plan.like_list is None:
            reversion.add_to_revision(like_list)
        else:
            for field, text in plan.facts.items():
                setattr(like_list, field, text)
            like_list.save()
    like_list.examine()
    return like_list


def _write_entries(plan: ListPlan, like_list: LikeList) -> None:
    """Write all entries in three queries; the list itself is saved by the caller."""
    like_list.entries.filter(pk__in=[entry.pk for entry in plan.removed]).delete()
    changed = [_changed(each) for each in plan.changed if each.entry]
    columns = ["is_seed", "position", "blurb", "traits", "starter"]
    Entry.objects.bulk_update(changed, columns, batch_size=100)
    Entry.objects.bulk_create(
        Entry(like_list=like_list, film=each.film, **_columns(each.values)) for each in plan.added
    )


def _changed(each: PlannedEntry) -> Entry:
    entry = each.entry
    assert entry is not None  # noqa: S101 — only entries that are there change
    names = {change.name for change in each.changes}
    for name, value in _columns(each.values).items():
        if name in names:
            setattr(entry, name, value)
    if entry.starter not in entry.blurb:
        # As at the desk: a sentence that was rewritten is remembered no longer.
        entry.starter = ""
    return entry


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"traits": [{"kind": kind, "key": key} for kind, key in values["traits"]]}
