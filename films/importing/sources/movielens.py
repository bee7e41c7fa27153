"""MovieLens: films with links to IMDb and TMDB, and what its users rated and tagged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from ..reading import Row, Unusable, csv_rows
from ..records import FilmRecord, TitleRecord
from . import figures
from .base import Source
from .beside import Beside, Join
from .genres import form_of, genres_of
from .movielens_ratings import Ratings
from .movielens_tags import Genome, Tags
from .movielens_titles import titles
from .rows import Numbered, batches, by_columns, numbered
from .text import cleaned

LINKS = Join("movieId", ("imdbId", "tmdbId"))


class MovieLens(Source):
    """Only the films themselves are needed; links, tags, ratings and genome add to them."""

    name = "movielens"
    label = "MovieLens"

    @classmethod
    def recognise(cls, paths: list[Path]) -> dict[str, Path]:
        found = by_columns(
            paths,
            {
                "movies": ("movieId", "title", "genres"),
                "links": ("movieId", "imdbId", "tmdbId"),
                "tags": ("userId", "movieId", "tag", "timestamp"),
                "ratings": ("userId", "movieId", "rating", "timestamp"),
                "genome-tags": ("tagId", "tag"),
                "genome-scores": ("movieId", "tagId", "relevance"),
            },
        )
        return found if "movies" in found else {}

    def records(self) -> Iterator[FilmRecord]:
        path = self.files["movies"]
        rows = csv_rows(path, ("movieId", "title", "genres"), self.refuse, self.told)
        with ExitStack() as stack:
            links = self._links(stack)
            words = self._words(stack)
            ratings = self._ratings()
            for batch in batches(numbered(rows, path, "movieId", self.refuse, title="title")):
                linked = links.find([row.number for row in batch]) if links else {}
                for row in batch:
                    film = _film(row, linked.get(row.number, {}))
                    if words:
                        film.keywords = cleaned(
                            word for kind in words for word in kind.of(row.number)
                        )
                    if ratings:
                        film.scores = ratings.of(row.number)
                        film.votes = sum(score.votes for score in film.scores)
                    yield film

    def _links(self, stack: ExitStack) -> Beside | None:
        if "links" not in self.files:
            return None
        return stack.enter_context(
            closing(Beside(self.files["links"], LINKS, self.refuse, self.told))
        )

    def _words(self, stack: ExitStack) -> list[Genome | Tags]:
        """Return what knows tags of films, the surest first."""
        words: list[Genome | Tags] = []
        tags, scores = self.files.get("genome-tags"), self.files.get("genome-scores")
        if tags and scores:
            genome = Genome(tags, scores, self.refuse, self.told)
            words.append(stack.enter_context(closing(genome)))
        elif lonely := tags or scores:
            raise Unusable(f"{lonely}: needs the other file of the genome, of tags or of scores.")
        if "tags" in self.files:
            given = Tags(self.files["tags"], self.refuse, self.told)
            words.append(stack.enter_context(closing(given)))
        return words

    def _ratings(self) -> Ratings | None:
        if "ratings" not in self.files:
            return None
        path = self.files["ratings"]
        return Ratings(path, self.refuse, self.told, self.as_of(path))


def _film(row: Numbered, links: Row) -> FilmRecord:
    title, others, year = titles(row.row["title"])
    genres = row.row["genres"].split("|")
    film = FilmRecord(row.where, title, year, movielens_id=row.number)
    film.imdb_id = figures.imdb_id(links.get("imdbId"), "imdbId", film.remarks)
    film.tmdb_id = figures.positive(links.get("tmdbId"), "tmdbId", film.remarks)
    film.genres = genres_of(genres) or None  # It lists none where it knows none.
    film.form = form_of(genres)
    film.titles = tuple(map(TitleRecord, others))
    return film
