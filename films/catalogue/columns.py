"""Films to be shown as columns: what browsing needs of each, side by side in arrays."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from django.db.models import QuerySet

from ..models import Film, FilmTheme, Offer
from .marks import Ints, Marks, Mask, packed, unpacked

NEVER = np.iinfo(np.int64).max  # microseconds: when a film expires that does not
UNKNOWN = 0  # a runtime
LAST = 10_000  # minutes: where films of unknown runtime stand among the shortest
AT_ONCE = 10_000  # rows
MOST_KNOWN = 20  # countries and days whose offers are remembered
FORMS = tuple(Film.Form.values)
NONE: Ints = np.zeros(0, np.int64)
# Runtimes in minutes that are looked for together.
SPANS = {
    "under-90": range(1, 90),
    "90-119": range(90, 120),
    "120-149": range(120, 150),
    "150-or-more": range(150, 1001),
}
COMMON = 1 / 64  # of all films: a word of so many or more has a bit for each film


@dataclass(frozen=True)
class Words:
    """Which films have which words of a kind, and which words which films.

    `keys` names the words, those of most films first. The films of word n stand in `films` from
    starts[n] to starts[n + 1], with how strongly they have it in `strengths`: the strongest first,
    of equals the newest. The words of film n stand in `words` likewise. The first words, which are
    common, have a row of `bits` each: one for every film, 64 in a number.
    """

    keys: list[str]
    starts: Ints
    films: Ints
    strengths: Ints
    word_starts: Ints
    words: Ints
    bits: Ints

    @cached_property
    def number_of(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def totals(self) -> Ints:
        """How many films have each word."""
        return np.diff(self.starts)

    def of(self, key: str) -> slice:
        """Return where the films of a word stand."""
        number = self.number_of.get(key)
        if number is None:
            return slice(0, 0)
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def mask(self, key: str) -> Mask:
        """Return which films have a word."""
        size, number = len(self.word_starts) - 1, self.number_of.get(key)
        if number is not None and number < len(self.bits):
            return unpacked(self.bits[number], size)
        mask = np.zeros(size, bool)
        mask[self.films[self.of(key)]] = True
        return mask

    def count(self, marks: Marks, most: int | None = None, also: Ints = NONE) -> Ints:
        """Return of each word how many of the marked films have it.

        Where only the words that `most` films have are wanted, and some others, 0 stands for words
        that cannot be among them.
        """
        if marks.are_few:
            return self.count_few(marks.places)
        if marks.are_most:
            return self.totals if marks.are_all else self.totals - self.count_few(marks.others)
        counts = np.zeros(len(self.keys), np.int64)
        done = len(self.bits)
        counts[:done] = np.bitwise_count(self.bits & marks.bits).sum(axis=1, dtype=np.int64)
        while done < len(counts) and not self._has_all(most, counts[:done]):
            following = len(counts) if most is None else min(max(2 * done, 2 * most), len(counts))
            numbers = np.arange(done, following)
            counts[numbers] = self._count_each(numbers, marks.mask)
            done = following
        rest = also[also >= done]
        counts[rest] = self._count_each(rest, marks.mask)
        return counts

    def _has_all(self, most: int | None, counts: Ints) -> bool:
        """Whether no further word has more films than those that are wanted already have."""
        if most is None or len(counts) < most:
            return False
        return bool(np.partition(counts, -most)[-most] >= self.totals[len(counts)])

    def _count_each(self, numbers: Ints, mask: Mask) -> Ints:
        """Return how many films of the mask have each of some words."""
        if not len(numbers):
            return NONE
        lengths = self.totals[numbers]
        there = mask.take(self.films[runs(self.starts[numbers], lengths)])
        # Where nothing stands, the value at the next start would be taken; the last has none.
        starts = np.cumsum(lengths) - lengths
        return np.add.reduceat(np.append(there, False), starts, dtype=np.int32) * (lengths > 0)

    def count_few(self, films: Ints) -> Ints:
        """Return of each word how many of these films have it."""
        return np.bincount(self.words_of(films), minlength=len(self.keys))

    def latest(self, mask: Mask, moments: Ints) -> dict[str, int]:
        """Return of each word the last of the moments of its films among those of the mask."""
        there = np.append(np.where(mask, moments, 0)[self.films], 0)
        if not self.keys:
            return {}
        # A word without a film would get the moment of the next word's first.
        last = np.maximum.reduceat(there, self.starts[:-1]) * (self.totals > 0)
        return {key: int(moment) for key, moment in zip(self.keys, last, strict=True) if moment}

    def words_of(self, films: Ints) -> Ints:
        """Return the words of films, one after another."""
        starts, ends = self.word_starts[films], self.word_starts[films + 1]
        return np.asarray(self.words[runs(starts, ends - starts)])

    @classmethod
    def arranged(cls, pairs: Pairs, newest: Ints) -> Words:
        """Arrange pairs of a film and a word; `newest` is the order of all films from there."""
        totals = np.bincount(pairs.words, minlength=len(pairs.keys))
        by_use = np.argsort(-totals, kind="stable")
        words, films = ranks_of(by_use)[pairs.words], pairs.films
        by_word = np.lexsort((ranks_of(newest)[films], pairs.strengths, words))
        by_film = np.lexsort((words, films))
        starts = np.concatenate(([0], np.cumsum(totals[by_use])))
        return cls(
            [pairs.keys[number] for number in by_use.tolist()],
            starts,
            films[by_word].astype(np.int32),
            pairs.strengths[by_word].astype(np.int16),
            np.searchsorted(films[by_film], np.arange(len(newest) + 1)),
            words[by_film].astype(np.int32),
            _bits(films[by_word], starts, len(newest)),
        )


def runs(starts: Ints, lengths: Ints) -> Any:
    """Return all places of runs from each start, one after another; a slice where they touch."""
    ends = starts + lengths
    if len(starts) and np.array_equal(ends[:-1], starts[1:]):
        return slice(int(starts[0]), int(ends[-1]))
    before = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)


class Pairs(NamedTuple):
    """Which films have which words and how strongly: places of films, numbers of `keys`."""

    keys: list[str]
    films: Ints
    words: Ints
    strengths: Ints


def _bits(films: Ints, starts: Ints, size: int) -> Ints:
    """Return a row of bits for each of the first words, which many films have."""
    common = int(np.count_nonzero(np.diff(starts) > COMMON * size))
    rows = np.zeros((common, -(-size // 64)), np.uint64)
    for number, row in enumerate(rows):
        mask = np.zeros(size, bool)
        mask[films[starts[number] : starts[number + 1]]] = True
        row[:] = packed(mask)
    return rows


@dataclass(frozen=True)
class Offers:
    """Where films can be watched: offer by offer the film, the word, and from when until when.

    `keys` are "US:12": a country's code and a service's number. Days are ordinals.
    """

    keys: list[str]
    films: Ints
    words: Ints
    begin: Ints
    end: Ints

    @cached_property
    def _known(self) -> dict[tuple[str, dt.date], dict[str, Ints]]:
        return {}

    def in_country(self, country: str, day: dt.date) -> dict[str, Ints]:
        """Return by service where the films stand that it offers on a day, each once."""
        if (country, day) not in self._known:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            self._known[country, day] = self._in_country(country, day)
        return self._known[country, day]

    def _in_country(self, country: str, day: dt.date) -> dict[str, Ints]:
        today = day.toordinal()
        is_now = (self.begin <= today) & (self.end >= today)
        here = {
            number: key.partition(":")[2]
            for number, key in enumerate(self.keys)
            if key.partition(":")[0] == country
        }
        return {
            service: np.unique(self.films[is_now & (self.words == number)])
            for number, service in here.items()
        }


@dataclass(frozen=True)
class Columns:
    """Films by ascending number; everything else is by their place among them.

    `shelf` holds the sort titles in UTF-8, one after another, from shelf_starts[n] on.
    """

    pks: Ints
    years: Ints
    runtimes: Ints
    forms: Ints
    shown_from: Ints
    shown_until: Ints
    modified: Ints
    shelf: Ints
    shelf_starts: Ints
    orders: dict[str, Ints]
    words: dict[str, Words]
    offers: Offers

    def __len__(self) -> int:
        return len(self.pks)

    @cached_property
    def own(self) -> Ints:
        """What stands in a film's own row, as one number: see `own_of`."""
        spans = np.searchsorted(
            [span.start for span in SPANS.values()], self.runtimes, side="right"
        )
        decades = self.years.astype(np.int32) // 10
        return ((decades * (len(SPANS) + 1) + spans) * len(FORMS) + self.forms).astype(np.int16)

    def count_own(self, marks: Marks) -> Ints:
        """Return how many of the marked films have which number of `own`."""
        if marks.are_most:
            others = np.bincount(self.own.take(marks.others), minlength=len(self._own_totals))
            return self._own_totals - others
        return np.bincount(self.own.take(np.flatnonzero(marks.mask)))

    @cached_property
    def _own_totals(self) -> Ints:
        return np.bincount(self.own)

    def places_of(self, pks: Collection[int]) -> Ints:
        """Return where films stand that are among these."""
        wanted = np.fromiter(pks, np.int64, len(pks))
        places = np.searchsorted(self.pks, wanted)
        places[places == len(self.pks)] = 0
        found = self.pks[places] == wanted if len(self.pks) else np.zeros(len(wanted), bool)
        return np.asarray(places[found])

    def as_read(self, changes: Mapping[int, dt.datetime]) -> set[int]:
        """Return those of the films that have not changed again since they were read."""
        if not changes or not len(self.pks):
            return set()
        wanted = np.fromiter(changes, np.int64, len(changes))
        moments = np.fromiter(map(microseconds, changes.values()), np.int64, len(changes))
        places = np.minimum(np.searchsorted(self.pks, wanted), len(self.pks) - 1)
        same = (self.pks[places] == wanted) & (self.modified[places] == moments)
        return {int(pk) for pk in wanted[same]}

    def sort_title(self, place: int) -> bytes:
        start, end = self.shelf_starts[place], self.shelf_starts[place + 1]
        return self.shelf[start:end].tobytes()

    def sort_key(self, order: str, place: int) -> tuple[Any, ...]:
        """Return by what a film stands where it does in an order."""
        key = KEYS[order](int(self.years[place]), int(self.runtimes[place]))
        title, pk = self.sort_title(place), int(self.pks[place])
        return (title, key, pk) if order == "title" else (key, title, pk)


