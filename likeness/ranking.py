"""Which films are most like each film."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from .evidence import Weighed, Weigher
from .facts import Evidence, FilmFacts, Trait
from .weights import COMMON_CEILING, COMMON_FLOOR, COMMON_SHARE, LONGLIST, TOO_LITTLE


@dataclass(frozen=True)
class Neighbour:
    """A film that is like another; the evidence's weights sum to the score."""

    other: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Neighbourhood:
    """The films most like a film, best first, and those of its own series in their own block."""

    neighbours: tuple[Neighbour, ...]
    same_series: tuple[Neighbour, ...]


def neighbours(
    films: Iterable[FilmFacts], n: int = 20, only: Collection[str] | None = None
) -> dict[str, Neighbourhood]:
    """Return the `n` films most like each film (or like each of `only`), by id.

    The cost follows the uncommon traits that films share, not the number of pairs.
    """
    weigher = Weigher.of(films)
    index = _Index(weigher)
    return {
        film: Neighbourhood(
            _best(weigher, film, index.longlist(film), n, TOO_LITTLE),
            _best(weigher, film, index.same_series(film)),
        )
        for film in (weigher.films if only is None else sorted(only))
    }


class _Index:
    """The films of each trait, by form: one form is never suggested for another."""

    def __init__(self, weigher: Weigher) -> None:
        self.weigher = weigher
        share = int(len(weigher.films) * COMMON_SHARE)
        self.common = min(max(COMMON_FLOOR, share), COMMON_CEILING)
        self.postings: Mapping[tuple[str, Trait], list[str]] = defaultdict(list)
        self.series: Mapping[Trait, list[str]] = defaultdict(list)
        for film, held in weigher.held.items():
            for trait in held:
                if trait[0] == "series":
                    self.series[trait].append(film)
                else:
                    self.postings[weigher.films[film].form, trait].append(film)

    def same_series(self, film: str) -> list[str]:
        traits = self.weigher.held[film]
        others = {other for trait in traits for other in self.series.get(trait, ())}
        return sorted(others - {film})

    def longlist(self, film: str) -> list[str]:
        """Return the films of its form that share most with it by uncommon traits."""
        form, held = self.weigher.films[film].form, self.weigher.held[film]
        shares: dict[str, float] = defaultdict(float)
        for trait, how in held.items():
            posting = self.postings.get((form, trait), ())
            if len(posting) > self.common:
                continue
            weight = self.weigher.weights[trait] * how.strength
            for other in posting:
                shares[other] += weight * self.weigher.held[other][trait].strength
        for other in (film, *self.same_series(film)):
            shares.pop(other, None)
        return sorted(shares, key=lambda other: (-shares[other], other))[:LONGLIST]


def _best(
    weigher: Weigher, film: str, others: Iterable[str], n: int | None = None, least: float = 0
) -> tuple[Neighbour, ...]:
    """Return the best `n` of these films (None: all) that score at least so much, best first."""
    found = [(other, weigher.weigh(film, other)) for other in others]
    found.sort(key=lambda pair: _rank(weigher, film, *pair))
    return tuple(
        Neighbour(other, weighed.score, tuple(weigher.evidence(film, other, weighed)))
        for other, weighed in found[:n]
        if weighed.score >= least
    )


def _rank(weigher: Weigher, film: str, other: str, weighed: Weighed) -> tuple[float, int, int, str]:
    """Sort by score, then by more reasons, then by the nearer year, then by id."""
    year, its = weigher.films[film].year, weigher.films[other].year
    apart = 10_000 if year is None or its is None else abs(year - its)
    return -weighed.score, -len(weighed.shared) - bool(weighed.era), apart, other
