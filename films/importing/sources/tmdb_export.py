"""TMDB's daily export of ids: one JSON object a line, with little more than an id and a title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from ..reading import first_line, json_lines
from ..records import FilmRecord
from .base import Source
from .rows import numbered
from .text import clean

NAMED = re.compile(r"movie_ids_\d\d_\d\d_\d{4}\.json(\.gz)?")
FIELDS = {"id", "original_title", "popularity"}


class TmdbExport(Source):
    """It knows no years, so that it adds no films: it confirms those that are here."""

    name = "tmdb-export"
    label = "TMDB's daily export"

    @classmethod
    def recognise(cls, paths: list[Path]) -> dict[str, Path]:
        # Of several days, the last.
        fitting = [path for path in paths if NAMED.fullmatch(path.name) or _has_fields(path)]
        return {"movies": max(fitting, key=_day)} if fitting else {}

    def records(self) -> Iterator[FilmRecord]:
        path = self.files["movies"]
        rows = json_lines(path, self.refuse, self.told)
        for number, where, row in numbered(rows, path, "id", self.refuse, title="original_title"):
            yield FilmRecord(
                where,
                original_title=clean(row["original_title"]),
                tmdb_id=number,
                kind="video" if row.get("video") is True else "movie",
                is_adult=row.get("adult") is True,
            )


def _has_fields(path: Path) -> bool:
    try:
        found = json.loads(first_line(path))
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.keys() >= FIELDS


def _day(path: Path) -> tuple[str, str, str]:
    """Return the day in a file's name, year first; the names of others come before all days."""
    month, day, year = ["", "", "", *re.findall(r"\d+", path.name)][-3:]
    return year, month, day
