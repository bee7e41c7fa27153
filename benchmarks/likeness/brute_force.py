"""The ways to rank films without an engine, for its speed to be compared with.

Both are exact products of sparse matrices, so many films × all, of which the 20 best are taken.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from likeness import Engine
from likeness.kinds import KINDRED, NUMBER, SHARED
from likeness.mix import APART, SEEN, YEARS

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

PER_POWER = 20  # steps of the table of fame in a power of ten of votes


class PlainProduct:
    """One product of TF-IDF rows of length 1, all that films share side by side.

    It leaves out whatever is near rather than the same (kindred themes, years, fame), which the
    engine weighs: a floor, and not the same ranking.
    """

    def __init__(self, engine: Engine) -> None:
        space = engine.space
        n = len(space)
        counts = np.bincount(space.indices, minlength=len(space.traits))
        rarity = np.log((n + 1) / (counts + 1)).astype(np.float32) + 1
        rows = sparse.csr_matrix(
            (space.strengths * rarity[space.indices], space.indices, space.indptr),
            shape=(n, len(space.traits)),
        )
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        rows.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(rows.indptr)).astype(np.float32)
        self.rows, self.columns = rows, rows.T.tocsr()

    def best(self, films: Ints, n: int) -> Ints:
        return strongest((self.rows[films] @ self.columns).toarray(), films, n)


class SameScores:
    """A product for each kind, each through its curve: the scores of the engine, in thousandths.

    Kinds that are directions are dense products; what is shared is weighed where it is not 0.
    """

    def __init__(self, engine: Engine) -> None:
        self.films, self.weights = engine.films, engine.weights
        space = engine.space
        self.shared = []
        for kind in SHARED:
            traits = space.traits_of(kind)
            rows = space.matrix(kind)
            if rows.nnz:
                worth = sparse.diags(self.films.worth[traits].astype(np.float32))
                self.shared.append((kind, (rows @ worth).tocsr(), rows.T.tocsr()))
        has = space.matrix("genre").astype(bool).astype(np.float32)
        self.genres, self.genres_by = has, has.T.tocsr()
        places = ("theme", "story", "director", "cast", "synopsis")
        self.kindred = [
            (kind, getattr(space, name))
            for kind, name in zip(KINDRED, places, strict=True)
            if getattr(space, name).shape[1]
        ]
        steps = np.rint(space.renown * PER_POWER).astype(np.int64)
        self.seen = np.clip(steps, 0, len(SEEN) - 1)

    def best(self, films: Ints, n: int) -> Ints:
        return strongest(self.totals(films), films, n, self.films.form)

    def totals(self, films: Ints) -> Floats:
        """Return every film's score for these, in thousandths."""
        total = self._paired(films)
        for kind, rows, columns in self.shared:
            both = rows[films] @ columns
            if kind == "genre":
                both.data = _thousandths(both.data)
            else:
                both.data = self._counted(kind, both.data)
            total += both.toarray()
        both = (self.genres[films] @ self.genres_by).tocsr()
        row = np.repeat(np.arange(len(films)), np.diff(both.indptr))
        held = self.films.genres
        both.data = both.data / (held[films][row] + held[both.indices] - both.data)
        both.data = self._counted("genre_mix", both.data)
        total += both.toarray()
        for kind, standing in self.kindred:
            near = standing[films] @ standing.T
            total += np.where(near > 0, self._counted(kind, near), 0)
        return total

    def _counted(self, kind: str, much: Floats) -> Floats:
        xs, ys = (table[NUMBER[kind]] for table in (self.weights.xs, self.weights.ys))
        return _thousandths(np.interp(much, xs, ys))

    def _paired(self, films: Ints) -> Floats:
        """Return what years, fame and reception count."""
        f = self.films
        total = np.zeros((len(films), len(f.year)), np.float32)
        for at, a in enumerate(films.tolist()):
            if f.year[a]:
                apart = np.minimum(np.abs(f.year - f.year[a]), len(APART) - 1)
                era = _thousandths(self.weights.era[f.year[a] - int(YEARS[0])])[apart]
                total[at] += np.where(f.year > 0, era, 0)
            if f.renown[a] > 0:
                fame = _thousandths(self.weights.fame[self.seen[a]])[self.seen]
                total[at] += np.where(f.renown > 0, fame, 0)
            apart_in = np.abs(f.reception - f.reception[a])
            known = apart_in >= 0
            total[at, known] += self._counted("reception", apart_in[known])
        return total


def _thousandths(value: npt.NDArray[np.floating]) -> Floats:
    return np.asarray(np.rint(value * 1000), np.float32)


def strongest(scores: Floats, films: Ints, n: int, form: Ints | None = None) -> Ints:
    """Return the `n` films of each row that score most, best first, itself never."""
    scores[np.arange(len(films)), films] = -1e9
    if form is not None:
        scores[form[films][:, None] != form[None]] = -1e9
    found = np.argpartition(scores, -n, axis=1)[:, -n:]
    order = np.argsort(-np.take_along_axis(scores, found, 1), axis=1, kind="stable")
    return np.asarray(np.take_along_axis(found, order, 1), np.int32)
