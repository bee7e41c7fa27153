"""The catalogue at a moment: what is public, which films are asked for, in which order."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np
from django.utils import timezone

from .columns import FORMS, NEVER, Columns, Ints, Mask, microseconds, own_of

SPARSE = 8  # so many times fewer than all: quicker to sort them than to look through all
MOST_KEPT = 16  # selections: each holds a byte for every film
AT_ONCE = 65_536  # films of an order that are looked through together


class Ask(NamedTuple):
    """Something that is asked of films: a filter of the index, and its value."""

    name: str
    value: str | int | tuple[int, int] | frozenset[int]


class Part:
    """Some films of the catalogue with a mask of those that are public at the moment."""

    def __init__(self, columns: Columns, now: int, hidden: Ints | None = None) -> None:
        self.columns = columns
        self.public: Mask = np.asarray(columns.shown_from <= now) & (columns.shown_until > now)
        if hidden is not None:
            self.public[hidden] = False

    def mask(self, asked: Iterable[Ask], country: str, day: dt.date) -> Mask:
        mask = self.public
        for ask in asked:
            mask = mask & self._having(ask, country, day)
        return mask

    def _having(self, ask: Ask, country: str, day: dt.date) -> Mask:
        columns, value = self.columns, ask.value
        match ask.name, value:
            case "decade", int():
                return np.asarray(columns.years >= value) & (columns.years < value + 10)
            case "runtime", (shortest, longest):
                return np.asarray(columns.runtimes >= shortest) & (columns.runtimes <= longest)
            case "form", str():
                return np.asarray(columns.forms == FORMS.index(value))
            case "title", frozenset():
                places = columns.places_of(value)
            case "service", _:
                places = self.services(country, day).get(str(value), np.array([], np.int64))
            case name, _:
                words = columns.words[name]
                places = words.films[words.of(str(value))]
        mask = np.zeros(len(columns), bool)
        mask[places] = True
        return mask

    def services(self, country: str, day: dt.date) -> dict[str, Ints]:
        return self.columns.offers.in_country(country, day)


class Selection:
    """The films of a view for which all that is asked holds."""

    def __init__(self, view: View, asked: Collection[Ask], country: str) -> None:
        self.view, self.country = view, country
        self.masks = [part.mask(asked, country, view.day) for part in view.parts]
        self.sizes = [int(np.count_nonzero(mask)) for mask in self.masks]

    def __len__(self) -> int:
        return sum(self.sizes)

    # How many ------------------------------------------------------------------------------------

    def words(self, name: str) -> dict[str, int]:
        """Return how many of the films have each genre, theme, country, language or series."""
        counts: dict[str, int] = {}
        for part, mask, size in self._each():
            words = part.columns.words[name]
            for number, count in _counted(words.count(mask, size)):
                key = words.keys[number]
                counts[key] = counts.get(key, 0) + count
        return counts

    def last_changes(self, name: str) -> dict[str, dt.datetime]:
        """Return when one of the films last changed that have each word."""
        found: dict[str, int] = {}
        for part, mask, _ in self._each():
            for key, moment in part.columns.words[name].latest(mask, part.columns.modified).items():
                found[key] = max(moment, found.get(key, 0))
        return {
            key: dt.datetime.fromtimestamp(moment / 1_000_000, tz=dt.UTC)
            for key, moment in found.items()
        }

    def services(self) -> dict[str, int]:
        """Return how many of the films each service offers now in the visitor's country."""
        counts: dict[str, int] = {}
        for part, mask, _ in self._each():
            for service, films in part.services(self.country, self.view.day).items():
                counts[service] = counts.get(service, 0) + int(np.count_nonzero(mask[films]))
        return {service: count for service, count in counts.items() if count}

    def own(self) -> dict[tuple[int, str, str], int]:
        """Return how many there are of each decade, span of runtimes ("": unknown) and form."""
        counts: dict[tuple[int, str, str], int] = {}
        for part, mask, _ in self._each():
            for code, count in _counted(np.bincount(part.columns.own[mask])):
                kind = own_of(code)
                counts[kind] = counts.get(kind, 0) + count
        return counts

    def _each(self) -> Iterable[tuple[Part, Mask, int]]:
        return zip(self.view.parts, self.masks, self.sizes, strict=True)

    # Which ---------------------------------------------------------------------------------------

    def numbers(self) -> list[int]:
        """Return the numbers of all the films."""
        return [int(pk) for part, mask, _ in self._each() for pk in part.columns.pks[mask]]

    def page(self, order: str, start: int, stop: int) -> list[int]:
        """Return the numbers of the films from one place in an order to another."""
        early, *late = (
            _InOrder(part.columns, order, mask, size) for part, mask, size in self._each()
        )
        return _merged(early, late, start, stop)

    def strongest(self, name: str, key: str, start: int, stop: int) -> list[int]:
        """Return the same in the order of how strongly films have a word, the newest first."""
        early, *late = (
            _ByStrength(part.columns, name, key, mask) for part, mask, _ in self._each()
        )
        return _merged(early, late, start, stop)


