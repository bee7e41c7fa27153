"""Learn how much each kind of likeness counts, from the development truth.

    python -m benchmarks.likeness.learn [--folds 5] [--out FILE.toml]

An additive model (see `design`), learned by ranking losses: each film of the truth against the
films that the present weights would name for the seed and a sample of all others, its weight in
the truth its share. Conversations are seeds blended. People's judgements of pairs add a logistic
loss. Fame is learned last, with all else held, so that an engine without it is a whole one.
Nothing is learned of single films or pairs of films.

Cross-validation is by seed film: what is measured on a seed was learned without it.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from likeness import Engine, Mix, read_catalogue
from likeness.evaluation import predictions
from likeness.mix import SHIPPED

from . import truth
from .design import Design, Doubles, Floats, Places, written

MINED, SAMPLED = 1_200, 400
RIDGE, FAME_RIDGE = 3e-4, 1e-3
STEPS = 300


class Losses(NamedTuple):
    """How much conversations and people's judgements weigh beside co-liking, which weighs 1.

    First while content is learned, then while fame is.
    """

    talks: float = 0.3
    people: float = 2.0
    fame_talks: float = 0.3
    fame_people: float = 0.5


class Question(NamedTuple):
    """Seeds and films weighed for them, each film's share of the truth and log of its sampling.

    All questions of a truth weigh 1 together.
    """

    seeds: tuple[int, ...]
    films: Places
    share: Floats
    offset: Floats
    weight: float
    is_talk: bool = False


class Judged(NamedTuple):
    """A seed with the films that people judged like it, and unlike it."""

    seeds: tuple[int, ...]
    alike: Places
    unlike: Places


class Measured(NamedTuple):
    """What a model is fitted to: columns of content and fame, one row a film of a question.

    `starts` says where each question's rows begin. Of the judged rows those of `alike` should
    score more than those of `unlike`, pair by pair, each weighing `each`.
    """

    content: Floats
    fame: Floats
    offset: Floats
    share: Floats
    starts: Places
    judged_content: Floats
    judged_fame: Floats
    alike: Places
    unlike: Places
    each: Floats


def questions(engine: Engine, rows: list[truth.Row], dice: np.random.Generator) -> list[Question]:
    """Return the rows of a truth whose seeds are known, with films to tell from theirs."""
    found = []
    films = engine.films
    for row in rows:
        seeds = tuple(engine.place(seed) for seed in truth.seeds(row) if seed in engine)
        if not seeds:
            continue
        open_to = np.isin(films.form, films.form[list(seeds)])
        open_to[list(seeds)] = False
        wanted = {
            engine.place(film): w for film, w in truth.relevant(row).items() if film in engine
        }
        good = np.array([film for film in wanted if open_to[film]], np.int32)
        if not len(good):
            continue
        others = np.flatnonzero(open_to)
        totals = engine.blended(seeds)[others]
        order = np.argsort(-totals, kind="stable")
        mined, rest = others[order[:MINED]], others[order[MINED:]]
        few = dice.choice(rest, min(SAMPLED, len(rest)), replace=False)
        mined, few = np.setdiff1d(mined, good), np.setdiff1d(few, good)
        share = np.zeros(len(good) + len(mined) + len(few), np.float32)
        share[: len(good)] = [wanted[film] for film in good.tolist()]
        offset = np.zeros(len(share), np.float32)
        offset[len(good) + len(mined) :] = math.log(max(len(rest), 1) / max(len(few), 1))
        every = np.concatenate([good, mined, few]).astype(np.int32)
        found.append(Question(seeds, every, share / share.sum(), offset, 1.0))
    return [question._replace(weight=1 / len(found)) for question in found]


def judgements(engine: Engine, rows: list[truth.Row]) -> list[Judged]:
    """Return people's judgements of films of a seed's own form."""
    found = []
    for row in rows:
        seed = engine.place(row["id"])
        alike, unlike = (
            np.array([engine.place(film) for film in films if film in engine], np.int32)
            for films in (truth.relevant(row), row["not_relevant"])
        )
        if len(alike) and len(unlike):
            found.append(Judged((seed,), alike, unlike))
    return found


class Stage(NamedTuple):
    """Columns to be weighed, with what films score already without them."""

    rows: Floats
    score: Floats
    judged: Floats
    judged_score: Floats


class Loss:
    """What weights of a stage cost, and its slope."""

    def __init__(self, measured: Measured, stage: Stage, people: float, ridge: float) -> None:
        self.m, self.stage, self.people, self.ridge = measured, stage, people, ridge
        sizes = np.diff([*measured.starts, len(measured.offset)])
        self.question = np.repeat(np.arange(len(sizes)), sizes)

    def __call__(self, weights: Doubles) -> tuple[float, Doubles]:
        stage, w = self.stage, weights.astype(np.float32)
        ranked, slope = self._ranked(stage.score + stage.rows @ w)
        judged, pull = self._judged(stage.judged_score + stage.judged @ w)
        gradient = (stage.rows.T @ slope + stage.judged.T @ pull).astype(np.float64)
        value = ranked + judged + self.ridge * float(weights @ weights)
        return value, gradient + 2 * self.ridge * weights

    def _ranked(self, score: Floats) -> tuple[float, Floats]:
        """Return the loss of ranking films of the truth among all others, and its slope."""
        m, starts, question = self.m, self.m.starts, self.question
        raised = np.exp(score - np.maximum.reduceat(score, starts)[question])
        good = m.share > 0
        against = np.where(good, 0, raised)
        rivals = np.add.reduceat(against, starts)[question] + raised
        value = -(m.share[good] * np.log(raised[good] / rivals[good] + 1e-30)).sum()
        pull = np.add.reduceat(np.where(good, m.share / rivals, 0), starts)[question]
        slope = np.where(good, -m.share * (1 - raised / rivals), against * pull)
        return float(value), slope.astype(np.float32)

    def _judged(self, score: Floats) -> tuple[float, Floats]:
        """Return the loss of films judged alike beside those that are not, and its slope."""
        m, size = self.m, len(score)
        margin = score[m.alike] - score[m.unlike]
        value = self.people * float((m.each * np.logaddexp(0, -margin)).sum())
        pulled = self.people * m.each / (1 + np.exp(margin))
        slope = np.bincount(m.unlike, pulled, size) - np.bincount(m.alike, pulled, size)
        return value, slope.astype(np.float32)

    def least(self, *, rising: bool) -> Doubles:
        """Return the weights that cost least, none below 0 if `rising`."""
        columns = self.stage.rows.shape[1]
        result = minimize(
            self,
            np.full(columns, 0.1 if rising else 0.0),
            jac=True,
            method="L-BFGS-B",
            bounds=[(0, None)] * columns if rising else None,
            options={"maxiter": STEPS, "ftol": 1e-7},
        )
        return np.asarray(result.x, dtype=np.float64)


class Learner:
    """Everything measured once; mixes are then learned from some of the seeds."""

    def __init__(self, engine: Engine, losses: Losses = Losses()) -> None:  # noqa: B008 — a tuple
        self.engine, self.losses, self.design = engine, losses, Design(engine)
        dice = np.random.default_rng(7)
        self.questions = questions(engine, truth.rows(truth.CO_LIKING), dice)
        if losses.talks or losses.fame_talks:
            talks = questions(engine, truth.rows(truth.TALKS), dice)
            self.questions += [question._replace(is_talk=True) for question in talks]
        self.judged = judgements(engine, truth.rows(truth.HUMAN))
        self._rows = [self._columns(q.seeds, q.films) for q in self.questions]
        self._judged = [
            self._columns(j.seeds, np.concatenate([j.alike, j.unlike])) for j in self.judged
        ]

    def _columns(self, seeds: Sequence[int], films: Places) -> tuple[Floats, Floats]:
        return self.design.content(seeds, films), self.design.fame(seeds, films)

    def mix(self, left_out: Collection[int], name: str) -> Mix:
        """Return what is learned without the seeds left out."""
        out = {*left_out}
        asked = [at for at, q in enumerate(self.questions) if not out & {*q.seeds}]
        judged = [at for at, j in enumerate(self.judged) if not out & {*j.seeds}]
        weigh = self.losses
        m = self._measured(asked, judged, weigh.talks)
        stage = Stage(
            m.content, m.offset, m.judged_content, np.zeros(len(m.judged_fame), np.float32)
        )
        content = Loss(m, stage, weigh.people, RIDGE).least(rising=True)
        w = content.astype(np.float32)
        m = self._measured(asked, judged, weigh.fame_talks)
        stage = Stage(m.fame, m.offset + m.content @ w, m.judged_fame, m.judged_content @ w)
        fame = Loss(m, stage, weigh.fame_people, FAME_RIDGE).least(rising=False)
        return self.design.mix(content, fame, name)

    def _measured(self, asked: list[int], judged: list[int], talks: float) -> Measured:
        weights = {at: talks if self.questions[at].is_talk else 1.0 for at in asked}
        asked = [at for at in asked if weights[at]]
        some = [self.questions[at] for at in asked]
        sizes = [len(q.films) for q in some]
        content, fame = zip(*(self._rows[at] for at in asked), strict=True)
        judged_content, judged_fame = zip(*(self._judged[at] for at in judged), strict=True)
        alike, unlike, each, at = [], [], [], 0
        for j in (self.judged[number] for number in judged):
            a, b = len(j.alike), len(j.unlike)
            alike.append(np.repeat(np.arange(at, at + a), b))
            unlike.append(np.tile(np.arange(at + a, at + a + b), a))
            each.append(np.full(a * b, 1 / (a * b) / len(judged), np.float32))
            at += a + b
        return Measured(
            content=np.concatenate(content),
            fame=np.concatenate(fame),
            offset=np.concatenate([q.offset for q in some]),
            share=np.concatenate(
                [
                    q.share * np.float32(q.weight * weights[at])
                    for at, q in zip(asked, some, strict=True)
                ]
            ),
            starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32),
            judged_content=np.concatenate(judged_content),
            judged_fame=np.concatenate(judged_fame),
            alike=np.concatenate(alike),
            unlike=np.concatenate(unlike),
            each=np.concatenate(each),
        )


def folds_of(seeds: Collection[str], folds: int) -> dict[str, int]:
    """Give every seed film a fold, the same at every run."""
    dice = np.random.default_rng(11)
    ordered = sorted(seeds)
    return dict(zip(ordered, dice.permutation(len(ordered)) % folds, strict=True))


def mixes_of(learner: Learner, fold_of: dict[str, int]) -> list[Mix]:
    """Return a mix a fold, learned without any seed of it."""
    engine = learner.engine
    return [
        learner.mix(
            {engine.place(s) for s, its in fold_of.items() if its == fold and s in engine},
            f"without fold {fold}",
        )
        for fold in sorted(set(fold_of.values()))
    ]


def answered(
    engines: Sequence[Engine], fold_of: dict[str, int], rows: list[truth.Row], n: int
) -> list[truth.Row]:
    """Return predictions for a truth's rows, each by the mix that never saw its seeds.

    There is an engine for each fold. A conversation is answered by that of its first seed's fold:
    of its other seeds that one may have learned, of this conversation it has not.
    """
    found: list[truth.Row] = []
    for fold, engine in enumerate(engines):
        mine = [row for row in rows if fold_of[truth.seeds(row)[0]] == fold]
        found += predictions(engine, mine, n)
    return found


def cross_validated(
    engine: Engine, mixes: list[Mix], fold_of: dict[str, int], without: Collection[str] = ()
) -> dict[str, Any]:
    """Return the marks of all three truths, each seed answered by a mix that never saw it."""
    co_liking, human, talks = (truth.rows(n) for n in (truth.CO_LIKING, truth.HUMAN, truth.TALKS))
    engines = [replace(engine, mix=mix.without(without)) for mix in mixes]
    votes = truth.votes_of(engine)
    liked = truth.scored(answered(engines, fold_of, co_liking, 20), co_liking, votes)
    judged = truth.scored(answered(engines, fold_of, human, 200), human)
    talked = truth.recall_at_50(answered(engines, fold_of, talks, 60), talks)
    return {
        "ndcg@10": liked["ndcg@10"]["mean"],
        "auc": judged["pair_auc"]["mean"],
        "recall@50": talked,
        "gini": liked["gini"],
        "coverage@10": liked["coverage@10"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", type=int, default=5, help="0: learn only.")
    parser.add_argument("--out", type=Path, help="Where the weights learned from all seeds go.")
    parser.add_argument("--start", type=Path, default=SHIPPED, help="Weights that name rivals.")
    for kind, weight in Losses()._asdict().items():
        parser.add_argument(f"--{kind.replace('_', '-')}", type=float, default=weight)
    asked = parser.parse_args()
    engine = Engine.of(read_catalogue(truth.needed() / truth.CATALOGUE), Mix.load(asked.start))
    losses = Losses(*(getattr(asked, kind) for kind in Losses._fields))
    learner = Learner(engine, losses)
    print(
        f"learning from {len(learner.questions)} questions and {len(learner.judged)} judged films"
    )
    if asked.out:
        asked.out.write_text(written(learner.mix((), "learned")), encoding="utf-8")
    if asked.folds:
        fold_of = folds_of(truth.all_seeds(), asked.folds)
        mixes = mixes_of(learner, fold_of)
        for without in ((), ("widely_seen",)):
            marks = cross_validated(engine, mixes, fold_of, without)
            title = f"without {' '.join(without)}" if without else "with all"
            print(f"{title:22}", *(f"{name} {mark:.4f}" for name, mark in marks.items()))


if __name__ == "__main__":
    main()
