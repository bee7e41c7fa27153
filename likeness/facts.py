"""A film as the engine sees it, and a reason why two are alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .weights import STAR_FADE, STARS, THEME_FADE

# A key that links to the proof (a slug or a code), and the name that people read.
Named = tuple[str, str]

# A kind of likeness and a key: what two films can share.
Trait = tuple[str, str]


class Billed(NamedTuple):
    """One of the cast; billing 1 comes first."""

    key: str
    name: str
    billing: int


class Held(NamedTuple):
    """How a film holds a trait: strength is above 0, at most 1; billing is 0 outside the cast."""

    name: str
    strength: float = 1.0
    billing: int = 0


@dataclass(frozen=True)
class FilmFacts:
    """What is known of a film. Whatever is not known stays empty and is never a likeness."""

    id: str
    title: str = ""
    year: int | None = None
    form: str = "feature"
    directors: tuple[Named, ...] = ()
    writers: tuple[Named, ...] = ()
    cast: tuple[Billed, ...] = ()
    composers: tuple[Named, ...] = ()
    cinematographers: tuple[Named, ...] = ()
    genres: tuple[Named, ...] = ()
    themes: tuple[Named, ...] = ()  # the strongest first
    series: tuple[Named, ...] = ()
    countries: tuple[Named, ...] = ()
    languages: tuple[Named, ...] = ()
    companies: tuple[Named, ...] = ()  # no reason while no page would prove it


@dataclass(frozen=True)
class Evidence:
    """One reason why two films are alike; kind and key lead to what proves it."""

    kind: str
    key: str
    name: str
    detail: str
    weight: float


def traits(film: FilmFacts) -> dict[Trait, Held]:
    """Return all that a film can share with another, apart from its year and form."""
    held: dict[Trait, Held] = {}
    for trait, how in _traits(film):
        held.setdefault(trait, how)
    return held


def _traits(film: FilmFacts) -> Iterator[tuple[Trait, Held]]:
    for kind, named in (
        ("series", film.series),
        ("director", film.directors),
        ("writer", film.writers),
        ("composer", film.composers),
        ("cinematographer", film.cinematographers),
        ("genre", film.genres),
        ("country", film.countries),
        ("language", film.languages),
    ):
        for key, name in named:
            yield (kind, key), Held(name)
    for place, (key, name) in enumerate(film.themes):
        yield ("theme", key), Held(name, THEME_FADE**place)
    for key, name, billing in sorted(film.cast, key=lambda billed: billed.billing):
        if billing <= STARS:
            yield ("star", key), Held(name, STAR_FADE ** (billing - 1), billing)
