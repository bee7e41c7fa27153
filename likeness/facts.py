"""A film as the engine sees it, and a reason why two are alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

# A key that links to the proof (a slug or a code), and the name that people read.
Named = tuple[str, str]


class Billed(NamedTuple):
    """One of the cast; billing 1 comes first."""

    key: str
    name: str
    billing: int


class Graded(NamedTuple):
    """A theme of which a film has so much: relevance is above 0, at most 1."""

    key: str
    name: str
    relevance: float


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
    themes: tuple[Named | Graded, ...] = ()
    series: tuple[Named, ...] = ()
    countries: tuple[Named, ...] = ()
    languages: tuple[Named, ...] = ()
    companies: tuple[Named, ...] = ()
    synopsis: str = ""
    votes: int = 0  # how many people rated it in public; 0: not known
    reception: float | None = None  # their mean rating, 0 to 10


class Evidence(NamedTuple):
    """One reason why two films are alike; kind and key lead to what proves it.

    `other_key` is the other film's side of a reason that is not the same on both: a theme often
    found together with this film's, another director with films like this one's.
    """

    kind: str
    key: str
    name: str
    detail: str
    weight: float
    other_key: str = ""


class Neighbour(NamedTuple):
    """A film that is like another; the evidence's weights sum to the score."""

    other: str
    score: float
    evidence: tuple[Evidence, ...]


class Neighbourhood(NamedTuple):
    """The films most like a film, best first, and those of its own series in their own block."""

    neighbours: tuple[Neighbour, ...]
    same_series: tuple[Neighbour, ...]
