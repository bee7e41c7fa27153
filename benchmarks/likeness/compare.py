"""Our engine beside the usual ways, on the development truth, in one run.

    python -m benchmarks.likeness.compare [--folds 5] [--quick]

How to read it:

- nDCG@10: how well the first ten agree with what the same viewers like (1: perfectly);
- AUC: how often a film that people judged alike scores above one judged not alike (0.5: chance);
- recall@50: the share of what was recommended in a conversation that is in the first 50;
- coverage@10: the share of the catalogue that is in any first ten; Gini: how unevenly films are
  named (1: a few films get everything); votes: the mean percentile of popularity of those named.

Intervals hold 95 % of bootstrap samples over seed films. "Learned" has weights learned without
the seed that they answer for, fold by fold; that row is the engine's figure. "Shipped" are the
weights in the engine's folder, which may have been learned from these very seeds. Popularity buys
agreement with co-liking and costs variety, so everything of ours stands without and with it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from likeness import Engine, FilmFacts, Mix, read_catalogue
from likeness.kernels import MOST_SEEN, SEEN_STEPS
from likeness.ratings import read_ratings

from . import baselines, learn, truth
from .truth import Row

EVERY = 8  # of --quick: so many seeds apart
FEWEST = 10  # seeds, below which a decade is not worth a row
EQUAL = "our fields, equal weights"

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Answer = Callable[[list[Row], int], Iterable[Row]]
Values = dict[str, float]  # by the id of a row of the truth


@dataclass(frozen=True)
class Truth:
    """The rows of all three kinds, each with how many films are asked for."""

    co_liking: list[Row]
    human: list[Row]
    talks: list[Row]

    @classmethod
    def read(cls, every: int = 1) -> Truth:
        return cls(*(truth.rows(n)[::every] for n in (truth.CO_LIKING, truth.HUMAN, truth.TALKS)))


@dataclass(frozen=True)
class Result:
    """What one way answered, and its marks; `ours` is the engine with weights of its own."""

    name: str
    ours: bool
    asked: Truth
    liked: list[Row]
    judged: list[Row]
    talked: list[Row]
    votes: dict[str, int]

    @cached_property
    def ndcg(self) -> Values:
        return self._each(self.liked, self.asked.co_liking, "ndcg@10")

    @cached_property
    def human_ndcg(self) -> Values:
        return self._each(self.judged, self.asked.human, "ndcg@10")

    @cached_property
    def talks_ndcg(self) -> Values:
        return self._each(self.talked, self.asked.talks, "ndcg@10")

    @cached_property
    def auc(self) -> Values:
        return self._each(self.judged, self.asked.human, "pair_auc")

    @cached_property
    def recall(self) -> Values:
        return truth.shares_at_50(self.talked, self.asked.talks)

    @cached_property
    def variety(self) -> dict[str, Any]:
        return truth.scored(self.liked, self.asked.co_liking, self.votes)

    @staticmethod
    def _each(found: list[Row], rows: list[Row], mark: str) -> Values:
        answers = {row["id"]: row for row in found}
        marks = truth.scorer().seed_metrics
        each = {row["id"]: marks(answers.get(row["id"]), row) for row in rows}
        return {row: its[mark] for row, its in each.items() if mark in its}


# Answering ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Remembering(Engine):
    """An engine that keeps what it weighed, for films that are seeds of several questions.

    Fame is a part of the sum like any other, so one weighing answers with it and without.
    """

    memory: dict[int, Ints] = field(default_factory=dict)
    by_fame: bool = True

    def blended(self, seeds: Sequence[int], less: Sequence[int] = ()) -> Floats:
        """Return every film's score for several seeds; no film is unwanted here."""
        if less:
            raise ValueError("The truth knows no unwanted films.")
        total: Floats = np.mean([self._total(a) for a in seeds], axis=0)
        return np.round(total / 1000, 3)

    def _total(self, a: int) -> Ints:
        if a not in self.memory:
            self.memory[a] = self._both(a)[0]
        return self.memory[a] if self.by_fame else self.memory[a] - self._fame(a)

    def _fame(self, a: int) -> Ints:
        """Return what fame alone counts, in thousandths."""
        renown = self.space.renown
        seen = np.clip(np.rint(renown.astype(np.float64) * SEEN_STEPS), 0, MOST_SEEN).astype(int)
        counts = self.weights.fame[seen[a]].astype(np.float64)[seen]
        known = (renown > 0) & (renown[a] > 0)
        return np.where(known, np.rint(counts * 1000), 0).astype(np.int32)


