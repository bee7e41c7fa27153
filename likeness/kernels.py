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

VERSION = 3  # goes up when the same films and weights would be scored or told otherwise

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
KIN, PAST_KIN = KINDRED_THEME, SYNOPSIS + 1  # kinds that are kinship

FIRST_YEAR = int(YEARS[0])
MOST_APART = len(APART) - 1
SEEN_STEPS = 20  # a power of ten of votes
MOST_SEEN = len(SEEN) - 1
THOUSAND = 1000.0
BLOCK = 4_096  # films that are weighed at once
HALVINGS = 16
GENRE_BITS = 64
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
    """Films of each trait, and of each genre in each year, the best known first.

    After the last genre's years come those of all films, whatever their genre. `guess` is about
    what sharing each trait counts; `cards` are CARDs.
    """

    trait_ptr: Array
    trait_films: Array
    cell_ptr: Array
    cell_films: Array
    guess: Array
    cards: Array
    known: Array
    first_genre: int
    genres: int


# What a guess needs of a film, side by side: where films are many, each look at another array
# waits for memory. `bits` are its genres, GENRE_BITS told apart.
CARD = np.dtype(
    [
        ("bits", "u8"),
        ("year", "i4"),
        ("renown", "f4"),
        ("reception", "f4"),
        ("genres", "i4"),
        ("form", "u1"),
    ],
    align=True,
)
# A film in the net: the last seed that caught it, counted from 1, and what it counts, roughly.
CAUGHT = np.dtype([("seed", "i4"), ("rough", "f4")])


class Net(NamedTuple):
    """How candidates are found.

    The `deep` best known films of each trait, the `per_cell` best known of each genre and the
    `per_year` best known of all in each of the `years` around, and the `known` best known; of all
    these the `most` best by a guess.
    """

    deep: int
    years: int
    per_cell: int
    per_year: int
    known: int
    most: int


class Desk(NamedTuple):
    """Room to weigh films against one, for one thread: see `Engine._desk`.

    What the film holds by trait and by film, zeros in between; and BLOCK rows to work in.
    """

    mine: Array
    likes: Array
    x: Array
    parts: Array
    totals: Array


class Nets(NamedTuple):
    """Room to find candidates in, for one thread, one place a film.

    `caught` are CAUGHT, zeros at first; `touched` are the films that were, in order.
    """

    caught: Array
    touched: Array


@njit(cache=True, nogil=True)
def curve(xs: Array, ys: Array, kind: int, x: float) -> float:
    """Return what so much of a kind counts: straight between knots, constant past the last."""
    if x <= xs[kind, 0]:
        return ys[kind, 0] if xs[kind, 0] > 0 or x == xs[kind, 0] else 0.0
    for knot in range(1, KNOTS + 1):
        if x < xs[kind, knot]:
            before = xs[kind, knot - 1]
            share = (x - before) / (xs[kind, knot] - before)
            return ys[kind, knot - 1] + share * (ys[kind, knot] - ys[kind, knot - 1])
    return ys[kind, KNOTS]


@njit(cache=True, nogil=True)
def thousandths(value: float) -> int:
    return int(round(value * THOUSAND))


# Only the order of the additions is left to the compiler, which then adds several at once.
@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def dot(rows: Array, a: int, b: int) -> float:
    """Return the product of two rows."""
    total: float = np.float32(0.0)  # type: ignore[assignment]  # wide enough, and fast
    for at in range(rows.shape[1]):
        total += rows[a, at] * rows[b, at]
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
def measure(films: Films, a: int, others: Array, mine: Array, likes: Array, x: Array) -> int:
    """Put how much a film shares of each kind with others into the rows of `x`.

    `mine` and `likes` hold what the film has. Era and fame are places in their tables' second
    axis, or -1 where not known; reception is how far apart, or -1.
    """
    measure_held(films, a, others, mine, likes, x)
    kin = films.theme, films.story, films.director, films.cast, films.synopsis
    for at in range(others.shape[0]):
        for kind in range(KIN, PAST_KIN):
            x[at, kind] = kinship(*kin, kind, a, others[at])
    return 0


