"""How much each kind of likeness counts: the curves and tables of `mix.toml`, ready for use."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .kinds import KINDS, NUMBER

Floats = npt.NDArray[np.float32]

SHIPPED = Path(__file__).with_name("mix.toml")

YEARS = np.arange(1870, 2111, dtype=np.float32)
APART = np.arange(0, 151, dtype=np.float32)
SEEN = np.linspace(0, 8, 161, dtype=np.float32)  # powers of ten of votes, by twentieths
KNOTS = 12


class MixError(ValueError):
    """The file of weights is not one."""


@dataclass(frozen=True)
class Table:
    """Values over two axes, between which they run straight; constant past the ends."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    values: tuple[tuple[float, ...], ...]

    def over(self, rows: Floats, columns: Floats) -> Floats:
        """Return the values at these rows and columns, as a matrix."""
        across = np.array([np.interp(columns, self.columns, line) for line in self.values])
        return np.array(
            [np.interp(rows, self.rows, across[:, place]) for place in range(len(columns))],
            dtype=np.float32,
        ).T.copy()


@dataclass(frozen=True)
class Mix:
    """The weights of every kind.

    `curves` maps a kind to (what two films share of it, what it counts), rising in the first;
    nothing shared counts nothing. `genres` says what each shared genre counts. The tables give
    nearness in time (the film's year; years apart) and fame (the film's, the other's, in powers
    of ten of votes).
    """

    name: str
    curves: Mapping[str, tuple[tuple[float, float], ...]]
    genres: Mapping[str, float]
    other_genres: float
    era: Table
    widely_seen: Table | None

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Mix:
        """Read a file of weights; raises MixError, which names what is wrong."""
        try:
            return cls.from_dict(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise MixError(f"{path} is no file of weights: {error}") from error

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Mix:
        curves = {}
        for kind, knots in data["curves"].items():
            if kind not in NUMBER:
                raise ValueError(f"no kind is called {kind!r}")
            points = tuple((float(x), float(y)) for x, y in knots)
            if not 1 <= len(points) <= KNOTS or [*points] != sorted(points):
                raise ValueError(f"the curve of {kind!r} needs 1 to {KNOTS} rising knots")
            curves[kind] = points
        return cls(
            name=str(data["name"]),
            curves=curves,
            genres={genre: float(weight) for genre, weight in data["genres"].items()},
            other_genres=float(data["other_genres"]),
            era=_table(data["era"], "year", "apart"),
            widely_seen=_table(data["widely_seen"], "film", "other"),
        )

    def without(self, kinds: Collection[str]) -> Mix:
        """Leave kinds out; raises MixError for one that there is not."""
        unknown = sorted(set(kinds) - set(KINDS))
        if unknown:
            raise MixError(f"No kind is called {unknown[0]!r}; there are {', '.join(KINDS)}.")
        curves = {kind: knots for kind, knots in self.curves.items() if kind not in kinds}
        left = replace(self, curves=curves)
        if "genre" in kinds:
            left = replace(left, genres={}, other_genres=0.0)
        if "era" in kinds:
            left = replace(left, era=Table((1900,), (0,), ((0,),)))
        if "widely_seen" in kinds:
            left = replace(left, widely_seen=None)
        return left

    def genre_weight(self, genre: str) -> float:
        """Return what sharing a genre counts, by its name or slug."""
        return self.genres.get(genre.replace("-", " "), self.other_genres)

    # For the kernels ----------------------------------------------------------------------------

    def knots(self) -> tuple[Floats, Floats]:
        """Return every kind's knots as two matrices, the last knot repeated to the end."""
        xs = np.zeros((len(KINDS), KNOTS + 1), np.float32)
        ys = np.zeros((len(KINDS), KNOTS + 1), np.float32)
        for kind, number in NUMBER.items():
            points = [(0.0, 0.0), *self.curves.get(kind, ())]
            if len(points) > 1 and points[1][0] == 0:
                del points[0]  # a curve may start above nothing: two scores that are the same
            points += [points[-1]] * (KNOTS + 1 - len(points))
            xs[number], ys[number] = zip(*points, strict=True)
        return xs, ys

    def era_table(self) -> Floats:
        return self.era.over(YEARS, APART)

    def fame_table(self) -> Floats:
        """Return what fame counts, by the film's and the other's; the least is nothing."""
        if self.widely_seen is None:
            return np.zeros((len(SEEN), len(SEEN)), np.float32)
        return self.widely_seen.over(SEEN, SEEN)


def _table(data: Mapping[str, Any], rows: str, columns: str) -> Table:
    table = Table(
        tuple(map(float, data[rows])),
        tuple(map(float, data[columns])),
        tuple(tuple(map(float, line)) for line in data["values"]),
    )
    if len(table.values) != len(table.rows) or {len(x) for x in table.values} != {
        len(table.columns)
    }:
        raise ValueError(f"a table has a line for each {rows} and a value for each {columns}")
    return table
