"""The loops that weigh films against each other, compiled; nothing here knows what a film is.

Every part of a score is a whole number of thousandths, so that sums are exact and orders certain.
"""
# ruff: noqa: PLR0912, PLR0913, PLR0915, PLR0917, C901 — compiled loops take arrays one by one.
# ruff: noqa: RUF046 — a rounded float32 is none of Python's integers when compiled.

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from .kinds import NUMBER
from .mix import APART, KNOTS, SEEN, YEARS

Array = np.ndarray  # of the type that Films and Weights say

VERSION = 1  # goes up when the same films and weights would be scored otherwise

KINDS = len(NUMBER)
GENRE = NUMBER["genre"]
GENRE_MIX = NUMBER["genre_mix"]
ERA = NUMBER["era"]
RECEPTION = NUMBER["reception"]
WIDELY_SEEN = NUMBER["widely_seen"]
VIEWERS = NUMBER["viewers"]
KINDRED_THEME = NUMBER["kindred_theme"]
KINDRED_STORY = NUMBER["kindred_story"]
KINDRED_DIRECTOR = NUMBER["kindred_director"]
KINDRED_CAST = NUMBER["kindred_cast"]
SYNOPSIS = NUMBER["synopsis"]

FIRST_YEAR = int(YEARS[0])
MOST_APART = len(APART) - 1
SEEN_STEPS = 20  # a power of ten of votes
MOST_SEEN = len(SEEN) - 1
THOUSAND = 1000.0
FEW = 10.0  # films of a theme, from which it is as much known as not


class Films(NamedTuple):
    """A catalogue's arrays: see `Space`; `genres` counts each film's, `worth` weighs each trait."""

    indptr: Array
    indices: Array
    strengths: Array
    kind_of: Array
    worth: Array
    year: Array
    form: Array
    reception: Array
    renown: Array
    duplicate: Array
    series: Array
    genres: Array
    theme: Array
    story: Array
    director: Array
    cast: Array
    synopsis: Array
    liked_ptr: Array
    liked: Array
    liking: Array


class Weights(NamedTuple):
    """The mix as arrays: knots of each kind's curve, and the tables of era and fame."""

    xs: Array
    ys: Array
    era: Array
    fame: Array


class Finder(NamedTuple):
    """Films of each trait, and of each genre in each year, the best known first."""

    trait_ptr: Array
    trait_films: Array
    cell_ptr: Array
    cell_films: Array
    guess: Array
    first_genre: int


class Net(NamedTuple):
    """How candidates are found.

    The `deep` best known films of each trait and the `per_cell` best known of each genre in each
    of the `years` around; of all these the `most` best by a guess.
    """

    deep: int
    years: int
    per_cell: int
    most: int


@njit(cache=True, nogil=True)
def curve(xs: Array, ys: Array, x: float) -> float:
    """Return what so much of a kind counts: straight between knots, constant past the last."""
    if x <= xs[0]:
        return ys[0] if xs[0] > 0 or x == xs[0] else 0.0
    for knot in range(1, KNOTS + 1):
        if x < xs[knot]:
            share = (x - xs[knot - 1]) / (xs[knot] - xs[knot - 1])
            return ys[knot - 1] + share * (ys[knot] - ys[knot - 1])
    return ys[KNOTS]


# Only the order of the additions is left to the compiler, which then adds several at once.
@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def dot(a: Array, b: Array) -> float:
    total: float = np.float32(0.0)  # type: ignore[assignment]  # wide enough, and fast
    for at in range(a.shape[0]):
        total += a[at] * b[at]
    return total


@njit(cache=True, nogil=True)
def seen_step(renown: float) -> int:
    return min(max(int(round(renown * SEEN_STEPS)), 0), MOST_SEEN)


@njit(cache=True, nogil=True)
def hold(films: Films, film: int, mine: Array, likes: Array) -> int:
    """Lay out what a film holds, so that others are weighed against it by lookup."""
    for at in range(films.indptr[film], films.indptr[film + 1]):
        trait = films.indices[at]
        mine[trait] = films.strengths[at] * films.worth[trait]
    for at in range(films.liked_ptr[film], films.liked_ptr[film + 1]):
        likes[films.liked[at]] = films.liking[at]
    return 0


@njit(cache=True, nogil=True)
def let_go(films: Films, film: int, mine: Array, likes: Array) -> int:
    for at in range(films.indptr[film], films.indptr[film + 1]):
        mine[films.indices[at]] = 0.0
    for at in range(films.liked_ptr[film], films.liked_ptr[film + 1]):
        likes[films.liked[at]] = 0.0
    return 0