# Orders of the film index, the same as those of FilmQuerySet: by these, then by title.
KEYS: dict[str, Callable[[int, int], int]] = {
    "newest": lambda year, _runtime: -year,
    "oldest": lambda year, _runtime: year,
    "title": lambda year, _runtime: year,
    "shortest": lambda _year, runtime: runtime or LAST,
    "longest": lambda _year, runtime: -runtime,
}


def own_of(number: int) -> tuple[int, str, str]:
    """Return the decade, the span of the runtime ("": unknown) and the form behind a number."""
    rest, form = divmod(number, len(FORMS))
    decade, span = divmod(rest, len(SPANS) + 1)
    return decade * 10, ("", *SPANS)[span], FORMS[form]


def ranks_of(order: Ints) -> Ints:
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks


# From the database -------------------------------------------------------------------------------


def read_columns(films: QuerySet[Film]) -> Columns:
    """Read films (seven queries); one that changes meanwhile is to be read again."""
    pks, years, runtimes, forms = array("q"), array("h"), array("h"), array("b")
    shown_from, shown_until, modified = array("q"), array("q"), array("q")
    titles: list[bytes] = []
    rows = films.order_by("pk").values_list(
        "pk", "year", "runtime", "form", "publish_at", "expire_at", "modified_at", "sort_title"
    )
    for pk, year, runtime, form, publish_at, expire_at, modified_at, title in rows.iterator(
        AT_ONCE
    ):
        pks.append(pk)
        years.append(year)
        runtimes.append(runtime or UNKNOWN)
        forms.append(FORMS.index(form))
        shown_from.append(microseconds(publish_at) if publish_at else NEVER)
        shown_until.append(microseconds(expire_at) if expire_at else NEVER)
        modified.append(microseconds(modified_at))
        titles.append(title.encode())
    numbers = np.array(pks, np.int64)
    orders = _orders(numbers, titles, np.array(years, np.int64), np.array(runtimes, np.int64))
    some = films.order_by().values("pk")
    return Columns(
        pks=numbers,
        years=np.array(years, np.int16),
        runtimes=np.array(runtimes, np.int16),
        forms=np.array(forms, np.int8),
        shown_from=np.array(shown_from, np.int64),
        shown_until=np.array(shown_until, np.int64),
        modified=np.array(modified, np.int64),
        shelf=np.frombuffer(b"".join(titles), np.uint8),
        shelf_starts=np.cumsum([0, *map(len, titles)]),
        orders=orders,
        words={
            name: Words.arranged(_pairs(rows, some, numbers), orders["newest"])
            for name, rows in WORDS.items()
        },
        offers=_offers(some, numbers),
    )


