"""Claims of entries that name somebody who turns out to be somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from lists.models import Entry
from people.models import Person
from publishing.admin import around_merging
from publishing.merging import Merge
from publishing.revisions import revising


@around_merging(Person)
@contextmanager
def of_people(_request: HttpRequest, merge: Merge) -> Iterator[None]:
    """Let claims that name the one who goes name the one who stays."""
    old, new = ({"kind": "person", "key": row.slug} for row in (merge.gone, merge.kept))
    yield
    for entry in Entry.objects.filter(traits__icontains=f'"{old["key"]}"'):
        if old in entry.traits:
            claims = [new if claim == old else claim for claim in entry.traits]
            entry.traits = [c for i, c in enumerate(claims) if c not in claims[:i]]
            with revising(f"{merge.gone} is {merge.kept}", entry.like_list):
                entry.save()
                entry.like_list.save()