@njit(cache=True, nogil=True)
def measure(films: Films, a: int, b: int, mine: Array, likes: Array, x: Array) -> int:
    """Put how much two films share of each kind into `x`; `mine` holds what the first has.

    Era and fame are places in their tables' second axis, or -1 where not known; reception is
    how far apart, or -1.
    """
    x[:] = 0.0
    genres = 0
    for at in range(films.indptr[b], films.indptr[b + 1]):
        trait = films.indices[at]
        worth = mine[trait]
        if worth != 0.0:
            kind = films.kind_of[trait]
            x[kind] += worth * films.strengths[at]
            if kind == GENRE:
                genres += 1
    if genres:
        x[GENRE_MIX] = genres / (films.genres[a] + films.genres[b] - genres)
    x[KINDRED_THEME] = dot(films.theme[a], films.theme[b])
    x[KINDRED_STORY] = dot(films.story[a], films.story[b])
    x[KINDRED_DIRECTOR] = dot(films.director[a], films.director[b])
    x[KINDRED_CAST] = dot(films.cast[a], films.cast[b])
    x[SYNOPSIS] = dot(films.synopsis[a], films.synopsis[b])
    x[VIEWERS] = likes[b]
    x[ERA] = -1.0
    if films.year[a] and films.year[b]:
        x[ERA] = min(abs(films.year[a] - films.year[b]), MOST_APART)
    x[WIDELY_SEEN] = -1.0
    if films.renown[a] > 0 and films.renown[b] > 0:
        x[WIDELY_SEEN] = seen_step(films.renown[b])
    x[RECEPTION] = -1.0
    apart = abs(films.reception[a] - films.reception[b])
    if apart >= 0:
        x[RECEPTION] = apart
    return 0


@njit(cache=True, nogil=True)
def count(films: Films, weights: Weights, a: int, x: Array, parts: Array) -> int:
    """Turn what two films share into thousandths by kind, in `parts`; return their sum."""
    total = 0
    for kind in range(KINDS):
        value = 0.0
        if kind == ERA:
            if x[kind] >= 0:
                value = weights.era[films.year[a] - FIRST_YEAR, int(x[kind])]
        elif kind == WIDELY_SEEN:
            if x[kind] >= 0:
                value = weights.fame[seen_step(films.renown[a]), int(x[kind])]
        elif kind == RECEPTION:
            if x[kind] >= 0:
                value = curve(weights.xs[kind], weights.ys[kind], x[kind])
        elif kind == GENRE:
            value = x[kind]
        elif x[kind] > 0:
            value = curve(weights.xs[kind], weights.ys[kind], x[kind])
        parts[kind] = int(round(value * THOUSAND))
        total += parts[kind]
    return total


@njit(cache=True, nogil=True)
def may_be_alike(films: Films, a: int, b: int) -> bool:
    """Say whether a film may be named for another: another film, of its form."""
    same = films.duplicate[a] >= 0 and films.duplicate[a] == films.duplicate[b]
    return a != b and not same and films.form[a] == films.form[b]


@njit(cache=True, nogil=True)
def of_one_series(films: Films, a: int, b: int) -> bool:
    return films.series[a] >= 0 and films.series[a] == films.series[b]


@njit(cache=True, nogil=True)
def ranks_before(films: Films, a: int, total: int, b: int, least: int, other: int) -> bool:
    """Say whether `b` with its total ranks before `other`: the nearer year first, then the id."""
    if total != least:
        return total > least
    near = abs(films.year[a] - films.year[b])
    far = abs(films.year[a] - films.year[other])
    if near != far:
        return near < far
    return b < other


@njit(cache=True, nogil=True)
def best(
    films: Films,
    weights: Weights,
    a: int,
    candidates: Array,
    mine: Array,
    likes: Array,
    found: Array,
    totals: Array,
) -> int:
    """Rank candidates in full, best first, into `found` and `totals`; return how many there are."""
    number = found.shape[0]
    x = np.empty(KINDS, np.float32)
    parts = np.empty(KINDS, np.int32)
    size = 0
    hold(films, a, mine, likes)
    for b in candidates:
        if not may_be_alike(films, a, b) or of_one_series(films, a, b):
            continue
        measure(films, a, b, mine, likes, x)
        total = count(films, weights, a, x, parts)
        if size == number and not ranks_before(
            films, a, total, b, totals[size - 1], found[size - 1]
        ):
            continue
        at = size if size < number else number - 1
        while at > 0 and ranks_before(films, a, total, b, totals[at - 1], found[at - 1]):
            found[at] = found[at - 1]
            totals[at] = totals[at - 1]
            at -= 1
        found[at] = b
        totals[at] = total
        if size < number:
            size += 1
    let_go(films, a, mine, likes)
    return size


