"""The development truth: where it is, how it is read, how an engine is scored against it."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from likeness import Engine

FOLDER = Path(os.environ.get("LIKENESS_TRUTH", Path(__file__).parents[3] / "shared" / "likeness"))

CO_LIKING, HUMAN, TALKS = "dev_truth.jsonl", "dev_human.jsonl", "dev_dialogs.jsonl"
CATALOGUE, RATINGS = "catalogue.jsonl.gz", "ratings_given.csv.gz"

Row = dict[str, Any]


def needed() -> Path:
    """Return the folder of the truth, or stop with a sentence that says what is missing."""
    if not (FOLDER / CATALOGUE).exists():
        sys.exit(f"The development truth is not at {FOLDER}; name its folder in LIKENESS_TRUTH.")
    return FOLDER


def rows(name: str) -> list[Row]:
    with (needed() / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def relevant(row: Row) -> dict[str, float]:
    """Return the films that are alike, each with its weight."""
    return {
        (film if isinstance(film, str) else film[0]): (1.0 if isinstance(film, str) else film[1])
        for film in row["relevant"]
    }


def seeds(row: Row) -> list[str]:
    found: list[str] = row.get("seeds") or [row["id"]]
    return found


def all_seeds() -> set[str]:
    return {seed for name in (CO_LIKING, HUMAN, TALKS) for row in rows(name) for seed in seeds(row)}


def scorer() -> ModuleType:
    """Return the scorer that came with the truth."""
    spec = importlib.util.spec_from_file_location("likeness_score", needed() / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{FOLDER / 'score.py'} cannot be read.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(
    predictions: Iterable[Row], truth: list[Row], votes: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Score predictions; with the catalogue's votes also how varied they are."""
    catalogue = [{"id": film, "votes": seen} for film, seen in votes.items()] if votes else None
    result: dict[str, Any] = scorer().evaluate(predictions, truth, catalogue)
    return result


def recall_at_50(predictions: Iterable[Row], truth: list[Row]) -> float:
    """Return the mean share of what was recommended in a conversation that is in the first 50."""
    shares = shares_at_50(predictions, truth)
    return sum(shares.values()) / len(shares)


def shares_at_50(predictions: Iterable[Row], truth: list[Row]) -> dict[str, float]:
    """Return that share for each conversation, by its id."""
    found = {row["id"]: row["similar"] for row in predictions}
    shares = {}
    for row in truth:
        wanted, seeds = set(relevant(row)), {row["id"], *row["seeds"]}
        first = [film for film in found.get(row["id"], ()) if film not in seeds][:50]
        shares[row["id"]] = len(wanted & set(first)) / min(50, len(wanted))
    return shares


def votes_of(engine: Engine) -> dict[str, int]:
    return dict(zip(engine.space.ids, engine.space.votes.tolist(), strict=True))