class _Shelf(Protocol):
    """Films of one part in an order."""

    columns: Columns

    def __len__(self) -> int: ...

    def between(self, start: int, stop: int) -> Ints:
        """Return where the films stand that come at some places."""
        ...

    def key_at(self, number: int) -> tuple[Any, ...]:
        """Return by what the film at a place stands there."""
        ...


def _merged(early: _Shelf, late: Sequence[_Shelf], start: int, stop: int) -> list[int]:
    """Return the numbers of films from one place to another, where two shelves are one.

    `late` has few films, those that changed, or is none.
    """
    pks = early.columns.pks
    if not late or not len(late[0]):
        return [int(pk) for pk in pks[early.between(start, stop)]]
    changed = late[0]
    numbers = range(len(early))
    # Before each film that changed stand so many of the others, and those before it.
    places = [
        bisect_left(numbers, changed.key_at(number), key=early.key_at) + number
        for number in range(len(changed))
    ]
    first, last = bisect_left(places, start), bisect_left(places, stop)
    here = changed.columns.pks[changed.between(first, last)].tolist()
    found = dict(zip(places[first:last], here, strict=True))
    rest = iter(pks[early.between(start - first, stop - last)].tolist())
    merged = (found[place] if place in found else next(rest, None) for place in range(start, stop))
    return [pk for pk in merged if pk is not None]


class _InOrder:
    """The films of a mask, in an order of the film index."""

    def __init__(self, columns: Columns, name: str, mask: Mask, size: int) -> None:
        self.columns, self.name, self.mask, self.size = columns, name, mask, size
        self.order = columns.orders[name]
        self.is_sparse = size <= len(mask) // SPARSE

    def __len__(self) -> int:
        return self.size

    def between(self, start: int, stop: int) -> Ints:
        stop = min(stop, self.size)
        if start >= stop:
            return self.order[:0]
        if self.size == len(self.mask):
            return self.order[start:stop]
        if self.is_sparse:
            return self._all[start:stop]
        found: list[Ints] = []
        passed = 0
        for first in range(0, len(self.order), AT_ONCE):
            some = self.order[first : first + AT_ONCE]
            here = some[self.mask[some]]
            found.append(here[max(0, start - passed) : max(0, stop - passed)])
            passed += len(here)
            if passed >= stop:
                break
        return np.concatenate(found)

    def key_at(self, number: int) -> tuple[Any, ...]:
        return self.columns.sort_key(self.name, int(self._all[number]))

    @cached_property
    def _all(self) -> Ints:
        if self.is_sparse:
            return self.order[np.sort(self.columns.ranks[self.name][np.flatnonzero(self.mask)])]
        return self.order[self.mask[self.order]]


class _ByStrength:
    """The films of a mask that have a word, by how strongly they do, then the newest first."""

    def __init__(self, columns: Columns, name: str, key: str, mask: Mask) -> None:
        self.columns = columns
        words = columns.words[name]
        there = words.of(key)
        films, strengths = words.films[there], words.strengths[there]
        shown = mask[films]
        films, strengths = films[shown], strengths[shown]
        by = np.lexsort((columns.ranks["newest"][films], strengths))
        self.films, self.strengths = films[by], strengths[by]

    def __len__(self) -> int:
        return len(self.films)

    def between(self, start: int, stop: int) -> Ints:
        return self.films[start:stop]

    def key_at(self, number: int) -> tuple[Any, ...]:
        strength, film = int(self.strengths[number]), int(self.films[number])
        return (strength, *self.columns.sort_key("newest", film))


class View:
    """What is public at a moment, as long as nothing changes; `until` then."""

    def __init__(self, base: Columns, changed: Columns, gone: Ints, now: dt.datetime) -> None:
        moment = microseconds(now)
        self.base, self.changed, self.gone = base, changed, gone
        self.day = timezone.localdate(now)
        self.parts = [Part(base, moment, gone)] + ([Part(changed, moment)] if len(changed) else [])
        self.until = min(_next_change(part.columns, moment) for part in self.parts)
        self._kept: OrderedDict[tuple[object, ...], Selection] = OrderedDict()

    def holds(self, now: dt.datetime) -> bool:
        """Say whether a later moment looks the same."""
        return timezone.localdate(now) == self.day and microseconds(now) < self.until

    def select(self, asked: Collection[Ask] = (), country: str = "") -> Selection:
        """Return the films for which all that is asked holds; the latest selections are kept."""
        key = (frozenset(asked), country)
        kept = self._kept.pop(key, None)
        self._kept[key] = selection = kept or Selection(self, asked, country)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return selection

    def __len__(self) -> int:
        """How many films are public."""
        return len(self.select())


def _next_change(columns: Columns, now: int) -> int:
    """Return when the clock alone makes a film public, or no longer so (microseconds)."""
    later = (column[column > now] for column in (columns.shown_from, columns.shown_until))
    return min((int(column.min()) for column in later if len(column)), default=NEVER)


def _counted(counts: Ints) -> Iterable[tuple[int, int]]:
    """Return the numbers that occur, and how often each."""
    numbers = np.flatnonzero(counts)
    return zip(numbers.tolist(), counts[numbers].tolist(), strict=True)