@njit(cache=True, nogil=True)
def measure_all(
    films: Films, a: int, candidates: Array, mine: Array, likes: Array, measured: Array
) -> int:
    """Put what a film and every candidate share of each kind into the rows of `measured`."""
    hold(films, a, mine, likes)
    for at in range(candidates.shape[0]):
        measure(films, a, candidates[at], mine, likes, measured[at])
    let_go(films, a, mine, likes)
    return 0


@njit(cache=True, nogil=True)
def score_both(
    films: Films,
    weights: Weights,
    a: int,
    others: Array,
    mine: Array,
    likes: Array,
    ours: Array,
    theirs: Array,
) -> int:
    """Put the totals that a film gives to others into `ours`, those that they give it in `theirs`.

    What two films share is the same both ways; era, fame and viewers look from the seed.
    """
    x = np.empty(KINDS, np.float32)
    parts = np.empty(KINDS, np.int32)
    hold(films, a, mine, likes)
    for at in range(others.shape[0]):
        b = others[at]
        measure(films, a, b, mine, likes, x)
        ours[at] = count(films, weights, a, x, parts)
        if x[WIDELY_SEEN] >= 0:
            x[WIDELY_SEEN] = seen_step(films.renown[a])
        x[VIEWERS] = 0.0
        for place in range(films.liked_ptr[b], films.liked_ptr[b + 1]):
            if films.liked[place] == a:
                x[VIEWERS] = films.liking[place]
        theirs[at] = count(films, weights, b, x, parts)
    let_go(films, a, mine, likes)
    return 0


@njit(cache=True, nogil=True)
def longlist(
    films: Films,
    weights: Weights,
    finder: Finder,
    net: Net,
    a: int,
    rough: Array,
    stamp: Array,
    touched: Array,
    out: Array,
) -> int:
    """Put the films that may well be among the best into `out`; return how many there are.

    Those that the net catches are counted roughly, and the `most` best by that stay.
    """
    most = net.most
    size = 0
    for at in range(films.indptr[a], films.indptr[a + 1]):
        trait = films.indices[at]
        worth = finder.guess[trait] * films.strengths[at]
        if worth <= 0:
            continue
        start = finder.trait_ptr[trait]
        stop = min(finder.trait_ptr[trait + 1], start + net.deep)
        for place in range(start, stop):
            b = finder.trait_films[place]
            if stamp[b] != a + 1:
                stamp[b] = a + 1
                rough[b] = 0.0
                touched[size] = b
                size += 1
            rough[b] += worth
    for at in range(films.liked_ptr[a], films.liked_ptr[a + 1]):
        b = films.liked[at]
        if stamp[b] != a + 1:
            stamp[b] = a + 1
            rough[b] = 0.0
            touched[size] = b
            size += 1
        rough[b] += 2.0 * films.liking[at]
    year_cells = weights.era.shape[0]
    if films.year[a]:
        for at in range(films.indptr[a], films.indptr[a + 1]):
            trait = films.indices[at]
            if films.kind_of[trait] != GENRE:
                continue
            worth = films.worth[trait]
            for year in range(films.year[a] - net.years, films.year[a] + net.years + 1):
                if year < FIRST_YEAR or year >= FIRST_YEAR + year_cells:
                    continue
                cell = (trait - finder.first_genre) * year_cells + year - FIRST_YEAR
                start = finder.cell_ptr[cell]
                stop = min(finder.cell_ptr[cell + 1], start + net.per_cell)
                for place in range(start, stop):
                    b = finder.cell_films[place]
                    if stamp[b] != a + 1:
                        stamp[b] = a + 1
                        rough[b] = 0.0
                        touched[size] = b
                        size += 1
                    rough[b] += worth
    # What does not depend on traits is cheap to add.
    seen = seen_step(films.renown[a])
    kept = 0
    for at in range(size):
        b = touched[at]
        if films.form[b] != films.form[a] or b == a:
            continue
        value = rough[b]
        if films.year[a] and films.year[b]:
            value += weights.era[
                films.year[a] - FIRST_YEAR, min(abs(films.year[a] - films.year[b]), MOST_APART)
            ]
        if films.renown[a] > 0 and films.renown[b] > 0:
            value += weights.fame[seen, seen_step(films.renown[b])]
        apart = abs(films.reception[a] - films.reception[b])
        if apart >= 0:
            value += curve(weights.xs[RECEPTION], weights.ys[RECEPTION], apart)
        rough[b] = value
        touched[kept] = b
        kept += 1
    if kept <= most:
        out[:kept] = touched[:kept]
        return kept
    values = np.empty(kept, np.float32)
    for at in range(kept):
        values[at] = rough[touched[at]]
    least = cut_at(values, most)
    taken = 0
    for at in range(kept):
        if rough[touched[at]] >= least and taken < most:
            out[taken] = touched[at]
            taken += 1
    return taken


