"""Where films stand beside each other: spaces in which what is often found together is near."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import qr

Floats = npt.NDArray[np.float32]

DIMENSIONS = 64
ROUNDS = 4  # of the randomised decomposition
SPARE = 16  # directions that it carries along
SEED = 20180101


def decomposed(
    matrix: sparse.csr_matrix | Floats, dimensions: int = DIMENSIONS
) -> tuple[Floats, Floats, Floats]:
    """Return U, s, Vt of the strongest singular values, the same at every run.

    A randomised range finder with power iterations (Halko, Martinsson and Tropp, 2011).
    """
    rows, columns = matrix.shape
    wanted = min(dimensions, rows, columns)
    if wanted == 0:
        return (
            np.zeros((rows, 0), np.float32),
            np.zeros(0, np.float32),
            np.zeros((0, columns), np.float32),
        )
    width = min(wanted + SPARE, rows, columns)
    dice = np.random.default_rng(SEED)
    found = matrix @ dice.standard_normal((columns, width), dtype=np.float32)
    for _ in range(ROUNDS):
        basis = _orthonormal(found)
        found = matrix @ _orthonormal(matrix.T @ basis)
    basis = _orthonormal(found)
    small = np.asarray((matrix.T @ basis).T)
    u, s, vt = np.linalg.svd(small, full_matrices=False)
    kept = slice(0, wanted)
    return (
        (basis @ u[:, kept]).astype(np.float32),
        s[kept].astype(np.float32),
        vt[kept].astype(np.float32),
    )


def _orthonormal(matrix: npt.NDArray[np.float32]) -> Floats:
    return np.asarray(
        qr(np.asarray(matrix), mode="economic", check_finite=False)[0], dtype=np.float32
    )


def unit(rows: Floats) -> Floats:
    """Scale rows to length 1; a row of nothing stays nothing."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-6)
    return np.asarray(scaled, dtype=np.float32)


def theme_directions(films: sparse.csr_matrix) -> Floats:
    """Return a direction of each theme: near are those that stand beside the same themes.

    Positive pointwise mutual information of themes in films, decomposed.
    """
    has = films.copy()
    has.data = np.ones_like(has.data)
    together = sparse.coo_matrix(has.T @ has)
    apart = together.row != together.col
    row, column = together.row[apart], together.col[apart]
    both = together.data[apart].astype(np.float64)
    uses = np.asarray(has.sum(axis=0)).ravel()
    information = np.log(both * uses.sum() ** 2 / (uses[row] * uses[column] * max(both.sum(), 1)))
    kept = information > 0
    shape = together.shape
    pmi = sparse.csr_matrix(
        (information[kept].astype(np.float32), (row[kept], column[kept])), shape=shape
    )
    u, s, _ = decomposed(pmi)
    return unit(u * np.sqrt(s))


def profiles(people: sparse.csr_matrix, films: Floats) -> Floats:
    """Return where the other films of a film's people stand, as a direction for each film."""
    ones = people.copy()
    ones.data = np.ones_like(ones.data, dtype=np.float32)
    number = np.asarray(ones.sum(axis=1)).reshape(-1, 1)
    return unit(np.asarray(ones @ (ones.T @ films)) - films * number)
