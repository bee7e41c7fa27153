"""What makes films alike, and which films are most alike: plain functions over films as data.

Nothing here knows of Django or owns a table; `films.likeness_store` feeds it and keeps its answers.
"""

from .catalogue import read_catalogue
from .engine import Engine, Suggestion, UnknownFilm
from .facts import Billed, Evidence, FilmFacts, Graded, Named, Neighbour, Neighbourhood
from .mix import Mix, MixError
from .space import CatalogueError

__all__ = [
    "Billed",
    "CatalogueError",
    "Engine",
    "Evidence",
    "FilmFacts",
    "Graded",
    "Mix",
    "MixError",
    "Named",
    "Neighbour",
    "Neighbourhood",
    "Suggestion",
    "UnknownFilm",
    "read_catalogue",
]
