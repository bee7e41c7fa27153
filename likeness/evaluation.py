"""Answering the questions of a truth: which films are like a seed, and how much the judged are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from .engine import MOST_SEEDS, Engine

Row = dict[str, Any]

GATED = 100.0  # what takes a film of another form below all that may be named


class TruthError(ValueError):
    """A row of a truth asks nothing that can be answered."""


def question(row: Any) -> Row:
    """Return a row of a truth; raises TruthError where it has no id, or its lists are none."""
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise TruthError("it has no id")
    for field in ("seeds", "relevant", "not_relevant"):
        films = row.get(field) or []
        if not isinstance(films, list) or not all(map(_is_film, films)):
            raise TruthError(f"its {field} are no list of films")
    return row


def _is_film(entry: Any) -> bool:
    return isinstance(entry, str) or (
        isinstance(entry, list) and bool(entry) and isinstance(entry[0], str)
    )


def predictions(engine: Engine, truth: Iterable[Row], n: int = 200) -> Iterator[Row]:
    """Yield {"id", "similar", "scores"} for each row of a truth, in its order.

    `similar` has up to `n` ids, best first, films of the seed's series among them by their score.
    `scores` has that of every film that the row judges; of its judgements nothing else is read.
    Seeds that the catalogue lacks are left out; a row without any is answered by nothing.
    """
    for row in truth:
        seeds = [seed for seed in row.get("seeds") or [row["id"]] if seed in engine][:MOST_SEEDS]
        if not seeds:
            yield {"id": row["id"], "similar": [], "scores": {}}
            continue
        places = [engine.place(seed) for seed in seeds]
        total = engine.blended(places)
        open_to = engine.may_be_named(places)
        chosen = np.flatnonzero(open_to)
        total[~np.isin(engine.films.form, engine.films.form[places])] -= GATED
        order = chosen[np.lexsort((chosen, -total[chosen]))][:n]
        judged = [film if isinstance(film, str) else film[0] for film in row.get("relevant", ())]
        judged += row.get("not_relevant", ())
        yield {
            "id": row["id"],
            "similar": [engine.space.ids[b] for b in order.tolist()],
            "scores": {film: float(total[engine.place(film)]) for film in judged if film in engine},
        }
