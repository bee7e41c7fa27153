"""What a record says of the columns of a film and of its titles, as the database takes it."""

from __future__ import annotations

from typing import Any

from publishing.folding import fold, sort_title

from .records import IDS, LONGEST_TAGLINE, LONGEST_TITLE, FilmRecord, TitleRecord
from .vocabulary import Vocabulary

# Columns of Film that a source may fill, and renew as long as they hold what it wrote.
FACTS = ("title", "original_title", "year", "tagline", "synopsis", "runtime", "form", "series_id")
TEXTS = ("original_title", "tagline", "synopsis")  # "" where there is none
DERIVED = ("sort_title", "folded_title", "votes", "renown")
TITLE_COLUMNS = ("film_id", "title", "folded_title", "country_id", "language_id", "renown")


def facts_of(record: FilmRecord, known: Vocabulary) -> dict[str, Any]:
    """Return what a record says of each of the facts; None where nothing."""
    titles = {name: _shortened(record, name) for name in ("title", "original_title")}
    tagline = _shortened(record, "tagline", LONGEST_TAGLINE)
    if record.original_title == record.title:
        titles["original_title"] = None
    series = known.series.of([record.series])[0] if record.series else None
    others = (record.year, tagline, record.synopsis, record.runtime, record.form)
    return dict(zip(FACTS, (*titles.values(), *others, series), strict=True))


def titles_of(
    record: FilmRecord, known: Vocabulary, film: int, title: str, renown: int
) -> list[tuple[Any, ...]]:
    """Return rows of the titles by which a film can be looked for, beside its own.

    Titles that search could not tell from another count once. Countries and languages stand where
    they are known here.
    """
    original = [TitleRecord(record.original_title)] if record.original_title else []
    rows = {folded(title): tuple[Any, ...]()}
    for each in (*original, *(record.titles or ())):
        other = each.title[:LONGEST_TITLE].strip()
        plain = folded(other)
        if plain and plain not in rows:
            country = known.countries.knows(each.country)
            language = known.languages.knows(each.language)
            rows[plain] = (film, other, plain, country, language, renown)
    return list(rows.values())[1:]


def shelved(title: str) -> tuple[str, str]:
    """Return the sort title and the folded title."""
    return sort_title(title)[:LONGEST_TITLE], folded(title)


def folded(title: str) -> str:
    return fold(title)[:LONGEST_TITLE].strip()


def renown_of(votes: int | None) -> int:
    """Return how well known something is: the number of digits of its votes, 0–9."""
    return min(len(str(votes)), 9) if votes else 0


def ids_of(record: FilmRecord) -> tuple[Any, ...]:
    """Return the outside ids by the columns of Film."""
    return tuple(getattr(record, name) for name in IDS)


def _shortened(record: FilmRecord, name: str, most: int = LONGEST_TITLE) -> str | None:
    text: str | None = getattr(record, name)
    if text and len(text) > most:
        words = name.replace("_", " ")
        record.remarks.append(f"the {words} is longer than {most} characters: cut")
        return text[:most].strip()
    return text
