"""A catalogue as arrays: who holds what, how rare it is, and where each film stands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .directions import DIMENSIONS, Floats, unit
from .duplicates import Identity
from .facts import FilmFacts
from .kinds import FORMS, NUMBER

Ints = npt.NDArray[np.int32]
Kinds = npt.NDArray[np.uint8]
Pointers = npt.NDArray[np.int64]

Trait = tuple[str, str]  # kind and key

STORY, GENRES = 0.8, 0.9  # how much each counts beside themes in where a film stands
LEAD = 6  # so many of the cast make the profile of a cast
FIRST_YEAR, LAST_YEAR = 1870, 2110
NORMED = ("word", "country")  # kinds whose shared parts sum to a cosine
PLAIN = ("director", "genre", "word", "country", "series")  # kinds whose traits all weigh the same


class CatalogueError(ValueError):
    """The films are no catalogue; the message says which film is at fault."""


@dataclass(frozen=True)
class Space:
    """Films in order of their ids, and what they hold, as sparse rows of traits.

    N films, T traits: `indptr` N+1, `indices` and `strengths` one a holding; `kind_of`, `counts`
    and `weights` one a trait; directions are N by `DIMENSIONS`, of length 1, or 0 if not known.
    The first `built` traits stand in order of kind and key; films added since brought the rest.
    """

    ids: tuple[str, ...]
    identities: tuple[Identity, ...]
    year: Ints  # 0: not known
    form: Kinds
    votes: Pointers
    reception: Floats  # NaN: not known
    renown: Floats  # powers of ten of votes; 0: not known
    duplicate: Ints  # films of one number are the same film; -1: none known
    series: Ints  # the number of the first series that it belongs to; -1: none
    genres: Ints  # how many it has
    indptr: Pointers
    indices: Ints
    strengths: Floats
    traits: tuple[Trait, ...]
    trait_of: Mapping[Trait, int]
    names: tuple[str, ...]
    kind_of: Kinds
    counts: Ints
    weights: Floats
    built: int
    counted: int  # among so many films rarity was counted
    word_rarity: Floats  # one a word: its inverse document frequency
    theme_directions: Floats  # one a theme, in the order of traits
    word_directions: Floats  # one a word
    standing: Floats  # turns themes, story and genres together into DIMENSIONS
    theme: Floats
    story: Floats
    director: Floats
    cast: Floats
    synopsis: Floats  # embeddings given from outside; of no columns if none

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        return {film: place for place, film in enumerate(self.ids)}

    @cached_property
    def film_of(self) -> Ints:
        """Return the film of each holding."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.indptr))

    def row(self, place: int) -> slice:
        return slice(int(self.indptr[place]), int(self.indptr[place + 1]))

    def traits_of(self, kind: str) -> slice:
        """Return the numbers of the traits of a kind that the build knew."""
        return self._kinds[NUMBER[kind]]

    @cached_property
    def _kinds(self) -> list[slice]:
        known = self.kind_of[: self.built]
        ends = np.searchsorted(known, np.arange(len(NUMBER) + 1, dtype=np.uint8)).tolist()
        return [slice(first, after) for first, after in pairwise(ends)]

    def rarity(self, trait: int) -> str:
        """Say how rare a trait is among the films that the build counted."""
        return _one_of(max(int(self.counts[trait]), 2), max(self.counted, 2))

    def matrix(self, kind: str) -> sparse.csr_matrix:
        """Return films by the traits of a kind that the build knew."""
        return matrix_of(self.indptr, self.indices, self.strengths, self.traits_of(kind))

    def standings(self, films: Pointers) -> Floats:
        """Return where films stand by themes, story and genres together, in DIMENSIONS."""
        known = self.traits_of("genre")
        genres = np.zeros((len(films), known.stop - known.start), np.float32)
        for at, film in enumerate(films.tolist()):
            held = self.indices[self.row(film)]
            genres[at, held[(held >= known.start) & (held < known.stop)] - known.start] = 1
        return stood_together(self.theme[films], self.story[films], genres, self.standing)

    def holders(self, traits: Sequence[int]) -> Pointers:
        """Return the film of every holding of these traits; one that has two stands twice."""
        wanted = np.zeros(len(self.traits), np.bool_)
        wanted[list(traits)] = True
        entries = np.flatnonzero(wanted[self.indices])
        return np.searchsorted(self.indptr, entries, side="right") - 1


@lru_cache(maxsize=4_096)
def _one_of(count: int, films: int) -> str:
    return f"one of {count:,} films in {films:,}"


def stood_together(theme: Floats, story: Floats, genres: Floats, standing: Floats) -> Floats:
    return np.asarray(side_by_side(theme, story, genres) @ standing, dtype=np.float32)


def side_by_side(theme: Floats, story: Floats, genres: Floats) -> Floats:
    """Return themes, story and genres as one row a film, each as heavy as it counts."""
    return np.concatenate([theme, STORY * story, GENRES * unit(genres)], axis=1)


def matrix_of(
    indptr: Pointers, indices: Ints, strengths: Floats, traits: slice
) -> sparse.csr_matrix:
    """Return films by some traits that stand together."""
    mine = (indices >= traits.start) & (indices < traits.stop)
    sizes = np.concatenate([[0], np.cumsum(mine)])[indptr]
    return sparse.csr_matrix(
        (strengths[mine], indices[mine] - traits.start, sizes),
        shape=(len(indptr) - 1, traits.stop - traits.start),
    )


# Of one film -----------------------------------------------------------------------------------


def year_of(film: FilmFacts) -> int:
    known = film.year is not None and FIRST_YEAR <= film.year <= LAST_YEAR
    return film.year if known and film.year else 0


def form_of(film: FilmFacts) -> int:
    if film.form not in FORMS:
        forms = ", ".join(FORMS)
        raise CatalogueError(f"{film.id!r} has the form {film.form!r}; there are {forms}.")
    return FORMS.index(film.form)


def reception_of(film: FilmFacts) -> float:
    return math.nan if film.reception is None else float(film.reception)


def embedded(vectors: Mapping[str, Sequence[float]], ids: Sequence[str]) -> Floats:
    """Lay embeddings out by film, of length 1; a film without one has none.

    Raises CatalogueError where they are not all of one length.
    """
    sizes = {len(vector) for vector in vectors.values()}
    if len(sizes) > 1:
        raise CatalogueError(f"Embeddings are of {len(sizes)} lengths: {sorted(sizes)}.")
    rows = np.zeros((len(ids), max(sizes, default=0)), np.float32)
    for place, film in enumerate(ids):
        if film in vectors:
            rows[place] = vectors[film]
    return unit(rows)


def directions_of(rows: sparse.csr_matrix, directions: Floats) -> Floats:
    """Return where films stand that hold things of these directions, of length 1."""
    return unit(np.asarray(rows @ directions, dtype=np.float32))


def padded(directions: Floats) -> Floats:
    wide = np.zeros((directions.shape[0], DIMENSIONS), np.float32)
    wide[:, : directions.shape[1]] = directions
    return wide


def rarity_of(counts: npt.ArrayLike, films: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return 1 for what one film has, down to 0 for what all have."""
    among = np.maximum(films, 2).astype(np.float64)
    rare: npt.NDArray[np.float64] = np.log((among + 1) / (np.asarray(counts) + 1)) / np.log(among)
    return np.maximum(rare, 0)


def country_worth(counts: Ints, films: int) -> Floats:
    """Return how much a country counts in the cosine of two films' countries."""
    return (np.log((films + 1) / (counts + 1)) + 0.2).astype(np.float32)