@njit(cache=True, nogil=True)
def measure_held(films: Films, a: int, others: Array, mine: Array, likes: Array, x: Array) -> int:
    """Measure all but kinship, which is left at 0."""
    # Looked up once: a tuple's arrays are counted at every look, which takes longer than all else.
    indptr, indices, strengths = films.indptr, films.indices, films.strengths
    kind_of, genres = films.kind_of, films.genres
    year, renown, reception = films.year, films.renown, films.reception
    x[: others.shape[0]] = 0.0
    for at in range(others.shape[0]):
        b = others[at]
        shared = 0
        for place in range(indptr[b], indptr[b + 1]):
            trait = indices[place]
            worth = mine[trait]
            if worth != 0.0:
                kind = kind_of[trait]
                x[at, kind] += worth * strengths[place]
                if kind == GENRE:
                    shared += 1
        if shared:
            x[at, GENRE_MIX] = shared / (genres[a] + genres[b] - shared)
        x[at, VIEWERS] = likes[b]
        x[at, ERA] = -1.0
        if year[a] and year[b]:
            x[at, ERA] = min(abs(year[a] - year[b]), MOST_APART)
        x[at, WIDELY_SEEN] = -1.0
        if renown[a] > 0 and renown[b] > 0:
            x[at, WIDELY_SEEN] = seen_step(renown[b])
        x[at, RECEPTION] = -1.0
        apart = abs(reception[a] - reception[b])
        if apart >= 0:
            x[at, RECEPTION] = apart
    return 0


@njit(cache=True, nogil=True)
def kinship(
    theme: Array,
    story: Array,
    director: Array,
    cast: Array,
    synopsis: Array,
    kind: int,
    a: int,
    b: int,
) -> float:
    """Return how near two films' directions of a kind are: a cosine."""
    if kind == KINDRED_THEME:
        return dot(theme, a, b)
    if kind == KINDRED_STORY:
        return dot(story, a, b)
    if kind == KINDRED_DIRECTOR:
        return dot(director, a, b)
    if kind == KINDRED_CAST:
        return dot(cast, a, b)
    return dot(synopsis, a, b)


@njit(cache=True, nogil=True)
def count(
    films: Films, weights: Weights, a: int, number: int, x: Array, parts: Array, totals: Array
) -> int:
    """Turn what a film shares with a number of others into thousandths.

    By kind in the rows of `parts`, and their sums in `totals`.
    """
    xs, ys = weights.xs, weights.ys
    era = weights.era[max(films.year[a] - FIRST_YEAR, 0)]
    fame = weights.fame[seen_step(films.renown[a])]
    for at in range(number):
        total = 0
        for kind in range(KINDS):
            much, value = x[at, kind], 0.0
            if kind == ERA:
                if much >= 0:
                    value = era[int(much)]
            elif kind == WIDELY_SEEN:
                if much >= 0:
                    value = fame[int(much)]
            elif kind == GENRE:
                value = much
            elif much > 0 or (kind == RECEPTION and much == 0):
                value = curve(xs, ys, kind, much)
            parts[at, kind] = thousandths(value)
            total += parts[at, kind]
        totals[at] = total
    return 0


@njit(cache=True, nogil=True)
def may_be_alike(form: Array, duplicate: Array, series: Array, a: int, b: int) -> bool:
    """Say whether a film may be named for another: another film, of its form and no series."""
    same = duplicate[a] >= 0 and duplicate[a] == duplicate[b]
    of_series = series[a] >= 0 and series[a] == series[b]
    return a != b and not same and not of_series and form[a] == form[b]


@njit(cache=True, nogil=True)
def ranks_before(year: Array, a: int, total: int, b: int, least: int, other: int) -> bool:
    """Say whether `b` with its total ranks before `other`: the nearer year first, then the id."""
    if total != least:
        return total > least
    near, far = abs(year[a] - year[b]), abs(year[a] - year[other])
    if near != far:
        return near < far
    return b < other


