"""The people of credits: those that are here, by outside ids, and new ones as they come."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection

from people.models import Person
from publishing.folding import fold, sort_name

from .bulk import Rows, reserve
from .records import LONGEST_NAME, PersonRecord
from .slugs import free_slugs, stem

IDS = ("imdb_id", "tmdb_id", "wikidata_id")
MOST_KNOWN = 300_000  # people that are remembered
COLUMNS = (
    "id",
    "slug",
    "modified_at",
    "name",
    "sort_name",
    "folded_name",
    "birthplace",
    "biography",
    "renown",
    *IDS,
)

# An outside id with its column, or the name of somebody without one.
Key = tuple[str, str | int]


class Known:
    """Somebody who is here: the row's number, and the renown it has."""

    __slots__ = ("pk", "renown")

    def __init__(self, pk: int, renown: int) -> None:
        self.pk, self.renown = pk, renown


class People:
    """Finds or makes the people of a batch, and remembers many of them for the next.

    Somebody without an outside id is the one person here of exactly that name; where there are
    several, nobody can tell which.
    """

    def __init__(self) -> None:
        self._known: dict[Key, Known | None] = {}
        self.created = 0

    def learn(self, people: Iterable[PersonRecord], now: dt.datetime) -> None:
        """Find or make them: a query for each kind of id, two more and a write for new ones."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        new = {key_of(each): each for each in people if key_of(each) not in self._known}
        if not new:
            return
        self._find(new)
        missing = [(key, each) for key, each in new.items() if key not in self._known]
        self._make(missing, connection.ops.adapt_datetimefield_value(now))

    def of(self, person: PersonRecord) -> Known | None:
        """Return somebody from the batch; None for a name that several have."""
        return self._known[key_of(person)]

    def forget(self) -> None:
        self._known.clear()

    def _find(self, new: dict[Key, PersonRecord]) -> None:
        for column in IDS:
            wanted = {
                value: key
                for key, each in new.items()
                if (value := getattr(each, column)) is not None
            }
            rows = Person.objects.filter(**{f"{column}__in": wanted})
            for value, pk, renown in rows.values_list(column, "pk", "renown") if wanted else ():
                self._known.setdefault(wanted[value], Known(pk, renown))
        names = {fold(each.name): key for key, each in new.items() if key[0] == "name"}
        found: dict[str, list[Known]] = defaultdict(list)
        rows = Person.objects.filter(folded_name__in=names)
        for name, pk, renown in rows.values_list("folded_name", "pk", "renown") if names else ():
            found[name].append(Known(pk, renown))
        for name, those in found.items():
            self._known[names[name]] = those[0] if len(those) == 1 else None

    def _make(self, missing: list[tuple[Key, PersonRecord]], now: Any) -> None:
        wanted = [(stem(each.name, "person"), _suffix(each)) for _, each in missing]
        slugs = free_slugs(Person, wanted)
        pks = reserve(Person, len(missing))
        rows = []
        for (key, each), slug, pk in zip(missing, slugs, pks, strict=True):
            name = each.name[:LONGEST_NAME]
            self._known[key] = Known(pk, 0)
            ids = (each.imdb_id, each.tmdb_id, each.wikidata_id)
            shelved, folded = sort_name(name)[:LONGEST_NAME], fold(name)[:LONGEST_NAME]
            rows.append((pk, slug, now, name, shelved, folded, "", "", 0, *ids))
        Rows(Person, COLUMNS).insert(rows)
        self.created += len(rows)

    def make_known(self, renowns: dict[int, tuple[Known, int]]) -> None:
        """Raise the renown of people to that of the best known film of the batch they are in."""
        raised = []
        for known, renown in renowns.values():
            if renown > known.renown:
                known.renown = renown
                raised.append((known.pk, renown))
        Rows(Person, ("id", "renown")).update(raised, "id")


def key_of(person: PersonRecord) -> Key:
    if person.imdb_id is not None:
        return "imdb_id", person.imdb_id
    if person.tmdb_id is not None:
        return "tmdb_id", person.tmdb_id
    if person.wikidata_id is not None:
        return "wikidata_id", person.wikidata_id
    return "name", fold(person.name)


def _suffix(person: PersonRecord) -> str:
    if person.imdb_id:
        return person.imdb_id
    if person.tmdb_id:
        return f"tmdb{person.tmdb_id}"
    return (person.wikidata_id or "").lower()
