"""The parts of films that are rows of their own, as an import reads, compares and replaces them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models

from films.models import Credit, Film, FilmCompany, FilmTheme, Score

from .bulk import Rows
from .people import Known, People
from .records import FilmRecord, ScoreRecord
from .vocabulary import Vocabulary

LONGEST_CHARACTER, LONGEST_JOB = 200, 80
LATEST = 32_767  # the last place that a small number can say

# The rows of one film, without the film, in a fixed order.
Part = list[tuple[Any, ...]]


class Words(NamedTuple):
    """What names of records stand for in the database."""

    vocabulary: Vocabulary
    people: People


class Collection(NamedTuple):
    """A part: its rows are `columns` of a model, and `always` is the same in all of them."""

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]
    told: Callable[[FilmRecord, Words], Part | None]
    always: Mapping[str, Any] = {}
    among: tuple[str, ...] = ()  # the first column says whose rows these are

    def of(self, record: FilmRecord, words: Words) -> Part | None:
        """Return the rows that a record tells; None where it does not speak of them."""
        rows = self.told(record, words)
        return None if rows is None else sorted(rows)

    def current(self, films: Iterable[int]) -> dict[int, Part]:
        """Return the rows of films as they are (one query)."""
        rows = self._rows(films).values_list("film_id", *self.columns)
        found: dict[int, Part] = defaultdict(list)
        for film, *row in rows.order_by().iterator():
            found[film].append(tuple(row))
        for part in found.values():
            part.sort()
        return found

    def replace(self, parts: Mapping[int, Part]) -> None:
        """Put rows in the place of those that films have (two queries)."""
        self._rows(parts).delete()
        self.insert(parts)

    def insert(self, parts: Mapping[int, Part]) -> None:
        """Write the rows of films that have none (one query)."""
        same = tuple(self.always.values())
        rows = [(film, *row, *same) for film, part in parts.items() for row in part]
        Rows(self.model, ("film_id", *self.columns, *self.always)).insert(rows)

    def _rows(self, films: Iterable[int]) -> models.QuerySet[Any]:
        always = dict(self.always)
        if self.among:
            always = {f"{self.columns[0]}__in": self.among}
        return self.model._default_manager.filter(film_id__in=list(films), **always)


def collections(sources: tuple[str, ...]) -> tuple[Collection, ...]:
    """Return all of them; scores are only those of the sources named."""
    return (
        Collection("genres", Film.genres.through, ("genre_id",), _genres),
        Collection("countries", Film.countries.through, ("country_id",), _countries),
        Collection("languages", Film.languages.through, ("language_id",), _languages),
        Collection("companies", FilmCompany, ("company_id",), _companies, {"role": "production"}),
        Collection("keywords", FilmTheme, ("theme_id", "position"), _keywords),
        Collection(
            "credits",
            Credit,
            ("person_id", "job", "character", "department", "billing"),
            _credits,
        ),
        Collection(
            "scores",
            Score,
            ("source", "audience", "value", "scale", "count", "as_of"),
            _scores,
            {"is_percentage": False, "precision": "day", "link": ""},
            among=sources,
        ),
    )


def _genres(record: FilmRecord, words: Words) -> Part | None:
    return _each(record.genres, words.vocabulary.genres.of)


def _countries(record: FilmRecord, words: Words) -> Part | None:
    return _each(record.countries, words.vocabulary.countries.of)


def _languages(record: FilmRecord, words: Words) -> Part | None:
    return _each(record.languages, words.vocabulary.languages.of)


def _companies(record: FilmRecord, words: Words) -> Part | None:
    return _each(record.companies, words.vocabulary.companies.of)


def _each(told: Any, keys_of: Callable[[Any], Iterable[Any]]) -> Part | None:
    return None if told is None else [(key,) for key in keys_of(told)]


def _keywords(record: FilmRecord, words: Words) -> Part | None:
    if record.keywords is None:
        return None
    themes = words.vocabulary.keywords.of(record.keywords)[:LATEST]
    return [(theme, position) for position, theme in enumerate(themes, start=1)]


def _credits(record: FilmRecord, words: Words) -> Part | None:
    if record.credits is None:
        return None
    billing: Counter[str] = Counter()
    rows: dict[tuple[int, str, str], tuple[Any, ...]] = {}
    for person, department, job, character in record.credits:
        known: Known | None = words.people.of(person)
        if known is None:
            record.remarks.append(f"several people here are called {person.name}: left out")
            continue
        plays = character[:LONGEST_CHARACTER] if department == "cast" else ""
        key = (known.pk, job[:LONGEST_JOB], plays)
        if key not in rows and billing[department] < LATEST:
            billing[department] += 1
            rows[key] = (*key, department, billing[department])
    return list(rows.values())


def _scores(record: FilmRecord, _words: Words) -> Part | None:
    return None if record.scores is None else [_score(each) for each in record.scores]


def _score(score: ScoreRecord) -> tuple[Any, ...]:
    value, scale = (Decimal(f"{number:.2f}") for number in (score.value, score.scale))
    return (score.source, score.audience, value, scale, score.votes, score.as_of)