def ways(engine: Engine, films: list[FilmFacts], folds: int) -> Iterator[tuple[str, bool, Answer]]:
    """Yield everything to compare: its name, whether it is ours, and how it answers."""
    for name, scores in baselines.usual(films).items():
        yield name, False, partial(baselines.answered, engine, scores)
    yield from paired(EQUAL, [replace(engine, mix=baselines.equal_mix(engine.mix))])
    mixes, fold_of = learned(engine, folds) if folds else ([], {})
    for fields, its in (("", engine), (" + ratings", with_ratings(engine, films))):
        if its is not None:
            yield from paired(f"ours{fields}, shipped", [its])
            if mixes:
                engines = [replace(its, mix=mix) for mix in mixes]
                yield from paired(f"ours{fields}, learned", engines, fold_of)


def paired(
    name: str, engines: list[Engine], fold_of: dict[str, int] | None = None
) -> Iterator[tuple[str, bool, Answer]]:
    """Yield an engine, or one a fold, without fame and with it."""
    remembering = [Remembering(one.space, one.mix, one.likes) for one in engines]
    for how, by_fame in ((", not by fame", False), ("", True)):
        asked = [replace(one, by_fame=by_fame) for one in remembering]
        answer = partial(learn.answered, asked, fold_of or dict.fromkeys(truth.all_seeds(), 0))
        yield f"{name}{how}", name != EQUAL, answer


def learned(engine: Engine, folds: int) -> tuple[list[Mix], dict[str, int]]:
    """Return a mix a fold, learned without its seeds, and the fold of each seed."""
    begun = time.perf_counter()
    fold_of = learn.folds_of(truth.all_seeds(), folds)
    mixes = learn.mixes_of(learn.Learner(engine), fold_of)
    print(f"learned {folds} mixes in {time.perf_counter() - begun:.0f} s", flush=True)
    return mixes, fold_of


def with_ratings(engine: Engine, films: list[FilmFacts]) -> Engine | None:
    """Return the engine with what the same viewers like, where its weights count that."""
    if "viewers" not in engine.mix.curves:
        print("without ratings: the shipped weights count nothing for the same viewers", flush=True)
        return None
    likes = read_ratings(truth.needed() / truth.RATINGS)
    return Engine.of(films, engine.mix, likes=likes)


def result(name: str, ours: bool, answer: Answer, asked: Truth, votes: dict[str, int]) -> Result:
    return Result(
        name,
        ours,
        asked,
        liked=[*answer(asked.co_liking, 20)],
        judged=[*answer(asked.human, 200)],
        talked=[*answer(asked.talks, 60)],
        votes=votes,
    )


# Printing ----------------------------------------------------------------------------------------


def mean(values: Collection[float]) -> float:
    return sum(values) / len(values)


def spread(values: Values, places: int = 3) -> str:
    """Return a mean with its interval."""
    each = [*values.values()]
    low, high = truth.scorer().interval(each)
    return f"{mean(each):.{places}f} [{low:.{places}f}, {high:.{places}f}]"


def print_table(title: str, heads: list[str], lines: list[list[str]]) -> None:
    """Print lines under their heads, the first column to the left, all others to the right."""
    widths = [max(len(line[at]) for line in [heads, *lines]) for at in range(len(heads))]
    print(f"\n{title}")
    for line in [heads, *lines]:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  " + "   ".join(cells), flush=True)


def print_all(results: list[Result]) -> None:
    heads = ["", "nDCG@10", "AUC", "recall@50", "coverage@10", "Gini", "votes"]
    lines = [
        [
            one.name,
            spread(one.ndcg),
            spread(one.auc, 2),
            spread(one.recall),
            f"{one.variety['coverage@10']:.4f}",
            f"{one.variety['gini']:.3f}",
            f"{one.variety['votes_pct']:.2f}",
        ]
        for one in results
    ]
    asked = results[0].asked
    title = (
        f"All three kinds of truth: {len(asked.co_liking)} seeds of co-liking, {len(asked.human)}"
        f" judged by people, {len(asked.talks)} conversations"
    )
    print_table(title, heads, lines)


