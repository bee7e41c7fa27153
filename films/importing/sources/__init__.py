"""The data sets that can be imported, one module each."""

from .base import Source
from .imdb import Imdb
from .movielens import MovieLens
from .own import Own
from .tmdb_5000 import Tmdb5000
from .tmdb_export import TmdbExport
from .tmdb_movies import TmdbMovies
from .wikidata import Wikidata

SOURCES: tuple[type[Source], ...] = (
    Imdb,
    TmdbExport,
    Tmdb5000,
    TmdbMovies,
    MovieLens,
    Wikidata,
    Own,
)

__all__ = ["SOURCES", "Source"]
