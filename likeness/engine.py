"""Which films are most like a film, and why: the engine over a catalogue."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

from . import kernels
from .arrays import Likes, films_of, finder_of, likes_of
from .facts import Evidence, FilmFacts, Neighbour, Neighbourhood
from .gathering import space_of
from .kernels import Desk, Films, Finder, Net, Nets, Weights
from .kinds import NUMBER
from .mix import Mix
from .one_film import with_film, without_film
from .space import Space
from .telling import Holder, Part, told

Ints = npt.NDArray[np.int32]
Marks = npt.NDArray[np.bool_]
Done = TypeVar("Done")

MOST_SEEDS = 5
EXACT_UP_TO = 3_000  # films, up to which every film is weighed against every other
CHUNK = 256
HOLDERS = 5_000  # films whose facts are kept laid out while all lists are told
WIDTH = 96  # parts of one score that are kept apart
THREADS = 2
LESS = 0.5  # how much likeness to an unwanted film takes away

WORTH_A_THREAD = 20_000  # films, from which weighing one against all is shared between threads

# How wide the net of candidates is cast; benchmarks/likeness/scale.py measures what it misses.
NET = Net(deep=3_000, years=12, per_cell=400, per_year=200, known=500, most=1_200)


class UnknownFilm(KeyError):
    """No film of the catalogue has this id."""

    def __str__(self) -> str:
        return f"No film of the catalogue has the id {self.args[0]!r}."


class Suggestion(NamedTuple):
    """A film for those who loved several: what it takes from each seed, in the seeds' order.

    The score is the mean of the seeds' scores, less `LESS` of the mean of the unwanted films'.
    """

    other: str
    score: float
    taken: tuple[Neighbour, ...]  # from each seed; `other` is the seed


class Answers(NamedTuple):
    """The best of some films as arrays: places, thousandths, and how many there are of each."""

    seeds: Ints
    found: Ints
    totals: Ints
    sizes: Ints


class Parts(NamedTuple):
    """Scores taken apart: kind, trait and thousandths of each part; how many parts there are."""

    kinds: Ints
    traits: Ints
    values: Ints
    sizes: Ints

    @classmethod
    def empty(cls, *shape: int) -> Parts:
        """Return room for `shape` scores."""
        kinds, traits, values = (np.empty((*shape, WIDTH), np.int32) for _ in range(3))
        return cls(kinds, traits, values, np.zeros(shape, np.int32))

    def of(self, *at: int) -> list[Part]:
        size = self.sizes[at]
        columns = (column[at][:size].tolist() for column in (self.kinds, self.traits, self.values))
        return list(zip(*columns, strict=True))


@dataclass(frozen=True)
class Engine:
    """A catalogue and a mix of weights; everything it says follows from these two alone."""

    space: Space
    mix: Mix
    likes: sparse.csr_matrix | None = None  # how much the same viewers like two films

    @classmethod
    def of(
        cls,
        films: Iterable[FilmFacts],
        mix: Mix | None = None,
        *,
        likes: Likes | None = None,
        embeddings: Mapping[str, Sequence[float]] | None = None,
    ) -> Engine:
        """Read a catalogue; raises CatalogueError where the films are none."""
        space = space_of(films, embeddings)
        return cls(space, mix or Mix.load(), likes_of(space, likes) if likes else None)

    def __contains__(self, film: object) -> bool:
        return film in self.space.place_of

    def place(self, film: str) -> int:
        try:
            return self.space.place_of[film]
        except KeyError:
            raise UnknownFilm(film) from None

    # One film -----------------------------------------------------------------------------------

    def neighbours(
        self, film: str, n: int = 20, keep: Callable[[str], bool] | None = None
    ) -> Neighbourhood:
        """Return the `n` films most like a film, weighed against every other, by their ids.

        `keep` says which films may be named; it is asked before cutting to `n`.
        """
        a = self.place(film)
        allowed = self.may_be_named([a]) & self._kept(keep)
        series = self.series_of(a)
        allowed[series] = False
        best = self._best(a, self._both(a)[0], allowed, n)
        of_series = [b for b in series.tolist() if keep is None or keep(self.space.ids[b])]
        return Neighbourhood(self.explain(a, best), self._in_order(a, of_series))

    def may_be_named(self, seeds: Sequence[int]) -> Marks:
        """Mark the films of the seeds' forms that are not the seeds, nor duplicates of them."""
        of_form: Marks = np.isin(self.films.form, self.films.form[list(seeds)])
        return of_form & self._apart_from(seeds)

    def _apart_from(self, films: Sequence[int]) -> Marks:
        """Mark all but these films and their duplicates."""
        marks = np.ones(len(self.space), np.bool_)
        marks[list(films)] = False
        numbers = self.films.duplicate[list(films)]
        marks[np.isin(self.films.duplicate, numbers[numbers >= 0])] = False
        return marks

    def _best(self, a: int, totals: Ints, allowed: Marks, n: int) -> Ints:
        """Return the best by total; among equals the nearer year comes first, then the id."""
        places = np.flatnonzero(allowed)
        if n < len(places):
            least = -np.partition(-totals[places], n)[n]
            places = places[totals[places] >= least]
        apart = np.abs(self.films.year[places] - self.films.year[a])
        order = np.lexsort((places, apart, -totals[places]))
        return places[order][:n].astype(np.int32)

    def series_of(self, a: int) -> Ints:
        """Return the places of the other films of a film's series."""
        number = self.films.series[a]
        if number < 0:
            return np.zeros(0, np.int32)
        in_order, numbers = self._by_series
        first, after = np.searchsorted(numbers, [number, number + 1])
        same: Ints = in_order[first:after]
        groups = self.films.duplicate
        again = (groups[same] == groups[a]) & (groups[a] >= 0)
        others: Ints = same[(same != a) & ~again]
        return others

    @cached_property
    def _by_series(self) -> tuple[Ints, Ints]:
        """Return films by the number of their series, and those numbers."""
        in_order = np.argsort(self.films.series, kind="stable").astype(np.int32)
        return in_order, self.films.series[in_order]

    def explain(self, a: int, others: Ints) -> tuple[Neighbour, ...]:
        """Return other films with scores and evidence, in the order given."""
        parts = Parts.empty(len(others))
        kernels.explain(self.films, self.weights, a, others, self._desk(), *parts)
        one = Holder(self.space, a)
        return tuple(
            told(one, Holder(self.space, b), parts.of(at)) for at, b in enumerate(others.tolist())
        )

    def _in_order(self, a: int, others: Sequence[int]) -> tuple[Neighbour, ...]:
        found = self.explain(a, np.array(others, np.int32))
        return tuple(sorted(found, key=lambda like: (-like.score, like.other)))

    def evidence(self, film: str, other: str) -> tuple[Evidence, ...]:
        """Return why two films are alike, the strongest reason first."""
        return self.explain(self.place(film), np.array([self.place(other)], np.int32))[0].evidence

    def scores(self, film: str, others: Sequence[str]) -> list[float]:
        """Return the scores of some other films, whatever their form or series."""
        places = [self.place(other) for other in others]
        return [total / 1000 for total in self._both(self.place(film))[0][places].tolist()]

    def measures(self, a: int, others: Ints) -> npt.NDArray[np.float32]:
        """Return how much two films share of each of KINDS, before it is weighed.

        One row each other film. Era is years apart, reception points apart (-1: not known).
        """
        measured = np.empty((len(others), len(NUMBER)), np.float32)
        kernels.measure_all(self.films, a, others, self._desk(), measured)
        return measured

    # Several films ------------------------------------------------------------------------------

    def blend(
        self,
        seeds: Sequence[str],
        n: int = 20,
        less: Sequence[str] = (),
        keep: Callable[[str], bool] | None = None,
    ) -> list[Suggestion]:
        """Return films for those who loved all the seeds, and not those of `less`, best first.

        A suggestion has the form of one of the seeds; seeds, unwanted films and their duplicates
        are not suggested. Raises ValueError for no seed or more than `MOST_SEEDS`.
        """
        wanted, unwanted = list(dict.fromkeys(seeds)), list(dict.fromkeys(less))
        if not 1 <= len(wanted) <= MOST_SEEDS or len(unwanted) > MOST_SEEDS:
            raise ValueError(f"A blend starts from 1 to {MOST_SEEDS} films.")
        places = [self.place(seed) for seed in wanted]
        against = [self.place(film) for film in unwanted]
        total = self.blended(places, against)
        allowed = self.may_be_named(places) & self._apart_from(against) & self._kept(keep)
        chosen = np.flatnonzero(allowed)
        order = chosen[np.lexsort((chosen, -total[chosen]))][:n].astype(np.int32)
        return self._suggested(wanted, order, total[order])

    def longlisted(self, seeds: Sequence[str], n: int = 300) -> list[str]:
        """Return films for those who loved all the seeds, best first, out of the best `n` of each.

        Far quicker than `blend` in a large catalogue, where a film that is like all of them a
        little and like none of them much may be missed.
        """
        places = [self.place(seed) for seed in dict.fromkeys(seeds)]
        found = [self._answered(np.array([a], np.int32), n) for a in places]
        others = np.unique(np.concatenate([each.found[0, : each.sizes[0]] for each in found]))
        others = others[self.may_be_named(places)[others]].astype(np.int32)
        total = self._blended_of(places, others)
        return [self.space.ids[b] for b in others[np.lexsort((others, -total))].tolist()]

    def suggested(self, seeds: Sequence[str], others: Sequence[str]) -> list[Suggestion]:
        """Return some films as `blend` would suggest them, in the order given."""
        places = np.array([self.place(other) for other in others], np.int32)
        total = self._blended_of([self.place(seed) for seed in seeds], places)
        return self._suggested(seeds, places, total)

    def _suggested(
        self, seeds: Sequence[str], others: Ints, scores: npt.NDArray[np.float64]
    ) -> list[Suggestion]:
        taken = [self.explain(self.place(seed), others) for seed in seeds]
        return [
            Suggestion(
                self.space.ids[b],
                round(float(scores[at]), 3),
                tuple(
                    each[at]._replace(other=seed) for seed, each in zip(seeds, taken, strict=True)
                ),
            )
            for at, b in enumerate(others.tolist())
        ]

    def _blended_of(self, seeds: Sequence[int], others: Ints) -> npt.NDArray[np.float64]:
        """Return the scores of some films for several seeds."""
        ours, theirs = (np.empty((len(seeds), len(others)), np.int32) for _ in range(2))
        for at, a in enumerate(seeds):
            room = self._desk(), ours[at], theirs[at]
            kernels.score_both(self.films, self.weights, a, others, *room)
        total: npt.NDArray[np.float64] = np.round(np.mean(ours, axis=0) / 1000, 3)
        return total

    def blended(self, seeds: Sequence[int], less: Sequence[int] = ()) -> npt.NDArray[np.float64]:
        """Return every film's score for several seeds."""
        total: npt.NDArray[np.float64] = np.mean([self._both(a)[0] for a in seeds], axis=0)
        if less:
            total = total - LESS * np.mean([self._both(a)[0] for a in less], axis=0)
        return np.round(total / 1000, 3)

    # All films ----------------------------------------------------------------------------------

    def all_neighbours(
        self, n: int = 20, only: Collection[str] | None = None
    ) -> Iterator[tuple[str, Neighbourhood]]:
        """Yield every film (or each of `only`) with its neighbourhood, in the order of their ids.

        While one chunk is put into words, others are worked out on THREADS threads.
        """

        def work(chunk: Ints) -> tuple[Answers, Parts]:
            answers = self._answered(chunk, n)
            parts = Parts.empty(len(chunk), n)
            found = answers.found, answers.sizes
            kernels.explain_many(
                self.films, self.weights, answers.seeds, self._desk(), *found, *parts
            )
            return answers, parts

        holder = lru_cache(HOLDERS)(partial(Holder, self.space))  # many are named again and again
        for answers, parts in self._in_chunks(work, only):
            for at, a in enumerate(answers.seeds.tolist()):
                one, found = Holder(self.space, a), answers.found[at, : answers.sizes[at]]
                likes = tuple(
                    told(one, holder(b), parts.of(at, rank))
                    for rank, b in enumerate(found.tolist())
                )
                yield (
                    self.space.ids[a],
                    Neighbourhood(likes, self._in_order(a, self.series_of(a).tolist())),
                )

    def answers(self, n: int = 20, only: Collection[str] | None = None) -> Iterator[Answers]:
        """Yield the best of all films (or some) as arrays, some hundred at a time.

        Up to `EXACT_UP_TO` films each is weighed against all; beyond, against a longlist.
        """
        return self._in_chunks(lambda chunk: self._answered(chunk, n), only)

    def _in_chunks(
        self, work: Callable[[Ints], Done], only: Collection[str] | None
    ) -> Iterator[Done]:
        seeds = self._all if only is None else np.array(sorted(map(self.place, only)), np.int32)
        with ThreadPoolExecutor(THREADS) as threads:
            waiting: deque[Future[Done]] = deque()
            for at in range(0, len(seeds), CHUNK):
                waiting.append(threads.submit(work, seeds[at : at + CHUNK]))
                if len(waiting) > 2 * THREADS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _answered(self, seeds: Ints, n: int) -> Answers:
        exact = len(self.space) <= EXACT_UP_TO
        return self._exactly(seeds, n) if exact else self._nearly(seeds, n)

    def _exactly(self, seeds: Ints, n: int) -> Answers:
        desk = self._desk()
        found, totals = (np.zeros((len(seeds), n), np.int32) for _ in range(2))
        sizes = np.empty(len(seeds), np.int32)
        for at, a in enumerate(seeds.tolist()):
            room = desk, found[at], totals[at]
            sizes[at] = kernels.best(self.films, self.weights, a, self._all, *room)
        return Answers(seeds, found, totals, sizes)

    def _nearly(self, seeds: Ints, n: int) -> Answers:
        found, totals = (np.zeros((len(seeds), n), np.int32) for _ in range(2))
        sizes = np.empty(len(seeds), np.int32)
        room = self._desk(), self._nets(), found, totals, sizes
        kernels.best_of_many(self.films, self.weights, self.finder, NET, seeds, *room)
        return Answers(seeds, found, totals, sizes)

    # One film changed ---------------------------------------------------------------------------

    def with_film(self, film: FilmFacts) -> Engine:
        """Return the engine with a film added or replaced; what is rare stays as it was counted."""
        return replace(self, space=with_film(self.space, film), likes=None)

    def without_film(self, film: str) -> Engine:
        return replace(self, space=without_film(self.space, film), likes=None)

    def entered(self, film: str, least: Mapping[str, float]) -> dict[str, Neighbour]:
        """Return the films whose lists a film belongs on, each with the film as its neighbour.

        `least` has the lowest score on each film's full list; a film without one has room.
        """
        b = self.place(film)
        floors = np.full(len(self.space), np.iinfo(np.int32).min, np.int64)
        for other, score in least.items():
            if other in self:
                floors[self.place(other)] = round(score * 1000)
        allowed = self.may_be_named([b]) & (self._both(b)[1] >= floors)
        allowed[self.series_of(b)] = False
        place = np.array([b], np.int32)
        return {
            self.space.ids[a]: self.explain(a, place)[0] for a in np.flatnonzero(allowed).tolist()
        }

    # Arrays -------------------------------------------------------------------------------------

    @cached_property
    def films(self) -> Films:
        return films_of(self.space, self.mix, self.likes)

    @cached_property
    def weights(self) -> Weights:
        return Weights(*self.mix.knots(), self.mix.era_table(), self.mix.fame_table())

    @cached_property
    def finder(self) -> Finder:
        return finder_of(self.space, self.weights)

    @cached_property
    def _all(self) -> Ints:
        return np.arange(len(self.space), dtype=np.int32)

    @cached_property
    def _last(self) -> dict[int, tuple[Ints, Ints]]:
        return {}

    def _both(self, a: int) -> tuple[Ints, Ints]:
        """Return every film's total for a film, and the film's total for every other.

        Those of the last film asked for are kept: its own list and those that it enters are one
        question.
        """
        kept = self._last.get(a)
        if kept is not None:
            return kept
        ours, theirs = np.empty(len(self.space), np.int32), np.empty(len(self.space), np.int32)

        def work(part: slice) -> None:
            room = self._desk(), ours[part], theirs[part]
            kernels.score_both(self.films, self.weights, a, self._all[part], *room)

        half = len(self.space) // 2
        parts = [slice(0, half), slice(half, None)]
        if half < WORTH_A_THREAD:
            parts = [slice(0, None)]
        self.films, self.weights, self._all  # noqa: B018 — made here, not in two threads at once
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(work, parts))
        self._last.clear()
        self._last[a] = ours, theirs
        return ours, theirs

    def _desk(self) -> Desk:
        rows = kernels.BLOCK
        return Desk(
            mine=np.zeros(len(self.space.kind_of), np.float32),
            likes=np.zeros(len(self.space), np.float32),
            x=np.empty((rows, len(NUMBER)), np.float32),
            parts=np.empty((rows, len(NUMBER)), np.int32),
            totals=np.empty(rows, np.int32),
        )

    def _nets(self) -> Nets:
        n = len(self.space)
        return Nets(np.zeros(n, kernels.CAUGHT), np.empty(n, np.int32))

    def _kept(self, keep: Callable[[str], bool] | None) -> Marks:
        if keep is None:
            return np.ones(len(self.space), np.bool_)
        return np.array([bool(keep(film)) for film in self.space.ids], np.bool_)
