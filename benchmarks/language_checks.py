"""How well the language checks find damage, and how often they cry wolf.

    python -m benchmarks.language_checks

A damaged text is found when the check that it was damaged for fires. Half of the texts are held
out: the checks are never tuned to them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from publishing.checks import LANGUAGE, Kind, Text, Writing
from publishing.checks.prose import Prose

TEXTS = Path(__file__).parent / "language_texts"


def texts(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file of texts."""
    lines = (TEXTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def writing_of(row: dict[str, Any]) -> Writing:
    """Return a row as a page: its text, and the blurbs that stand beside it."""
    beside = [
        Text(f"beside-{n}", "blurb", text, Kind.BLURB)
        for n, text in enumerate(row.get("beside", []))
    ]
    text = Text("here", "text", row["text"], Kind(row["kind"]))
    return Writing((text, *beside), frozenset(row["names"]))


def found_in(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Return checks and excerpts of what is found in a row's own text."""
    findings = LANGUAGE.run(writing_of(row))
    return [(each.check, each.excerpt) for each in findings if each.place.part == "here"]


def recall(rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Return how many damaged texts were found for what they are, and how many there are."""
    return sum(row["damage"] in dict(found_in(row)) for row in rows), len(rows)


def false_alarms(rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Return how many sentences of clean texts were flagged, and how many there are."""
    count = sum(max(1, len(Prose.of(writing_of(row).texts[0]).sentences)) for row in rows)
    return sum(len(found_in(row)) for row in rows), count


def main() -> None:
    damaged, clean = texts("damaged"), texts("clean")
    for name, wanted in (("tuned", [False]), ("held out", [True]), ("all", [False, True])):
        found, of = recall([row for row in damaged if row["held_out"] in wanted])
        flagged, sentences = false_alarms([row for row in clean if row["held_out"] in wanted])
        print(
            f"{name:9} recall {found}/{of} = {found / of:.3f}, clean sentences flagged "
            f"{flagged}/{sentences} = {flagged / sentences:.1%}"
        )


if __name__ == "__main__":
    main()