@njit(cache=True, nogil=True)
def best(
    films: Films,
    weights: Weights,
    a: int,
    candidates: Array,
    desk: Desk,
    found: Array,
    totals: Array,
) -> int:
    """Rank candidates in full, best first, into `found` and `totals`; return how many there are.

    Kinship, which takes longest, is only measured while it can still bring a film among the best.
    """
    number, size = found.shape[0], 0
    form, duplicate, series, year = films.form, films.duplicate, films.series, films.year
    kin = films.theme, films.story, films.director, films.cast, films.synopsis
    xs, ys = weights.xs, weights.ys
    most = np.zeros(KINDS + 1, np.int32)  # that kinship of a kind and all after it can count
    for kind in range(PAST_KIN - 1, KIN - 1, -1):
        most[kind] = most[kind + 1] + thousandths(ys[kind].max())
    hold(films, a, desk.mine, desk.likes)
    for begin in range(0, candidates.shape[0], BLOCK):
        some = np.sort(candidates[begin : begin + BLOCK])
        measure_held(films, a, some, desk.mine, desk.likes, desk.x)
        count(films, weights, a, some.shape[0], desk.x, desk.parts, desk.totals)
        held = desk.totals[: some.shape[0]]
        for at in np.argsort(-held):
            b, total = some[at], held[at]
            least = totals[number - 1] if size == number else total
            if total + most[KIN] < least:
                break
            if not may_be_alike(form, duplicate, series, a, b):
                continue
            for kind in range(KIN, PAST_KIN):
                if total + most[kind] < least:
                    break
                near = kinship(*kin, kind, a, b)
                if near > 0:
                    total += thousandths(curve(xs, ys, kind, near))
            if size == number and not ranks_before(year, a, total, b, least, found[size - 1]):
                continue
            place = size if size < number else number - 1
            while place > 0 and ranks_before(
                year, a, total, b, totals[place - 1], found[place - 1]
            ):
                found[place] = found[place - 1]
                totals[place] = totals[place - 1]
                place -= 1
            found[place] = b
            totals[place] = total
            if size < number:
                size += 1
    let_go(films, a, desk.mine, desk.likes)
    return size


@njit(cache=True, nogil=True)
def measure_all(films: Films, a: int, others: Array, desk: Desk, x: Array) -> int:
    """Put how much a film shares of each kind with others into the rows of `x`."""
    hold(films, a, desk.mine, desk.likes)
    measure(films, a, others, desk.mine, desk.likes, x)
    let_go(films, a, desk.mine, desk.likes)
    return 0


@njit(cache=True, nogil=True)
def score_both(
    films: Films, weights: Weights, a: int, others: Array, desk: Desk, ours: Array, theirs: Array
) -> int:
    """Put the totals that a film gives to others into `ours`, those that they give it in `theirs`.

    What two films share is the same both ways; era, fame and viewers look from the seed.
    """
    x, parts, totals = desk.x, desk.parts, desk.totals
    hold(films, a, desk.mine, desk.likes)
    for begin in range(0, others.shape[0], BLOCK):
        some = others[begin : begin + BLOCK]
        size = some.shape[0]
        measure(films, a, some, desk.mine, desk.likes, x)
        count(films, weights, a, size, x, parts, totals)
        ours[begin : begin + size] = totals[:size]
        for at in range(size):
            b = some[at]
            total = totals[at] - parts[at, ERA] - parts[at, WIDELY_SEEN] - parts[at, VIEWERS]
            if x[at, ERA] >= 0:
                total += thousandths(weights.era[films.year[b] - FIRST_YEAR, int(x[at, ERA])])
            if x[at, WIDELY_SEEN] >= 0:
                seen = seen_step(films.renown[b]), seen_step(films.renown[a])
                total += thousandths(weights.fame[seen])
            for place in range(films.liked_ptr[b], films.liked_ptr[b + 1]):
                if films.liked[place] == a and films.liking[place] > 0:
                    liking = films.liking[place]
                    total += thousandths(curve(weights.xs, weights.ys, VIEWERS, liking))
            theirs[begin + at] = total
    let_go(films, a, desk.mine, desk.likes)
    return 0


