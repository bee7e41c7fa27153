"""Putting the parts of a score into words, each pointing at the rows that prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .facts import Evidence, Neighbour
from .kernels import nearest_pair, nearness
from .kinds import KINDS, NUMBER, billing_of
from .space import Space

Floats = npt.NDArray[np.float32]
Part = tuple[int, int, int]  # kind, trait (-1: none), thousandths

MOST_WORDS = 4
MOST_GENRES = 3
NAMES = 2  # so many people speak for all of a role
WORD, THEME = NUMBER["word"], NUMBER["theme"]
STAR, DIRECTOR = NUMBER["star"], NUMBER["director"]
KINDRED_THEME, KINDRED_CAST = NUMBER["kindred_theme"], NUMBER["kindred_cast"]
KINDRED_DIRECTOR = NUMBER["kindred_director"]

# What is told of a kind that is not one shared thing: key, name, detail, the other's key.
Told = tuple[str, str, str, str]


class Holder:
    """A film and what it holds, looked up once for all that is told of it."""

    def __init__(self, space: Space, film: int) -> None:
        self.space, self.film = space, film

    @cached_property
    def strengths(self) -> dict[int, float]:
        """How much it has of each trait."""
        row = self.space.row(self.film)
        numbers, strengths = self.space.indices[row], self.space.strengths[row]
        return dict(zip(numbers.tolist(), strengths.tolist(), strict=True))

    def of(self, kind: str) -> list[int]:
        """Return its traits of a kind, the strongest first."""
        return [trait for _, trait in sorted(self._by_kind.get(NUMBER[kind], ()))]

    @cached_property
    def _by_kind(self) -> dict[int, list[tuple[float, int]]]:
        kinds = self.space.kind_of[self.space.indices[self.space.row(self.film)]].tolist()
        found: dict[int, list[tuple[float, int]]] = {}
        for kind, (trait, much) in zip(kinds, self.strengths.items(), strict=True):
            found.setdefault(kind, []).append((-much, trait))
        return found

    @cached_property
    def genres(self) -> list[int]:
        return self.of("genre")

    @cached_property
    def directors(self) -> list[int]:
        return self.of("director")

    @cached_property
    def stars(self) -> list[int]:
        return self.of("star")

    @cached_property
    def themes(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Its themes that the build knew, counted from the first of all."""
        known = self.space.traits_of("theme")
        mine = [trait - known.start for trait in self.of("theme") if trait < known.stop]
        return np.array(mine, np.int64)

    @cached_property
    def theme_weights(self) -> Floats:
        """How much each of those counts in where the film stands."""
        first, weights = self.space.traits_of("theme").start, self.space.weights
        traits = [first + theme for theme in self.themes.tolist()]
        return np.array([self.strengths[trait] * weights[trait] for trait in traits], np.float32)


class Pair(NamedTuple):
    space: Space
    one: Holder
    other: Holder

    def nearest_themes(self) -> tuple[int, int]:
        """Return the nearest two themes that only one film has; -1 if none are near."""
        counts = self.space.counts[self.space.traits_of("theme")]
        directions = self.space.theme_directions
        return nearest_pair(directions, counts, self.one.themes, self.other.themes)


def told(one: Holder, other: Holder, parts: Iterable[Part]) -> Neighbour:
    """Return a film like another with its reasons, the strongest first, from the one's side."""
    space = one.space
    pair = Pair(space, one, other)
    reasons: list[tuple[int, int, Evidence]] = []
    words: list[tuple[int, int]] = []
    values = {(number, trait): value for number, trait, value in parts}
    total = sum(values.values())
    _join(pair, values)
    for (number, trait), value in values.items():
        if number == WORD:
            words.append((-value, trait))
            continue
        reason = _shared(pair, number, trait, value) if trait >= 0 else _near(pair, number, value)
        reasons.append((-value, number, reason))
    if words:
        reason = _words(space, words)
        reasons.append((sum(value for value, _ in words), WORD, reason))
    reasons.sort(key=lambda each: (each[0], each[1], each[2].key))
    return Neighbour(space.ids[other.film], total / 1000, tuple(reason for _, _, reason in reasons))


def _join(pair: Pair, values: dict[tuple[int, int], int]) -> None:
    """Tell what kindred people and themes count with the person or theme of both, if it is one.

    Whoever shares a director has directors of one kind; a theme of both brings its share of how
    near the themes of both are. `values` are thousandths by kind and trait.
    """
    shared: dict[int, list[int]] = {THEME: [], STAR: [], DIRECTOR: []}
    for number, trait in values:
        if trait >= 0 and number in shared:
            shared[number].append(trait)
    if shared[DIRECTOR]:
        _move(values, KINDRED_DIRECTOR, {(DIRECTOR, shared[DIRECTOR][0]): 1.0})
    leads = {each.stars[0] for each in (pair.one, pair.other) if each.stars}
    if len(leads) == 1 and leads <= {*shared[STAR]}:
        _move(values, KINDRED_CAST, {(STAR, leads.pop()): 1.0})
    if shared[THEME] and (KINDRED_THEME, -1) in values:
        _move(values, KINDRED_THEME, _shares(pair, shared[THEME]))


