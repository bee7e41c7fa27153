"""The catalogue at a moment: what is public, which films are asked for, in which order."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from django.utils import timezone

from .columns import FORMS, NEVER, Columns, microseconds, own_of
from .marks import Ints, Marks, Mask

MOST_KEPT = 16  # selections: each holds a byte for every film
K = TypeVar("K")
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
                return columns.words[name].mask(str(value))
        mask = np.zeros(len(columns), bool)
        mask[places] = True
        return mask

    def services(self, country: str, day: dt.date) -> dict[str, Ints]:
        return self.columns.offers.in_country(country, day)


class Selection:
    """The films of a view for which all that is asked holds."""

    def __init__(self, view: View, asked: Collection[Ask], country: str) -> None:
        self.view, self.country = view, country
        self.marks = [Marks(part.mask(asked, country, view.day)) for part in view.parts]
        self._counts: dict[object, Any] = {}

    def __len__(self) -> int:
        return sum(map(len, self.marks))

    # How many ------------------------------------------------------------------------------------

    def counted(self, name: str, most: int | None = None) -> Ints:
        """Return how many of the films have each genre, theme, country, language or series.

        The numbers stand beside the words in `View.keys`; they are only right of the words that
        `most` films have, if so many are wanted.
        """
        view = self.view
        (base, marks), *late = self._each()
        counts = np.zeros(len(view.keys(name)), np.int64)
        words, places = base.columns.words[name], view.places(name)
        known = len(words.keys)
        counts[:known] = words.count(marks, most, also=places[places < known])
        for part, marks in late:
            counts[places] += part.columns.words[name].count(marks)
        return counts

    def words(self, name: str, most: int | None = None) -> dict[str, int]:
        """Return how many of the films have each word, or the words of most films first."""
        return self._once((name, most), partial(self._words, name, most))

    def _words(self, name: str, most: int | None) -> dict[str, int]:
        counts, keys = self.counted(name, most), self.view.keys(name)
        numbers = np.flatnonzero(counts)
        if most is not None:
            # Of equals, the one that stands first.
            by = (numbers - (counts[numbers] << 32)).astype(np.int64)
            some = np.argpartition(by, most)[:most] if len(by) > most else np.arange(len(by))
            numbers = numbers[some[np.argsort(by[some])]]
        return dict(zip([keys[n] for n in numbers.tolist()], counts[numbers].tolist(), strict=True))

    def last_changes(self, name: str) -> dict[str, dt.datetime]:
        """Return when one of the films last changed that have each word."""
        found: dict[str, int] = {}
        for part, marks in self._each():
            words, modified = part.columns.words[name], part.columns.modified
            for key, moment in words.latest(marks.mask, modified).items():
                found[key] = max(moment, found.get(key, 0))
        return {
            key: dt.datetime.fromtimestamp(moment / 1_000_000, tz=dt.UTC)
            for key, moment in found.items()
        }

    def services(self) -> dict[str, int]:
        """Return how many of the films each service offers now in the visitor's country."""
        counts: dict[str, int] = {}
        for part, marks in self._each():
            for service, films in part.services(self.country, self.view.day).items():
                counts[service] = counts.get(service, 0) + int(
                    np.count_nonzero(marks.mask.take(films))
                )
        return {service: count for service, count in counts.items() if count}

    def own(self) -> dict[tuple[int, str, str], int]:
        """Return how many there are of each decade, span of runtimes ("": unknown) and form."""
        return self._once("own", self._own)

    def _own(self) -> dict[tuple[int, str, str], int]:
        counts: dict[tuple[int, str, str], int] = {}
        for part, marks in self._each():
            found = part.columns.count_own(marks)
            numbers = np.flatnonzero(found)
            for code, count in zip(numbers.tolist(), found[numbers].tolist(), strict=True):
                kind = own_of(code)
                counts[kind] = counts.get(kind, 0) + count
        return counts

    def _once(self, what: object, count: Callable[[], dict[K, int]]) -> dict[K, int]:
        """Count what was not counted yet: who leafs through pages asks for the same again."""
        if what not in self._counts:
            self._counts[what] = count()
        return dict(self._counts[what])

    def _each(self) -> Iterable[tuple[Part, Marks]]:
        return zip(self.view.parts, self.marks, strict=True)

    # Which ---------------------------------------------------------------------------------------

    def numbers(self) -> list[int]:
        """Return the numbers of all the films."""
        return [pk for part, marks in self._each() for pk in part.columns.pks[marks.mask].tolist()]

    def page(self, order: str, start: int, stop: int) -> list[int]:
        """Return the numbers of the films from one place in an order to another."""
        early, *late = (_InOrder(part.columns, order, marks) for part, marks in self._each())
        return _merged(early, late, start, stop)

    def strongest(self, name: str, key: str, start: int, stop: int) -> list[int]:
        """Return the same in the order of how strongly films have a word, the newest first."""
        early, *late = (_ByStrength(part.columns, name, key, marks) for part, marks in self._each())
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

    def place_of(number: int) -> int:
        """Before a film that changed stand so many of the others, and those before it."""
        key = changed.key_at(number)
        return bisect_left(range(len(early)), key, key=early.key_at) + number

    first, last = (bisect_left(range(len(changed)), place, key=place_of) for place in (start, stop))
    here = changed.columns.pks[changed.between(first, last)].tolist()
    found = {place_of(number): pk for number, pk in enumerate(here, first)}
    rest = iter(pks[early.between(start - first, stop - last)].tolist())
    merged = (found[place] if place in found else next(rest, None) for place in range(start, stop))
    return [pk for pk in merged if pk is not None]


