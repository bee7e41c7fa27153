"""The data set "TMDB 5000": two CSV files with JSON in some columns."""

from __future__ import annotations

import json
from pathlib import Path

from .beside import Join
from .rows import by_columns
from .tmdb import TmdbFilms


class Tmdb5000(TmdbFilms):
    name = "tmdb-5000"
    label = "TMDB 5000"
    beside = {"credits": Join("movie_id", ("cast", "crew"))}

    @classmethod
    def recognise(cls, paths: list[Path]) -> dict[str, Path]:
        found = by_columns(
            paths,
            {
                # The other data set of TMDB has these and an imdb_id.
                "movies": frozenset({"id", "title", "genres", "keywords", "vote_average"}),
                "credits": ("movie_id", "title", "cast", "crew"),
            },
        )
        return found if "movies" in found else {}

    @staticmethod
    def parse(text: str) -> object:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"is not JSON: {str(error)[:80]}") from error
