"""How widely a film is seen: the votes it has, or what its people's other films suggest."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float32]

FEWEST = 50  # films with votes, below which nothing is learned for those without
RIDGE = 10.0


def renown_of(
    votes: npt.NDArray[np.int64], people: list[sparse.csr_matrix], counts: list[Floats]
) -> Floats:
    """Return the power of ten of each film's votes, estimated where they are not known.

    `people` are matrices of films by people, one a role: their other films' votes suggest a
    film's own. `counts` are further numbers of each film (themes, cast). The estimate is a ridge
    regression on the films with votes; without enough of those, 0 stands for not known.
    """
    known = votes > 0
    own = np.log10(1 + votes)
    if known.sum() < FEWEST:
        return np.where(known, own, 0).astype(np.float32)
    columns = [np.ones(len(votes))]
    for matrix in people:
        mean, has = _mean_of_other_films(matrix, own, known)
        columns += [mean, has]
    columns += [np.log1p(count) for count in counts]
    features = np.stack(columns, 1)
    seen = features[known]
    weights = np.linalg.solve(seen.T @ seen + RIDGE * np.eye(seen.shape[1]), seen.T @ own[known])
    return np.where(known, own, np.clip(features @ weights, 0.5, 5.0)).astype(np.float32)


def _mean_of_other_films(
    matrix: sparse.csr_matrix, own: npt.NDArray[np.float64], known: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the mean over a film's people of the mean over their other films, and whether any."""
    ones = matrix.copy()
    ones.data = np.ones_like(ones.data, dtype=np.float64)
    total = ones.T @ np.where(known, own, 0)
    number = ones.T @ known.astype(np.float64)
    # Each entry's person, less what this film itself added.
    film = np.repeat(np.arange(ones.shape[0]), np.diff(ones.indptr))
    others = number[ones.indices] - known[film]
    sums = total[ones.indices] - np.where(known[film], own[film], 0)
    means = np.divide(sums, others, out=np.zeros_like(sums), where=others > 0)
    per_film = np.bincount(film, means, minlength=ones.shape[0])
    people = np.bincount(film, others > 0, minlength=ones.shape[0])
    average = np.divide(per_film, people, out=np.zeros_like(per_film), where=people > 0)
    return average, (people > 0).astype(np.float64)
