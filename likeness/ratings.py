"""Which films the same viewers like, from ratings: beyond what all films share.

A film's ratings are a vector over viewers. Two films are liked by the same viewers if they go
together once every other film is accounted for: the partial correlation, from the inverse of the
films' co-occurrence (Steck, "Embarrassingly Shallow Autoencoders", 2019). A ridge as heavy as
some hundred viewers shrinks what few viewers say towards nothing.
"""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

from .arrays import Likes

LIKED = 3.5  # stars of five from which a rating says that a film was liked
FEWEST = 5  # viewers, below which a film is left out
MOST_FILMS = 15_000  # of those with the most viewers: a matrix of this side is inverted
RIDGE = 0.7  # viewers, as a share of all, that hold what few say towards nothing
LEAST_RIDGE = 50.0
KEPT = 200  # films that are kept for each

USER, FILM, RATING = ("user", "userId"), ("film", "movieId"), ("rating",)


class RatingsError(ValueError):
    """The file holds no ratings; the message says where it is at fault."""


class Rating(NamedTuple):
    """What a viewer gave a film, 0.5 to 5; None: seen, how well liked is not known."""

    user: str
    film: str
    stars: float | None


def read_ratings(path: Path) -> Likes:
    """Return how much the same viewers like films, from a CSV file (or .gz): see `likes_from`.

    Its columns are user, film, rating and what else there may be, or MovieLens's userId, movieId,
    rating, timestamp. Raises RatingsError.
    """
    return likes_from(ratings_in(path))


def ratings_in(path: Path) -> Iterator[Rating]:
    """Yield the ratings of a file; raises RatingsError with the line at fault."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            header = next(rows, [])
            user, film, stars = (_column(header, names, path) for names in (USER, FILM, RATING))
            for row in rows:
                try:
                    rating = Rating(row[user], row[film], _stars(row[stars]))
                except (IndexError, ValueError) as error:
                    raise RatingsError(f"{path}:{rows.line_num}: no rating: {error}") from error
                yield rating
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise RatingsError(f"{path} cannot be read: {error}") from error


def _column(header: list[str], names: Collection[str], path: Path) -> int:
    for at, name in enumerate(header):
        if name.strip() in names:
            return at
    raise RatingsError(f"{path} has no column {' or '.join(names)}.")


def _stars(text: str) -> float | None:
    if not text.strip():
        return None
    stars = float(text)
    if not math.isfinite(stars) or not 0 <= stars <= 5:
        raise ValueError(f"{text!r} is not from 0 to 5")
    return stars


def likes_from(ratings: Iterable[Rating]) -> Likes:
    """Return, for each film, those that the same viewers like, with how much: above 0, up to 1.

    Films that were liked, or seen and no more is known, count. What is returned is the partial
    correlation of two films over viewers. The order of the ratings does not matter.
    """
    seen, films = _matrix(ratings)
    if not films:
        return {}
    together = np.asarray((seen.T @ seen).todense(), dtype=np.float64)
    together[np.diag_indices_from(together)] += max(RIDGE * seen.shape[0], LEAST_RIDGE)
    inverse = linalg.inv(together, overwrite_a=True, check_finite=False)
    scale = np.sqrt(np.diag(inverse))
    inverse /= -scale[:, None] * scale[None]
    np.fill_diagonal(inverse, 0)
    return {film: _strongest(inverse[at], films) for at, film in enumerate(films)}


def _matrix(ratings: Iterable[Rating]) -> tuple[sparse.csr_matrix, list[str]]:
    """Return viewers by films, 1 where a viewer liked a film, and the films in order."""
    users: dict[str, int] = {}
    numbers: dict[str, int] = {}
    pairs = {
        (users.setdefault(user, len(users)), numbers.setdefault(film, len(numbers)))
        for user, film, stars in ratings
        if stars is None or stars >= LIKED
    }
    rows, columns = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
    viewers = np.bincount(columns, minlength=len(numbers))
    known = sorted(numbers, key=lambda film: (-int(viewers[numbers[film]]), film))[:MOST_FILMS]
    films = sorted(film for film in known if viewers[numbers[film]] >= FEWEST)
    ones = np.ones(len(rows), np.float32)
    every = sparse.csr_matrix((ones, (rows, columns)), shape=(len(users), len(numbers)))
    return every[:, [numbers[film] for film in films]], films


def _strongest(row: npt.NDArray[np.float64], films: list[str]) -> dict[str, float]:
    order = np.argsort(-row, kind="stable")[:KEPT]
    return {films[at]: float(row[at]) for at in order.tolist() if row[at] > 0}
