"""Why two films are alike, and how much each reason counts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from .facts import Evidence, FilmFacts, Held, Trait, traits
from .weights import ERA_HALVES_AFTER, FURTHER_ROLE, RARE, SLIGHT, WEIGHTS

ROLES = {"director", "writer", "star", "composer", "cinematographer"}


@dataclass(frozen=True)
class Rarity:
    """How many films there are, and how many of them have each trait."""

    films: int
    counts: Mapping[Trait, int]

    @classmethod
    def among(cls, films: Collection[FilmFacts]) -> Rarity:
        """Count the traits of all films."""
        return cls(len(films), Counter(trait for film in films for trait in traits(film)))

    def count(self, trait: Trait) -> int:
        """Return how many films have a trait: two at least, for it is asked of what two share."""
        return max(self.counts.get(trait, 0), 2)

    def of(self, trait: Trait) -> float:
        """Return 1 for what one film in fifty has, or fewer, falling to 0 for what all have."""
        count = self.count(trait)
        return min(math.log((max(self.films, count) + 1) / (count + 1)) / math.log(RARE), 1.0)

    def in_words(self, trait: Trait) -> str:
        return f"one of {self.count(trait):,} films in {max(self.films, 2):,}"


@dataclass(frozen=True)
class Weighed:
    """What two films share: the weight of each trait, and of their nearness in time."""

    shared: Mapping[Trait, float]
    era: float

    @property
    def score(self) -> float:
        return math.fsum([*self.shared.values(), self.era])


@dataclass(frozen=True)
class Weigher:
    """Films ready to be weighed against each other, two at a time."""

    films: Mapping[str, FilmFacts]
    held: Mapping[str, Mapping[Trait, Held]]
    rarity: Rarity
    weights: Mapping[Trait, float]  # of each trait, where two films hold it in full

    @classmethod
    def of(cls, films: Iterable[FilmFacts], rarity: Rarity | None = None) -> Weigher:
        """Prepare films; without a rarity they are all there are, and it is counted among them."""
        by_id = {film.id: film for film in sorted(films, key=lambda film: film.id)}
        held = {film.id: traits(film) for film in by_id.values()}
        rarity = rarity or Rarity.among(by_id.values())
        known = {trait for each in held.values() for trait in each}
        return cls(by_id, held, rarity, {t: WEIGHTS[t[0]] * rarity.of(t) for t in known})

    def weigh(self, a: str, b: str) -> Weighed:
        """Weigh what two films share, rounded as it is shown; the same both ways."""
        mine, theirs = self.held[a], self.held[b]
        weights = {
            trait: self.weights[trait] * (mine[trait].strength * theirs[trait].strength)
            for trait in mine.keys() & theirs.keys()
        }
        _lighten_further_roles(weights)
        kept = {trait: round(weight, 3) for trait, weight in weights.items() if weight >= SLIGHT}
        era = round(_nearness(self.films[a].year, self.films[b].year), 3)
        return Weighed(kept, era if era >= SLIGHT else 0.0)

    def evidence(self, a: str, b: str, weighed: Weighed | None = None) -> list[Evidence]:
        """Put into words what two films share, strongest first, from the first film's side."""
        weighed = weighed or self.weigh(a, b)
        found = [
            Evidence(*trait, self.held[a][trait].name, self._detail(trait, a, b), weight)
            for trait, weight in weighed.shared.items()
        ]
        if weighed.era:
            found.append(_era(self.films[a].year or 0, self.films[b].year or 0, weighed.era))
        return sorted(found, key=lambda reason: (-reason.weight, _place((reason.kind, reason.key))))

    def _detail(self, trait: Trait, a: str, b: str) -> str:
        words = self.rarity.in_words(trait)
        if trait[0] != "star":
            return words
        first, second = (_ordinal(self.held[film][trait].billing) for film in (a, b))
        billed = f"{first} in both" if first == second else f"{first} and {second}"
        return f"billed {billed}, {words}"


def shared(a: FilmFacts, b: FilmFacts, rarity: Rarity) -> list[Evidence]:
    """Return why two films are alike, strongest first; the weights' sum is their score."""
    return Weigher.of((a, b), rarity).evidence(a.id, b.id)


def _lighten_further_roles(weights: dict[Trait, float]) -> None:
    """Count each person in full for the weightiest of the roles that two films share."""
    roles = [trait for trait in weights if trait[0] in ROLES]
    seen: set[str] = set()
    for trait in sorted(roles, key=lambda role: (-weights[role], _place(role))):
        if trait[1] in seen:
            weights[trait] *= FURTHER_ROLE
        seen.add(trait[1])


def _place(trait: Trait) -> tuple[int, str]:
    """Order reasons of one weight by kind as the table of weights does, then by key."""
    return list(WEIGHTS).index(trait[0]), trait[1]


def _ordinal(billing: int) -> str:
    return f"{billing}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(billing, 'th') }"


def _nearness(year: int | None, other: int | None) -> float:
    if year is None or other is None:
        return 0.0
    return float(WEIGHTS["era"] * 0.5 ** (abs(year - other) / ERA_HALVES_AFTER))


def _era(year: int, other: int, weight: float) -> Evidence:
    apart = abs(year - other)
    name = {0: "The same year", 1: "A year apart"}.get(apart, f"{apart} years apart")
    return Evidence("era", str(other), name, f"{year} and {other}", weight)