def _shares(pair: Pair, themes: list[int]) -> dict[tuple[int, int], float]:
    """Return the share of each theme of both in how near all their themes are."""
    one, other, weights = pair.one, pair.other, pair.space.weights
    whole = nearness(
        pair.space.theme_directions,
        one.themes,
        one.theme_weights,
        other.themes,
        other.theme_weights,
    )
    shares = {
        (THEME, theme): float(
            one.strengths[theme] * other.strengths[theme] * weights[theme] ** 2 / whole
        )
        for theme in themes
        if theme < pair.space.traits_of("theme").stop and whole > 0
    }
    if shares and pair.nearest_themes()[0] < 0:  # nothing else brings them near
        rest = 1 / sum(shares.values())
        return {part: share * rest for part, share in shares.items()}
    return shares


def _move(
    values: dict[tuple[int, int], int], kindred: int, shares: dict[tuple[int, int], float]
) -> None:
    """Take shares of what a kind of kinship counts to other parts."""
    whole = left = values.pop((kindred, -1), 0)
    for part, share in shares.items():
        moved = min(round(whole * share), left)
        if left - moved < len(shares):  # what rounding leaves
            moved = left
        values[part] += moved
        left -= moved
    if left:
        values[kindred, -1] = left


def _shared(pair: Pair, number: int, trait: int, value: int) -> Evidence:
    space = pair.space
    detail = space.rarity(trait)
    if KINDS[number] == "star":
        first, second = (billing_of(film.strengths[trait]) for film in (pair.one, pair.other))
        both = f"{_ordinal(first)} in both" if first == second else None
        detail = f"billed {both or f'{_ordinal(first)} and {_ordinal(second)}'}, {detail}"
    return Evidence(KINDS[number], space.traits[trait][1], space.names[trait], detail, value / 1000)


def _words(space: Space, words: list[tuple[int, int]]) -> Evidence:
    names = [space.names[trait] for _, trait in sorted(words) if trait >= 0][:MOST_WORDS]
    weight = -sum(value for value, _ in words) / 1000
    first = names[0] if names else ""
    return Evidence("word", first, ", ".join(names), "words of both synopses", weight)


def _near(pair: Pair, number: int, value: int) -> Evidence:
    kind = KINDS[number]
    key, name, detail, other = TELL[kind](pair)
    return Evidence(kind, key, name, detail, value / 1000, other)


def _era(pair: Pair) -> Told:
    year, its = (int(pair.space.year[film.film]) for film in (pair.one, pair.other))
    apart = abs(year - its)
    name = {0: "The same year", 1: "A year apart"}.get(apart, f"{apart} years apart")
    return str(its), name, f"{year} and {its}", ""


def _genre_mix(pair: Pair) -> Told:
    space, mine, theirs = pair.space, set(pair.one.genres), set(pair.other.genres)
    both = sorted(mine & theirs)
    name = " and ".join(space.names[trait] for trait in both[:MOST_GENRES])
    key = space.traits[both[0]][1] if both else ""
    return key, name, f"{len(both)} of their {len(mine | theirs)} genres", ""


def _kindred_themes(pair: Pair) -> Told:
    """Name the two themes, one of each film, that bring the films nearest."""
    space, known = pair.space, pair.space.traits_of("theme")
    first, second = pair.nearest_themes()
    if first < 0:
        return "", "Kindred themes", "themes that often stand together", ""
    one, other = (known.start + int(theme) for theme in (first, second))
    name = f"{space.names[one]} and {space.names[other]}"
    detail = "themes that often stand together"
    return space.traits[one][1], name, detail, space.traits[other][1]


def _kindred_story(_pair: Pair) -> Told:
    return "", "Kindred stories", "told with words that go together", ""


def _kindred_directors(pair: Pair) -> Told:
    return _kindred(pair, pair.one.directors, pair.other.directors, "who make films of one kind")


def _kindred_cast(pair: Pair) -> Told:
    detail = "casts known from films of one kind"
    return _kindred(pair, pair.one.stars, pair.other.stars, detail)


def _kindred(pair: Pair, first: Sequence[int], second: Sequence[int], detail: str) -> Told:
    space = pair.space
    people = [traits[0] for traits in (first, second) if traits]
    keys = [space.traits[person][1] for person in people]
    name = " and ".join(dict.fromkeys(space.names[person] for person in people))
    other = keys[1] if len({*keys}) == NAMES else ""
    return keys[0] if keys else "", name, detail, other


def _reception(pair: Pair) -> Told:
    first, second = (pair.space.reception[film.film] for film in (pair.one, pair.other))
    return "", "Received alike", f"{first:.1f} and {second:.1f} of 10", ""


def _widely_seen(pair: Pair) -> Told:
    votes = int(pair.space.votes[pair.other.film])
    detail = f"rated by {votes:,}" if votes else "as other films of its people are"
    return "", "Widely seen", detail, ""


def _viewers(_pair: Pair) -> Told:
    return "", "Liked by the same viewers", "beyond what all films share", ""


def _synopsis(_pair: Pair) -> Told:
    return "", "Synopses of one meaning", "by the model that was plugged in", ""


def _something(_pair: Pair) -> Told:
    return "", "", "", ""


TELL: dict[str, Callable[[Pair], Told]] = dict.fromkeys(KINDS, _something) | {
    "era": _era,
    "genre_mix": _genre_mix,
    "kindred_theme": _kindred_themes,
    "kindred_story": _kindred_story,
    "kindred_director": _kindred_directors,
    "kindred_cast": _kindred_cast,
    "reception": _reception,
    "widely_seen": _widely_seen,
    "viewers": _viewers,
    "synopsis": _synopsis,
}


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
