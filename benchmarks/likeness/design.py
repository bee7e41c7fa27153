"""The additive model that is learned: measures as columns, and its weights as a mix again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from likeness import Engine, Mix
from likeness.kinds import NUMBER
from likeness.mix import Table

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]

KNOTS: dict[str, list[float]] = {
    "director": [0, 1],
    "star": [0, 0.15, 0.3, 0.6, 1, 2],
    "writer": [0, 0.6, 1.5],
    "theme": [0, 0.3, 0.7, 1.5, 3, 5],
    "genre_mix": [0, 0.25, 0.5, 0.75, 1],
    "word": [0, 0.03, 0.1, 0.2, 0.4],
    "company": [0, 0.4, 1],
    "country": [0, 0.1, 1],
    "kindred_theme": [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 1],
    "kindred_story": [0, 0.1, 0.2, 0.35, 0.5, 0.7, 1],
    "kindred_director": [0, 0.2, 0.35, 0.5, 0.65, 0.8, 1],
    "kindred_cast": [0, 0.2, 0.35, 0.5, 0.65, 0.8, 1],
    "reception": [0, 0.25, 0.5, 1, 1.5, 2, 3],  # points apart
}
FALLING = ("reception",)  # kinds of which less counts more
ERA_YEARS: list[float] = [1930, 1960, 1980, 1995, 2008]
ERA_APART: list[float] = [0, 1, 2, 4, 7, 12, 20, 35, 60]
FAME: list[float] = [2, 3, 4, 5, 6]
FAME_OTHER: list[float] = [1, 2, 3, 3.5, 4, 4.5, 5, 5.5, 6]
FAME_SHARE = 0.86  # of what fame would best count: the rest of that is left to variety


class Design:
    """How much films share becomes the columns of a linear model; a weight each is learned.

    A rising curve has a column for each stretch between knots, so that weights from 0 up keep it
    rising. Nearness in time has such a curve for each of ERA_YEARS; each genre has one column.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.genres = [key for kind, key in engine.space.traits if kind == "genre"]

    def content(self, seeds: Sequence[int], films: Places) -> Floats:
        """Return one row a film, the mean over the seeds."""
        rows = [self._content(seed, films) for seed in seeds]
        return np.asarray(np.mean(rows, axis=0), dtype=np.float32)

    def fame(self, seeds: Sequence[int], films: Places) -> Floats:
        """Return columns of how widely films are seen, by how widely the seeds are."""
        renown = self.engine.space.renown
        theirs = _hats(renown[films], FAME_OTHER)
        theirs[renown[films] <= 0] = 0
        mine = _hats(renown[list(seeds)], FAME).mean(axis=0)
        both = mine[None, :, None] * theirs[:, None, :]
        return np.asarray(both.reshape(len(films), -1), dtype=np.float32)

    def _content(self, seed: int, films: Places) -> Floats:
        measured = self.engine.measures(seed, films)
        parts = [
            _steps(measured[:, NUMBER[kind]], knots, falling=kind in FALLING)
            for kind, knots in KNOTS.items()
        ]
        year = self.engine.space.year[[seed]]
        near = _steps(measured[:, NUMBER["era"]], ERA_APART, falling=True)
        at = _hats(year, ERA_YEARS)[0]
        parts.append((at[None, :, None] * near[:, None, :]).reshape(len(films), -1))
        parts.append(self._genre_rows[films] * self._genre_rows[seed])
        return np.concatenate(parts, axis=1)

    @cached_property
    def _genre_rows(self) -> Floats:
        return np.asarray(self.engine.space.matrix("genre").todense() > 0, dtype=np.float32)

    def mix(self, content: Doubles, fame: Doubles, name: str) -> Mix:
        """Turn learned weights into a mix; kinds that are not learned stay as shipped."""
        weights = iter(content.tolist())
        curves = {}
        for kind, knots in KNOTS.items():
            values = _curve([next(weights) for _ in knots[1:]], falling=kind in FALLING)
            points = tuple(zip(map(float, knots), values, strict=True))
            curves[kind] = points if kind in FALLING else points[1:]
        era = [_curve([next(weights) for _ in ERA_APART[1:]], falling=True) for _ in ERA_YEARS]
        genres = dict(zip(self.genres, weights, strict=True))
        shipped = Mix.load().curves
        counts = FAME_SHARE * (fame - fame.min())
        lines = counts.reshape(len(FAME), len(FAME_OTHER)).tolist()
        return Mix(
            name=name,
            curves={
                **{kind: knots for kind, knots in shipped.items() if kind not in curves},
                **curves,
            },
            genres=genres,
            other_genres=float(np.median([*genres.values()])) if genres else 0.0,
            era=_table(ERA_YEARS, ERA_APART, era),
            widely_seen=_table(FAME, FAME_OTHER, lines),
        )


def _curve(steps: list[float], *, falling: bool) -> tuple[float, ...]:
    if falling:
        return (*np.cumsum(steps[::-1])[::-1].tolist(), 0.0)
    return (0.0, *np.cumsum(steps).tolist())


def _table(rows: list[float], columns: list[float], values: Collection[Collection[float]]) -> Table:
    return Table(
        tuple(map(float, rows)), tuple(map(float, columns)), tuple(tuple(line) for line in values)
    )


def _steps(x: Floats, knots: list[float], *, falling: bool) -> Floats:
    """Return a column a stretch: how far x is through it, or short of its end if falling.

    What is not known (below 0) has nothing of a falling curve.
    """
    low, high = np.array(knots[:-1]), np.array(knots[1:])
    along = np.clip((x[:, None] - low) / (high - low), 0, 1)
    if falling:
        along = np.where(x[:, None] < 0, 0, 1 - along)
    return np.asarray(along, dtype=np.float32)


def _hats(x: npt.NDArray[Any], knots: list[float]) -> Floats:
    """Return how near each x is to each knot: the two around it share it, 1 together."""
    places = np.asarray(knots, dtype=np.float64)
    held = np.clip(x, places[0], places[-1])
    return np.stack([np.interp(held, places, row) for row in np.eye(len(places))], 1).astype(
        np.float32
    )


def written(mix: Mix, places: int = 2) -> str:
    """Return a mix as TOML, what things count rounded."""

    def number(value: float) -> str:
        return f"{round(value, places) + 0.0:g}"

    def line(values: Collection[float]) -> str:
        return "[" + ", ".join(map(number, values)) + "]"

    def curve(knots: Collection[tuple[float, float]]) -> str:
        return "[" + ", ".join(f"[{x:g}, {number(y)}]" for x, y in knots) + "]"

    text = [f'name = "{mix.name}"', f"other_genres = {number(mix.other_genres)}", "", "[curves]"]
    text += [f"{kind} = {curve(knots)}" for kind, knots in mix.curves.items()]
    text += ["", "[genres]"]
    text += [f'"{genre}" = {number(weight)}' for genre, weight in sorted(mix.genres.items())]
    tables = [("era", mix.era, "year", "apart"), ("widely_seen", mix.widely_seen, "film", "other")]
    for title, table, rows, columns in tables:
        if table is not None:
            text += ["", f"[{title}]", f"{rows} = {line(table.rows)}"]
            text += [f"{columns} = {line(table.columns)}", "values = ["]
            text += [*(f"  {line(values)}," for values in table.values), "]"]
    return "\n".join(text) + "\n"