def microseconds(moment: dt.datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def _orders(pks: Ints, titles: list[bytes], years: Ints, runtimes: Ints) -> dict[str, Ints]:
    # Equal titles have the same place on the shelf.
    by_title = sorted(range(len(titles)), key=titles.__getitem__)
    is_other = [titles[one] != titles[other] for one, other in pairwise(by_title)]
    shelf = np.zeros(len(titles), np.int64)
    shelf[by_title[1:]] = np.cumsum(is_other)
    keys: dict[str, tuple[Ints, ...]] = {
        "newest": (shelf, -years),
        "oldest": (shelf, years),
        "title": (years, shelf),
        "shortest": (shelf, np.where(runtimes == UNKNOWN, LAST, runtimes)),
        "longest": (shelf, -runtimes),
    }
    return {name: np.lexsort((pks, *by)).astype(np.int32) for name, by in keys.items()}


class Rows(NamedTuple):
    """The rows that give films their words: the film, the word, how strongly."""

    rows: Callable[[], QuerySet[Any]]
    film: str
    word: str
    strength: str = ""


WORDS = {
    "genre": Rows(Film.genres.through.objects.all, "film", "genre"),
    "theme": Rows(FilmTheme.objects.all, "film", "theme", "position"),
    "country": Rows(Film.countries.through.objects.all, "film", "country"),
    "language": Rows(Film.languages.through.objects.all, "film", "language"),
    "series": Rows(lambda: Film.objects.filter(series__isnull=False), "pk", "series"),
}


def _pairs(of: Rows, some: QuerySet[Any, Any], pks: Ints) -> Pairs:
    films, words, strengths = array("q"), array("i"), array("h")
    number_of: dict[Any, int] = {}
    rows = of.rows().filter(**{f"{of.film}__in": some}).order_by()
    columns = [of.film, of.word, *([of.strength] if of.strength else [])]
    for film, word, *strength in rows.values_list(*columns).iterator(AT_ONCE):
        films.append(film)
        words.append(number_of.setdefault(word, len(number_of)))
        strengths.append(strength[0] if strength else 1)
    places, known = _placed(films, pks)
    return Pairs(
        [str(key) for key in number_of],
        places,
        np.array(words, np.int64)[known],
        np.array(strengths, np.int16)[known],
    )


def _placed(films: array[int], pks: Ints) -> tuple[Ints, Mask]:
    """Return where films stand, and which are there: one may be shown only since it was read."""
    numbers = np.array(films, np.int64)
    known = np.isin(numbers, pks)
    return np.searchsorted(pks, numbers[known]), known


def _offers(some: QuerySet[Any, Any], pks: Ints) -> Offers:
    films, words = array("q"), array("i")
    begin, end = array("i"), array("i")
    number_of: dict[tuple[str, int], int] = {}
    rows = Offer.objects.filter(film__in=some).order_by()
    told = rows.values_list("film", "country", "service", "available_from", "available_until")
    for film, country, service, first, last in told.iterator(AT_ONCE):
        films.append(film)
        words.append(number_of.setdefault((country, service), len(number_of)))
        begin.append((first or dt.date.min).toordinal())
        end.append((last or dt.date.max).toordinal())
    places, known = _placed(films, pks)
    keys = [f"{country}:{service}" for country, service in number_of]
    several = (np.array(each, np.int32)[known] for each in (words, begin, end))
    return Offers(keys, places, *several)
