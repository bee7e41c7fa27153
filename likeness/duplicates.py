"""Films that stand twice in a catalogue: they are one film, and never named for each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .facts import FilmFacts

YEARS_APART = 1
LOOKED_AT = 50  # namesakes of the same years that each is compared with


class Identity(NamedTuple):
    """What tells whether two films are one: a folded title, a year (0: not known), directors."""

    title: str
    year: int
    directors: frozenset[str]

    def is_same(self, other: Identity) -> bool:
        """Same title, a year apart at most, and no directors that speak against it."""
        if not self.title or self.title != other.title or not (self.year and other.year):
            return False
        against = self.directors and other.directors and not self.directors & other.directors
        return abs(self.year - other.year) <= YEARS_APART and not against


def identity_of(film: FilmFacts, year: int) -> Identity:
    return Identity(folded(film.title), year, frozenset(key for key, _ in film.directors))


def folded(title: str) -> str:
    """Fold a title so that spelling does not hide that two films are one."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    return re.sub(r"[\W_]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def duplicates_of(films: Sequence[Identity]) -> npt.NDArray[np.int32]:
    """Number films so that those of one number are the same film; -1: the only one of its kind."""
    groups = np.full(len(films), -1, np.int32)
    namesakes: dict[str, list[int]] = {}
    for place, film in enumerate(films):
        if film.title and film.year:
            namesakes.setdefault(film.title, []).append(place)
    for places in namesakes.values():
        places.sort(key=lambda place: films[place].year)
        for at, one in enumerate(places):
            for other in places[at + 1 : at + 1 + LOOKED_AT]:
                if films[one].is_same(films[other]):
                    group = groups[one] if groups[one] >= 0 else one
                    groups[one] = groups[other] = group
    return groups