@njit(cache=True, nogil=True)
def longlist(
    films: Films, weights: Weights, finder: Finder, net: Net, a: int, nets: Nets, out: Array
) -> int:
    """Put the films that may well be among the best into `out`; return how many there are.

    Those that the net catches are counted roughly, and the `most` best by that stay.
    """
    caught, touched, year = nets.caught, nets.touched, films.year[a]
    trait_films, cell_films = finder.trait_films, finder.cell_films
    size = 0
    for at in range(films.indptr[a], films.indptr[a + 1]):
        trait = films.indices[at]
        worth = finder.guess[trait] * films.strengths[at]
        if worth <= 0:
            continue
        start = finder.trait_ptr[trait]
        deep = int(net.deep * min(worth, 1.0))  # what counts more is looked at more widely
        stop = min(finder.trait_ptr[trait + 1], start + deep)
        for place in range(start, stop):
            b = trait_films[place]
            size = touch(caught, touched, size, a, b)
            caught[b].rough += worth
    for at in range(films.liked_ptr[a], films.liked_ptr[a + 1]):
        b = films.liked[at]
        size = touch(caught, touched, size, a, b)
        caught[b].rough += curve(weights.xs, weights.ys, VIEWERS, films.liking[at])
    of_genre, counts = np.empty(GENRE_BITS, np.uint64), np.empty(GENRE_BITS, np.float32)
    rows = np.empty(GENRE_BITS + 1, np.int64)
    genres = 0
    for at in range(films.indptr[a], films.indptr[a + 1]):
        trait = films.indices[at]
        if films.kind_of[trait] == GENRE and genres < GENRE_BITS:
            rows[genres] = trait - finder.first_genre
            of_genre[genres] = genre_bit(rows[genres])
            counts[genres] = films.worth[trait]
            genres += 1
    rows[genres] = finder.genres  # all films, whatever their genres
    years = weights.era.shape[0]
    for row in range(genres + 1):
        most = net.per_cell if row < genres else net.per_year
        for near in range(year - net.years, year + net.years + 1):
            if FIRST_YEAR <= near < FIRST_YEAR + years:
                cell = rows[row] * years + near - FIRST_YEAR
                start = finder.cell_ptr[cell]
                for place in range(start, min(finder.cell_ptr[cell + 1], start + most)):
                    size = touch(caught, touched, size, a, cell_films[place])
    for b in finder.known[: net.known]:
        size = touch(caught, touched, size, a, b)
    # All but traits and kinship is cheap to add.
    cards, xs, ys = finder.cards, weights.xs, weights.ys
    mine = cards[a]
    era = weights.era[max(year - FIRST_YEAR, 0)]
    fame = weights.fame[seen_step(mine.renown)]
    values = np.empty(size, np.float32)
    kept = 0
    for at in range(size):
        b = touched[at]
        card = cards[b]
        if card.form != mine.form or b == a:
            continue
        value = caught[b].rough
        shared = 0
        for genre in range(genres):
            if card.bits & of_genre[genre]:
                shared += 1
                value += counts[genre]
        if shared:
            mix = shared / max(genres + card.genres - shared, 1)
            value += curve(xs, ys, GENRE_MIX, mix)
        if year and card.year:
            value += era[min(abs(year - card.year), MOST_APART)]
        if mine.renown > 0 and card.renown > 0:
            value += fame[seen_step(card.renown)]
        apart = abs(mine.reception - card.reception)
        if apart >= 0:
            value += curve(xs, ys, RECEPTION, apart)
        values[kept] = value
        touched[kept] = b
        kept += 1
    if kept <= net.most:
        out[:kept] = touched[:kept]
        return kept
    least = cut_at(values[:kept], net.most)
    taken = 0
    for at in range(kept):
        if values[at] >= least and taken < net.most:
            out[taken] = touched[at]
            taken += 1
    return taken


