"""A space and a mix as the arrays that the kernels read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .directions import Floats
from .kernels import CARD, GENRE_BITS, Films, Finder, Weights
from .kinds import NUMBER
from .mix import YEARS, Mix
from .space import Space

# Kinds of which a rough guess is made before two films are weighed in full.
GUESSED = (
    "series",
    "director",
    "star",
    "writer",
    "theme",
    "word",
    "company",
    "composer",
    "cinematographer",
)
# What a genre that counts nothing is held by, so that it still is part of the genre mix.
HELD = 1e-9
# What a theme or word in common suggests of how near two films' directions are.
NEAR_BY_THEME, NEAR_BY_WORD = 0.15, 0.6

Likes = Mapping[str, Mapping[str, float]]


def films_of(space: Space, mix: Mix, likes: sparse.csr_matrix | None) -> Films:
    n = len(space)
    worth = space.weights.copy()
    for trait in np.flatnonzero(space.kind_of == NUMBER["genre"]):
        worth[trait] = max(mix.genre_weight(space.traits[trait][1]), HELD)
    if likes is None:
        likes = sparse.csr_matrix((n, n), dtype=np.float32)
    return Films(
        indptr=space.indptr,
        indices=space.indices,
        strengths=space.strengths,
        kind_of=space.kind_of,
        worth=worth,
        year=space.year,
        form=space.form,
        reception=space.reception,
        renown=space.renown,
        duplicate=space.duplicate,
        series=space.series,
        genres=space.genres,
        theme=np.ascontiguousarray(space.theme),
        story=np.ascontiguousarray(space.story),
        director=np.ascontiguousarray(space.director),
        cast=np.ascontiguousarray(space.cast),
        synopsis=np.ascontiguousarray(space.synopsis),
        liked_ptr=likes.indptr.astype(np.int64),
        liked=likes.indices.astype(np.int32),
        liking=likes.data.astype(np.float32),
    )


def finder_of(space: Space, weights: Weights) -> Finder:
    """Return films by trait, and by genre and year, the best known first."""
    n = len(space)
    known = np.lexsort((np.arange(n), -space.renown))
    rank = np.empty(n, np.int32)
    rank[known] = np.arange(n, dtype=np.int32)
    by_trait = np.lexsort((rank[space.film_of], space.indices))
    genres = space.traits_of("genre")
    in_genre = (space.indices >= genres.start) & (space.indices < genres.stop)
    dated = in_genre & (space.year[space.film_of] > 0)
    of_all = np.flatnonzero(space.year > 0).astype(np.int32)
    number = genres.stop - genres.start
    film = np.concatenate([space.film_of[dated], of_all])
    row = np.concatenate([space.indices[dated] - genres.start, np.full(len(of_all), number)])
    cell = row * len(YEARS) + space.year[film] - int(YEARS[0])
    by_cell = np.lexsort((rank[film], cell))
    return Finder(
        trait_ptr=_starts(space.indices, len(space.traits)),
        trait_films=space.film_of[by_trait],
        cell_ptr=_starts(cell, (number + 1) * len(YEARS)),
        cell_films=film[by_cell],
        guess=_guesses(space, weights),
        cards=_cards(space, in_genre),
        known=known.astype(np.int32),
        first_genre=genres.start,
        genres=number,
    )


def _starts(numbers: npt.NDArray[np.integer], size: int) -> npt.NDArray[np.int64]:
    counts = np.bincount(numbers, minlength=size)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _cards(space: Space, in_genre: npt.NDArray[np.bool_]) -> npt.NDArray[np.void]:
    cards = np.zeros(len(space), CARD)
    for name in ("year", "renown", "reception", "genres", "form"):
        cards[name] = getattr(space, name)
    genre = (space.indices[in_genre] - space.traits_of("genre").start) % GENRE_BITS
    np.bitwise_or.at(
        cards["bits"], space.film_of[in_genre], np.uint64(1) << genre.astype(np.uint64)
    )
    return cards


def _guesses(space: Space, weights: Weights) -> Floats:
    """Return roughly what sharing each trait counts; 0 for those that bring no candidates."""
    guess = np.zeros(len(space.traits), np.float32)
    most = {kind: float(weights.ys[number, -1]) for kind, number in NUMBER.items()}
    for kind in GUESSED:
        number = NUMBER[kind]
        x, y = float(weights.xs[number, 2]), float(weights.ys[number, 2])
        mine = space.kind_of == number
        guess[mine] = (y / x if x > 0 else 0.0) * space.weights[mine]
    theme = space.kind_of == NUMBER["theme"]
    near = NEAR_BY_THEME * (most["kindred_theme"] + most["theme"])
    guess[theme] = np.maximum(guess[theme], near * space.weights[theme])
    guess[space.kind_of == NUMBER["word"]] += NEAR_BY_WORD * most["kindred_story"]
    return guess


def likes_of(space: Space, likes: Likes) -> sparse.csr_matrix:
    """Lay out how much the same viewers like films, of those that the space knows."""
    rows, columns, values = [], [], []
    for film, others in sorted(likes.items()):
        for other, strength in sorted(others.items()):
            if film in space.place_of and other in space.place_of:
                rows.append(space.place_of[film])
                columns.append(space.place_of[other])
                values.append(strength)
    shape = (len(space), len(space))
    return sparse.csr_matrix((np.array(values, np.float32), (rows, columns)), shape=shape)
