"""Our own format: films as CSV or as JSON, one object a line; docs/import.md describes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from films.models import Film

from ..reading import csv_rows, first_line, json_lines
from ..records import (
    IDS,
    KINDS,
    CreditRecord,
    FilmRecord,
    PersonRecord,
    Refused,
    ScoreRecord,
    TitleRecord,
    Word,
)
from . import figures, places
from .base import Source
from .genres import form_of, genres_of
from .jobs import (
    ACTOR,
    CINEMATOGRAPHER,
    COMPOSER,
    DIRECTOR,
    EDITOR,
    PRODUCER,
    WRITER,
    Job,
)
from .own_cells import Cells
from .rows import head_of
from .text import clean, series_name

# Columns of people, and what they did.
PEOPLE: Mapping[str, Job] = {
    "directors": DIRECTOR,
    "writers": WRITER,
    "composers": COMPOSER,
    "cinematographers": CINEMATOGRAPHER,
    "editors": EDITOR,
    "producers": PRODUCER,
    "cast": ACTOR,
}
# Other names that files of this kind have for our columns.
ALSO = {"id": "imdb_id", "alt_titles": "titles", "collection": "series"}
COLUMNS = frozenset(
    {
        *("slug", "imdb_id", "tmdb_id", "wikidata_id", "movielens_id"),
        *("title", "year", "original_title", "titles", "kind", "adult", "form", "runtime"),
        *("tagline", "synopsis", "genres", "keywords", "countries", "languages", "companies"),
        *("series", "votes", "scores", *PEOPLE),
    }
)
NAMING = frozenset({"title", "slug", *IDS})  # of which a file has at least one
STRANGE = frozenset({"labels", "popularity", "original_language"})  # of Wikidata and TMDB
WIKIDATA = re.compile(r"Q[1-9]\d{0,11}", re.ASCII)
PERSON_OF_IMDB = re.compile(r"nm\d{7,9}", re.ASCII)
YES = {"1", "true", "yes"}
FORMS = frozenset(Film.Form.values)


class Own(Source):
    """Films as an operator writes them down, or takes them from another Moreish."""

    name = "own"
    label = "Moreish's own CSV or JSON lines"

    @classmethod
    def recognise(cls, paths: list[Path]) -> dict[str, Path]:
        for path in sorted(paths):
            if _is_json(path) or _is_csv(path):
                return {"films": path}
        return {}

    def records(self) -> Iterator[FilmRecord]:
        path = self.files["films"]
        read: Iterator[tuple[int, Mapping[str, Any]]] = (
            json_lines(path, self.refuse, self.told)
            if _is_json(path)
            else csv_rows(path, (), self.refuse, self.told)
        )
        unknown: set[str] = set()
        met: set[str] = set()
        for line, row in read:
            named = {ALSO.get(name, name): value for name, value in row.items()}
            strange = named.keys() - COLUMNS - unknown
            unknown |= strange
            cells = Cells(path, line, named)
            cells.remarks += [f"there is no column {name[:40]}" for name in sorted(strange)]
            film = self._film(cells)
            if film.key and film.key in met:
                self.refuse(Refused(film.where, "stands twice", film.key))
                continue
            met.add(film.key)
            yield film

    def _film(self, cells: Cells) -> FilmRecord:
        film = FilmRecord(cells.where, cells.text("title") or "", remarks=cells.remarks)
        _identify(film, cells)
        _describe(film, cells)
        film.titles = cells.each("titles", _title)
        film.credits = self._credits(cells)
        film.scores = cells.each("scores", lambda item: _score(item, self.as_of(cells.where.path)))
        film.votes = figures.whole(cells.get("votes"), "votes", cells.remarks)
        return film

    def _credits(self, cells: Cells) -> tuple[CreditRecord, ...] | None:
        named = [column for column in PEOPLE if column in cells.row]
        found = [
            credit
            for column in named
            for credit in cells.each(column, _credit_for(PEOPLE[column])) or ()
        ]
        return tuple(dict.fromkeys(found)) if named else None


def _identify(film: FilmRecord, cells: Cells) -> None:
    remarks = cells.remarks
    film.slug = cells.text("slug") or ""
    film.imdb_id = figures.imdb_id(cells.get("imdb_id"), "imdb_id", remarks)
    film.tmdb_id = figures.positive(cells.get("tmdb_id"), "tmdb_id", remarks)
    film.movielens_id = figures.positive(cells.get("movielens_id"), "movielens_id", remarks)
    film.wikidata_id = cells.matching("wikidata_id", WIKIDATA.fullmatch)
    film.year = figures.year(cells.get("year"), "year", remarks)


def _describe(film: FilmRecord, cells: Cells) -> None:
    genres = cells.each("genres", clean)
    film.kind = cells.matching("kind", KINDS.__contains__) or "movie"
    film.is_adult = clean(str(cells.get("adult") or "")).lower() in YES
    film.runtime = figures.runtime(cells.get("runtime"), "runtime", cells.remarks)
    film.form = cells.matching("form", FORMS.__contains__) or form_of(genres or (), film.runtime)
    film.genres = None if genres is None else genres_of(genres)
    film.original_title = cells.text("original_title")
    film.tagline = cells.text("tagline")
    film.synopsis = cells.text("synopsis")
    film.keywords = cells.each("keywords", clean)
    film.companies = cells.each("companies", clean)
    film.series = series_name(cells.get("series"))
    film.countries = cells.each("countries", _country)
    film.languages = cells.each("languages", _language)


def _title(item: object) -> TitleRecord | None:
    if not isinstance(item, dict):
        return TitleRecord(title) if (title := clean(item)) else None
    title, country, language = (clean(item.get(name)) for name in ("title", "country", "language"))
    return TitleRecord(title, country, language) if title else None


def _country(item: object) -> Word | None:
    """Return a country by its code or its name; "XX" is how some write that they know of none."""
    text = clean(item)
    if places.COUNTRY.fullmatch(text):
        return Word(text) if text != "XX" else None
    return Word("", text) if text else None


def _language(item: object) -> Word | None:
    text = clean(item)
    found = places.BY_NAME.get(text.casefold(), text)
    if places.LANGUAGE.fullmatch(found):
        return Word(found, places.ENGLISH.get(found, ""))
    return Word("", text) if text else None


def _credit_for(job: Job) -> Any:
    def credit(item: object) -> CreditRecord | None:
        named: dict[str, Any] = item if isinstance(item, dict) else {"name": item}
        name = clean(named.get("name"))
        if not name:
            return None
        imdb_id, wikidata_id = clean(named.get("imdb_id")), clean(named.get("wikidata_id"))
        tmdb_id = named.get("tmdb_id")
        is_number = isinstance(tmdb_id, int) and 0 < tmdb_id <= figures.LARGEST
        person = PersonRecord(
            name,
            imdb_id if PERSON_OF_IMDB.fullmatch(imdb_id) else None,
            tmdb_id if is_number else None,
            wikidata_id if WIKIDATA.fullmatch(wikidata_id) else None,
        )
        character = clean(named.get("character")) if job == ACTOR else ""
        return CreditRecord(person, job.department, clean(named.get("job")) or job.job, character)

    return credit


def _score(item: object, day: Any) -> ScoreRecord | None:
    """Return a score that says whose it is, on which scale and of how many; None otherwise."""
    if not isinstance(item, dict):
        return None
    told: list[str] = []
    source = clean(item.get("source"))
    value, scale = (figures.decimal(item.get(name), name, told) for name in ("value", "scale"))
    votes = figures.positive(item.get("votes"), "votes", told)
    with suppress(ValueError):
        day = type(day).fromisoformat(clean(item.get("as_of")))
    if not source or value is None or not scale or not votes or not 0 <= value <= scale:
        return None
    return ScoreRecord(source, value, scale, votes, day)


# Recognising -----------------------------------------------------------------------------------


def _is_json(path: Path) -> bool:
    try:
        found = json.loads(first_line(path).rstrip(","))
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and _names(found) and not found.keys() & STRANGE


def _is_csv(path: Path) -> bool:
    head = head_of(path)
    # Other data sets have a file of an `id` and the keywords of a film alone.
    if "id" in head and "title" not in head:
        return False
    names = {ALSO.get(name, name) for name in head}
    return _names(names) and names <= COLUMNS


def _names(columns: Iterable[str]) -> bool:
    return not NAMING.isdisjoint(columns)