class _InOrder:
    """The marked films, in an order of the film index."""

    def __init__(self, columns: Columns, name: str, marks: Marks) -> None:
        self.columns, self.name, self.marks = columns, name, marks
        self.order = columns.orders[name]

    def __len__(self) -> int:
        return len(self.marks)

    def between(self, start: int, stop: int) -> Ints:
        stop = min(stop, len(self))
        if start >= stop:
            return self.order[:0]
        if self.marks.are_all:
            return self.order[start:stop]
        found: list[Ints] = []
        passed = 0
        for first in range(0, len(self.order), AT_ONCE):
            here = self.marks.of(self.order[first : first + AT_ONCE])
            found.append(here[max(0, start - passed) : max(0, stop - passed)])
            passed += len(here)
            if passed >= stop:
                break
        return np.concatenate(found)

    def key_at(self, number: int) -> tuple[Any, ...]:
        return self.columns.sort_key(self.name, int(self._all[number]))

    @cached_property
    def _all(self) -> Ints:
        return self.marks.of(self.order)


class _ByStrength:
    """The marked films that have a word, by how strongly they do, then the newest first."""

    def __init__(self, columns: Columns, name: str, key: str, marks: Marks) -> None:
        self.columns = columns
        words = columns.words[name]
        there = words.of(key)
        shown = np.flatnonzero(marks.mask.take(words.films[there]))
        self.films = words.films[there].take(shown)
        self.strengths = words.strengths[there].take(shown)

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
        self._words: dict[str, tuple[list[str], Ints]] = {}

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

    def keys(self, name: str) -> list[str]:
        """Return all words of a kind: those of the columns, then those that changes brought."""
        return self._all_words(name)[0]

    def places(self, name: str) -> Ints:
        """Return where the words of the films that changed stand among all words of a kind."""
        return self._all_words(name)[1]

    def _all_words(self, name: str) -> tuple[list[str], Ints]:
        if name not in self._words:
            base, late = self.base.words[name], self.changed.words[name].keys
            new = [key for key in late if key not in base.number_of]
            keys = base.keys + new if new else base.keys
            place_of = {key: place for place, key in enumerate(new, len(base.keys))}
            places = [place_of[key] if key in place_of else base.number_of[key] for key in late]
            self._words[name] = keys, np.array(places, np.int64)
        return self._words[name]

    def __len__(self) -> int:
        """How many films are public."""
        return len(self.select())


def _next_change(columns: Columns, now: int) -> int:
    """Return when the clock alone makes a film public, or no longer so (microseconds)."""
    later = (column[column > now] for column in (columns.shown_from, columns.shown_until))
    return min((int(column.min()) for column in later if len(column)), default=NEVER)
