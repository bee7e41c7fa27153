"""Films of TMDB as CSV, some of whose columns hold lists that are written out.

Its overviews, taglines and pictures are not taken: they are the work of others.
"""

from __future__ import annotations

import datetime as dt
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from ..reading import csv_rows
from ..records import CreditRecord, FilmRecord, PersonRecord, ScoreRecord, Word
from . import figures, places
from .base import Source
from .beside import Beside, Join
from .genres import SHORT, form_of, genres_of
from .jobs import ACTOR, Job, tmdb_job
from .rows import batches, numbered
from .text import clean, cleaned

LONGEST_CELL = 1 << 20  # characters; the largest cast has some tens of thousands
SCALE = 10
TELEVISION = "TV Movie"
SHAPES: dict[type, str] = {list: "list", dict: "object"}

Item = dict[str, Any]
T = TypeVar("T", list[object], Item)


@dataclass
class Cells:
    """The columns of a film, and what was wrong with them."""

    row: Mapping[str, str]
    parse: Callable[[str], object]
    remarks: list[str] = field(default_factory=list)

    def read(self, column: str, shape: type[T]) -> T | None:
        """Return what is written out; None where there is nothing, or nothing that can be read."""
        text = self.row.get(column, "").strip()
        if len(text) > LONGEST_CELL:
            self.remarks.append(f"{column}: is longer than {LONGEST_CELL} characters")
        elif text:
            try:
                found = self.parse(text)
            except ValueError as error:
                self.remarks.append(f"{column}: {error}")
            else:
                if isinstance(found, shape):
                    return found
                self.remarks.append(f"{column}: is no {SHAPES[shape]}")
        return None

    def items(self, column: str) -> list[Item] | None:
        """Return the objects of a list; None as with `read`."""
        found: list[object] | None = self.read(column, list)
        if found is None:
            return None
        items = [item for item in found if isinstance(item, dict)]
        if strange := len(found) - len(items):
            self.remarks.append(f"{column}: {strange} of {len(found)} are no objects")
        return items

    def names(self, column: str) -> tuple[str, ...] | None:
        items = self.items(column)
        return None if items is None else cleaned(item.get("name") for item in items)

    def languages(self, column: str) -> tuple[Word, ...] | None:
        items = self.items(column)
        if items is None:
            return None
        codes = (item.get("iso_639_1") for item in items)
        return places.languages(codes, column, self.remarks)

    def countries(self, column: str) -> tuple[Word, ...] | None:
        items = self.items(column)
        if items is None:
            return None
        named = ((item.get("iso_3166_1"), item.get("name")) for item in items)
        return places.tmdb_countries(named, column, self.remarks)

    def credits(self) -> tuple[CreditRecord, ...] | None:
        """Return the cast in its order and the crew, nobody twice with the same job."""
        cast, crew = self.items("cast"), self.items("crew")
        if cast is None and crew is None:
            return None
        played = [
            (item, ACTOR, clean(item.get("character"))) for item in sorted(cast or (), key=_order)
        ]
        made = [
            (item, tmdb_job(item.get("department"), item.get("job")), "") for item in crew or ()
        ]
        found = [*self._credited("cast", played), *self._credited("crew", made)]
        return tuple(dict.fromkeys(found))

    def _credited(
        self, column: str, work: Iterable[tuple[Item, Job | None, str]]
    ) -> Iterator[CreditRecord]:
        unnamed = 0
        for item, job, character in work:
            name = clean(item.get("name"))
            if name and job:
                person = PersonRecord(name, tmdb_id=_id(item))
                yield CreditRecord(person, *job, character if job == ACTOR else "")
            else:
                unnamed += 1
        if unnamed:
            self.remarks.append(f"{column}: {unnamed} without a name or a job")

    def score(self, as_of: dt.date) -> tuple[tuple[ScoreRecord, ...], int | None]:
        """Return what its users made of a film, and how many rated it."""
        votes = figures.whole(self.row.get("vote_count"), "vote_count", self.remarks)
        mean = figures.decimal(self.row.get("vote_average"), "vote_average", self.remarks)
        if not votes or mean is None:
            return (), votes
        if not 0 <= mean <= SCALE:
            self.remarks.append(f"vote_average: {mean:g} is not between 0 and {SCALE}")
            return (), votes
        return (ScoreRecord("TMDB", mean, SCALE, votes, as_of),), votes


class TmdbFilms(Source):
    """What the data sets have in common."""

    beside: ClassVar[dict[str, Join]]

    @staticmethod
    def parse(text: str) -> object:
        """Read a list that is written out; raises ValueError with a short reason."""
        raise NotImplementedError

    def records(self) -> Iterator[FilmRecord]:
        path = self.files["movies"]
        rows = csv_rows(path, ("id", "title"), self.refuse, self.told)
        with ExitStack() as stack:
            beside = [
                stack.enter_context(closing(Beside(self.files[use], join, self.refuse, self.told)))
                for use, join in self.beside.items()
                if use in self.files
            ]
            for batch in batches(numbered(rows, path, "id", self.refuse, title="title")):
                numbers = [film.number for film in batch]
                found = [file.find(numbers) for file in beside]
                for number, where, row in batch:
                    rest = [by_number.get(number, {}) for by_number in found]
                    cells = Cells(ChainMap(*rest, dict(row)), self.parse)
                    film = FilmRecord(where, tmdb_id=number, remarks=cells.remarks)
                    self.fill(film, cells)
                    yield film

    def fill(self, film: FilmRecord, cells: Cells) -> None:
        """Add to a film what its row says."""
        row, remarks = cells.row, cells.remarks
        genres = cells.names("genres")
        film.title = clean(row["title"])
        film.year = figures.year(row.get("release_date"), "release_date", remarks)
        film.original_title = clean(row.get("original_title")) or None
        film.runtime = figures.runtime(row.get("runtime"), "runtime", remarks)
        film.kind = _kind(genres or (), film.runtime)
        film.form = form_of(genres or (), film.runtime)
        film.genres = None if genres is None else genres_of(genres)
        film.keywords = cells.names("keywords")
        film.countries = cells.countries("production_countries")
        film.languages = cells.languages("spoken_languages")
        film.companies = cells.names("production_companies")
        film.credits = cells.credits()
        film.scores, film.votes = cells.score(self.as_of(film.where.path))


def _kind(genres: Iterable[str], runtime: int | None) -> str:
    is_short = runtime is not None and runtime <= SHORT
    if TELEVISION in genres:
        return "tv-short" if is_short else "tv-movie"
    return "short" if is_short else "movie"


def _order(item: Item) -> float:
    """Return where somebody stands in the cast; who does not say stands last."""
    order = item.get("order")
    return order if isinstance(order, int) else float("inf")


def _id(item: Item) -> int | None:
    number = item.get("id")
    return number if isinstance(number, int) and 0 < number <= figures.LARGEST else None
