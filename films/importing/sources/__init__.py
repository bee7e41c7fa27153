"""The data sets that can be imported, one module each."""

from .base import Source
from .imdb import Imdb

SOURCES: tuple[type[Source], ...] = (Imdb,)

__all__ = ["SOURCES", "Source"]
