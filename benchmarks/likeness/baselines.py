"""What else names films like a film: the usual ways, for the engine to be compared with.

Each gives every film a score for a seed; several seeds have the mean. All are answered under the
rules that the engine keeps: films of a seed's form only, never a seed or its duplicate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from likeness import Engine, FilmFacts, Mix
from likeness.evaluation import GATED
from likeness.kinds import KINDS
from likeness.mix import Table

from .design import KNOTS
from .truth import Row, relevant, seeds

Floats = npt.NDArray[np.float64]
Scores = Callable[[int], Floats]  # every film's score for the film of this place

WORD = re.compile(r"[^\W\d_]+")
# Lucene's list of English words that say nothing.
STOP_WORDS = frozenset(
    WORD.findall(
        "a an and are as at be but by for if in into is it no not of on or such that the their"
        " then there these they this to was will with"
    )
)
# What Lucene's MoreLikeThis takes of a film to ask with, and BM25's constants there.
QUERY_TERMS, FEWEST_FILMS = 25, 5
K1, B = 1.2, 0.75


def answered(engine: Engine, scores: Scores, rows: Iterable[Row], n: int) -> Iterator[Row]:
    """Yield {"id", "similar", "scores"} for each row of a truth, as `predictions` does."""
    for row in rows:
        places = [engine.place(seed) for seed in seeds(row) if seed in engine]
        if not places:
            yield {"id": row["id"], "similar": [], "scores": {}}
            continue
        total = np.mean([scores(a) for a in places], axis=0)
        total[~np.isin(engine.films.form, engine.films.form[places])] -= GATED
        open_to = engine.may_be_named(places)
        chosen = np.flatnonzero(open_to)
        order = chosen[np.lexsort((chosen, -total[chosen]))][:n]
        judged = [film for film in (*relevant(row), *row.get("not_relevant", ())) if film in engine]
        yield {
            "id": row["id"],
            "similar": [engine.space.ids[b] for b in order.tolist()],
            "scores": {film: float(total[engine.place(film)]) for film in judged},
        }


def usual(films: Sequence[FilmFacts]) -> dict[str, Scores]:
    """Return the usual ways by name, over films in the order of their ids."""
    plots = [_words(film.synopsis) for film in films]
    return {
        "random": _random(len(films)),
        "popularity only": _popularity(films),
        "same genres, then popularity": _same_genres(films),
        "TF-IDF of plots": _cosine(_tf_idf(_counted(plots))),
        "popular metadata soup": _cosine(_counted([_soup(film) for film in films])),
        "BM25 more like this": _more_like_this(films, plots),
    }


def equal_mix(mix: Mix) -> Mix:
    """Return a mix of the engine's own fields in which every kind counts from 0 up to 1.

    A kind counts in full at the last knot that is learned of it. Genres count by their overlap.
    """
    curves = {kind: ((0.0, 0.0), (1.0, 1.0)) for kind in KINDS if kind not in KNOTS}
    curves |= {kind: ((0.0, 0.0), (float(knots[-1]), 1.0)) for kind, knots in KNOTS.items()}
    apart = float(KNOTS["reception"][-1])
    return Mix(
        name="equal",
        curves={**curves, "reception": ((0.0, 1.0), (apart, 0.0))},
        genres={},
        other_genres=0.0,
        era=Table((1900.0,), (0.0, mix.era.columns[-1]), ((1.0, 0.0),)),
        widely_seen=Table((0.0,), (0.0, 6.0), ((0.0, 1.0),)),
    )


def _random(number: int) -> Scores:
    return lambda film: np.random.default_rng([5, film]).random(number)


def _popularity(films: Sequence[FilmFacts]) -> Scores:
    known = np.log10(1 + np.array([film.votes for film in films], float))
    return lambda _film: known


def _same_genres(films: Sequence[FilmFacts]) -> Scores:
    """Rank by the share of genres in common; popularity decides among equals only."""
    has = _counted([[key for key, _ in film.genres] for film in films])
    number = np.asarray(has.sum(axis=1)).ravel()
    votes = np.array([film.votes for film in films], float)
    tie_break = 1e-3 * np.log10(1 + votes) / 10

    def scores(film: int) -> Floats:
        both = np.asarray((has @ has[film].T).todense()).ravel()
        either = np.maximum(number + number[film] - both, 1)
        return np.asarray(both / either + tie_break)

    return scores


def _cosine(rows: sparse.csr_matrix) -> Scores:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scaled = sparse.diags(1 / np.maximum(lengths, 1e-12)) @ rows
    by_term = scaled.T.tocsr()
    return lambda film: (scaled[film] @ by_term).toarray().ravel()


def _tf_idf(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    films = counts.getnnz(axis=0)
    return counts @ sparse.diags(np.log((1 + counts.shape[0]) / (1 + films)) + 1)


def _soup(film: FilmFacts) -> list[str]:
    """Return what the well-known tutorials put into one bag, names written as one word."""
    named = [
        *(theme[1] for theme in film.themes),
        *(billed.name for billed in sorted(film.cast, key=lambda one: one.billing)[:3]),
        *(name for _, name in film.directors),
        *(name for _, name in film.genres),
    ]
    return [name.lower().replace(" ", "") for name in named]


class _Field(NamedTuple):
    """One field of the index: how much each term counts in each film, and how telling it is."""

    counts: sparse.csr_matrix
    by_term: sparse.csr_matrix  # BM25's weight, a row a term
    rarity: Floats
    films: Floats


def _more_like_this(films: Sequence[FilmFacts], plots: list[list[str]]) -> Scores:
    """Ask BM25 with the film's own strongest terms, of all fields together, as Lucene does."""
    fields = [
        _field(plots),
        _field([[theme[0] for theme in film.themes] for film in films]),
        _field([_people(film) for film in films]),
        _field([[key for key, _ in film.genres] for film in films]),
    ]

    def scores(film: int) -> Floats:
        terms = [
            (float(times * field.rarity[term]), at, int(term))
            for at, field in enumerate(fields)
            for term, times in _held(field.counts, film)
            if field.films[term] >= FEWEST_FILMS
        ]
        asked = sorted(terms, key=lambda one: (-one[0], *one[1:]))[:QUERY_TERMS]
        total = np.zeros(len(films))
        for at, field in enumerate(fields):
            chosen = [term for _, its, term in asked if its == at]
            if chosen:
                total += np.asarray(field.by_term[chosen].sum(axis=0)).ravel()
        return total

    return scores


