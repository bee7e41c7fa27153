"""A space with one film added, changed or taken out; what is rare stays as it was counted."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .directions import Floats, unit
from .duplicates import Identity, identity_of
from .facts import FilmFacts
from .kinds import NUMBER, held_by
from .space import (
    LEAD,
    NORMED,
    PLAIN,
    Ints,
    Space,
    Trait,
    country_worth,
    directions_of,
    form_of,
    rarity_of,
    reception_of,
    year_of,
)
from .words import stem, weighed, words_of

Column = npt.NDArray[Any]

ONE_A_FILM = ("year", "form", "votes", "reception", "renown", "duplicate", "series", "genres")
DIRECTIONS = ("theme", "story", "director", "cast", "synopsis")


def without_film(space: Space, film: str) -> Space:
    """Return the space without a film; the same if there is none of this id."""
    place = space.place_of.get(film)
    if place is None:
        return space
    row = space.row(place)
    columns = (*ONE_A_FILM, *DIRECTIONS)
    left = {name: np.delete(getattr(space, name), place, axis=0) for name in columns}
    starts = space.indptr[place + 1 :] - (row.stop - row.start)
    return replace(
        space,
        ids=(*space.ids[:place], *space.ids[place + 1 :]),
        identities=(*space.identities[:place], *space.identities[place + 1 :]),
        indptr=np.concatenate([space.indptr[:place], starts]),
        indices=np.delete(space.indices, row),
        strengths=np.delete(space.strengths, row),
        **left,
    )


def with_film(space: Space, film: FilmFacts) -> Space:
    """Return the space with a film added, or put in the place of one of its id."""
    known = space.place_of.get(film.id)
    place = bisect_left(space.ids, film.id) if known is None else known
    at = slice(place, place + (known is not None))  # what it takes the place of
    space, numbers, strengths = _held(space, film)
    row = slice(int(space.indptr[at.start]), int(space.indptr[at.stop]))
    year, votes = year_of(film), max(film.votes, 0)
    identity = identity_of(film, year)
    space, duplicate = _numbered(space, identity, known)
    kinds = space.kind_of[numbers]
    series = numbers[kinds == NUMBER["series"]]
    own = {
        "year": year,
        "form": form_of(film),
        "votes": votes,
        "reception": reception_of(film),
        "renown": math.log10(1 + votes) if votes else _renown_near(space, numbers, known),
        "duplicate": duplicate,
        "series": int(series[0]) if len(series) else -1,
        "genres": int((kinds == NUMBER["genre"]).sum()),
        **_directions(space, film, numbers, strengths, known),
    }
    columns: dict[str, Any] = {
        name: _put(getattr(space, name), at, value) for name, value in own.items()
    }
    starts = space.indptr[at.stop :] + len(numbers) - (row.stop - row.start)
    return replace(
        space,
        ids=(*space.ids[: at.start], film.id, *space.ids[at.stop :]),
        identities=(*space.identities[: at.start], identity, *space.identities[at.stop :]),
        indptr=np.concatenate([space.indptr[: place + 1], starts]),
        indices=np.concatenate([space.indices[: row.start], numbers, space.indices[row.stop :]]),
        strengths=np.concatenate(
            [space.strengths[: row.start], strengths, space.strengths[row.stop :]]
        ),
        **columns,
    )


def _put(column: Column, at: slice, value: Any) -> Column:
    """Return a column with a value put in, in place of what is there."""
    if at.start == at.stop:
        return np.insert(column, at.start, value, axis=0)
    changed = column.copy()
    changed[at.start] = value
    return changed


def _held(space: Space, film: FilmFacts) -> tuple[Space, Ints, Floats]:
    """Return what a film holds by trait number; traits nobody held before come at the end."""
    new: dict[Trait, str] = {}
    held: dict[int, float] = {}
    for kind, key, name, strength in held_by(film):
        number = space.trait_of.get((kind, key))
        if number is None:
            new.setdefault((kind, key), name)
            number = len(space.traits) + [*new].index((kind, key))
        held[number] = max(held.get(number, 0.0), strength)
    space = _with_traits(space, new)
    held |= _words(space, film.synopsis)
    numbers = np.array(sorted(held), np.int32)
    strengths = np.array([held[number] for number in numbers.tolist()], np.float32)
    kinds = space.kind_of[numbers]
    from_country = kinds == NUMBER["country"]
    counts = space.counts[numbers[from_country]]
    strengths[from_country] *= country_worth(counts, space.counted)
    for kind in NORMED:
        mine = kinds == NUMBER[kind]
        strengths[mine] = unit(strengths[None, mine])[0]
    return space, numbers, strengths


def _with_traits(space: Space, new: dict[Trait, str]) -> Space:
    if not new:
        return space
    kinds = np.array([NUMBER[kind] for kind, _ in new], np.uint8)
    rarest = float(rarity_of(1, space.counted))
    weights = [1.0 if kind in PLAIN else rarest for kind, _ in new]
    return replace(
        space,
        traits=(*space.traits, *new),
        trait_of={
            **space.trait_of,
            **{trait: at for at, trait in enumerate(new, len(space.traits))},
        },
        names=(*space.names, *new.values()),
        kind_of=np.concatenate([space.kind_of, kinds]),
        counts=np.concatenate([space.counts, np.ones(len(new), np.int32)]),
        weights=np.concatenate([space.weights, np.array(weights, np.float32)]),
    )


def _words(space: Space, synopsis: str) -> dict[int, float]:
    first = space.traits_of("word").start
    times: dict[int, int] = {}
    for word, count in words_of(synopsis).plain.items():
        number = space.trait_of.get(("word", stem(word)))
        if number is not None:
            times[number] = times.get(number, 0) + count
    numbers = np.array([*times], np.int64)
    worth = weighed(np.array([*times.values()], np.float32), space.word_rarity[numbers - first])
    return dict(zip(times, worth.tolist(), strict=True))


def _directions(
    space: Space, film: FilmFacts, numbers: Ints, strengths: Floats, itself: int | None
) -> dict[str, Floats]:
    """Return where a film stands that the build did not know."""
    row = sparse.csr_matrix(
        (strengths, numbers, [0, len(numbers)]), shape=(1, len(space.traits)), dtype=np.float32
    )
    themes, words = space.traits_of("theme"), space.traits_of("word")
    weighty = row[:, themes].multiply(space.weights[None, themes]).tocsr()
    lead = [billed.key for billed in sorted(film.cast, key=lambda one: one.billing)[:LEAD]]
    directors = [("director", key) for key, _ in film.directors]
    return {
        "theme": directions_of(weighty, space.theme_directions)[0],
        "story": directions_of(row[:, words], space.word_directions)[0],
        "director": _profile(space, directors, itself),
        "cast": _profile(space, [("star", key) for key in lead], itself),
        "synopsis": np.zeros(space.synopsis.shape[1], np.float32),
    }


def _profile(space: Space, people: list[Trait], itself: int | None) -> Floats:
    """Return where the other films of people stand, together."""
    numbers = [space.trait_of[person] for person in people if person in space.trait_of]
    films = space.holders(numbers)
    stand = space.standings(films[films != itself] if itself is not None else films)
    whole: Floats = unit(stand.sum(axis=0, keepdims=True))[0]
    return whole


def _renown_near(space: Space, numbers: Ints, itself: int | None) -> float:
    """Return the middle renown of the other films of a film's people; 0 if there are none."""
    roles = [NUMBER["director"], NUMBER["star"]]
    films = space.holders(numbers[np.isin(space.kind_of[numbers], roles)].tolist())
    renown = space.renown[films[films != itself] if itself is not None else films]
    return float(np.median(renown)) if len(renown) else 0.0


def _numbered(space: Space, identity: Identity, itself: int | None) -> tuple[Space, int]:
    """Return the number of the film that this one is, too, given to that if it had none; or -1."""
    for place, other in enumerate(space.identities):
        if other.title == identity.title and place != itself and identity.is_same(other):
            number = int(space.duplicate[place])
            if number >= 0:
                return space, number
            numbers = space.duplicate.copy()
            numbers[place] = int(numbers.max()) + len(space) + 1
            return replace(space, duplicate=numbers), int(numbers[place])
    return space, -1
