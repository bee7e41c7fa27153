"""The data set known as "The Movies Dataset": CSV files of TMDB with Python's lists in them."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

from ..records import FilmRecord
from . import figures
from .beside import Join
from .rows import by_columns
from .text import series_name
from .tmdb import Cells, TmdbFilms


class TmdbMovies(TmdbFilms):
    name = "tmdb-movies"
    label = "The Movies Dataset"
    beside = {
        "credits": Join("id", ("cast", "crew")),
        "keywords": Join("id", ("keywords",)),
        "links": Join("tmdbId", ("movieId", "imdbId"), may_lack=True),
    }

    @classmethod
    def recognise(cls, paths: list[Path]) -> dict[str, Path]:
        found = by_columns(
            paths,
            {
                "movies": frozenset({"id", "title", "imdb_id", "belongs_to_collection"}),
                "credits": ("cast", "crew", "id"),
                "keywords": ("id", "keywords"),
                "links": ("movieId", "imdbId", "tmdbId"),
            },
        )
        return found if "movies" in found else {}

    @staticmethod
    def parse(text: str) -> object:
        try:
            with warnings.catch_warnings():
                # Python warns of backslashes that it would write twice.
                warnings.simplefilter("ignore")
                return ast.literal_eval(text)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
            # What else Python says of it differs from run to run.
            where = f": {error.msg}" if isinstance(error, SyntaxError) else ""
            raise ValueError(f"is no Python literal{where}") from error

    def fill(self, film: FilmRecord, cells: Cells) -> None:
        super().fill(film, cells)
        row, remarks = cells.row, cells.remarks
        film.is_adult = _is_true(row.get("adult", ""))
        if _is_true(row.get("video", "")):
            film.kind = "video"
        film.imdb_id = figures.imdb_id(row.get("imdb_id"), "imdb_id", remarks) or figures.imdb_id(
            row.get("imdbId"), "imdbId", remarks
        )
        film.movielens_id = figures.positive(row.get("movieId"), "movieId", remarks)
        series: dict[str, object] = cells.read("belongs_to_collection", dict) or {}
        film.series = series_name(series.get("name"))


def _is_true(cell: str) -> bool:
    """Return whether a cell says True, in whatever case; spreadsheets save it as TRUE."""
    return cell.strip().lower() == "true"
