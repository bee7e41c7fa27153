"""Reading a catalogue of films from a file: JSON lines, gzipped or not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .facts import Billed, FilmFacts, Graded, Named
from .space import CatalogueError

SHORT = 40  # minutes, up to which a film is a short


def read_catalogue(path: Path) -> Iterator[FilmFacts]:
    """Yield the films of a file, one JSON object a line; raises CatalogueError with its line.

    Fields: id (needed), title, year, form, genres, keywords, directors, writers, cast (in billing
    order), composers, cinematographers, collection, countries, languages, companies, plot,
    runtime, votes, score (0 to 10), relevance (theme → 0 to 1). Unknown fields are passed over.
    """
    for number, line in lines_of(path):
        try:
            yield film_of(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise CatalogueError(f"{path}:{number}: no film: {error}") from error


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers; raises CatalogueError."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path} cannot be read: {error}") from error


def film_of(row: dict[str, Any]) -> FilmFacts:
    """Turn a row of a file into facts; what is missing stays unknown."""
    genres = [str(genre).lower() for genre in row.get("genres") or ()]
    themes: list[Named | Graded] = [*_named(row, "keywords")]
    themes += [
        Graded(key, key, float(much))
        for key, much in (row.get("relevance") or {}).items()
        if 0 < much <= 1
    ]
    series = row.get("collection")
    score = row.get("score")
    return FilmFacts(
        id=_id(row),
        title=str(row.get("title") or ""),
        year=int(row["year"]) if row.get("year") else None,
        form=row.get("form") or _form(genres, row.get("runtime"), [theme[0] for theme in themes]),
        directors=_named(row, "directors"),
        writers=_named(row, "writers")[:8],
        cast=tuple(Billed(key, name, at) for at, (key, name) in enumerate(_named(row, "cast"), 1)),
        composers=_named(row, "composers"),
        cinematographers=_named(row, "cinematographers"),
        genres=tuple((genre, genre) for genre in dict.fromkeys(genres)),
        themes=tuple(themes),
        series=((str(series).lower(), str(series)),) if series else (),
        countries=_named(row, "countries"),
        languages=_named(row, "languages"),
        companies=_named(row, "companies"),
        synopsis=str(row.get("plot") or ""),
        votes=int(row.get("votes") or 0),
        reception=float(score) if score else None,
    )


def _id(row: dict[str, Any]) -> str:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"]:
        raise ValueError("it has no id")
    return str(row["id"])


def _named(row: dict[str, Any], field: str) -> tuple[Named, ...]:
    names = row.get(field) or ()
    if isinstance(names, str):
        raise TypeError(f"{field} is not a list")
    return tuple(
        {str(name).lower(): (str(name).lower(), str(name)) for name in names if name}.values()
    )


def _form(genres: list[str], runtime: object, themes: list[str]) -> str:
    if "documentary" in genres:
        return "concert" if "concert film" in themes else "documentary"
    if "animation" in genres:
        return "animation"
    short = isinstance(runtime, int | float) and 0 < runtime <= SHORT
    return "short" if "short" in genres or short else "feature"