def _field(tokens: list[list[str]]) -> _Field:
    counts = _counted(tokens)
    films = np.asarray(counts.getnnz(axis=0), float)
    rarity = np.log(1 + (len(tokens) - films + 0.5) / (films + 0.5))
    length = np.asarray(counts.sum(axis=1)).ravel()
    norm = K1 * (1 - B + B * length / max(length.mean(), 1e-9))
    weighed = counts.copy()
    times = counts.data / (counts.data + np.repeat(norm, np.diff(counts.indptr)))
    weighed.data = rarity[counts.indices] * times
    return _Field(counts, weighed.T.tocsr(), rarity, films)


def _held(counts: sparse.csr_matrix, film: int) -> Iterator[tuple[int, float]]:
    row = slice(counts.indptr[film], counts.indptr[film + 1])
    return zip(counts.indices[row].tolist(), counts.data[row].tolist(), strict=True)


def _people(film: FilmFacts) -> list[str]:
    named = (*film.directors, *film.writers, *film.composers, *film.cinematographers)
    return [*(key for key, _ in named), *(billed.key for billed in film.cast)]


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word not in STOP_WORDS]


def _counted(tokens: list[list[str]]) -> sparse.csr_matrix:
    """Return how often each film has each token, tokens numbered as they come."""
    numbers: dict[str, int] = {}
    columns = [numbers.setdefault(token, len(numbers)) for held in tokens for token in held]
    starts = np.concatenate([[0], np.cumsum([len(held) for held in tokens])])
    shape = (len(tokens), max(len(numbers), 1))
    counts = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)
    counts.sum_duplicates()
    return counts