@njit(cache=True, nogil=True)
def cut_at(values: Array, most: int) -> float:
    """Return the value that about `most` of these reach, by halving the span between them."""
    low, high = values.min(), values.max()
    for _ in range(24):
        middle = (low + high) / 2
        reached = 0
        for value in values:
            if value >= middle:
                reached += 1
        if reached > most:
            low = middle
        else:
            high = middle
    return high


@njit(cache=True, nogil=True)
def best_of_many(
    films: Films,
    weights: Weights,
    finder: Finder,
    net: Net,
    seeds: Array,
    found: Array,
    totals: Array,
    sizes: Array,
) -> int:
    """Find the best of each seed among its longlist, row by row."""
    n = films.year.shape[0]
    mine = np.zeros(films.kind_of.shape[0], np.float32)
    likes = np.zeros(n, np.float32)
    rough = np.zeros(n, np.float32)
    stamp = np.zeros(n, np.int32)
    touched = np.empty(n, np.int32)
    out = np.empty(net.most, np.int32)
    for at in range(seeds.shape[0]):
        a = seeds[at]
        size = longlist(films, weights, finder, net, a, rough, stamp, touched, out)
        sizes[at] = best(films, weights, a, out[:size], mine, likes, found[at], totals[at])
    return 0


@njit(cache=True, nogil=True)
def explain(
    films: Films,
    weights: Weights,
    a: int,
    others: Array,
    mine: Array,
    likes: Array,
    kinds: Array,
    traits: Array,
    values: Array,
    sizes: Array,
) -> int:
    """Take scores apart: for each other film, the kind, trait and thousandths of every part.

    What a kind counts is shared out among the traits that it is made of by what each brings; the
    parts of a pair sum to its total. A kind that is not made of traits has the trait -1. What does
    not fit into a row is added to the last part of its kind.
    """
    x = np.empty(KINDS, np.float32)
    parts = np.empty(KINDS, np.int32)
    brought = np.empty(KINDS, np.float32)
    given = np.empty(KINDS, np.int32)
    last = np.empty(KINDS, np.int32)
    width = kinds.shape[1]
    hold(films, a, mine, likes)
    for at in range(others.shape[0]):
        b = others[at]
        measure(films, a, b, mine, likes, x)
        count(films, weights, a, x, parts)
        brought[:] = 0.0
        given[:] = 0
        last[:] = -1
        size = 0
        for place in range(films.indptr[b], films.indptr[b + 1]):
            trait = films.indices[place]
            worth = mine[trait]
            if worth == 0.0:
                continue
            kind = films.kind_of[trait]
            if parts[kind] == 0:
                continue
            brought[kind] += worth * films.strengths[place]
            upto = int(round(parts[kind] * min(brought[kind] / x[kind], 1.0)))
            part = upto - given[kind]
            given[kind] = upto
            if part == 0:
                continue
            if size < width - KINDS:
                kinds[at, size] = kind
                traits[at, size] = trait
                values[at, size] = part
                last[kind] = size
                size += 1
            elif last[kind] >= 0:
                values[at, last[kind]] += part
            else:
                kinds[at, size] = kind
                traits[at, size] = trait
                values[at, size] = part
                last[kind] = size
                size += 1
        for kind in range(KINDS):
            left = parts[kind] - given[kind]
            if left == 0:
                continue
            if last[kind] >= 0:
                values[at, last[kind]] += left
            else:
                kinds[at, size] = kind
                traits[at, size] = -1
                values[at, size] = left
                size += 1
        sizes[at] = size
    let_go(films, a, mine, likes)
    return 0


@njit(cache=True, nogil=True)
def explain_many(
    films: Films,
    weights: Weights,
    seeds: Array,
    found: Array,
    found_sizes: Array,
    kinds: Array,
    traits: Array,
    values: Array,
    sizes: Array,
) -> int:
    """Explain what was found for each seed, row by row."""
    mine = np.zeros(films.kind_of.shape[0], np.float32)
    likes = np.zeros(films.year.shape[0], np.float32)
    for at in range(seeds.shape[0]):
        others = found[at, : found_sizes[at]]
        explain(
            films,
            weights,
            seeds[at],
            others,
            mine,
            likes,
            kinds[at],
            traits[at],
            values[at],
            sizes[at],
        )
    return 0


@njit(cache=True, nogil=True)
def nearest_pair(directions: Array, counts: Array, mine: Array, theirs: Array) -> tuple[int, int]:
    """Return which of two films' themes, not the same, are nearest; -1 if none are near.

    Where a theme of few films stands is little known: it is taken for less near.
    """
    most, first, second = 0.0, -1, -1
    for one in mine:
        for other in theirs:
            if one != other:
                near = dot(directions[one], directions[other])
                near *= counts[one] / (counts[one] + FEW) * counts[other] / (counts[other] + FEW)
                if near > most:
                    most, first, second = near, one, other
    return first, second