def print_kinds(results: list[Result]) -> None:
    lines = [
        [one.name, *map(spread, (one.ndcg, one.human_ndcg, one.talks_ndcg))] for one in results
    ]
    heads = ["", "co-liking", "people", "conversations"]
    print_table("nDCG@10 by kind of truth", heads, lines)


def print_groups(title: str, group_of: Callable[[str], str], results: list[Result]) -> None:
    """Print nDCG@10 of co-liking by what a seed is."""
    groups: dict[str, list[str]] = {}
    for row in results[0].asked.co_liking:
        groups.setdefault(group_of(row["id"]), []).append(row["id"])
    lines = [
        [
            group,
            str(len(rows)),
            *(spread({row: one.ndcg[row] for row in rows}, 2) for one in results),
        ]
        for group, rows in sorted(groups.items())
        if len(rows) >= FEWEST
    ]
    few = sum(len(rows) for rows in groups.values() if len(rows) < FEWEST)
    print_table(title, ["", "seeds", *(one.name for one in results)], lines)
    if few:
        print(f"  ({few} seeds are in groups of fewer than {FEWEST})")


def print_differences(results: list[Result]) -> None:
    """Print how far ours are from the best of all others at each mark, seed by seed."""
    marks: dict[str, Callable[[Result], Values]] = {
        "nDCG@10": lambda one: one.ndcg,
        "AUC": lambda one: one.auc,
        "recall@50": lambda one: one.recall,
    }
    lines = []
    for mark, of in marks.items():
        others = [one for one in results if not one.ours]
        best = max(others, key=lambda one: mean(of(one).values()))
        theirs = of(best)
        for one in results:
            if one.ours:
                apart = {row: value - theirs[row] for row, value in of(one).items()}
                lines.append([one.name, mark, best.name, spread(apart)])
    print_table(
        "Ours less the best of the others, of the same seeds (paired bootstrap)",
        ["", "mark", "best of the others", "difference"],
        lines,
    )


def shown_apart(results: list[Result]) -> list[Result]:
    """Return ours as judged, without ratings, the best of equal weights, the best usual way."""
    ours = [one for one in results if one.ours and "ratings" not in one.name]
    ours = [one for one in ours if "learned" in one.name] or ours
    ranked = sorted(results, key=lambda one: -mean(one.ndcg.values()))
    others = [one for one in ranked if not one.ours]
    return [
        *ours,
        next(one for one in others if one.name.startswith(EQUAL)),
        next(one for one in others if not one.name.startswith(EQUAL)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", type=int, default=5, help="Of cross-validation; 0: none.")
    parser.add_argument("--quick", action="store_true", help="Every eighth seed, nothing learned.")
    asked = parser.parse_args()
    begun = time.perf_counter()
    films = sorted(read_catalogue(truth.needed() / truth.CATALOGUE), key=lambda film: film.id)
    engine = Engine.of(films)
    rows = Truth.read(EVERY if asked.quick else 1)
    votes = truth.votes_of(engine)
    results = []
    for name, ours, answer in ways(engine, films, 0 if asked.quick else asked.folds):
        results.append(result(name, ours, answer, rows, votes))
        print(f"answered: {name} ({time.perf_counter() - begun:.0f} s)", flush=True)
    by_id = {film.id: film for film in films}
    apart = shown_apart(results)
    print_all(results)
    print_differences(results)
    print_kinds(results)
    print_groups("nDCG@10 by the decade of the seed", lambda id_: decade(by_id[id_]), apart)
    print_groups("nDCG@10 by the language of the seed", lambda id_: language(by_id[id_]), apart)


def decade(film: FilmFacts) -> str:
    return f"{film.year // 10 * 10}s" if film.year else "not known"


def language(film: FilmFacts) -> str:
    keys = {key for key, _ in film.languages}
    return "English" if keys & {"english", "en"} else "other" if keys else "not known"


if __name__ == "__main__":
    main()