@njit(cache=True, nogil=True)
def touch(caught: Array, touched: Array, size: int, a: int, b: int) -> int:
    """Note a film as a candidate, once; return how many there are."""
    if caught[b].seed == a + 1:
        return size
    caught[b].seed = a + 1
    caught[b].rough = 0.0
    touched[size] = b
    return size + 1


@njit(cache=True, nogil=True)
def genre_bit(genre: int) -> np.uint64:
    return np.uint64(1) << np.uint64(genre % GENRE_BITS)


@njit(cache=True, nogil=True)
def cut_at(values: Array, most: int) -> float:
    """Return the value that about `most` of these reach, by halving the span between them."""
    low, high = values.min(), values.max()
    for _ in range(HALVINGS):
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
    desk: Desk,
    nets: Nets,
    found: Array,
    totals: Array,
    sizes: Array,
) -> int:
    """Find the best of each seed among its longlist, row by row."""
    out = np.empty(net.most, np.int32)
    for at in range(seeds.shape[0]):
        size = longlist(films, weights, finder, net, seeds[at], nets, out)
        sizes[at] = best(films, weights, seeds[at], out[:size], desk, found[at], totals[at])
    return 0


@njit(cache=True, nogil=True)
def explain(
    films: Films,
    weights: Weights,
    a: int,
    others: Array,
    desk: Desk,
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
    mine, measured, counted = desk.mine, desk.x, desk.parts
    brought = np.empty(KINDS, np.float32)
    given = np.empty(KINDS, np.int32)
    last = np.empty(KINDS, np.int32)
    width = kinds.shape[1]
    hold(films, a, mine, desk.likes)
    for at in range(others.shape[0]):
        b, row = others[at], at % BLOCK
        if row == 0:
            some = others[at : at + BLOCK]
            measure(films, a, some, mine, desk.likes, measured)
            count(films, weights, a, some.shape[0], measured, counted, desk.totals)
        x, parts = measured[row], counted[row]
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
    let_go(films, a, mine, desk.likes)
    return 0


@njit(cache=True, nogil=True)
def explain_many(
    films: Films,
    weights: Weights,
    seeds: Array,
    desk: Desk,
    found: Array,
    found_sizes: Array,
    kinds: Array,
    traits: Array,
    values: Array,
    sizes: Array,
) -> int:
    """Explain what was found for each seed, row by row."""
    for at in range(seeds.shape[0]):
        others, room = found[at, : found_sizes[at]], (kinds[at], traits[at], values[at], sizes[at])
        explain(films, weights, seeds[at], others, desk, *room)
    return 0


@njit(cache=True, nogil=True)
def nearest_pair(directions: Array, counts: Array, mine: Array, theirs: Array) -> tuple[int, int]:
    """Return the nearest two of two films' themes that only one of them has; -1 if none are near.

    Where a theme of few films stands is little known: it is taken for less near.
    """
    most, first, second = 0.0, -1, -1
    for one in mine:
        if (theirs == one).any():
            continue
        for other in theirs:
            if (mine == other).any():
                continue
            near = dot(directions, one, other)
            near *= counts[one] / (counts[one] + FEW) * counts[other] / (counts[other] + FEW)
            if near > most:
                most, first, second = near, one, other
    return first, second


@njit(cache=True, nogil=True)
def nearness(
    directions: Array, mine: Array, my_weights: Array, theirs: Array, their_weights: Array
) -> float:
    """Return how near two films' themes are, weighed, all pairs that are near summed up."""
    total = 0.0
    for one in range(mine.shape[0]):
        for other in range(theirs.shape[0]):
            near = dot(directions, mine[one], theirs[other])
            total += max(near, 0.0) * my_weights[one] * their_weights[other]
    return total
