"""The common record that every source turns its rows into.

None says that a source does not speak of something; an empty tuple says that it knows of none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from films.models.film import FIRST_YEAR, LAST_YEAR

# What an outside source may call a film, by the columns of Film.
IDS = ("imdb_id", "tmdb_id", "wikidata_id", "movielens_id")
KINDS = ("movie", "short", "tv-movie", "tv-short", "tv-special", "video")

LONGEST_TITLE = 200
LONGEST_NAME = 160
LONGEST_TAGLINE = 140


class Where(NamedTuple):
    """A row of a file; `line` counts from 1."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line}"


class Refused(NamedTuple):
    """A row, or a part of one, that is not imported."""

    where: Where
    reason: str
    key: str = ""


# What readers and sources hand rows to that they cannot use; the rest goes on.
Refuse = Callable[[Refused], None]


class PersonRecord(NamedTuple):
    """A person, by an outside id where there is one."""

    name: str
    imdb_id: str | None = None
    tmdb_id: int | None = None
    wikidata_id: str | None = None


class CreditRecord(NamedTuple):
    """What a person did; `department` is one of Credit.Department."""

    person: PersonRecord
    department: str
    job: str
    character: str = ""


class TitleRecord(NamedTuple):
    """Another title; country and language by ISO code, or empty."""

    title: str
    country: str = ""
    language: str = ""


class ScoreRecord(NamedTuple):
    """What an audience made of a film: a mean on a scale, by how many, on which day."""

    source: str
    value: float
    scale: float
    votes: int
    as_of: dt.date
    audience: str = "audience"


class Word(NamedTuple):
    """A country or a language: its ISO code, and its name where the source says it."""

    code: str
    name: str = ""


@dataclass(slots=True)
class FilmRecord:
    """A film as a source tells it. Credits and keywords stand in the source's order."""

    where: Where
    title: str = ""
    year: int | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    wikidata_id: str | None = None
    movielens_id: int | None = None
    slug: str = ""  # only of our own format: names a film that the site has
    kind: str = "movie"
    is_adult: bool = False
    original_title: str | None = None
    runtime: int | None = None
    form: str | None = None
    tagline: str | None = None
    synopsis: str | None = None
    genres: tuple[str, ...] | None = None
    keywords: tuple[str, ...] | None = None
    countries: tuple[Word, ...] | None = None
    languages: tuple[Word, ...] | None = None
    companies: tuple[str, ...] | None = None
    series: str | None = None
    titles: tuple[TitleRecord, ...] | None = None
    credits: tuple[CreditRecord, ...] | None = None
    scores: tuple[ScoreRecord, ...] | None = None
    votes: int | None = None
    remarks: list[str] = field(default_factory=list)  # what was wrong with a part of it

    @property
    def key(self) -> str:
        """The first of its outside ids, as reports name it."""
        for name in IDS:
            if value := getattr(self, name):
                return value if isinstance(value, str) else f"{name.removesuffix('_id')}:{value}"
        return self.slug

    def complaint(self) -> str:
        """Say why it cannot become a film, or nothing."""
        if not self.key:
            return "has no outside id, so nobody could tell later which film it is"
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            return f"the year {self.year} is not between {FIRST_YEAR} and {LAST_YEAR}"
        return ""


@dataclass(frozen=True)
class Narrowing:
    """Which films are wanted; the others are passed over, which is no fault of theirs."""

    kinds: frozenset[str] = frozenset(KINDS)
    least_votes: int = 0
    since: int | None = None
    until: int | None = None
    adult: bool = False

    def wants(self, film: FilmRecord) -> bool:
        return (
            film.kind in self.kinds
            and (self.adult or not film.is_adult)
            and (film.votes or 0) >= self.least_votes
            and (self.since is None or (film.year is not None and film.year >= self.since))
            and (self.until is None or (film.year is not None and film.year <= self.until))
        )
