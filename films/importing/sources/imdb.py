"""IMDb's non-commercial files: six tables, tab-separated, sorted by the id of the title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import ClassVar, NamedTuple

from ..reading import Unusable, first_line, lines
from ..records import (
    CreditRecord,
    FilmRecord,
    PersonRecord,
    Refuse,
    Refused,
    ScoreRecord,
    TitleRecord,
    Where,
)
from ..scratch import Scratch
from .base import Source
from .figures import decimal, positive, year
from .genres import form_of, genres_of
from .jobs import ACTOR, CINEMATOGRAPHER, COMPOSER, DIRECTOR, EDITOR, PRODUCER, WRITER, Job
from .text import NOTHING, clean

COLUMNS: dict[str, tuple[str, ...]] = {
    "basics": (
        "tconst",
        "titleType",
        "primaryTitle",
        "originalTitle",
        "isAdult",
        "startYear",
        "endYear",
        "runtimeMinutes",
        "genres",
    ),
    "akas": (
        "titleId",
        "ordering",
        "title",
        "region",
        "language",
        "types",
        "attributes",
        "isOriginalTitle",
    ),
    "crew": ("tconst", "directors", "writers"),
    "principals": ("tconst", "ordering", "nconst", "category", "job", "characters"),
    "ratings": ("tconst", "averageRating", "numVotes"),
    "names": (
        "nconst",
        "primaryName",
        "birthYear",
        "deathYear",
        "primaryProfession",
        "knownForTitles",
    ),
}
# Series, their episodes and games are no films.
KINDS = {
    "movie": "movie",
    "short": "short",
    "tvMovie": "tv-movie",
    "tvShort": "tv-short",
    "tvSpecial": "tv-special",
    "video": "video",
}
JOBS = {
    "actor": ACTOR,
    "actress": ACTOR,
    "self": Job("cast", "Self"),
    "director": DIRECTOR,
    "writer": WRITER,
    "composer": COMPOSER,
    "cinematographer": CINEMATOGRAPHER,
    "editor": EDITOR,
    "producer": PRODUCER,
}
# Whoever wrote what a film is based on did not write the film.
AUTHOR = Job("writing", "Author")
IS_SOURCE = re.compile(
    r"\b(novel|novella|book|play|story|stories|comics?|characters)\b", re.IGNORECASE
)
TCONST, NCONST = re.compile(r"tt\d{7,9}", re.ASCII), re.compile(r"nm\d{7,9}", re.ASCII)
AT_ONCE = 1_000  # films whose people are looked up together
LONGEST_RUNTIME = 1_000

Row = list[str]


class Rows:
    """The rows of a table, asked for title by title in the order in which they stand."""

    def __init__(self, name: str, source: Imdb) -> None:
        self.path, self.width = source.files[name], len(COLUMNS[name])
        self.refuse: Refuse = source.refuse
        rows = lines(self.path, source.refuse, source.told)
        next(rows, None)
        self._rows = ((number, *line.partition("\t")) for number, line in rows if line)
        self._last = ""
        self._waiting = next(self._rows, None)

    def __iter__(self) -> Iterator[tuple[Where, Row]]:
        """Yield all rows that are whole."""
        while (row := self._waiting) is not None:
            yield from self._whole(row)
            self._advance()

    def of(self, key: str) -> list[tuple[Where, Row]]:
        """Return the rows of a title, and pass over those of titles before it."""
        found: list[tuple[Where, Row]] = []
        while (row := self._waiting) is not None and row[1] <= key:
            if row[1] == key:
                found += self._whole(row)
            self._advance()
        return found

    def end(self) -> None:
        """Pass over what is left; a table in disorder would otherwise be lost in silence."""
        while self._waiting is not None:
            self._advance()

    def _advance(self) -> None:
        row = self._waiting
        self._last = row[1] if row else ""
        self._waiting = row = next(self._rows, None)
        if row is not None and row[1] < self._last:
            raise Unusable(
                f"{self.path}: line {row[0]} is not in the order of the first column. "
                "Sort the lines after the first by their bytes (LC_ALL=C sort)."
            )

    def _whole(self, row: tuple[int, str, str, str]) -> Iterator[tuple[Where, Row]]:
        number, key, _, rest = row
        cells = [key, *rest.split("\t")]
        where = Where(self.path, number)
        if len(cells) == self.width:
            yield where, cells
        else:
            reason = f"has {len(cells)} columns instead of {self.width}"
            self.refuse(Refused(where, reason, key[:40]))


class Draft(NamedTuple):
    """A film whose people have no names yet: (number of a name, job, character)."""

    film: FilmRecord
    people: list[tuple[int, Job, str]]


class Imdb(Source):
    """Films from title.basics, with what the other files say where they are there."""

    name: ClassVar[str] = "imdb"
    label: ClassVar[str] = "IMDb"

    @classmethod
    def recognise(cls, paths: list[Path]) -> dict[str, Path]:
        purposes = {"\t".join(columns): name for name, columns in COLUMNS.items()}
        heads = {first_line(path): path for path in paths}
        found = {purposes[head]: path for head, path in heads.items() if head in purposes}
        return found if "basics" in found else {}

    def records(self) -> Iterator[FilmRecord]:
        names = self._names()
        drafts = self._drafts()
        try:
            while some := list(islice(drafts, AT_ONCE)):
                yield from self._with_people(some, names)
        finally:
            names.close()

    def _names(self) -> Scratch:
        """Keep everybody's name on disk, by number."""
        names = Scratch()
        if "names" in self.files:
            rows = Rows("names", self)
            names.keep(
                (int(row[0][2:]), clean(row[1])) for _, row in rows if NCONST.fullmatch(row[0])
            )
        return names

    def _drafts(self) -> Iterator[Draft]:
        tables = {name: Rows(name, self) for name in self.files if name not in {"basics", "names"}}
        before = ""
        for where, row in Rows("basics", self):
            if row[1] not in KINDS:
                continue
            if not TCONST.fullmatch(row[0]):
                self.refuse(Refused(where, "has no id like tt0000001", row[0][:40]))
            elif row[0] == before:
                self.refuse(Refused(where, "stands twice", row[0]))
            else:
                film = self._film(where, row)
                self._rate(film, tables.get("ratings"))
                if self.narrowing.wants(film):
                    yield self._draft(film, tables)
            before = row[0]
        for table in tables.values():
            table.end()

    def _film(self, where: Where, row: Row) -> FilmRecord:
        remarks: list[str] = []
        genres = [] if row[8] == NOTHING else row[8].split(",")
        runtime = positive(row[7], "runtimeMinutes", remarks)
        if runtime and runtime > LONGEST_RUNTIME:
            remarks.append(f"runtimeMinutes: {runtime} is more than {LONGEST_RUNTIME}")
            runtime = None
        title = clean(row[2]) or clean(row[3])
        return FilmRecord(
            where,
            title=title,
            year=year(row[5], "startYear", remarks),
            imdb_id=row[0],
            kind=KINDS[row[1]],
            is_adult=row[4] == "1",
            original_title=clean(row[3]) or None,
            runtime=runtime,
            form=form_of(genres, runtime if "short" in row[1].lower() else None),
            genres=genres_of(genres),
            remarks=remarks,
        )

    def _rate(self, film: FilmRecord, ratings: Rows | None) -> None:
        if ratings is None:
            return
        for _, (_key, mean, count) in ratings.of(film.imdb_id or ""):
            value = decimal(mean, "averageRating", film.remarks)
            votes = positive(count, "numVotes", film.remarks)
            if value is not None and votes and 0 <= value <= 10:
                film.votes = votes
                day = self.as_of(ratings.path)
                film.scores = (ScoreRecord(self.label, value, 10, votes, day),)

    def _draft(self, film: FilmRecord, tables: dict[str, Rows]) -> Draft:
        key = film.imdb_id or ""
        if "akas" in tables:
            film.titles = tuple(
                TitleRecord(title, row[3], row[4])
                for _, row in tables["akas"].of(key)
                if (title := clean(row[2]))
            )
        principals = tables["principals"].of(key) if "principals" in tables else []
        people = [credit for _, row in principals for credit in _principal(row, film.remarks)]
        for _, row in tables["crew"].of(key) if "crew" in tables else ():
            directors = [(number, DIRECTOR, "") for number in _numbers(row[1])]
            known = {number for number, job, _ in people if job.department == "writing"}
            writers = [(number, WRITER, "") for number in _numbers(row[2]) if number not in known]
            people = [*directors, *people, *writers]
        return Draft(film, people)

    def _with_people(self, drafts: list[Draft], names: Scratch) -> Iterator[FilmRecord]:
        numbers = {number for draft in drafts for number, _, _ in draft.people}
        found = names.find(numbers)
        persons = {
            number: PersonRecord(name, imdb_id=f"nm{number:07}")
            for number, (name,) in found.items()
            if name
        }
        has_people = "names" in self.files and ("principals" in self.files or "crew" in self.files)
        for film, people in drafts:
            if has_people:
                film.credits = tuple(
                    CreditRecord(persons[number], *job, character)
                    for number, job, character in people
                    if number in persons
                )
                nameless = {number for number, _, _ in people if number not in persons}
                film.remarks += [
                    f"nm{number:07} has no name: left out" for number in sorted(nameless)
                ]
            yield film


def _principal(row: Row, remarks: list[str]) -> Iterator[tuple[int, Job, str]]:
    _, _, name, category, what, characters = row
    if not NCONST.fullmatch(name):
        remarks.append(f"“{name[:40]}” is no id of a name: left out")
        return
    job = JOBS.get(category) or Job("other", category.replace("_", " ").capitalize() or "Other")
    if job is WRITER and IS_SOURCE.search(what):
        job = AUTHOR
    yield int(name[2:]), job, _characters(characters, remarks) if job.department == "cast" else ""


def _characters(cell: str, remarks: list[str]) -> str:
    """Return the characters of a JSON array in one line."""
    if cell in {NOTHING, ""}:
        return ""
    try:
        names = json.loads(cell)
    except ValueError:
        names = None
    if not isinstance(names, list):
        remarks.append(f"characters: “{cell[:40]}” is no JSON array")
        return ""
    return " / ".join(filter(None, map(clean, names)))


def _numbers(cell: str) -> list[int]:
    """Return the numbers of comma-separated names."""
    return [int(name[2:]) for name in cell.split(",") if NCONST.fullmatch(name)]
